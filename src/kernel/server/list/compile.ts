/** Lists: a query to one statement, and its rows. Used by HTTP, export, bulk actions, import and reports alike. */
import type { RowData } from '../../codec.ts'
import { allFields, baseAmountKey, type Entity, type Field, hasBaseAmounts, snake } from '../../entity.ts'
import { assertRight, isHidden, reachOf } from '../access.ts'
import type { Db } from '../database/connect.ts'
import { quoted } from '../ddl.ts'
import { type Cursor, type CursorValue, decodeCursor, encodeCursor } from './cursor.ts'
import { assertShown, filteredTable } from './filters.ts'
import { pageSql, probeLimit } from './keyset.ts'
import { labelSql, labelsOfAny, showsTitle } from './labels.ts'
import type { ListQuery, Reader, SortTerm } from './query.ts'
import { runStatement, Statement } from './statement.ts'

/** A row as the kernel holds it (camelCase, money in minor units) with the titles of the records it refers to. */
export type ListRow = RowData & { id: string; version: number; labels: Record<string, string | null> }
export type Total = { count: number; exact: boolean }
export type ListPage = { data: ListRow[]; nextCursor: string | null; prevCursor: string | null; total?: Total }

/** What a statement answers per row: columns of `t`, labels over the page `p`, and how to read them. */
type Shape = {
  keys: readonly string[]
  columns: string
  labels: string
  labelled: readonly string[]
  any: readonly string[]
}

const fieldColumns = (e: Entity, key: string, f: Field): [string, string][] => {
  const column = `t.${quoted(snake(key))}`
  if (f.kind === 'anyReference') {
    const [entity, id] = ['entity', 'id'].map((half) => `t.${quoted(`${snake(key)}_${half}`)}`)
    return [[key, `case when ${id} is not null then jsonb_build_object('entity', ${entity}, 'id', ${id}) end`]]
  }
  if (f.kind !== 'money' || !hasBaseAmounts(e)) return [[key, column]]
  return [
    [key, column],
    [baseAmountKey(key), `t.${quoted(snake(baseAmountKey(key)))}`],
  ]
}

const byStamp = new Set(['createdBy', 'updatedBy'])
const shapes = new WeakMap<Entity, Map<string, Shape>>()

const makeShape = (e: Entity, reader: Reader, shown: readonly [string, Field][], asked: boolean): Shape => {
  const columns = [...shown.flatMap(([k, f]) => fieldColumns(e, k, f)), ['custom', 't."custom"'] as const]
  const labels = shown.flatMap(([k, f]): [string, string][] => {
    if (f.kind !== 'reference' || f.to === undefined || (!asked && byStamp.has(k))) return []
    const target = reader.registry.entity(f.to)
    return showsTitle(reader, target) ? [[k, labelSql(target, `p.${quoted(k)}`)]] : []
  })
  return {
    keys: columns.map(([k]) => k),
    columns: columns.map(([k, c]) => `${c} as ${quoted(k)}`).join(', '),
    labels: labels.map(([k, c]) => `, ${c} as ${quoted(`${k}$label`)}`).join(''),
    labelled: labels.map(([k]) => k),
    any: shown.flatMap(([k, f]) => (f.kind === 'anyReference' ? [k] : [])),
  }
}

const shapeOf = (e: Entity, reader: Reader, fields: readonly string[] | undefined): Shape => {
  const all = Object.entries(allFields(e)).filter(([k]) => !isHidden(reader.actor, e, k))
  const asked = fields && new Set(fields)
  const withMoney = all.some(([k, f]) => f.kind === 'money' && asked?.has(k))
  const shown = all.filter(([k, f]) => {
    if (!asked) return !f.options.heavy
    return asked.has(k) || k === 'id' || k === 'version' || (k === 'currency' && withMoney)
  })
  const silent = shown.filter(([, f]) => f.to !== undefined && !showsTitle(reader, reader.registry.entity(f.to)))
  const signature = `${shown.map(([k]) => k).join()}|${silent.map(([k]) => k).join()}|${asked !== undefined}`
  const known = shapes.get(e) ?? new Map<string, Shape>()
  shapes.set(e, known)
  const shape = known.get(signature) ?? makeShape(e, reader, shown, asked !== undefined)
  if (known.size > 200) known.clear()
  known.set(signature, shape)
  return shape
}

type Compiled = {
  text: string
  values: readonly unknown[]
  shape: Shape
  table: string
  tableValues: readonly unknown[]
  cursor: Cursor | undefined
}

const exactCount = (table: string): string => `(select count(*) from ${table})`
const cappedCount = (table: string): string => `(select count(*) from (select 1 from ${table} limit ${probeLimit}) c)`

const sortColumns = (e: Entity, sort: readonly SortTerm[]): string =>
  sort
    .map((t, i) => {
      const base = t.field.kind === 'money' && hasBaseAmounts(e)
      return `, t.${quoted(snake(base ? baseAmountKey(t.key) : t.key))} as "s$${i}"`
    })
    .join('')

/** Filters by id find their row at once; everything else that narrows the list is worth a probe. */
const isProbed = (e: Entity, q: ListQuery, reader: Reader): boolean => {
  if (q.where.some((c) => c.key === 'id' && !c.hop && (c.op === 'eq' || c.op === 'in'))) return false
  const narrowed = e.owned && reachOf(reader.actor, e.name, 'view') !== 'all'
  return q.where.length > 0 || q.q !== undefined || narrowed
}

/**
 * The one statement of a list. Throws `forbidden` without the right to view or for hidden fields, `invalid` for a bad
 * cursor.
 */
export const compileList = (e: Entity, q: ListQuery, reader: Reader): Compiled => {
  assertRight(reader.actor, e, 'view')
  for (const t of q.sort) assertShown(reader, e, { path: t.key, key: t.key, field: t.field })
  const s = new Statement(reader.actor.workspaceId)
  const shape = shapeOf(e, reader, q.fields)
  const table = filteredTable(s, e, reader, q)
  const tableValues = [...s.values]
  const cursor = q.cursor === undefined ? undefined : decodeCursor(e, q.sort, q.cursor)
  const probed = isProbed(e, q, reader)
  const columns = shape.columns + sortColumns(e, q.sort)
  const page = pageSql(s, e, columns, table, q.sort, cursor, q.limit + 1, probed)
  const probe = probed ? `with found as materialized (select t."id" from ${table} limit ${probeLimit}) ` : ''
  const capped = probed ? '(select count(*) from found)' : cappedCount(table)
  const counts = { none: '', estimate: `, ${capped} as "total$"`, exact: `, ${exactCount(table)} as "total$"` }
  const text = `${probe}select p.*${shape.labels}${counts[q.total]} from (${page}) p`
  return { text, values: s.values, shape, table, tableValues, cursor }
}

const toRow = (shape: Shape, record: RowData): ListRow => {
  const labels: Record<string, string | null> = {}
  const row: ListRow = { id: String(record.id), version: Number(record.version), labels }
  for (const k of shape.keys) row[k] = record[k]
  for (const k of shape.labelled) {
    const label = record[`${k}$label`]
    if (record[k] !== null) labels[k] = typeof label === 'string' ? label : null
  }
  return row
}

const addAnyLabels = async (db: Db, reader: Reader, shape: Shape, rows: readonly ListRow[]): Promise<void> => {
  if (shape.any.length === 0 || rows.length === 0) return
  const titles = await labelsOfAny(
    db,
    reader,
    rows.flatMap((r) => shape.any.map((k) => r[k])),
  )
  for (const row of rows)
    for (const k of shape.any) {
      const ref = row[k]
      if (typeof ref === 'object' && ref !== null && 'id' in ref) row.labels[k] = titles.get(String(ref.id)) ?? null
    }
}

const isCursorValue = (v: unknown): v is CursorValue =>
  v === null || typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean'

const cursorAt = (q: ListQuery, e: Entity, record: RowData, backward: boolean): string =>
  encodeCursor(e, q.sort, {
    backward,
    id: String(record.id),
    values: q.sort.map((_, i) => {
      const v = record[`s$${i}`]
      return isCursorValue(v) ? v : null
    }),
  })

const estimates = new Map<string, { at: number; count: number }>()
const estimateLives = 30_000

type Explained = { 'QUERY PLAN': readonly { Plan: { 'Plan Rows': number } }[] }

/** Past a thousand rows the planner's figure, at most half a minute old, is near enough. */
const estimated = async (db: Db, workspaceId: string, c: Compiled): Promise<number> => {
  const text = `explain (format json) select 1 from ${c.table}`
  const key = `${text} ${JSON.stringify(c.tableValues)}`
  const known = estimates.get(key)
  const now = performance.now()
  if (known && now - known.at < estimateLives) return known.count
  const [plan] = await runStatement<Explained>(db, workspaceId, text, c.tableValues)
  const count = Math.max(plan?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0, probeLimit)
  if (estimates.size > 1000) estimates.clear()
  estimates.set(key, { at: now, count })
  return count
}

const totalOf = async (
  db: Db,
  q: ListQuery,
  reader: Reader,
  c: Compiled,
  records: readonly RowData[],
): Promise<Total> => {
  const { workspaceId } = reader.actor
  const [first] = records
  let count = Number(first?.total$ ?? 0)
  if (!first && q.cursor !== undefined) {
    const rows = await runStatement<{ n: number }>(
      db,
      workspaceId,
      `select ${q.total === 'exact' ? exactCount(c.table) : cappedCount(c.table)} as n`,
      c.tableValues,
    )
    count = Number(rows[0]?.n ?? 0)
  }
  if (q.total === 'exact' || count < probeLimit) return { count, exact: true }
  return { count: await estimated(db, workspaceId, c), exact: false }
}

/** One page on the list login. Rows hold no field that the actor's role hides; `timeout` comes with advice. */
export const runList = async (db: Db, e: Entity, q: ListQuery, reader: Reader): Promise<ListPage> => {
  const c = compileList(e, q, reader)
  const records = await runStatement<RowData>(db, reader.actor.workspaceId, c.text, c.values)
  const more = records.length > q.limit
  const kept = more ? records.slice(0, q.limit) : records
  const backward = c.cursor?.backward ?? false
  if (backward) kept.reverse()
  const data = kept.map((r) => toRow(c.shape, r))
  await addAnyLabels(db, reader, c.shape, data)
  const [first, last] = [kept[0], kept.at(-1)]
  const next = last && (backward || more) ? cursorAt(q, e, last, false) : null
  const prev = first && (backward ? more : c.cursor !== undefined) ? cursorAt(q, e, first, true) : null
  const page: ListPage = { data, nextCursor: next, prevCursor: prev }
  if (q.total !== 'none') page.total = await totalOf(db, q, reader, c, records)
  return page
}

/** All rows of a query, page by page, with flat memory: for exports and bulk actions. */
export async function* eachPage(
  db: Db,
  e: Entity,
  q: ListQuery,
  reader: Reader,
  size = 1000,
): AsyncGenerator<ListRow[], void, undefined> {
  let cursor = q.cursor
  do {
    const page = await runList(db, e, { ...q, cursor, limit: size, total: 'none' }, reader)
    if (page.data.length > 0) yield page.data
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
