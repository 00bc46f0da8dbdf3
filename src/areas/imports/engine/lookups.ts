/** Names in a file as records: one query per reference and chunk, remembered over the chunks. */
import { type RawBuilder, sql } from 'kysely'
import type { RowData } from '../../../kernel/codec.ts'
import { type Entity, labelOf, snake } from '../../../kernel/entity.ts'
import { unaccent } from '../../../kernel/match.ts'
import { reachOf, reachSql } from '../../../kernel/server/access.ts'
import { tableOf } from '../../../kernel/server/columns.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import { type Also, type Draft, importerOf } from '../../../kernel/server/import/importer.ts'
import type { ReferencePlan } from './plan.ts'
import { idsBy } from './probe.ts'

/** An id, or how many records go by the name. */
type Resolution = { id: string } | { many: number } | { none: true }

/** Records that one name is held against. */
const mostOfOneName = 50

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Names are the same but for case and accents. */
export const nameKey = (name: string): string => unaccent(name)

/** The fields by which a record is named in files: its title, its number, ids of other systems, what is unique. */
export const namesOf = (e: Entity): string[] => {
  const keys = Object.entries(e.fields).flatMap(([k, f]) =>
    (f.kind === 'text' || f.kind === 'email') && (k === e.title || k === 'externalId' || f.options.unique) ? [k] : [],
  )
  return e.number ? ['number', ...keys] : keys
}

/** Lists that everyone in the workspace may point to, whatever their rights on the entity. */
const isOpen = (e: Entity): boolean => e.lookup === true

const visible = (c: Pick<Ctx, 'actor'>, e: Entity): RawBuilder<boolean> =>
  reachSql(c.actor, e, isOpen(e) ? 'all' : reachOf(c.actor, e.name, 'view'), 't')

/** The condition that keeps a lookup to the list and to what its records belong to. */
const within = (r: Pick<ReferencePlan, 'list' | 'scope'>, scopeId: string | null): RawBuilder<boolean> => {
  const list = r.list === null ? sql<boolean>`true` : sql<boolean>`t.list = ${r.list}`
  return r.scope === null ? list : sql<boolean>`${list} and t.${sql.ref(snake(r.scope))} = ${scopeId}::uuid`
}

/** Finds every record by one of the names; by an index where the entity has a key derived from its title. */
const namedBy = (
  c: Pick<Ctx, 'workspace'>,
  e: Entity,
  keys: readonly string[],
  names: readonly string[],
): RawBuilder<boolean> => {
  const derived = importerOf(e)?.nameKey
  const ids = names.filter((n) => uuid.test(n))
  if (derived) {
    const titles = [...new Set(names.flatMap((n) => derived.of(n) ?? []))]
    const parts = [
      idsBy(c, e, derived.field, titles, mostOfOneName),
      ...keys.filter((k) => k !== e.title).map((k) => idsBy(c, e, k, names, mostOfOneName)),
      ...(ids.length > 0 ? [idsBy(c, e, 'id', ids, 1)] : []),
    ]
    return sql`t.id in (${sql.join(parts, sql` union `)})`
  }
  const lower = names.map((n) => n.toLowerCase())
  const conditions = [
    ...keys.map((k) => sql`lower(t.${sql.ref(snake(k))}) = any(${lower}::text[])`),
    sql`t.id = any(${ids}::uuid[])`,
  ]
  return sql`(${sql.join(conditions, sql` or `)})`
}

export type Named = { id: string; names: string[] }

/** Records the actor may point to, with their names; those of `names` only, when given. At most `limit`. */
export const namedRecords = async (
  c: Pick<Ctx, 'tx' | 'actor' | 'workspace'>,
  r: Pick<ReferencePlan, 'to' | 'list' | 'scope'>,
  scopeId: string | null,
  o: { names?: readonly string[]; limit: number },
): Promise<Named[]> => {
  const keys = namesOf(r.to)
  const columns = keys.map((k) => sql`t.${sql.ref(snake(k))}`)
  if (columns.length === 0) return []
  const matching = o.names ? namedBy(c, r.to, keys, o.names) : sql`true`
  const found = await sql<{
    id: string
    names: (string | null)[]
  }>`select t.id, array[${sql.join(columns.map((col) => sql`${col}::text`))}] as names
    from ${sql.table(tableOf(r.to))} t
    where t.workspace_id = ${c.workspace.id} and t.deleted_at is null and ${matching} and ${within(r, scopeId)}
      and ${visible(c, r.to)} limit ${o.limit}`.execute(c.tx)
  return found.rows.map((x) => ({ id: x.id, names: x.names.filter((n): n is string => n !== null && n !== '') }))
}

type Cache = Map<string, Resolution>
const cacheKey = (r: ReferencePlan, scopeId: string | null, name: string): string =>
  `${r.to.name}\0${r.list ?? ''}\0${scopeId ?? ''}\0${nameKey(name)}`

/** What an import keeps between chunks; `fresh` is only true once the chunk is committed. */
export type Lookups = { cache: Cache; fresh: Cache }

const resolution = (l: Lookups, r: ReferencePlan, scopeId: string | null, name: string): Resolution | undefined => {
  const key = cacheKey(r, scopeId, name)
  return l.fresh.get(key) ?? l.cache.get(key)
}

/** Each name once, as it is written first. */
const different = (names: readonly string[]): string[] => {
  const first = new Map<string, string>()
  for (const name of names) if (!first.has(nameKey(name))) first.set(nameKey(name), name)
  return [...first.values()]
}

const fill = async (
  c: Ctx,
  l: Lookups,
  r: ReferencePlan,
  scopeId: string | null,
  names: readonly string[],
): Promise<void> => {
  const unknown = different(names).filter((n) => !resolution(l, r, scopeId, n))
  if (unknown.length === 0) return
  const records = await namedRecords(c, r, scopeId, { names: unknown, limit: 20_000 })
  const byName = new Map<string, Set<string>>()
  for (const { id, names: own } of records)
    for (const name of [id, ...own]) byName.set(nameKey(name), (byName.get(nameKey(name)) ?? new Set()).add(id))
  for (const name of unknown) {
    const ids = [...(byName.get(nameKey(name)) ?? [])]
    const [id] = ids
    l.fresh.set(cacheKey(r, scopeId, name), !id ? { none: true } : ids.length > 1 ? { many: ids.length } : { id })
  }
}

/** Why records of this entity cannot be made from a name alone, or nothing. */
export const whyNotByName = (r: Pick<ReferencePlan, 'to' | 'scope' | 'list'>): string | undefined => {
  if (importerOf(r.to)?.missing) return undefined
  const lacking = Object.entries(r.to.fields).filter(
    ([k, f]) =>
      f.options.required &&
      f.options.default === undefined &&
      k !== r.to.title &&
      k !== r.scope &&
      !(r.list && k === 'list'),
  )
  return lacking.length === 0 ? undefined : lacking.map(([k, f]) => labelOf(k, f).toLowerCase()).join(', ')
}

const nextPosition = async (c: Ctx, r: ReferencePlan): Promise<number> => {
  const found = await sql<{ n: number }>`select coalesce(max(position), 0)::int as n from ${sql.table(tableOf(r.to))} t
    where t.workspace_id = ${c.workspace.id} and ${r.list === null ? sql`true` : sql`t.list = ${r.list}`}`.execute(c.tx)
  return found.rows[0]?.n ?? 0
}

const byNames = async (c: Ctx, r: ReferencePlan, scope: RowData, names: readonly string[]): Promise<RowData[]> => {
  const importer = importerOf(r.to)
  const start = 'position' in r.to.fields ? await nextPosition(c, r) : 0
  const rows = importer?.missing
    ? await importer.missing(c, names, scope)
    : names.map(
        (name, i): RowData => ({
          [r.to.title]: name,
          ...scope,
          ...(r.list ? { list: r.list } : {}),
          ...('position' in r.to.fields ? { position: start + i + 1 } : {}),
        }),
      )
  const drafts = rows.map((values): Draft => ({ line: 0, values, extra: {}, before: null, problems: [] }))
  await importer?.prepare?.(c, drafts, { dry: false, historical: false, mapped: new Set(Object.keys(rows[0] ?? {})) })
  return drafts.map((d) => d.values)
}

/** Makes what the file names and is not there, or in a dry run says that it would. */
const makeMissing = async (
  c: Ctx,
  l: Lookups,
  r: ReferencePlan,
  scopeId: string | null,
  names: readonly string[],
  o: { dry: boolean; also: Also; missing: Map<string, Set<string>> },
): Promise<void> => {
  const isMissing = (n: string) => {
    const found = resolution(l, r, scopeId, n)
    return found !== undefined && 'none' in found
  }
  const first = different(names).filter(isMissing)
  if (first.length === 0) return
  // Stages of a pipeline are made together, so that their order can follow their meaning.
  const rest = r.scope !== null && r.known.length <= 200 ? r.known : []
  if (rest.length > 0) await fill(c, l, r, scopeId, rest)
  const wanted = different([...first, ...rest]).filter((n) => isMissing(n) && !uuid.test(n))
  if (wanted.length === 0) return
  if (o.dry) {
    const named = o.missing.get(r.to.name) ?? new Set()
    for (const name of wanted) {
      if (named.size < 500) named.add(name)
      l.fresh.set(cacheKey(r, scopeId, name), { id: c.newId() })
    }
    o.missing.set(r.to.name, named)
    return
  }
  const scope = r.scope === null ? {} : { [r.scope]: scopeId }
  const rows = await o.also(r.to, await byNames(c, r, scope, wanted))
  const title = r.to.title
  for (const row of rows) l.fresh.set(cacheKey(r, scopeId, String(row[title])), { id: String(row.id) })
}

type Resolving = {
  dry: boolean
  also: Also
  /** entity → names that would be made */
  missing: Map<string, Set<string>>
  /** titles of the file itself, for references among its rows */
  titles: ReadonlySet<string> | null
}

type Unresolved = { draft: Draft; refs: Record<string, string>; pending: Record<string, string> }

/** Puts ids for names into the drafts; complaints where there is none. References to rows of the same file may wait. */
export const resolveReferences = async (
  c: Ctx,
  references: readonly ReferencePlan[],
  rows: readonly Unresolved[],
  l: Lookups,
  o: Resolving,
): Promise<void> => {
  for (const r of references) {
    const groups = new Map<string | null, Unresolved[]>()
    for (const row of rows) {
      if (row.refs[r.field] === undefined) continue
      const scopeId = r.scope === null ? null : String(row.draft.values[r.scope] ?? '') || null
      groups.set(scopeId, [...(groups.get(scopeId) ?? []), row])
    }
    for (const [scopeId, group] of groups) await resolveGroup(c, r, scopeId, group, l, o)
  }
}

const resolveGroup = async (
  c: Ctx,
  r: ReferencePlan,
  scopeId: string | null,
  group: readonly Unresolved[],
  l: Lookups,
  o: Resolving,
): Promise<void> => {
  const names = group.map((row) => row.refs[r.field] ?? '')
  // A row that fails anyway makes nothing.
  const wanted = group.filter((row) => row.draft.problems.length === 0).map((row) => row.refs[r.field] ?? '')
  await fill(c, l, r, scopeId, names)
  const waits = (name: string) => r.own && o.titles?.has(nameKey(name)) === true
  const lacking = whyNotByName(r)
  const allowed = reachOf(c.actor, r.to.name, 'create') !== 'none'
  if (r.createMissing && allowed && lacking === undefined)
    await makeMissing(
      c,
      l,
      r,
      scopeId,
      wanted.filter((n) => !waits(n)),
      o,
    )
  for (const row of group) {
    const name = row.refs[r.field] ?? ''
    const found = resolution(l, r, scopeId, name)
    if (found && 'id' in found) row.draft.values[r.field] = found.id
    else if (found && 'many' in found)
      row.draft.problems.push({
        field: r.field,
        message: `${found.many} ${r.to.labelPlural.toLowerCase()} are called "${name}"`,
      })
    else if (waits(name)) row.pending[r.field] = name
    else {
      // What would be made, were the row sound, is no fault of it.
      if (r.createMissing && allowed && lacking === undefined && row.draft.problems.length > 0) continue
      const why = !r.createMissing
        ? ''
        : !allowed
          ? '; your role may not create one'
          : lacking
            ? `; one needs ${lacking} too`
            : ''
      row.draft.problems.push({
        field: r.field,
        message: `There is no ${r.to.label.toLowerCase()} called "${name}"${why}`,
      })
    }
  }
  // Records of the file itself come into being while it runs: that one was not there is no lasting answer.
  if (r.own) for (const [k, v] of l.fresh) if ('none' in v) l.fresh.delete(k)
}

/** After the chunk's commit: what it found and made holds for the next ones. */
export const keep = (l: Lookups): void => {
  if (l.cache.size > 50_000) l.cache.clear()
  for (const [k, v] of l.fresh) l.cache.set(k, v)
  l.fresh.clear()
}
