/** What a transaction did, written into the one `event` table in that transaction: audit, timeline, automation, live updates. */
import { sql } from 'kysely'
import type { RowData } from '../codec.ts'
import type { Entity } from '../entity.ts'
import type { Change, Ctx, EventDraft } from './context.ts'

const uuidOrNull = (v: unknown): string | null => (typeof v === 'string' ? v : null)

/** The records on whose timeline an event of this row shows: itself and those its definition names. */
const subjectsOf = (e: Entity, row: RowData): string[] => {
  const refs = (e.timeline ?? []).flatMap((k) => (typeof row[k] === 'string' ? [row[k]] : []))
  return [...new Set([String(row.id), ...refs])]
}

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

/** Writes the transaction's events with one statement and returns them. */
export const writeEvents = async (c: Ctx, requestId: string | null, subjectRow?: RowData): Promise<StoredEvent[]> => {
  const changed = changeEvents(c)
  const drafts = [...changed, ...c.drafts]
  const events = [...subjectEvent(c, drafts, subjectRow), ...drafts].map((d) => ({ ...d, id: c.newId() }))
  if (events.length === 0) return []
  await sql`insert into event (workspace_id, id, at, actor_kind, actor_id, actor_name, ip, request_id, name, entity,
      record_id, version, changes, data, owner_id, team_id, subjects)
    select ${c.workspace.id}::uuid, x.id, ${c.now}::timestamptz, ${c.actor.kind}, ${c.actor.memberId}::uuid, ${c.actor.name},
      ${c.actor.ip ?? null}, ${requestId}, x.name, x.entity, x."recordId", x.version, x.changes, x.data, x."ownerId",
      x."teamId", x.subjects
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as x(id uuid, name text, entity text, "recordId" uuid,
      version int, changes jsonb, data jsonb, "ownerId" uuid, "teamId" uuid, subjects uuid[])`.execute(c.tx)
  return events
}
