/** Row access that can neither forget the workspace nor overwrite a newer version, and that writes down what it changed. */
import { type RawBuilder, sql } from 'kysely'
import type { RowData } from '../codec.ts'
import { baseAmountKey, type Entity, hasBaseAmounts, type Row, type Values } from '../entity.ts'
import { AppError, notFound } from '../errors.ts'
import { convert } from '../money.ts'
import { reachOf, rightsEntity, within } from './access.ts'
import { type Column, columnsOf, tableOf, toParameter, toRow } from './columns.ts'
import type { Change, Ctx } from './context.ts'
import { nextNumber } from './numbering.ts'
import { searchText } from './searchText.ts'

const cast = (c: Column, value: unknown): RawBuilder<unknown> =>
  c.kind === 'json' || c.kind === 'address' ? sql`${value}::jsonb` : sql`${value}`

/** What reading needs: actions and queries both have it. */
export type Reads = Pick<Ctx, 'tx' | 'workspace'>

const select = async <E extends Entity>(
  c: Reads,
  e: E,
  where: RawBuilder<unknown>,
  tail: RawBuilder<unknown>,
): Promise<Row<E>[]> => {
  const r = await sql<RowData>`select * from ${sql.table(tableOf(e))} t
    where t.workspace_id = ${c.workspace.id} and ${where} ${tail}`.execute(c.tx)
  return r.rows.map((row) => toRow(e, row))
}

/** Rows of the workspace that satisfy `where` (over alias `t`), deleted ones left out. No reach: for the rules' own use. */
export const many = async <E extends Entity>(
  c: Reads,
  e: E,
  where: RawBuilder<unknown>,
  tail: RawBuilder<unknown> = sql``,
): Promise<Row<E>[]> => select(c, e, sql`t.deleted_at is null and ${where}`, tail)

export const find = async <E extends Entity>(c: Reads, e: E, id: string): Promise<Row<E> | undefined> =>
  (await many(c, e, sql`t.id = ${id}`))[0]

/** One row; throws `notFound`. */
export const get = async <E extends Entity>(c: Reads, e: E, id: string): Promise<Row<E>> => {
  const row = await find(c, e, id)
  if (!row) throw notFound(e.label)
  return row
}

/** One row, locked until the transaction ends. */
export const lock = async <E extends Entity>(c: Ctx, e: E, id: string): Promise<Row<E>> => {
  const [row] = await many(c, e, sql`t.id = ${id}`, sql`for update`)
  if (!row) throw notFound(e.label)
  return row
}

/** One row that the actor may see with `verb`'s reach; what may not be seen is not found. */
export const getVisible = async <E extends Entity>(
  c: Reads & Pick<Ctx, 'actor'>,
  e: E,
  id: string,
  verb = 'view',
): Promise<Row<E>> => {
  const row = await get(c, e, id)
  if (!within(c.actor, e, reachOf(c.actor, rightsEntity(e), verb), row)) throw notFound(e.label)
  return row
}

/** A deleted row, for restore. */
export const lockDeleted = async <E extends Entity>(c: Ctx, e: E, id: string): Promise<Row<E>> => {
  const [row] = await select(c, e, sql`t.id = ${id} and t.deleted_at is not null`, sql`for update`)
  if (!row) throw notFound(e.label)
  return row
}

/** The row with its money also in base currency, where the entity has that. */
export const withBaseAmounts = (c: Ctx, e: Entity, row: RowData): RowData => {
  if (!hasBaseAmounts(e)) return row
  const currency = String(row.currency ?? c.workspace.baseCurrency)
  const rate = String(row.exchangeRate ?? '1')
  const out = { ...row }
  for (const column of columnsOf(e)) {
    const v = row[column.key]
    if (column.kind === 'money' && typeof v === 'number' && column.key in e.fields)
      out[baseAmountKey(column.key)] = convert(v, currency, rate, c.workspace.baseCurrency)
    else if (column.kind === 'money' && v === null) out[baseAmountKey(column.key)] = null
  }
  return out
}

const note = (c: Ctx, e: Entity, kind: Change['kind'], row: RowData, fields: Change['fields']): void => {
  const key = `${e.name}:${String(row.id)}`
  const earlier = c.changes.get(key)
  const merged = { ...earlier?.fields }
  for (const [k, [from, to]] of Object.entries(fields)) merged[k] = [merged[k]?.[0] ?? from, to]
  c.changes.set(key, { entity: e, id: String(row.id), kind: earlier?.kind ?? kind, fields: merged, row })
}

const notAudited = new Set(['updatedAt', 'updatedBy', 'version', 'createdAt', 'createdBy'])
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** What the definition gives a new record. */
export const defaults = (e: Entity): RowData =>
  Object.fromEntries(
    Object.entries(e.fields).flatMap(([k, f]) => (f.options.default === undefined ? [] : [[k, f.options.default]])),
  )

const ownership = async (c: Ctx, e: Entity, values: RowData): Promise<RowData> => {
  if (!e.owned) return {}
  const ownerId = values.ownerId === undefined ? c.actor.memberId : values.ownerId
  if (values.teamId !== undefined || !ownerId) return { ownerId, teamId: values.teamId ?? null }
  const r = await sql<{ team_id: string | null }>`select team_id from member
    where workspace_id = ${c.workspace.id} and id = ${ownerId}`.execute(c.tx)
  return { ownerId, teamId: r.rows[0]?.team_id ?? null }
}

const write = async <E extends Entity>(c: Ctx, e: E, rows: readonly RowData[]): Promise<Row<E>[]> => {
  const columns = columnsOf(e)
  const search = searchText.applies(e)
  const names = sql.join([
    sql.ref('workspace_id'),
    ...columns.map((x) => sql.ref(x.column)),
    ...(search ? [sql.ref('search_text')] : []),
  ])
  const tuples = rows.map(
    (row) =>
      sql`(${sql.join([c.workspace.id, ...columns.map((x) => cast(x, toParameter(x, row))), ...(search ? [searchText.of(e, row)] : [])])})`,
  )
  const r =
    await sql<RowData>`insert into ${sql.table(tableOf(e))} (${names}) values ${sql.join(tuples)} returning *`.execute(
      c.tx,
    )
  return r.rows.map((row) => toRow(e, row))
}

/**
 * Inserts one record with its defaults, owner, number and base amounts. `id` and `createdAt` may be given (offline
 * writes, imported history).
 */
export const insert = async <E extends Entity>(
  c: Ctx,
  e: E,
  values: Values<E> & { id?: string; createdAt?: string },
): Promise<Row<E>> => {
  const given = Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined))
  const prepared: RowData = {
    ...defaults(e),
    ...given,
    ...(await ownership(c, e, given)),
    id: given.id ?? c.newId(),
    createdAt: given.createdAt ?? c.now,
    updatedAt: c.now,
    createdBy: c.actor.memberId,
    updatedBy: c.actor.memberId,
    version: 1,
    custom: {},
  }
  if ('currency' in e.fields && !prepared.currency) prepared.currency = c.workspace.baseCurrency
  if ('exchangeRate' in e.fields && !prepared.exchangeRate) prepared.exchangeRate = '1'
  if (e.number?.at === 'create' && !prepared.number) prepared.number = await nextNumber(c, e, { day: c.today })
  const [row] = await write(c, e, [withBaseAmounts(c, e, prepared)])
  if (!row) throw new Error(`insert into ${e.name} returned nothing`)
  const fields = Object.entries(row).filter(
    ([k, v]) => v !== null && !notAudited.has(k) && k !== 'id' && k !== 'custom',
  )
  note(c, e, 'create', row, Object.fromEntries(fields.map(([k, v]) => [k, [null, v]])))
  return row
}

/**
 * Writes `patch` over `row` when nobody has changed it since it was read; throws `stale` otherwise. `undefined` leaves,
 * `null` clears. Writing what is already there changes nothing, not even the version.
 */
export const update = <E extends Entity>(c: Ctx, e: E, row: Row<E>, patch: Values<E>): Promise<Row<E>> =>
  updateByName(c, e, row, patch)

/** The same for the kernel, which knows fields by name only: a flow's state, what all parts have. */
export const updateByName = async <E extends Entity>(c: Ctx, e: E, row: Row<E>, patch: RowData): Promise<Row<E>> => {
  const before: RowData = row
  const changed = Object.entries(patch).filter(([k, v]) => v !== undefined && !same(before[k], v))
  if (changed.length === 0) return row
  const next = withBaseAmounts(c, e, { ...before, ...Object.fromEntries(changed) })
  const columns = columnsOf(e).filter((x) => !notAudited.has(x.key) && !same(before[x.key], next[x.key]))
  const search = searchText.applies(e) ? [sql`search_text = ${searchText.of(e, next)}`] : []
  const r = await sql<RowData>`update ${sql.table(tableOf(e))} set ${sql.join([
    sql`version = version + 1, updated_at = ${c.now}, updated_by = ${c.actor.memberId}`,
    ...columns.map((x) => sql`${sql.ref(x.column)} = ${cast(x, toParameter(x, next))}`),
    ...search,
  ])} where workspace_id = ${c.workspace.id} and id = ${row.id} and version = ${row.version} returning *`.execute(c.tx)
  const [saved] = r.rows
  if (!saved) throw new AppError('stale', `This ${e.label.toLowerCase()} was changed by someone else in the meantime.`)
  const after = toRow(e, saved)
  note(c, e, 'update', after, Object.fromEntries(changed.map(([k]) => [k, [before[k] ?? null, after[k]]])))
  return after
}

const setDeleted = async <E extends Entity>(
  c: Ctx,
  e: E,
  row: Row<E>,
  at: string | null,
  kind: 'delete' | 'restore',
): Promise<Row<E>> => {
  const r = await sql<RowData>`update ${sql.table(tableOf(e))}
    set deleted_at = ${at}, version = version + 1, updated_at = ${c.now}, updated_by = ${c.actor.memberId}
    where workspace_id = ${c.workspace.id} and id = ${row.id} and version = ${row.version} returning *`.execute(c.tx)
  const [saved] = r.rows
  if (!saved) throw new AppError('stale', `This ${e.label.toLowerCase()} was changed by someone else in the meantime.`)
  const after = toRow(e, saved)
  note(c, e, kind, after, { deletedAt: [row.deletedAt ?? null, at] })
  return after
}

/** To the trash; `restore` brings it back. */
export const remove = <E extends Entity>(c: Ctx, e: E, row: Row<E>): Promise<Row<E>> =>
  setDeleted(c, e, row, c.now, 'delete')
export const restore = <E extends Entity>(c: Ctx, e: E, row: Row<E>): Promise<Row<E>> =>
  setDeleted(c, e, row, null, 'restore')

/** The rows of a document's part, in their order. */
export const partRows = async <P extends Entity>(c: Reads, part: P, parentId: string): Promise<Row<P>[]> => {
  if (!part.partOf) throw new Error(`${part.name} is no part`)
  const parent = columnsOf(part).find((x) => x.key === part.partOf?.field)?.column ?? 'id'
  const order = 'position' in part.fields ? sql`order by t.position, t.id` : sql`order by t.id`
  return many(c, part, sql`${sql.ref(`t.${parent}`)} = ${parentId}`, order)
}

const positionOf = (row: RowData): number => Number(row.position)

/** A part row as a client sends it: an id when it is an existing one. */
export type PartInput<P> = Values<P> & { id?: string }

/**
 * Makes the part rows of a document be exactly `wanted`, in that order: known ids are updated, new ones inserted, the
 * rest deleted. Their changes are filed under the parent's event.
 */
export const saveParts = async <P extends Entity>(
  c: Ctx,
  part: P,
  parent: { id: string; currency?: string | null },
  wanted: readonly PartInput<P>[],
): Promise<Row<P>[]> => {
  const { field } = part.partOf ?? {}
  if (!field) throw new Error(`${part.name} is no part`)
  const existing = new Map((await partRows(c, part, parent.id)).map((r) => [r.id, r]))
  const out: Row<P>[] = []
  const fresh: RowData[] = []
  for (const [i, w] of wanted.entries()) {
    const fixed: RowData = {
      [field]: parent.id,
      ...('position' in part.fields ? { position: i } : {}),
      ...('currency' in part.fields && parent.currency ? { currency: parent.currency } : {}),
    }
    const known = w.id ? existing.get(w.id) : undefined
    if (known) {
      existing.delete(known.id)
      const { id: _id, ...patch } = w
      out.push(await updateByName(c, part, known, { ...patch, ...fixed }))
      continue
    }
    fresh.push({
      ...defaults(part),
      ...Object.fromEntries(Object.entries(w).filter(([, v]) => v !== undefined)),
      ...fixed,
      id: c.newId(),
      createdAt: c.now,
      updatedAt: c.now,
      createdBy: c.actor.memberId,
      updatedBy: c.actor.memberId,
      version: 1,
      custom: {},
    })
  }
  if (existing.size > 0)
    await sql`delete from ${sql.table(tableOf(part))} where workspace_id = ${c.workspace.id}
      and id = any(${[...existing.keys()]}::uuid[])`.execute(c.tx)
  for (const row of existing.values()) note(c, part, 'delete', row, {})
  if (fresh.length > 0) {
    const rows = await write(
      c,
      part,
      fresh.map((r) => withBaseAmounts(c, part, r)),
    )
    for (const row of rows) {
      note(c, part, 'create', row, {})
      out.push(row)
    }
  }
  return 'position' in part.fields ? out.sort((a, b) => positionOf(a) - positionOf(b)) : out
}
