/** Bars beside names, largest first: every bar says its figure and leads to the records behind it. */
import { labelOf } from '../../entity.ts'
import type { Report } from '../../report.ts'
import { useLocale } from '../fields/locale.ts'
import { useOpen } from '../fields/RecordLink.tsx'
import {
  cellText,
  drawn,
  drawnValues,
  type ReportAnswer,
  type ReportLine,
  recordsBehind,
  sizeOf,
  textOfFigure,
} from './reportWire.ts'
import classes from './report.module.css'

/** Series stand beside each other in different hues; the parts of a whole go from calm to alarming. */
export const seriesColour = (i: number, ordered = false): string =>
  `var(--color-${ordered ? 'ramp' : 'chart'}-${(i % 5) + 1})`
/** What is drawn inside another shares its hue. */
const nestedColour = (i: number): string => (i === 0 ? 'var(--color-chart-1-soft)' : 'var(--color-chart-1)')
const colourOf = (report: Report, i: number): string =>
  report.chart?.nested ? nestedColour(i) : seriesColour(i, report.chart?.stacked)

export const Legend = ({ report, values }: { report: Report; values: readonly string[] }) =>
  values.length < 2 ? null : (
    <ul className={classes.legend}>
      {values.map((key, i) => {
        const f = report.columns[key]?.field
        return (
          <li key={key}>
            <span className={classes.swatch} style={{ background: colourOf(report, i) }} aria-hidden="true" />
            {f ? labelOf(key, f) : key}
          </li>
        )
      })}
    </ul>
  )

type Props = { report: Report; answer: ReportAnswer; most: number; compact?: boolean }

export const Bars = ({ report, answer, most, compact = false }: Props) => {
  const l = useLocale()
  const open = useOpen()
  const values = drawnValues(report, answer)
  const label = report.chart?.label ?? ''
  const stacked = report.chart?.stacked === true
  const rows = drawn(report, answer).filter((row) => values.some((k) => sizeOf(row.values[k]) > 0))
  const size = (row: ReportLine): number =>
    stacked
      ? values.reduce((sum, k) => sum + sizeOf(row.values[k]), 0)
      : Math.max(...values.map((k) => sizeOf(row.values[k])))
  const largest = Math.max(1e-9, ...rows.map(size))
  const width = (n: number): string => `${Math.max((n / largest) * 100, n > 0 ? 0.6 : 0)}%`
  const said = (row: ReportLine): string => {
    const total = stacked ? row.values[report.headline] : row.values[values[0] ?? '']
    return textOfFigure(total, report.columns[stacked ? report.headline : (values[0] ?? '')], l, true)
  }
  const link = (row: ReportLine, key: string, children: React.ReactNode, style?: React.CSSProperties) => {
    const href = recordsBehind(row, key)
    const f = report.columns[key]?.field
    const title = `${cellText(report, row, label, l)}: ${f ? labelOf(key, f) : key} ${textOfFigure(row.values[key], report.columns[key], l)}`
    return href ? (
      <a
        key={key}
        href={href}
        onClick={open(href)}
        title={title}
        aria-label={title}
        className={classes.bar}
        style={style}
      >
        {children}
      </a>
    ) : (
      <span key={key} title={title} className={classes.bar} style={style}>
        {children}
      </span>
    )
  }
  return (
    <div className={classes.bars} data-compact={compact || undefined}>
      <Legend report={report} values={values} />
      <ol>
        {rows.slice(0, most).map((row, i) => (
          <li key={i} className={classes.barRow}>
            <span className={classes.barName}>{cellText(report, row, label, l) || '–'}</span>
            <span
              className={classes.barTrack}
              data-stacked={stacked || undefined}
              data-nested={report.chart?.nested || undefined}
            >
              {values.map((key, n) =>
                sizeOf(row.values[key]) > 0
                  ? link(row, key, null, { width: width(sizeOf(row.values[key])), background: colourOf(report, n) })
                  : null,
              )}
            </span>
            <span className={classes.barValue}>{said(row)}</span>
          </li>
        ))}
      </ol>
      {rows.length > most ? <p className={classes.quiet}>and {rows.length - most} more in the table</p> : null}
    </div>
  )
}
