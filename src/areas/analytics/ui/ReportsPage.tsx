/** All reports, by what they are about. */
import { Button } from '@mantine/core'
import { IconCalendarTime, IconChartBar, IconChartHistogram, IconReportAnalytics } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { Bone, EmptyState, ErrorState } from '../../../kernel/ui/feedback/states.tsx'
import { Page } from '../../../kernel/ui/page/Page.tsx'
import classes from '../../../kernel/ui/report/report.module.css'
import { useReports } from './useReports.ts'

const Bones = () => (
  <div role="status" aria-label="Loading" className={classes.groups}>
    {[1, 2].map((g) => (
      <div key={g}>
        <Bone width={60} />
        {[44, 60, 52].map((n) => (
          <div key={n} className={classes.boneRow}>
            <Bone width={18} height={18} />
            <Bone width={`${n}%`} />
          </div>
        ))}
      </div>
    ))}
  </div>
)

const ReportsPage = () => {
  const { can } = useApp()
  const query = useReports()
  const reports = query.data ?? []
  const size = (area: string): number => reports.filter((r) => r.area === area).length
  const areas = [...new Set(reports.map((r) => r.area))].toSorted((a, b) => size(b) - size(a) || a.localeCompare(b))
  return (
    <Page
      title="Reports"
      lead="Figures within what you may see, as charts, tables and files, or sent by mail."
      actions={
        can('reportSchedule.view') ? (
          <Button
            component={Link}
            to="/report-schedules"
            variant="default"
            leftSection={<IconCalendarTime size={16} stroke={1.6} />}
          >
            Scheduled by mail
          </Button>
        ) : null
      }
    >
      {query.isPending ? <Bones /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && reports.length === 0 ? (
        <EmptyState icon={IconReportAnalytics} title="No reports for your role">
          A report shows what you may see elsewhere. Ask an admin for the records you need.
        </EmptyState>
      ) : null}
      <div className={classes.groups}>
        {areas.map((area) => (
          <section key={area} aria-label={area}>
            <h2 className={classes.groupTitle}>{area}</h2>
            <ul className={classes.entries}>
              {reports
                .filter((r) => r.area === area)
                .map((r) => {
                  const Icon = r.chart?.kind === 'bar' ? IconChartBar : IconChartHistogram
                  return (
                    <li key={r.name}>
                      <Link to="/reports/$name" params={{ name: r.name }} className={classes.entry}>
                        <Icon size={18} stroke={1.6} aria-hidden="true" />
                        <span className={classes.entryName}>{r.label}</span>
                        <span className={classes.entryHelp}>{r.help}</span>
                      </Link>
                    </li>
                  )
                })}
            </ul>
          </section>
        ))}
      </div>
    </Page>
  )
}
export default ReportsPage
