/** Columns or a line along time. Comes with its library only where one is drawn. */
import '@mantine/charts/styles.css'
import { BarChart, LineChart } from '@mantine/charts'
import { useRouter } from '@tanstack/react-router'
import { labelOf } from '../../entity.ts'
import type { Report } from '../../report.ts'
import { useLocale } from '../fields/locale.ts'
import { Legend, seriesColour } from './Bars.tsx'
import { cellText, drawn, drawnValues, type ReportAnswer, recordsBehind, sizeOf, textOfFigure } from './reportWire.ts'
import classes from './report.module.css'

/** The whole chart is one picture, told in words; the table beneath is what one walks through. */
const plain = { accessibilityLayer: false }

type Props = { report: Report; answer: ReportAnswer; compact?: boolean; narrow?: boolean }

const TimeChart = ({ report, answer, compact = false, narrow = false }: Props) => {
  const l = useLocale()
  const router = useRouter()
  const values = drawnValues(report, answer)
  const label = report.chart?.label ?? ''
  const rows = drawn(report, answer)
  const data = rows.map((row) => ({
    name: cellText(report, row, label, l),
    ...Object.fromEntries(values.map((k) => [k, sizeOf(row.values[k])])),
  }))
  const kind = report.columns[values[0] ?? '']?.field.kind
  const short = (n: number): string =>
    textOfFigure(
      kind === 'money' ? { amount: n.toFixed(2), currency: answer.currency } : n,
      report.columns[values[0] ?? ''],
      l,
      true,
    )
  const series = values.map((name, i) => {
    const f = report.columns[name]?.field
    return { name, label: f ? labelOf(name, f) : name, color: seriesColour(i) }
  })
  const common = {
    h: compact ? 168 : narrow ? 220 : 280,
    data,
    dataKey: 'name',
    series,
    gridAxis: 'x' as const,
    tickLine: 'none' as const,
    strokeDasharray: '0',
    gridColor: 'var(--color-line)',
    textColor: 'var(--color-text-muted)',
    valueFormatter: short,
    tooltipAnimationDuration: 0,
    xAxisProps: { interval: 'preserveStartEnd' as const, minTickGap: 12, fontSize: 12 },
    yAxisProps: { tickCount: compact ? 3 : 5, width: 64, fontSize: 12 },
  }
  const said = rows
    .map(
      (row) =>
        `${cellText(report, row, label, l)}: ${values.map((k) => textOfFigure(row.values[k], report.columns[k], l)).join(', ')}`,
    )
    .join('; ')
  const direct = !compact && !narrow && rows.length * values.length <= 14
  const go = (index: unknown, key: string): void => {
    const row = typeof index === 'number' ? rows[index] : undefined
    const href = row && recordsBehind(row, key)
    if (href) router.history.push(href)
  }
  return (
    <div className={classes.timeChart}>
      <Legend report={report} values={values} />
      <div role="img" aria-label={said}>
        {report.chart?.kind === 'line' ? (
          <LineChart {...common} lineChartProps={plain} curveType="linear" withDots={rows.length <= 24} />
        ) : (
          <BarChart
            {...common}
            barChartProps={plain}
            type={report.chart?.stacked ? 'stacked' : 'default'}
            withBarValueLabel={direct}
            valueLabelProps={{ fontSize: 12, fill: 'var(--color-text-muted)' }}
            maxBarWidth={44}
            barProps={(s) => ({
              radius: 2,
              isAnimationActive: false,
              cursor: 'pointer',
              onClick: (_bar: unknown, index: unknown) => go(index, s.name),
            })}
          />
        )}
      </div>
    </div>
  )
}
export default TimeChart
