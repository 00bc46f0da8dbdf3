/** Running a report: its query within the actor's reach, shares and totals, names, and the records behind each figure. */
import { sql } from 'kysely'
import type { RowData } from '../codec.ts'
import type { Entity } from '../entity.ts'
import { forbidden, notFound } from '../errors.ts'
import { fromMinor, type Money } from '../money.ts'
import { isAsked, isDrawn, type Report, shownColumns, withDefaults } from '../report.ts'
import { inOrder, totalsOf, withRatios } from '../reportFigures.ts'
import { inputSchema, parametersOf, parseWith } from '../schema.ts'
import { type Actor, isHidden, narrower, type Reach, reachOf, reachSql, rightsEntity } from './access.ts'
import type { App } from './app.ts'
import type { Ctx } from './context.ts'
import { labelsOfAny } from './list/labels.ts'
import { listReader } from './query.ts'
import { reading } from './records.ts'
import type { ReportCtx } from './report.ts'

const hiddenFor =
  (app: Pick<App, 'registry'>, actor: Actor) =>
  (path: string): boolean => {
    const [name = '', field = ''] = path.split('.')
    return isHidden(actor, app.registry.entity(name), field)
  }

/** Whether the actor may see the report: every kind of record it counts, and every field it cannot do without. */
export const maySee = (app: Pick<App, 'registry'>, actor: Actor, r: Report, verb = 'view'): boolean => {
  const hidden = hiddenFor(app, actor)
  return (
    r.reads.every((name) => reachOf(actor, rightsEntity(app.registry.entity(name)), verb) !== 'none') &&
    !r.needs.some(hidden) &&
    shownColumns(r, hidden).length > 1
  )
}

/** Who may see more than they may take away gets what they may take away. */
const exporting = (app: Pick<App, 'registry'>, actor: Actor, r: Report): Actor => ({
  ...actor,
  rights: {
    ...actor.rights,
    ...Object.fromEntries(
      r.reads.map((name) => {
        const e = rightsEntity(app.registry.entity(name))
        return [`${e}.view`, narrower(reachOf(actor, e, 'view'), reachOf(actor, e, 'export'))]
      }),
    ),
  },
})

/** One of the reports the actor may see. Throws `notFound` for a name that is none, `forbidden` for one that is not theirs. */
export const reportFor = (app: Pick<App, 'registry'>, actor: Actor, name: string, verb = 'view'): Report => {
  const r = app.registry.report(name)
  if (!r) throw notFound('Report')
  if (!maySee(app, actor, r) || !maySee(app, actor, r, verb))
    throw forbidden(`Your role does not allow you to ${verb} the report “${r.label}”.`)
  return r
}

export type ReportLine = RowData & {
  /** the names behind references and choices */
  labels: Readonly<Record<string, string | null>>
}
export type ReportResult = {
  report: Report
  /** when the figures were taken */
  at: string
  today: string
  timeZone: string
  currency: string
  params: Record<string, unknown>
  /** keys of the columns within the actor's field rights */
  columns: readonly string[]
  /** money in minor units of `currency`; at most as many as were asked for */
  rows: readonly ReportLine[]
  /** how many rows there are in all */
  count: number
  totals: RowData
}

/** Parameters as they come in an address, or as values; throws `invalid` with the path of each that is wrong. */
export const parseReportParams = (
  r: Report,
  given: URLSearchParams | Record<string, unknown>,
): Record<string, unknown> => {
  const values = given instanceof URLSearchParams ? parametersOf(r.params, given) : given
  const all = withDefaults(r, parseWith(inputSchema(r.params), values))
  return Object.fromEntries(Object.entries(all).map(([k, v]) => [k, isAsked(r, k, all) ? v : null]))
}

const contextOf = (c: Ctx, r: Report): ReportCtx => {
  const reach = (e: Entity): Reach => {
    if (!r.reads.includes(rightsEntity(e))) throw new Error(`report ${r.name} does not say that it reads ${e.name}`)
    return reachOf(c.actor, rightsEntity(e), 'view')
  }
  return {
    ...c,
    loadFacts: c.loadFacts,
    allows: (entity, verb) => reachOf(c.actor, entity, verb) !== 'none',
    reach,
    seen: (e, t) =>
      sql<boolean>`(${sql.ref(`${t}.workspace_id`)} = ${c.workspace.id} and ${sql.ref(`${t}.deleted_at`)} is null
        and ${reachSql(c.actor, e, reach(e), t)})`,
  }
}

/** The names of what the rows refer to, in one statement. What has no value goes by the column's own word. */
const labelled = async (c: ReportCtx, r: Report, rows: readonly RowData[]): Promise<ReportLine[]> => {
  const references = Object.entries(r.columns).flatMap(([k, x]) =>
    x.field.kind === 'reference' && x.field.to ? [{ key: k, to: x.field.to }] : [],
  )
  const ids = rows.flatMap((row) =>
    references.flatMap(({ key, to }) => (typeof row[key] === 'string' ? [{ entity: to, id: row[key] }] : [])),
  )
  const titles = ids.length > 0 ? await labelsOfAny(c.tx, listReader(c), ids) : new Map<string, string>()
  const label = (key: string, v: unknown): string | null => {
    const { field, empty } = r.columns[key] ?? { field: undefined }
    if (v === null || v === undefined) return empty ?? null
    return field?.kind === 'reference' ? (titles.get(String(v)) ?? null) : (field?.choices?.[String(v)]?.label ?? null)
  }
  const named = Object.entries(r.columns).flatMap(([k, x]) =>
    x.empty !== undefined || x.field.choices || x.field.kind === 'reference' ? [k] : [],
  )
  return rows.map((row) => ({ ...row, labels: Object.fromEntries(named.map((k) => [k, label(k, row[k])])) }))
}

/**
 * The first rows by their figures. Names are looked up only for these: where thousands have the same figure, which of
 * them are last is left open.
 */
const firstOf = (r: Report, rows: readonly RowData[], columns: readonly string[], most: number): readonly RowData[] => {
  if (rows.length <= 2 * most) return rows
  const ordered = r.sort
    ? inOrder(
        r,
        rows.map((row) => ({ ...row, labels: {} })),
        columns,
      )
    : rows
  return ordered.slice(0, most)
}

/**
 * The figures, as `actor` may see them. `verb: 'export'` counts only what they may also take away. `most` rows at most;
 * the totals are those of all.
 */
export const runReport = async (
  app: App,
  actor: Actor,
  r: Report,
  params: Record<string, unknown>,
  o: { verb?: 'view' | 'export'; most?: number } = {},
): Promise<ReportResult> => {
  const query = app.reports.get(r.name)
  if (!query) throw new Error(`report ${r.name} has no query`)
  const reader = o.verb === 'export' ? exporting(app, actor, r) : actor
  const columns = shownColumns(r, hiddenFor(app, actor))
  return reading(app, reader, async (c) => {
    const own = contextOf(c, r)
    const rows = withRatios(r, await query.run(own, params))
    const seen = new Set(columns)
    const visible = (row: RowData): RowData => Object.fromEntries(Object.entries(row).filter(([k]) => seen.has(k)))
    const most = o.most ?? Number.MAX_SAFE_INTEGER
    const first = firstOf(r, rows, columns, most).map(visible)
    return {
      report: r,
      at: c.now,
      today: c.today,
      timeZone: c.workspace.timeZone,
      currency: c.workspace.baseCurrency,
      params,
      columns: columns.filter((k) => isDrawn(r, k)),
      rows: inOrder(r, await labelled(own, r, first), columns).slice(0, most),
      count: rows.length,
      totals: visible(totalsOf(r, rows)),
    }
  })
}

type WireFigure = Money | string | number | boolean | null
const wireValue = (r: Report, key: string, v: unknown, currency: string): WireFigure => {
  if (r.columns[key]?.field.kind === 'money' && typeof v === 'number')
    return { amount: fromMinor(v, currency), currency }
  return typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean' ? v : null
}

/** Where the records behind the figures of a row are listed: `/opportunities?status=won`, for the API and the web alike. */
const recordsOf = (app: Pick<App, 'registry'>, x: ReportResult, row: ReportLine): Record<string, string> =>
  Object.fromEntries(
    x.columns.flatMap((key) => {
      const link = x.report.columns[key]?.records?.(row, x.params, x.today)
      if (!link) return []
      const filter = Object.entries(link.filter).flatMap(([k, v]): [string, string][] => (v === null ? [] : [[k, v]]))
      return [[key, `/${app.registry.entity(link.entity).plural}?${new URLSearchParams(filter).toString()}`]]
    }),
  )

/** More rows than a page can show go into a file; the totals are always those of all. */
export const mostRows = 1000

/** The report on the wire. */
export const wireReport = (app: Pick<App, 'registry'>, x: ReportResult) => {
  const encode = (row: RowData): Record<string, WireFigure> =>
    Object.fromEntries(
      Object.keys(x.report.columns).flatMap((k) => (k in row ? [[k, wireValue(x.report, k, row[k], x.currency)]] : [])),
    )
  return {
    name: x.report.name,
    at: x.at,
    today: x.today,
    currency: x.currency,
    params: x.params,
    columns: x.columns,
    data: x.rows.map((row) => ({ ...encode(row), labels: row.labels, records: recordsOf(app, x, row) })),
    totals: encode(x.totals),
    rows: x.count,
    truncated: x.count > x.rows.length,
  }
}
export type WireReport = ReturnType<typeof wireReport>
