/** A report on paper: title, what was asked, the table with its totals, page numbers. Plain data and its layout. */
import type { Content, CustomTableLayout, TableCell } from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { createFormat, type PrintFormat } from './format.ts'
import { fillLabel, labelsFor } from './labels.ts'
import { color, figures, hairline } from './theme.ts'

type Cell = string | number | boolean | null | undefined
export type PrintableReport = {
  kind: 'report'
  title: string
  help: string
  workspace: string
  /** what was asked: label and value */
  asked: [string, string][]
  columns: { header: string; type: string }[]
  rows: Cell[][]
  totals?: Cell[]
  /** rows that are not printed */
  left: number
  note?: string
  /** instant */
  at: string
  by: string
  /** BCP 47 */
  locale: string
  timeZone: string
  /** ISO 4217 */
  currency: string
}

const side = 36
const numeric = new Set(['integer', 'decimal', 'percent', 'money'])

const written = (value: Cell, type: string, format: PrintFormat): string => {
  if (value === null || value === undefined) return ''
  const text = String(value)
  switch (type) {
    case 'money':
      return format.amount(text)
    case 'percent':
      return format.percent(text)
    case 'integer':
    case 'decimal':
      return format.number(text)
    case 'date':
      return format.day(text)
    default:
      return text
  }
}

const lines: CustomTableLayout = {
  hLineWidth: (i, node) => (i === 0 ? 0 : i === 1 || i === node.table.body.length ? 0.75 : 0.25),
  hLineColor: (i) => (i === 1 ? color.text : color.line),
  vLineWidth: () => 0,
  paddingLeft: (i) => (i === 0 ? 0 : 6),
  paddingRight: () => 6,
  paddingTop: () => 4,
  paddingBottom: () => 4,
}

const table = (r: PrintableReport, format: PrintFormat): Content => {
  const cell = (value: Cell, i: number, o: { bold?: boolean } = {}): TableCell => {
    const type = r.columns[i]?.type ?? 'text'
    return {
      text: written(value, type, format),
      ...(numeric.has(type) ? { alignment: 'right' as const, fontFeatures: figures } : {}),
      ...o,
    }
  }
  const head = r.columns.map(
    ({ header, type }): TableCell => ({
      text: header,
      bold: true,
      fontSize: 8,
      color: color.quiet,
      ...(numeric.has(type) ? { alignment: 'right' as const } : {}),
    }),
  )
  const bold = { bold: true }
  return {
    table: {
      headerRows: 1,
      widths: r.columns.map(({ type }, i) => (i === 0 || !numeric.has(type) ? '*' : 'auto')),
      body: [
        head,
        ...r.rows.map((row) => r.columns.map((_, i) => cell(row[i], i))),
        ...(r.totals ? [r.columns.map((_, i) => cell(i === 0 ? 'Total' : r.totals?.[i], i, bold))] : []),
      ],
    },
    layout: lines,
    margin: [0, 14, 0, 0],
  }
}

const quiet = (text: string): Content => ({ text, color: color.quiet, fontSize: 8.5, margin: [0, 4, 0, 0] })

/** The document for pdfmake; wide tables lie on their side. */
export function reportDefinition(r: PrintableReport): TDocumentDefinitions {
  const format = createFormat(r.locale, r.currency)
  const { page: pageLabel } = labelsFor(r.locale)
  const at = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: r.timeZone })
  const small = { fontSize: 7.5, color: color.quiet }
  return {
    pageSize: 'A4',
    pageOrientation: r.columns.length > 6 ? 'landscape' : 'portrait',
    pageMargins: [side, 40, side, 48],
    info: { title: r.title, author: r.by },
    defaultStyle: { font: 'Inter', fontSize: 9, lineHeight: 1.2, color: color.text },
    footer: (page, pages, size) => ({
      margin: [side, 10, side, 0],
      stack: [
        hairline(size.width - 2 * side),
        {
          columns: [
            { width: '*', text: `${r.workspace}  ·  ${r.title}  ·  ${at.format(Date.parse(r.at))}  ·  ${r.by}` },
            { width: 'auto', text: fillLabel(pageLabel, { page, pages }), alignment: 'right', fontFeatures: figures },
          ],
          columnGap: 18,
          ...small,
          margin: [0, 6, 0, 0],
        },
      ],
    }),
    content: [
      { text: r.title, fontSize: 18, bold: true, characterSpacing: -0.3 },
      { text: r.help, color: color.quiet, margin: [0, 2, 0, 0] },
      ...(r.asked.length > 0 ? [quiet(r.asked.map(([label, value]) => `${label}: ${value}`).join('   ·   '))] : []),
      r.rows.length > 0 ? table(r, format) : { text: 'There are no figures for this.', margin: [0, 18, 0, 0] },
      ...(r.left > 0
        ? [quiet(`${r.left} more rows are not printed; the totals count them. The spreadsheet has all of them.`)]
        : []),
      ...(r.note ? [quiet(r.note)] : []),
    ],
  }
}
