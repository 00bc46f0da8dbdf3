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

type Props = { report: Report; answer: ReportAnswer; height: number; compact?: boolean }

const TimeChart = ({ report, answer, height, compact = false }: Props) => {
  const l = useLocale()
  const router = useRouter()
  const values = drawnValues(report, answer)
  const stacked = report.chart?.stacked === true
  const rows = drawn(report, answer)
  const names = rows.map((row) => cellText(report, row, report.chart?.label ?? '', l))
  const data = rows.map((row, i) => ({
    name: names[i],
    ...Object.fromEntries(values.map((k) => [k, sizeOf(row.values[k])])),
  }))
  const first = report.columns[values[0] ?? '']
  const figure = (n: number, short = false): string =>
    textOfFigure(
      first?.field.kind === 'money' ? { amount: n.toFixed(2), currency: answer.currency } : n,
      first,
      l,
      short,
    )
  const series = values.map((name, i) => {
    const f = report.columns[name]?.field
    return { name, label: f ? labelOf(name, f) : name, color: seriesColour(i, stacked) }
  })
  const common = {
    h: height,
    data,
    dataKey: 'name',
    series,
    gridAxis: 'x' as const,
    tickLine: 'none' as const,
    strokeDasharray: '0',
    gridColor: 'var(--color-line)',
    textColor: 'var(--color-text-muted)',
    valueFormatter: (n: number) => figure(n),
    tooltipAnimationDuration: 0,
    xAxisProps: { interval: 'preserveEnd' as const, minTickGap: 14, fontSize: 12 },
    yAxisProps: {
      niceTicks: 'snap125' as const,
      tickCount: 4,
      width: 64,
      fontSize: 12,
      tickFormatter: (n: number) => figure(n, true),
    },
  }
  const said = rows
    .map((row, i) => `${names[i]}: ${values.map((k) => textOfFigure(row.values[k], report.columns[k], l)).join(', ')}`)
    .join('; ')
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
            barChartProps={{ ...plain, barGap: 2, barCategoryGap: '20%' }}
            type={stacked ? 'stacked' : 'default'}
            withBarValueLabel={!compact && !stacked && rows.length * values.length <= 14}
            valueLabelProps={{
              fontSize: 12,
              fill: 'var(--color-text-muted)',
              formatter: (n: unknown) => (Number(n) > 0 ? figure(Number(n), true) : ''),
            }}
            maxBarWidth={28}
            barProps={(s) => ({
              radius: stacked ? 0 : [3, 3, 0, 0],
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
