/** One report by its address. */
import { Button } from '@mantine/core'
import { IconMailForward, IconReportAnalytics } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { Report } from '../../../kernel/report.ts'
import { stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { usePage } from '../../../kernel/ui/app/pageTitle.ts'
import { EmptyState } from '../../../kernel/ui/feedback/states.tsx'
import { ReportView, useExportable } from '../../../kernel/ui/report/ReportView.tsx'

const ScheduleDialog = lazy(() => import('./ScheduleDialog.tsx').then((m) => ({ default: m.ScheduleDialog })))

const ScheduleButton = ({ report, params }: { report: Report; params: Record<string, string> }) => {
  const { can } = useApp()
  const exportable = useExportable(report)
  const [open, setOpen] = useState(false)
  if (!exportable || !can('reportSchedule.create')) return null
  return (
    <>
      <Button variant="default" leftSection={<IconMailForward size={16} stroke={1.6} />} onClick={() => setOpen(true)}>
        Schedule by mail
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <ScheduleDialog report={report} params={params} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

const ReportPage = () => {
  const params: Record<string, unknown> = useParams({ strict: false })
  const { registry } = useApp()
  const report = registry.report(stringOf(params.name))
  usePage({ label: 'Reports', to: '/reports' }, { label: report?.label ?? 'Not found' })
  if (!report)
    return (
      <>
        <h1 className="visually-hidden">Not found</h1>
        <EmptyState icon={IconReportAnalytics} title="There is no such report">
          The address may be mistyped. All reports stand under Reports.
        </EmptyState>
      </>
    )
  return (
    <ReportView
      report={report}
      key={report.name}
      tools={(asked) => <ScheduleButton report={report} params={asked} />}
    />
  )
}
export default ReportPage
