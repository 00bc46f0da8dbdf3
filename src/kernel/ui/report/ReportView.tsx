/** The page of a report, made from its definition: what is asked, chart, table, files. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconChartBar,
  IconDownload,
  IconFileSpreadsheet,
  IconFileTypeCsv,
  IconFileTypePdf,
  IconPrinter,
  IconRefresh,
} from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Report } from '../../report.ts'
import { ApiError, queryString } from '../api/client.ts'
import { useApp } from '../app/AppContext.tsx'
import { useUrl } from '../app/url.ts'
import { Bone, EmptyState, ErrorState } from '../feedback/states.tsx'
import { formatInstant } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { Page } from '../page/Page.tsx'
import { ParamBar, paramsOf } from './ParamBar.tsx'
import { ChartBones, ReportChart } from './ReportChart.tsx'
import { answerOf, isEmptyReport } from './reportWire.ts'
import { ReportTable } from './ReportTable.tsx'
import classes from './report.module.css'

const formats = [
  { format: 'csv', label: 'CSV', icon: IconFileTypeCsv },
  { format: 'xlsx', label: 'Excel', icon: IconFileSpreadsheet },
  { format: 'pdf', label: 'PDF', icon: IconFileTypePdf },
] as const

/** Whether this person may take it away: each kind of record in it. */
export const useExportable = (report: Report): boolean => {
  const { can } = useApp()
  return report.reads.every((name) => can(`${name}.export`))
}

const Tools = ({
  report,
  params,
  children,
}: {
  report: Report
  params: Record<string, string>
  children: ReactNode
}) => {
  const exportable = useExportable(report)
  return (
    <>
      {children}
      <ActionIcon data-tip="Print" size={30} aria-label="Print" onClick={() => window.print()}>
        <IconPrinter size={18} stroke={1.6} />
      </ActionIcon>
      {exportable ? (
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <Button variant="default" leftSection={<IconDownload size={16} stroke={1.6} />}>
              Export
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {formats.map(({ format, label, icon: Icon }) => (
              <Menu.Item
                key={format}
                component="a"
                href={`/api/v1/reports/${report.name}/export${queryString({ ...params, format })}`}
                download
                leftSection={<Icon size={16} stroke={1.6} aria-hidden="true" />}
              >
                As {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </>
  )
}

const Bones = () => (
  <div role="status" aria-label="Loading">
    <ChartBones height={240} />
    {Array.from({ length: 8 }, (_, i) => (
      <div key={i} className={classes.boneRow}>
        <Bone width={`${18 + ((i * 7) % 12)}%`} />
        <Bone width={60} />
        <Bone width={90} />
        <Bone width={90} />
      </div>
    ))}
  </div>
)

/** `tools`: further buttons, given what is asked at present. */
export const ReportView = ({
  report,
  tools,
}: {
  report: Report
  tools?: (params: Record<string, string>) => ReactNode
}) => {
  const { api } = useApp()
  const l = useLocale()
  const { params: url, change } = useUrl()
  const params = paramsOf(report, url)
  const query = useQuery({
    queryKey: ['reports', report.name, params],
    queryFn: async ({ signal }) => answerOf(await api.fetch(`/reports/${report.name}`, params, signal)),
    placeholderData: keepPreviousData,
  })
  const problems = query.error instanceof ApiError ? query.error.errors : []
  const errors = Object.fromEntries(problems.flatMap((e) => (e.path in report.params ? [[e.path, e.message]] : [])))
  const a = query.isError ? undefined : query.data
  const empty = a ? isEmptyReport(a) : false
  const wider = 'period' in report.params && params.period !== 'all'
  const money = a?.columns.some((k) => report.columns[k]?.field.kind === 'money')
  return (
    <Page
      title={report.label}
      lead={report.help}
      under={[{ label: 'Reports', to: '/reports' }]}
      width="wide"
      actions={
        <Tools report={report} params={params}>
          {tools?.(params)}
        </Tools>
      }
    >
      <ParamBar report={report} params={params} errors={errors} onChange={(c) => change(c)} />
      {query.isPending ? <Bones /> : null}
      {query.isError && Object.keys(errors).length === 0 ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : null}
      {a && empty ? (
        <EmptyState
          icon={IconChartBar}
          title="Nothing to count here"
          action={
            wider ? (
              <Button variant="default" onClick={() => change({ period: 'all', from: null, to: null })}>
                Show all time
              </Button>
            ) : undefined
          }
        >
          {wider
            ? 'There are no records for what is chosen above. A longer period may have some.'
            : 'Figures appear here as soon as there are records they count.'}
        </EmptyState>
      ) : null}
      {a && a.data.length > 0 ? (
        <div data-stale={query.isPlaceholderData || undefined} className={classes.body}>
          {empty ? null : (
            <section aria-label="Chart" className={classes.chart}>
              <ReportChart report={report} answer={a} />
            </section>
          )}
          <ReportTable report={report} answer={a} />
          <footer className={classes.foot}>
            {a.truncated ? (
              <p>
                The first {a.data.length} of {a.rows} rows; the totals count all. An export has all of them.
              </p>
            ) : null}
            {report.note ? <p>{report.note}</p> : null}
            {money ? <p>Amounts in {a.currency}; those in other currencies at the rate of their document.</p> : null}
            <p className={classes.age}>
              As of {formatInstant(a.at, l)}
              <ActionIcon
                data-tip="Count again"
                size={24}
                aria-label="Count again"
                loading={query.isFetching}
                onClick={() => void query.refetch()}
              >
                <IconRefresh size={14} stroke={1.8} />
              </ActionIcon>
            </p>
          </footer>
        </div>
      ) : null}
    </Page>
  )
}
