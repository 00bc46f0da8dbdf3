/** A report as a file: what the page shows, with its totals, for spreadsheets and for paper. */
import { type Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Field } from '../entity.ts'
import { labelOf } from '../entity.ts'
import { fromMinor } from '../money.ts'
import { isAsked } from '../report.ts'
import type { App } from './app.ts'
import { type Actor, may } from './access.ts'
import type { Ctx } from './context.ts'
import { labelsOfAny } from './list/labels.ts'
import { renderReport } from './pdf/heavy.ts'
import type { PrintableReport } from './pdf/report.ts'
import { listReader } from './query.ts'
import { reading } from './records.ts'
import type { ReportResult } from './runReport.ts'
import { columnTypeOf, csvStream, type TableCell, type TableColumn, xlsxStream } from './spreadsheet.ts'
import { find } from './table.ts'
import { loadWorkspace } from './workspace.ts'

export const reportFormats = ['csv', 'xlsx', 'pdf'] as const
export type ReportFormat = (typeof reportFormats)[number]
type ReportFile = { file: Buffer; name: string; type: string }

const fieldOf = (x: ReportResult, key: string): Field => x.report.columns[key]?.field ?? { kind: 'text', options: {} }

/** Amounts carry no currency in a cell: the head of the column does. */
const headOf = (x: ReportResult, key: string): TableColumn => {
  const f = fieldOf(x, key)
  const label = labelOf(key, f)
  return { header: f.kind === 'money' ? `${label} (${x.currency})` : label, type: columnTypeOf(f) }
}

const cellOf = (x: ReportResult, key: string, v: unknown, label: string | null | undefined): TableCell => {
  if (label !== null && label !== undefined) return label
  if (v === null || v === undefined) return null
  if (fieldOf(x, key).kind === 'money') return fromMinor(Number(v), x.currency)
  return typeof v === 'number' || typeof v === 'boolean' ? v : String(v)
}

const tableOf = (x: ReportResult): TableCell[][] =>
  x.rows.map((row) => x.columns.map((k) => cellOf(x, k, row[k], row.labels[k])))

const totalsRow = (x: ReportResult): TableCell[] | undefined =>
  Object.keys(x.totals).length === 0
    ? undefined
    : x.columns.map((k, i) => (k in x.totals ? cellOf(x, k, x.totals[k], undefined) : i === 0 ? 'Total' : null))

type Ref = { entity: string; id: string }

/** Whoever asks about a record by its id learns its name only where they may see it. */
const withinReach = async (c: Ctx, refs: readonly Ref[]): Promise<Ref[]> => {
  const seen: Ref[] = []
  for (const ref of refs) {
    const e = c.registry.entity(ref.entity)
    const row = await find(c, e, ref.id)
    if (row && may(c.actor, e, 'view', row)) seen.push(ref)
  }
  return seen
}

/** What was asked, in words: labels of the parameters and of their values. */
const askedOf = async (app: App, actor: Actor, x: ReportResult): Promise<[string, string][]> => {
  const asked = Object.entries(x.report.params).filter(
    ([k]) => x.params[k] !== null && x.params[k] !== undefined && isAsked(x.report, k, x.params),
  )
  const refs = asked.flatMap(([k, f]) =>
    f.kind === 'reference' && f.to ? [{ entity: f.to, id: String(x.params[k]) }] : [],
  )
  const titles =
    refs.length === 0
      ? new Map<string, string>()
      : await reading(app, actor, async (c) => {
          const reader = listReader({ ...c, loadFacts: c.loadFacts, allows: () => false })
          return labelsOfAny(c.tx, reader, await withinReach(c, refs))
        })
  return asked.map(([k, f]) => {
    const v = String(x.params[k])
    return [labelOf(k, f), f.choices?.[v]?.label ?? titles.get(v) ?? (v === 'true' ? 'Yes' : v === 'false' ? 'No' : v)]
  })
}

/** Paper has an end: what is more than this is for a spreadsheet, and the page says so. */
const mostPrinted = 2000

const printable = async (app: App, actor: Actor, x: ReportResult): Promise<PrintableReport> => {
  const workspace = await loadWorkspace(app, actor.workspaceId)
  const totals = totalsRow(x)
  return {
    kind: 'report',
    title: x.report.label,
    help: x.report.help,
    workspace: workspace.name,
    asked: await askedOf(app, actor, x),
    columns: x.columns.map((k) => {
      const { header, type } = headOf(x, k)
      return { header, type }
    }),
    rows: tableOf(x).slice(0, mostPrinted),
    ...(totals ? { totals } : {}),
    left: Math.max(0, x.rows.length - mostPrinted),
    ...(x.report.note ? { note: x.report.note } : {}),
    at: x.at,
    by: actor.name,
    locale: workspace.locale,
    timeZone: workspace.timeZone,
    currency: x.currency,
  }
}

const contentTypes: Readonly<Record<ReportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

/** The file and its name, `Won by month 2026-03-31.xlsx`. Cells that begin like a formula are texts. */
export const reportFile = async (
  app: App,
  actor: Actor,
  x: ReportResult,
  format: ReportFormat,
): Promise<ReportFile> => {
  const name = `${x.report.label} ${x.today}.${format}`
  const type = contentTypes[format]
  if (format === 'pdf') return { file: await renderReport(await printable(app, actor, x)), name, type }
  const head = x.columns.map((k) => headOf(x, k))
  const totals = totalsRow(x)
  const rows = [...tableOf(x), ...(totals ? [totals] : [])]
  const stream: Readable =
    format === 'csv'
      ? csvStream(head, rows)
      : xlsxStream(head, rows, { sheetName: x.report.label, timeZone: x.timeZone })
  return { file: await buffer(stream), name, type }
}
