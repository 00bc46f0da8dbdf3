/**
 * Many records of one entity with a fixed number of statements: what `table.ts` does for one, done for a set. For imports
 * and undoing them; no reactions run on it, and each record gets its event row.
 */
import { type RawBuilder, sql } from 'kysely'
import type { RowData } from '../codec.ts'
import { allFields, type Entity } from '../entity.ts'
import { formatNumber, periodKey } from '../numberPattern.ts'
import { type Column, columnsOf, tableOf, toRow } from './columns.ts'
import type { Ctx } from './context.ts'
import { seriesOf } from './numbering.ts'
import { searchText } from './searchText.ts'
import { defaults, withBaseAmounts } from './table.ts'

const types: Record<Column['kind'], string> = {
  text: 'text',
  longText: 'text',
  richText: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  money: 'bigint',
  percent: 'numeric',
  day: 'date',
  instant: 'timestamptz',
  boolean: 'boolean',
  choice: 'text',
  multiChoice: 'text[]',
  state: 'text',
  reference: 'uuid',
  anyReference: 'uuid',
  email: 'text',
  phone: 'text',
  address: 'jsonb',
  json: 'jsonb',
  file: 'uuid',
}

const typeOf = (x: Column): string => (x.key === 'id' ? 'uuid' : x.half === 'entity' ? 'text' : types[x.kind])

/** A value as JSON carries it to the database; `toParameter` does the same for the driver. */
const jsonValue = (x: Column, row: RowData): unknown => {
  const v = row[x.key]
  if (v === undefined || v === null) return null
  return x.half && typeof v === 'object' ? (Object.entries(v).find(([k]) => k === x.half)?.[1] ?? null) : v
}

/** `rows` as a derived table `x` with the given columns and `search_text`. */
const recordset = (e: Entity, rows: readonly RowData[], columns: readonly Column[]): RawBuilder<unknown> => {
  const search = searchText.applies(e)
  const data = rows.map((row) => {
    const out: RowData = {}
    // What is not said is null: most fields of most records are empty.
    for (const x of columns) {
      const v = jsonValue(x, row)
      if (v !== null) out[x.column] = v
    }
    if (search) out.search_text = searchText.of(e, row)
    return out
  })
  const shape = [
    ...columns.map((x) => sql`${sql.ref(x.column)} ${sql.raw(typeOf(x))}`),
    ...(search ? [sql`search_text text`] : []),
  ]
  return sql`jsonb_to_recordset(${JSON.stringify(data)}::jsonb) as x(${sql.join(shape)})`
}

/** `count` numbers in a row, given with one lock of the counter. */
const nextNumbers = async (c: Ctx, e: Entity, count: number): Promise<string[]> => {
  const { pattern } = await seriesOf(c, e, null)
  const r = await sql<{ value: number }>`
    insert into counter as k (workspace_id, company_id, series, period, value, last_date)
    values (${c.workspace.id}, '00000000-0000-0000-0000-000000000000', ${e.name}, ${periodKey(pattern, c.today)}, ${count}, ${c.today})
    on conflict (workspace_id, company_id, series, period) do update
      set value = k.value + excluded.value, last_date = greatest(k.last_date, excluded.last_date)
    returning value`.execute(c.tx)
  const last = r.rows[0]?.value ?? count
  return Array.from({ length: count }, (_, i) => formatNumber(pattern, last - count + 1 + i, c.today))
}

/** The team of each owner, which a record without a team of its own takes. */
const teamsOf = async (c: Ctx, owners: readonly string[]): Promise<Map<string, string | null>> => {
  if (owners.length === 0) return new Map()
  const r = await sql<{ id: string; team_id: string | null }>`select id, team_id from member
    where workspace_id = ${c.workspace.id} and id = any(${owners}::uuid[])`.execute(c.tx)
  return new Map(r.rows.map((m) => [m.id, m.team_id]))
}

const withOwners = async (c: Ctx, rows: readonly RowData[]): Promise<RowData[]> => {
  const owned = rows.map((row): RowData => (row.ownerId === undefined ? { ...row, ownerId: c.actor.memberId } : row))
  const asking = owned.flatMap((row) =>
    row.teamId === undefined && typeof row.ownerId === 'string' ? [row.ownerId] : [],
  )
  const teams = await teamsOf(c, [...new Set(asking)])
  return owned.map((row) => ({
    ...row,
    teamId: row.teamId === undefined ? (teams.get(String(row.ownerId)) ?? null) : row.teamId,
  }))
}

const subjectsOf = (e: Entity, row: RowData): string[] => {
  const refs = (e.timeline ?? []).flatMap((k) => (typeof row[k] === 'string' ? [row[k]] : []))
  return [...new Set([String(row.id), ...refs])]
}

type BulkEvent = { row: RowData; changes?: Record<string, [unknown, unknown]> }

/** One event row a record, written at once. */
const bulkEvents = async (
  c: Ctx,
  e: Entity,
  name: string,
  list: readonly BulkEvent[],
  data: Record<string, unknown>,
): Promise<void> => {
  if (list.length === 0 || e.partOf) return
  const events = list.map(({ row, changes }) => ({
    id: c.newId(),
    recordId: row.id,
    version: row.version,
    changes: changes ?? {},
    ownerId: row.ownerId ?? null,
    teamId: row.teamId ?? null,
    subjects: subjectsOf(e, row),
  }))
  await sql`insert into event (workspace_id, id, at, actor_kind, actor_id, actor_name, ip, name, entity, record_id,
      version, changes, data, owner_id, team_id, subjects)
    select ${c.workspace.id}::uuid, x.id, ${c.now}::timestamptz, ${c.actor.kind}, ${c.actor.memberId}::uuid, ${c.actor.name},
      ${c.actor.ip ?? null}, ${name}, ${e.name}, x."recordId", x.version, x.changes, ${JSON.stringify(data)}::jsonb,
      x."ownerId", x."teamId", x.subjects
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as x(id uuid, "recordId" uuid, version int, changes jsonb,
      "ownerId" uuid, "teamId" uuid, subjects uuid[])`.execute(c.tx)
}

/**
 * Inserts records with defaults, owners, teams, numbers, base amounts and search text as `insert` gives them, and files
 * `<entity>.create` for each with `data`. `id` and `createdAt` may be given. The rows come back in the order given.
 */
export const bulkInsert = async (
  c: Ctx,
  e: Entity,
  values: readonly RowData[],
  data: Record<string, unknown> = {},
): Promise<RowData[]> => {
  if (values.length === 0) return []
  const initial = defaults(e)
  const base = {
    updatedAt: c.now,
    createdBy: c.actor.memberId,
    updatedBy: c.actor.memberId,
    version: 1,
    deletedAt: null,
    custom: {},
  }
  const given = values.map((v): RowData => {
    const row: RowData = { ...initial }
    for (const [k, x] of Object.entries(v)) if (x !== undefined) row[k] = x
    if ('currency' in e.fields && !row.currency) row.currency = c.workspace.baseCurrency
    if ('exchangeRate' in e.fields && !row.exchangeRate) row.exchangeRate = '1'
    return { ...row, id: v.id ?? c.newId(), createdAt: v.createdAt ?? c.now, ...base }
  })
  const owned = e.owned ? await withOwners(c, given) : given
  const lacking = e.number?.at === 'create' ? owned.filter((row) => !row.number) : []
  const numbers = lacking.length > 0 ? await nextNumbers(c, e, lacking.length) : []
  for (const [i, row] of lacking.entries()) row.number = numbers[i]
  const rows = owned.map((row) => withBaseAmounts(c, e, row))
  const filled = (x: Column) => x.key in initial || rows.some((row) => jsonValue(x, row) !== null)
  const columns = columnsOf(e).filter(filled)
  const names = [...columns.map((x) => sql.ref(x.column)), ...(searchText.applies(e) ? [sql.ref('search_text')] : [])]
  await sql`insert into ${sql.table(tableOf(e))} (workspace_id, ${sql.join(names)})
    select ${c.workspace.id}::uuid, ${sql.join(names.map((n) => sql`x.${n}`))} from ${recordset(e, rows, columns)}`.execute(
    c.tx,
  )
  await bulkEvents(
    c,
    e,
    `${e.name}.create`,
    rows.map((row) => ({ row })),
    data,
  )
  return rows
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

type BulkUpdate = { row: RowData; patch: RowData }
type BulkUpdated = { before: RowData; after: RowData; changed: string[] }

/**
 * Writes each patch over its row where nobody changed the row since it was read, and files `<event>` (an update, unless
 * told) for each. Gives back those that were written; a patch that changes nothing is not among them.
 */
export const bulkUpdate = async (
  c: Ctx,
  e: Entity,
  list: readonly BulkUpdate[],
  data: Record<string, unknown> = {},
  event = 'update',
): Promise<BulkUpdated[]> => {
  const wanted = list.flatMap(({ row, patch }): BulkUpdated[] => {
    const changed = Object.keys(patch).filter((k) => patch[k] !== undefined && !same(row[k], patch[k]))
    if (changed.length === 0) return []
    const next = { ...row, ...Object.fromEntries(changed.map((k) => [k, patch[k]])) }
    return [
      {
        before: row,
        after: { ...withBaseAmounts(c, e, next), updatedAt: c.now, updatedBy: c.actor.memberId },
        changed,
      },
    ]
  })
  if (wanted.length === 0) return []
  const touched = new Set(wanted.flatMap((w) => w.changed))
  const all = columnsOf(e)
  const columns = all.filter((x) => touched.has(x.key) || (x.key.endsWith('Base') && !(x.key in allFields(e))))
  const keys = all.filter((x) => x.key === 'id' || x.key === 'version')
  const sets = [
    ...columns.filter((x) => !keys.includes(x)).map((x) => sql`${sql.ref(x.column)} = x.${sql.ref(x.column)}`),
    ...(searchText.applies(e) ? [sql`search_text = x.search_text`] : []),
  ]
  const rows = wanted.map((w) => ({ ...w.after, version: w.before.version }))
  const r = await sql<RowData>`update ${sql.table(tableOf(e))} t set ${sql.join([
    sql`version = t.version + 1, updated_at = ${c.now}, updated_by = ${c.actor.memberId}`,
    ...sets,
  ])} from ${recordset(e, rows, [...new Set([...keys, ...columns])])}
    where t.workspace_id = ${c.workspace.id} and t.id = x.id and t.version = x.version returning t.*`.execute(c.tx)
  const saved = new Map(r.rows.map((row) => [String(row.id), toRow(e, row)]))
  const written = wanted.flatMap((w) => {
    const after = saved.get(String(w.before.id))
    return after ? [{ ...w, after }] : []
  })
  await bulkEvents(
    c,
    e,
    `${e.name}.${event}`,
    written.map((w) => ({
      row: w.after,
      changes: Object.fromEntries(
        w.changed.map((k): [string, [unknown, unknown]] => [k, [w.before[k] ?? null, w.after[k] ?? null]]),
      ),
    })),
    data,
  )
  return written
}
