/** One report by its address. */
import { IconReportAnalytics } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { usePage } from '../../../kernel/ui/app/pageTitle.ts'
import { EmptyState } from '../../../kernel/ui/feedback/states.tsx'
import { ReportView } from '../../../kernel/ui/report/ReportView.tsx'

const ReportPage = () => {
  const params: Record<string, unknown> = useParams({ strict: false })
  const { registry } = useApp()
  const report = registry.report(stringOf(params.name))
  usePage({ label: 'Reports', to: '/reports' }, { label: report?.label ?? 'Not found' })
  if (!report)
    return (
      <EmptyState icon={IconReportAnalytics} title="There is no such report">
        The address may be mistyped. All reports stand under Reports.
      </EmptyState>
    )
  return <ReportView report={report} key={report.name} />
}
export default ReportPage
