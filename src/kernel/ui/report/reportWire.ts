/** The answers of `/reports`, narrowed, and their figures as text. */
import type { Column, Report } from '../../report.ts'
import { arrayOf, isMoney, labelsOf, numberOf, objectOf, stringOf, stringsOf, type WireMoney } from '../api/types.ts'
import { formatDay, formatDecimal, formatMoney, formatPercent, type Locale } from '../fields/format.ts'

type Figure = WireMoney | string | number | boolean | null
export type ReportLine = {
  values: Readonly<Record<string, Figure>>
  labels: Readonly<Record<string, string>>
  /** addresses of the records behind figures, by column */
  records: Readonly<Record<string, string>>
}
export type ReportAnswer = {
  name: string
  at: string
  currency: string
  columns: readonly string[]
  data: readonly ReportLine[]
  totals: Readonly<Record<string, Figure>>
  rows: number
  truncated: boolean
}

const figureOf = (v: unknown): Figure =>
  isMoney(v) || typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean' ? v : null
const figuresOf = (o: Readonly<Record<string, unknown>>): Record<string, Figure> =>
  Object.fromEntries(Object.entries(o).map(([k, v]) => [k, figureOf(v)]))

export const answerOf = (x: unknown): ReportAnswer => {
  const o = objectOf(x)
  return {
    name: stringOf(o.name),
    at: stringOf(o.at),
    currency: stringOf(o.currency),
    columns: stringsOf(o.columns),
    data: arrayOf(o.data).map((row) => {
      const { labels, records, ...values } = objectOf(row)
      return { values: figuresOf(values), labels: labelsOf(labels), records: labelsOf(records) }
    }),
    totals: figuresOf(objectOf(o.totals)),
    rows: numberOf(o.rows),
    truncated: o.truncated === true,
  }
}
export const answersOf = (x: unknown): ReportAnswer[] => arrayOf(objectOf(x).data).map(answerOf)

/** How large a figure is, to draw it. */
export const sizeOf = (v: Figure | undefined): number => {
  const n = Number(isMoney(v) ? v.amount : (v ?? 0))
  return Number.isFinite(n) ? n : 0
}

const numeric = new Set(['integer', 'decimal', 'money', 'percent'])
export const isFigure = (c: Column | undefined): boolean => numeric.has(c?.field.kind ?? '')

export const textOfFigure = (v: Figure | undefined, c: Column | undefined, l: Locale, compact = false): string => {
  if (v === null || v === undefined) return ''
  if (isMoney(v)) return formatMoney(v, l, { compact })
  switch (c?.field.kind) {
    case 'percent':
      return formatPercent(String(v), l)
    case 'integer':
    case 'decimal':
      return formatDecimal(typeof v === 'number' ? v : String(v), l)
    case 'day':
      return formatDay(String(v), l)
    default:
      return String(v)
  }
}

/** A cell as people read it: names for references and choices. */
export const cellText = (r: Report, row: ReportLine, key: string, l: Locale): string =>
  row.labels[key] ?? textOfFigure(row.values[key], r.columns[key], l)

/** Where a click on a bar leads: the records behind its figure, or behind the first of the row. */
export const recordsBehind = (row: ReportLine, key: string): string | undefined =>
  row.records[key] ?? Object.values(row.records)[0]

/** The rows a chart draws. */
export const drawn = (r: Report, a: ReportAnswer): readonly ReportLine[] => {
  const only = r.chart?.only
  return only ? a.data.filter((row) => only(row.values)) : a.data
}

/** The values a chart draws, of those this person may see. */
export const drawnValues = (r: Report, a: ReportAnswer): readonly string[] => {
  const seen = (r.chart?.values ?? []).filter((k) => a.columns.includes(k))
  if (seen.length > 0) return seen
  const first = a.columns.find((k) => r.columns[k]?.field.kind === 'integer')
  return first ? [first] : []
}
export const isEmptyReport = (a: ReportAnswer): boolean =>
  a.data.length === 0 || Object.values(a.totals).every((v) => v === null || sizeOf(v) === 0)
