/** Eight reports at a glance, in one request. */
import { Button } from '@mantine/core'
import { IconLayoutDashboard, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { EmptyState, ErrorState } from '../../../kernel/ui/feedback/states.tsx'
import { relativeInstant } from '../../../kernel/ui/fields/format.ts'
import { useLocale, useNow } from '../../../kernel/ui/fields/locale.ts'
import { Page } from '../../../kernel/ui/page/Page.tsx'
import { answersOf } from '../../../kernel/ui/report/reportWire.ts'
import { Widget } from '../../../kernel/ui/report/Widget.tsx'
import classes from '../../../kernel/ui/report/report.module.css'
import { dashboardReports } from '../reports/dashboard.ts'
import { useReports } from './useReports.ts'

const most = 8

const DashboardPage = () => {
  const { api } = useApp()
  const l = useLocale()
  const now = useNow()
  const all = useReports()
  const shown = dashboardReports.flatMap((name) => all.data?.find((r) => r.name === name) ?? []).slice(0, most)
  const names = shown.map((r) => r.name).join(',')
  const query = useQuery({
    queryKey: ['reports', 'widgets', names],
    queryFn: async ({ signal }) => answersOf(await api.fetch('/reports/widgets', { names }, signal)),
    enabled: names !== '',
    refetchInterval: 120_000,
  })
  const error = all.error ?? query.error
  const oldest = query.data?.map((a) => a.at).toSorted()[0]
  return (
    <Page
      title="Dashboard"
      width="wide"
      lead={`${oldest ? `Figures of ${relativeInstant(oldest, l, Math.max(now, Date.parse(oldest)))}` : 'Figures'}, within what you may see. A click on a bar leads to the records behind it.`}
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} stroke={1.6} />}
          loading={query.isFetching}
          onClick={() => void query.refetch()}
        >
          Refresh
        </Button>
      }
    >
      {error && !query.data ? (
        <ErrorState
          error={error}
          retry={() => {
            void all.refetch()
            void query.refetch()
          }}
        />
      ) : null}
      {all.isSuccess && shown.length === 0 ? (
        <EmptyState icon={IconLayoutDashboard} title="No figures for your role">
          A dashboard shows what you may see elsewhere. Ask an admin for the records you need.
        </EmptyState>
      ) : null}
      <div className={classes.widgets}>
        {shown.map((r) => (
          <Widget key={r.name} report={r} answer={query.data?.find((a) => a.name === r.name)} />
        ))}
      </div>
    </Page>
  )
}
export default DashboardPage
