/** From what a client sent to what an action gets: parsed, decoded, cleaned, and held against the actor's rights. */
import { sql } from 'kysely'
import { z } from 'zod'
import { decodeInput, type RowData } from '../codec.ts'
import { type Entity, type Field, type Fields, writableFields } from '../entity.ts'
import { AppError, type FieldError, forbidden, invalid, invalidFields } from '../errors.ts'
import { normalisePhone } from '../phone.ts'
import { createSchema, inputSchema, parseWith, updateSchema, versionSchema } from '../schema.ts'
import { isLocked, reachOf, reachSql } from './access.ts'
import type { Action } from './action.ts'
import { tableOf } from './columns.ts'
import type { Ctx } from './context.ts'
import { sanitizeRichText } from './richText.ts'

const schemas = new WeakMap<Action, z.ZodType<Record<string, unknown>>>()

const schemaOf = (a: Action): z.ZodType<Record<string, unknown>> => {
  const known = schemas.get(a)
  if (known) return known
  const parts = Object.values(a.parts)
  const schema: z.ZodType<Record<string, unknown>> =
    a.on === 'create'
      ? createSchema(a.entity, parts)
      : a.on === 'update'
        ? updateSchema(a.entity, parts)
        : inputSchema(a.input).extend({ version: versionSchema.optional() })
  schemas.set(a, schema)
  return schema
}

const fieldsOf = (a: Action): Fields => (a.on === 'create' || a.on === 'update' ? writableFields(a.entity) : a.input)

const clean = (f: Field, value: unknown, c: Ctx): unknown => {
  if (typeof value !== 'string') return value
  if (f.kind === 'richText') return sanitizeRichText(value)
  if (f.kind !== 'phone') return value
  const e164 = normalisePhone(value, c.workspace.country)
  if (!e164) throw invalid('', 'must be a telephone number such as +49 30 1234567')
  return e164
}

const cleaned = (fields: Fields, row: RowData, c: Ctx, prefix = ''): RowData => {
  const errors: FieldError[] = []
  const out: RowData = {}
  for (const [k, v] of Object.entries(row)) {
    const f = fields[k]
    try {
      out[k] = f ? clean(f, v, c) : v
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      errors.push({ path: `${prefix}${k}`, message: error.errors[0]?.message ?? error.message })
    }
  }
  if (errors.length > 0) throw invalidFields(errors)
  return out
}

type Wanted = { path: string; to: string; list: string | undefined; id: string }

const referencesIn = (fields: Fields, row: RowData, before: RowData, prefix = ''): Wanted[] =>
  Object.entries(row).flatMap(([k, v]): Wanted[] => {
    const f = fields[k]
    if (!f || v === null || v === undefined || v === before[k]) return []
    if (f.kind === 'reference' && typeof v === 'string')
      return [{ path: prefix + k, to: f.to ?? '', list: f.list, id: v }]
    if (f.kind === 'anyReference' && typeof v === 'object' && 'entity' in v && 'id' in v)
      return [{ path: prefix + k, to: String(v.entity), list: undefined, id: String(v.id) }]
    return []
  })

const groupBy = <T>(list: readonly T[], key: (x: T) => string): Map<string, T[]> => {
  const map = new Map<string, T[]>()
  for (const x of list) map.set(key(x), [...(map.get(key(x)) ?? []), x])
  return map
}

/** Lists that everyone in the workspace may point to, whatever their rights on the entity. */
const isOpen = (e: Entity): boolean => e.lookup === true || e.name === 'member' || e.name === 'team'

/** One statement says which of the referenced records exist and may be seen; the others are refused by path. */
const assertReferences = async (c: Ctx, wanted: readonly Wanted[]): Promise<void> => {
  if (wanted.length === 0) return
  const byEntity = groupBy(wanted, (w) => w.to)
  const selects = [...byEntity].map(([name, list]) => {
    const e = c.registry.find(name)
    if (!e)
      throw new AppError('invalid', `${name} is not a kind of record.`, {
        errors: list.map((w) => ({ path: w.path, message: 'is not a kind of record' })),
      })
    const reach = isOpen(e) || c.actor.kind === 'portal' ? 'all' : reachOf(c.actor, e.partOf?.entity ?? e.name, 'view')
    const listColumn = name === 'option' ? sql`t.list` : sql`null::text`
    return sql`select ${name}::text as entity, t.id, ${listColumn} as list from ${sql.table(tableOf(e))} t
      where t.workspace_id = ${c.workspace.id} and t.deleted_at is null and t.id = any(${list.map((w) => w.id)}::uuid[])
        and ${reachSql(c.actor, e, reach, 't')}`
  })
  const r = await sql<{
    entity: string
    id: string
    list: string | null
  }>`${sql.join(selects, sql` union all `)}`.execute(c.tx)
  const found = new Map(r.rows.map((x) => [`${x.entity}:${x.id}`, x.list]))
  const errors = wanted.flatMap((w): FieldError[] => {
    const list = found.get(`${w.to}:${w.id}`)
    if (list === undefined) return [{ path: w.path, message: 'does not exist' }]
    return w.list && list !== w.list ? [{ path: w.path, message: 'is not a value of this list' }] : []
  })
  if (errors.length > 0) throw invalidFields(errors)
}

type WantedFile = { path: string; id: string; accept: readonly string[] | undefined }

const filesIn = (fields: Fields, row: RowData, before: RowData, prefix = ''): WantedFile[] =>
  Object.entries(row).flatMap(([k, v]): WantedFile[] => {
    const f = fields[k]
    return f?.kind === 'file' && typeof v === 'string' && v !== before[k]
      ? [{ path: prefix + k, id: v, accept: f.accept }]
      : []
  })

/** `image/png` → `PNG` */
const shortType = (type: string): string => (type.split('/')[1] ?? type).toUpperCase()

/** The files that fields hold exist, hang on no record with rights of its own, and are of a kind the field takes. */
const assertFiles = async (c: Ctx, wanted: readonly WantedFile[]): Promise<void> => {
  if (wanted.length === 0) return
  const r = await sql<{ id: string; type: string }>`select id, type from file_record
    where workspace_id = ${c.workspace.id} and deleted_at is null and target_id is null
      and id = any(${wanted.map((w) => w.id)}::uuid[])`.execute(c.tx)
  const types = new Map(r.rows.map((x) => [x.id, x.type]))
  const errors = wanted.flatMap(({ path, id, accept }): FieldError[] => {
    const type = types.get(id)
    if (type === undefined) return [{ path, message: 'does not exist' }]
    return accept && !accept.includes(type)
      ? [{ path, message: `must be a ${accept.map(shortType).join(' or ')} file` }]
      : []
  })
  if (errors.length > 0) throw invalidFields(errors)
}

const assertUnlocked = (c: Ctx, e: Entity, row: RowData): void => {
  const locked = Object.keys(row).filter((k) => isLocked(c.actor, e, k))
  if (locked.length > 0)
    throw new AppError('forbidden', `Your role does not allow you to change ${locked.join(', ')}.`, {
      errors: locked.map((path) => ({ path, message: 'may not be changed by your role' })),
    })
}

/** Parses the body's shape alone; no transaction is needed yet. */
export const parseInput = (a: Action, body: unknown): RowData => parseWith(schemaOf(a), body ?? {})

/** The input as the action gets it. `before`: the row as it is, empty for a create. */
export const prepareInput = async (c: Ctx, a: Action, parsed: RowData, before: RowData): Promise<RowData> => {
  const { version: _version, ...wire } = parsed
  const e = a.entity
  const fields = fieldsOf(a)
  const currency = String(wire.currency ?? before.currency ?? c.workspace.baseCurrency)
  const own = Object.fromEntries(Object.entries(wire).filter(([k]) => !(k in a.parts)))
  const row = cleaned(fields, decodeInput(fields, own, currency), c)
  if (a.on === 'create' || a.on === 'update') assertUnlocked(c, e, row)
  if ((row.ownerId ?? row.teamId) !== undefined && a.on === 'update' && c.actor.kind === 'portal')
    throw forbidden('Only people of the workspace give records to each other.')
  const wanted = referencesIn(fields, row, before)
  const files = filesIn(fields, row, before)
  for (const [as, part] of Object.entries(a.parts)) {
    const rows = wire[as]
    if (!Array.isArray(rows)) continue
    row[as] = rows.map((r: RowData, i) => {
      const prefix = `${as}.${i}.`
      const line = cleaned(part.fields, decodeInput(part.fields, r, currency, prefix), c, prefix)
      assertUnlocked(c, part, line)
      wanted.push(...referencesIn(part.fields, line, {}, prefix))
      files.push(...filesIn(part.fields, line, {}, prefix))
      return line
    })
  }
  await assertReferences(c, wanted)
  await assertFiles(c, files)
  return row
}
