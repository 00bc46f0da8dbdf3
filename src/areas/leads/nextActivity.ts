/** The day of the next open activity, kept on the record it is about, so that boards show it and lists filter by it. */
import { sql } from 'kysely'
import type { Entity } from '../../kernel/entity.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { tableOf } from '../../kernel/server/columns.ts'
import { type Happened, type Reaction, within } from '../../kernel/server/jobs.ts'

const idIn = (v: unknown, entity: string): string[] =>
  typeof v === 'object' && v !== null && 'entity' in v && 'id' in v && v.entity === entity && typeof v.id === 'string'
    ? [v.id]
    : []

/** The records an activity is about, and was about before this change. */
const subjects = async (c: Ctx, event: Happened, entity: string): Promise<string[]> => {
  const r = await sql<{ id: string }>`select about_id as id from activity where workspace_id = ${c.workspace.id}
    and id = ${event.recordId} and about_entity = ${entity}`.execute(c.tx)
  const before = event.changes.about?.[0]
  return [...new Set([...r.rows.map((x) => x.id), ...idIn(before, entity)])]
}

/** A computed figure: it changes neither the version nor the history of the record. */
const refresh = async (c: Ctx, e: Entity, ids: readonly string[]): Promise<void> => {
  await sql`update ${sql.table(tableOf(e))} t set next_activity_on = (
      select min(coalesce(a.due_on, (a.starts_at at time zone ${c.workspace.timeZone})::date)) from activity a
      where a.workspace_id = t.workspace_id and a.about_id = t.id and a.status = 'open' and a.deleted_at is null)
    where t.workspace_id = ${c.workspace.id} and t.id = any(${[...ids]}::uuid[])`.execute(c.tx)
}

/** Keeps `nextActivityOn` of an entity: declared by the area that owns it. */
export const followNextActivity = (e: Entity): Reaction =>
  within('activity.*', `${e.name}: next activity`, async (c, event) => {
    const ids = await subjects(c, event, e.name)
    if (ids.length > 0) await refresh(c, e, ids)
  })
