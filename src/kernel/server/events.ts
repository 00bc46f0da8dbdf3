/** What a transaction did, written into the one `event` table in that transaction: audit, timeline, automation, live updates. */
import { sql } from 'kysely'
import type { RowData } from '../codec.ts'
import { type Entity, snake } from '../entity.ts'
import { columnsOf, tableOf } from './columns.ts'
import type { Change, Ctx, EventDraft } from './context.ts'

const uuidOrNull = (v: unknown): string | null => (typeof v === 'string' ? v : null)

const isRef = (v: unknown): v is { id: string } =>
  typeof v === 'object' && v !== null && 'id' in v && typeof v.id === 'string'

/** The records that the references a definition names as `timeline` point to. */
const shownOn = (e: Entity, row: RowData): string[] =>
  (e.timeline ?? []).flatMap((k) => {
    const v = row[k]
    return typeof v === 'string' ? [v] : isRef(v) ? [v.id] : []
  })

/** The records on whose timeline an event of this row shows: itself and those its definition names. */
const subjectsOf = (e: Entity, row: RowData): string[] => [...new Set([String(row.id), ...shownOn(e, row)])]

export const draftOf = (
  name: string,
  e: Entity,
  row: RowData,
  changes: EventDraft['changes'] = {},
  data: Record<string, unknown> = {},
): EventDraft => ({
  name,
  entity: e.name,
  recordId: String(row.id),
  version: typeof row.version === 'number' ? row.version : null,
  changes,
  data,
  ownerId: uuidOrNull(row.ownerId),
  teamId: uuidOrNull(row.teamId),
  subjects: subjectsOf(e, row),
})

const nameOf = (c: Ctx, change: Change): string =>
  c.subject && c.subject.entity === change.entity.name && c.subject.id === change.id
    ? c.subject.action
    : `${change.entity.name}.${change.kind}`

/** Changes of part rows are told as their document's: what a reader sees is that the quote changed. */
const isPart = (change: Change): boolean => change.entity.partOf !== undefined

const changeEvents = (c: Ctx): EventDraft[] => {
  const drafts = [...c.changes.values()]
    .filter((x) => !isPart(x))
    .map((x) => draftOf(nameOf(c, x), x.entity, x.row, x.fields))
  for (const x of [...c.changes.values()].filter(isPart)) {
    const { entity, field, as } = x.entity.partOf ?? { entity: '', field: '', as: '' }
    const parent = drafts.find((d) => d.entity === entity && d.recordId === x.row[field])
    if (!parent) continue
    parent.subjects = [...new Set([...parent.subjects, ...shownOn(x.entity, x.row)])]
    const list = (parent.data[as] ?? []) as unknown[]
    parent.data[as] = [...list, { id: x.id, kind: x.kind, ...(x.kind === 'update' ? { changes: x.fields } : {}) }]
  }
  return drafts
}

export type StoredEvent = EventDraft & { id: string }

/** An action that changed nothing still happened to its subject. */
const subjectEvent = (c: Ctx, written: readonly EventDraft[], subjectRow: RowData | undefined): EventDraft[] => {
  const s = c.subject
  if (!s || !subjectRow || written.some((d) => d.name === s.action && d.recordId === s.id)) return []
  return [draftOf(s.action, c.registry.entity(s.entity), subjectRow)]
}

type Linked = { parent: string; id: string }

/**
 * What a document's part rows link to shows the document's events too (an activity and the records it is about), also
 * when the event did not touch those rows. One statement for each such part that the transaction concerns.
 */
const addLinked = async (c: Ctx, drafts: readonly EventDraft[]): Promise<void> => {
  for (const part of c.registry.entities) {
    if (!part.partOf || !part.timeline) continue
    const { entity, field } = part.partOf
    const concerned = drafts.filter((d) => d.entity === entity)
    if (concerned.length === 0) continue
    const columns = columnsOf(part).filter((x) => part.timeline?.includes(x.key) && x.half !== 'entity')
    const ids = sql.join(columns.map((x) => sql.ref(`t.${x.column}`)))
    const parent = sql.ref(`t.${snake(field)}`)
    const r = await sql<Linked>`select ${parent} as parent, x.id from ${sql.table(tableOf(part))} t
      cross join lateral unnest(array[${ids}]) as x(id)
      where t.workspace_id = ${c.workspace.id} and ${parent} = any(${concerned.map((d) => d.recordId)}::uuid[])
        and t.deleted_at is null and x.id is not null`.execute(c.tx)
    for (const d of concerned)
      d.subjects = [...new Set([...d.subjects, ...r.rows.filter((x) => x.parent === d.recordId).map((x) => x.id)])]
  }
}

/** Writes the transaction's events with one statement and returns them. */
export const writeEvents = async (c: Ctx, requestId: string | null, subjectRow?: RowData): Promise<StoredEvent[]> => {
  const changed = changeEvents(c)
  const drafts = [...changed, ...c.drafts]
  const named = [...subjectEvent(c, drafts, subjectRow), ...drafts]
  if (named.length === 0) return []
  await addLinked(c, named)
  const events = named.map((d) => ({ ...d, id: c.newId() }))
  await sql`insert into event (workspace_id, id, at, actor_kind, actor_id, actor_name, ip, request_id, name, entity,
      record_id, version, changes, data, owner_id, team_id, subjects)
    select ${c.workspace.id}::uuid, x.id, ${c.now}::timestamptz, ${c.actor.kind}, ${c.actor.memberId}::uuid, ${c.actor.name},
      ${c.actor.ip ?? null}, ${requestId}, x.name, x.entity, x."recordId", x.version, x.changes, x.data, x."ownerId",
      x."teamId", x.subjects
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as x(id uuid, name text, entity text, "recordId" uuid,
      version int, changes jsonb, data jsonb, "ownerId" uuid, "teamId" uuid, subjects uuid[])`.execute(c.tx)
  return events
}
