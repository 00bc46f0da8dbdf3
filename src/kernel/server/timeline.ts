/** The story of a record: what happened to it and to what hangs on it, as far as the reader may know. */
import { encodeRow, type Wire } from '../codec.ts'
import { allFields, type Entity, entity, text } from '../entity.ts'
import { invalid, notFound } from '../errors.ts'
import { fromMinor } from '../money.ts'
import type { Registry } from '../registry.ts'
import { type Actor, isHidden, reachOf, rightsEntity } from './access.ts'
import type { App } from './app.ts'
import type { Db } from './database/connect.ts'
import { parseListQuery, type Reader, runList } from './list/index.ts'
import { labelsOfAny } from './list/labels.ts'
import { fromTable, runStatement, Statement } from './list/statement.ts'
import { readerOf } from './records.ts'
import { loadWorkspace } from './workspace.ts'

export type EventRow = {
  id: string
  at: string
  actor_kind: string
  actor_id: string | null
  actor_name: string
  name: string
  entity: string
  record_id: string
  version: number | null
  changes: Record<string, [unknown, unknown]>
  data: Record<string, unknown>
}

type StoryParams = {
  /** id of the last event of the page before */
  cursor?: string | undefined
  /** `activity`, `change`, or both */
  kinds?: readonly string[]
  limit?: number
}

/** Its records come with their details: they are what people wrote, not what the system noted. */
const activityName = 'activity'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Reach by owner and team as the event knew them; grouped, so that the statement stays short. */
const visibleEvents = (s: Statement, registry: Registry, actor: Actor): string => {
  const byReach = new Map<string, string[]>()
  for (const e of registry.entities) {
    const reach = e.owned
      ? reachOf(actor, rightsEntity(e), 'view')
      : reachOf(actor, rightsEntity(e), 'view') === 'none'
        ? 'none'
        : 'all'
    byReach.set(reach, [...(byReach.get(reach) ?? []), e.name])
  }
  const named = (reach: string): string => `e."entity" = any(${s.param(byReach.get(reach) ?? [], 'text[]')})`
  const mine = `e."owner_id" = ${s.param(actor.memberId, 'uuid')}`
  const ours = `(${mine} or e."team_id" = any(${s.param([...actor.teamIds], 'uuid[]')}))`
  return `(${named('all')} or (${named('own')} and ${mine}) or (${named('team')} and ${ours}))`
}

const kindCondition = (s: Statement, kinds: readonly string[]): string[] => {
  for (const k of kinds) if (k !== 'activity' && k !== 'change') throw invalid('kinds', 'must be activity or change')
  if (new Set(kinds).size !== 1) return []
  return [`e."entity" ${kinds[0] === 'activity' ? '=' : '<>'} ${s.param(activityName, 'text')}`]
}

/** Columns of an `EventRow` over alias `e`. */
export const eventColumns =
  'e."id", e."at", e."actor_kind", e."actor_id", e."actor_name", e."name", e."entity", e."record_id", e."version", e."changes", e."data"'

const loadEvents = (app: App, actor: Actor, id: string, own: boolean, p: StoryParams, limit: number) => {
  const s = new Statement(actor.workspaceId)
  const record = s.param(id, 'uuid')
  const where = own
    ? [`e."record_id" = ${record}`]
    : [
        `e."subjects" @> array[${record}]`,
        `(e."record_id" = ${record} or ${visibleEvents(s, app.registry, actor)})`,
        // Signals for automation say again what the step itself says.
        `e."name" not like '%Changed'`,
        // An activity is told once, when it was made and when it ended; what was edited meanwhile is its own history.
        `not (e."entity" = ${s.param(activityName, 'text')} and e."record_id" <> ${record} and e."name" = any(${s.param([`${activityName}.update`, `${activityName}.reopen`], 'text[]')}))`,
      ]
  if (p.cursor !== undefined) {
    if (!uuid.test(p.cursor)) throw invalid('cursor', 'is not of this list')
    where.push(`e."id" < ${s.param(p.cursor, 'uuid')}`)
  }
  where.push(...kindCondition(s, p.kinds ?? []))
  const text = `select ${eventColumns} from "event" e where e."workspace_id" = $1 and ${where.join(' and ')} order by e."id" desc limit ${limit + 1}`
  return runStatement<EventRow>(app.database.list, actor.workspaceId, text, s.values)
}

const silent = new Set(['updatedAt', 'updatedBy', 'createdBy', 'version'])

const shownChanges = (actor: Actor, e: Entity, changes: EventRow['changes']): EventRow['changes'] => {
  const fields = allFields(e)
  return Object.fromEntries(
    Object.entries(changes).filter(([k]) => fields[k] && !silent.has(k) && !isHidden(actor, e, k)),
  )
}

/** What is told of part rows names which changed, without the fields a role hides. */
const shownData = ({ registry, actor }: Reader, e: Entity, data: EventRow['data']): EventRow['data'] => {
  const parts = new Map(registry.partsOf(e.name).flatMap((p) => (p.partOf ? [[p.partOf.as, p] as const] : [])))
  return Object.fromEntries(
    Object.entries(data).map(([k, v]) => {
      const part = parts.get(k)
      if (!part || !Array.isArray(v)) return [k, v]
      const rows: unknown[] = v
      return [
        k,
        rows.map((row) =>
          typeof row === 'object' && row !== null && 'changes' in row
            ? { ...row, changes: shownChanges(actor, part, row.changes as EventRow['changes']) }
            : row,
        ),
      ]
    }),
  )
}

type Ref = { entity: string; id: string }

const referenceOf = (e: Entity, key: string, value: unknown): Ref | undefined => {
  const f = allFields(e)[key]
  if (f?.kind === 'reference' && f.to && typeof value === 'string') return { entity: f.to, id: value }
  if (f?.kind === 'anyReference' && typeof value === 'object' && value !== null && 'id' in value && 'entity' in value)
    return { entity: String(value.entity), id: String(value.id) }
  return undefined
}

/** Currencies of the records whose money changed in an event that does not name it. */
const currenciesOf = async (
  db: Db,
  reader: Reader,
  events: readonly EventRow[],
): Promise<ReadonlyMap<string, string>> => {
  const wanted = new Map<Entity, Set<string>>()
  for (const ev of events) {
    const e = reader.registry.find(ev.entity)
    if (!e || !('currency' in e.fields) || 'currency' in ev.changes) continue
    if (!Object.keys(ev.changes).some((k) => e.fields[k]?.kind === 'money')) continue
    wanted.set(e, (wanted.get(e) ?? new Set<string>()).add(ev.record_id))
  }
  if (wanted.size === 0) return new Map()
  const s = new Statement(reader.actor.workspaceId)
  const selects = [...wanted].map(
    ([e, ids]) =>
      `select t."id", t."currency" from ${fromTable(e, 't')} and t."id" = any(${s.param([...ids], 'uuid[]')})`,
  )
  const rows = await runStatement<{ id: string; currency: string }>(
    db,
    reader.actor.workspaceId,
    selects.join(' union all '),
    s.values,
  )
  return new Map(rows.map((r) => [r.id, r.currency]))
}

const wireChanges = (
  e: Entity,
  changes: EventRow['changes'],
  currency: string,
): Record<string, { from: unknown; to: unknown }> => {
  const value = (key: string, v: unknown): unknown =>
    e.fields[key]?.kind === 'money' && typeof v === 'number' ? { amount: fromMinor(v, currency), currency } : v
  return Object.fromEntries(
    Object.entries(changes).map(([k, [from, to]]) => [k, { from: value(k, from), to: value(k, to) }]),
  )
}

const loadActivities = async (
  db: Db,
  reader: Reader,
  events: readonly EventRow[],
): Promise<ReadonlyMap<string, Wire>> => {
  const e = reader.registry.find(activityName)
  const ids = [...new Set(events.filter((x) => x.entity === activityName).map((x) => x.record_id))]
  if (!e || ids.length === 0 || reachOf(reader.actor, activityName, 'view') === 'none') return new Map()
  const query = parseListQuery(e, reader, {
    'id[in]': ids.join(','),
    limit: 200,
    fields: Object.keys(allFields(e))
      .filter((k) => !isHidden(reader.actor, e, k))
      .join(','),
  })
  const page = await runList(db, e, query, reader)
  return new Map(page.data.map(({ labels, ...row }) => [row.id, { ...encodeRow(e, row, reader.baseCurrency), labels }]))
}

/** What has events but is no entity: settings, the workspace itself. */
const unknown: Entity = entity('unknown', { label: '', labelPlural: '', plural: '', title: 'name' }, { name: text() })

/** Events as people read them: with titles for references, money with its currency, without what a role hides. */
export const tellEvents = async (db: Db, reader: Reader, events: readonly EventRow[]): Promise<Wire[]> => {
  const { actor } = reader
  const known = events.map((ev) => {
    const e = reader.registry.find(ev.entity) ?? unknown
    return { ev, e, changes: e === unknown ? ev.changes : shownChanges(actor, e, ev.changes) }
  })
  const refs = known.flatMap(({ ev, e, changes }) => [
    { entity: ev.entity, id: ev.record_id },
    ...Object.entries(changes).flatMap(([k, pair]) => pair.flatMap((v) => referenceOf(e, k, v) ?? [])),
  ])
  const [labels, activities, currencies] = await Promise.all([
    labelsOfAny(db, reader, refs),
    loadActivities(db, reader, events),
    currenciesOf(db, reader, events),
  ])
  const carded = new Set<string>()
  return known.map(({ ev, e, changes }): Wire => {
    const labelOf = (k: string, v: unknown): string | null => {
      const ref = referenceOf(e, k, v)
      return ref ? (labels.get(ref.id) ?? null) : null
    }
    const named = Object.entries(changes).filter(([k, [a, b]]) => labelOf(k, a) ?? labelOf(k, b))
    const changedCurrency = ev.changes.currency?.[1]
    const currency =
      typeof changedCurrency === 'string' ? changedCurrency : (currencies.get(ev.record_id) ?? reader.baseCurrency)
    // The newest event of an activity on this page carries its card.
    const card = carded.has(ev.record_id) ? undefined : activities.get(ev.record_id)
    if (card) carded.add(ev.record_id)
    return {
      id: ev.id,
      at: ev.at,
      actor: { id: ev.actor_id, name: ev.actor_name, kind: ev.actor_kind },
      action: ev.name,
      entity: ev.entity,
      recordId: ev.record_id,
      version: ev.version,
      label: labels.get(ev.record_id) ?? '',
      changes: wireChanges(e, changes, currency),
      changeLabels: Object.fromEntries(named.map(([k, [a, b]]) => [k, { from: labelOf(k, a), to: labelOf(k, b) }])),
      data: shownData(reader, e, ev.data),
      ...(card ? { activity: card } : {}),
    }
  })
}

/**
 * A page of a record's story, newest first. `own`: only what happened to the record itself (its history), otherwise also
 * to what names it as subject, as far as the reader may view those. Throws `notFound` where the record may not be seen.
 */
export const readStory = async (
  app: App,
  actor: Actor,
  e: Entity,
  id: string,
  own: boolean,
  p: StoryParams,
): Promise<Wire> => {
  const workspace = await loadWorkspace(app, actor.workspaceId)
  const reader = readerOf(app, actor, workspace)
  if (!(await isVisible(app, reader, e, id))) throw notFound(e.label)
  const limit = p.limit ?? 50
  const rows = await loadEvents(app, actor, id, own, p, limit)
  const page = rows.slice(0, limit)
  return {
    data: await tellEvents(app.database.list, reader, page),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** The story of a record in the trash stays readable. */
const isVisible = async (app: App, reader: Reader, e: Entity, id: string): Promise<boolean> => {
  for (const trash of [{}, { deleted: 'only' }]) {
    const query = parseListQuery(e, reader, { id, fields: 'id', limit: 1, ...trash })
    if ((await runList(app.database.list, e, query, reader)).data.length > 0) return true
  }
  return false
}
