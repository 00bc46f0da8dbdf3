/** Taking an import back: what it made goes to the trash, what it changed gets its former values, where nobody touched it since. */
import { sql } from 'kysely'
import type { RowData } from '../../../kernel/codec.ts'
import { allFields, type Entity, snake } from '../../../kernel/entity.ts'
import type { App } from '../../../kernel/server/app.ts'
import { bulkUpdate } from '../../../kernel/server/bulkWrite.ts'
import { tableOf, toRow } from '../../../kernel/server/columns.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import { transact } from '../../../kernel/server/execute.ts'
import { lock } from '../../../kernel/server/table.ts'
import { dataImport, type ImportSummary } from '../model.ts'
import { advance, begin, failing } from './run.ts'

type RecordRow = {
  record_id: string
  entity: string
  kind: 'create' | 'update'
  version: number
  before: RowData | null
}
type Kept = NonNullable<ImportSummary['undone']>['kept'][number]
type Tally = { removed: number; restored: number; kept: Kept[] }

const most = 500
const batch = 1000

const rowsOf = async (c: Ctx, e: Entity, ids: readonly string[]): Promise<Map<string, RowData>> => {
  const r = await sql<RowData>`select t.* from ${sql.table(tableOf(e))} t
    where t.workspace_id = ${c.workspace.id} and t.id = any(${ids}::uuid[]) for update`.execute(c.tx)
  return new Map(r.rows.map((x) => [String(x.id), toRow(e, x)]))
}

/** Every field of any entity that points to records of this one. */
const pointersTo = (c: Ctx, e: Entity): { from: Entity; field: string }[] =>
  c.registry.entities.flatMap((from) =>
    Object.entries(allFields(from)).flatMap(([field, f]) =>
      f.kind === 'reference' && f.to === e.name && field !== 'createdBy' && field !== 'updatedBy'
        ? [{ from, field }]
        : [],
    ),
  )

/** Those of `ids` that live records point to which this import did not make; rows of a document live as long as it does. */
const inUse = async (c: Ctx, e: Entity, ids: readonly string[], importId: string): Promise<Map<string, string>> => {
  const used = new Map<string, string>()
  for (const { from, field } of pointersTo(c, e)) {
    const parent = from.partOf
    const live = parent
      ? sql`exists (select 1 from ${sql.table(tableOf(c.registry.entity(parent.entity)))} p where p.workspace_id = t.workspace_id
          and p.id = t.${sql.ref(snake(parent.field))} and p.deleted_at is null)`
      : sql`true`
    const owner = parent ? sql`t.${sql.ref(snake(parent.field))}` : sql`t.id`
    const r = await sql<{
      id: string
    }>`select distinct t.${sql.ref(snake(field))} as id from ${sql.table(tableOf(from))} t
      where t.workspace_id = ${c.workspace.id} and t.deleted_at is null and t.${sql.ref(snake(field))} = any(${ids}::uuid[]) and ${live}
        and not exists (select 1 from import_record i where i.workspace_id = t.workspace_id and i.import_id = ${importId}
          and i.record_id = ${owner})`.execute(c.tx)
    for (const { id } of r.rows) used.set(id, from.labelPlural.toLowerCase())
  }
  return used
}

const labelOfRow = (e: Entity, row: RowData): string => String(row[e.title] ?? row.number ?? row.id)

const keep = (tally: Tally, e: Entity, row: RowData, reason: string): void => {
  if (tally.kept.length < most)
    tally.kept.push({ entity: e.name, id: String(row.id), label: labelOfRow(e, row), reason })
}

const changedSince = 'It was changed after the import'

const removeCreated = async (
  c: Ctx,
  e: Entity,
  list: readonly RecordRow[],
  importId: string,
  tally: Tally,
): Promise<void> => {
  const rows = await rowsOf(
    c,
    e,
    list.map((x) => x.record_id),
  )
  const used = await inUse(c, e, [...rows.keys()], importId)
  const gone: RowData[] = []
  for (const x of list) {
    const row = rows.get(x.record_id)
    if (!row || row.deletedAt) continue
    const reason =
      row.version !== x.version
        ? changedSince
        : used.has(x.record_id)
          ? `It is used by ${used.get(x.record_id)}`
          : undefined
    if (reason === undefined) gone.push(row)
    else keep(tally, e, row, reason)
  }
  const done = await bulkUpdate(
    c,
    e,
    gone.map((row) => ({ row, patch: { deletedAt: c.now } })),
    { importId },
    'delete',
  )
  tally.removed += done.length
}

const restoreUpdated = async (
  c: Ctx,
  e: Entity,
  list: readonly RecordRow[],
  importId: string,
  tally: Tally,
): Promise<void> => {
  const rows = await rowsOf(
    c,
    e,
    list.map((x) => x.record_id),
  )
  const back = list.flatMap((x) => {
    const row = rows.get(x.record_id)
    if (!row || row.deletedAt) return []
    if (row.version === x.version) return [{ row, patch: x.before ?? {} }]
    keep(tally, e, row, changedSince)
    return []
  })
  tally.restored += (await bulkUpdate(c, e, back, { importId })).length
}

/** One batch, the last written first, so that what others point to goes after them. */
const undoBatch = async (c: Ctx, importId: string, tally: Tally): Promise<number> => {
  const r = await sql<RecordRow>`select record_id, entity, kind, version, before from import_record
    where workspace_id = ${c.workspace.id} and import_id = ${importId} order by position desc limit ${batch}`.execute(
    c.tx,
  )
  for (let at = 0; at < r.rows.length; ) {
    const first = r.rows[at]
    if (!first) break
    let end = at
    while (r.rows[end]?.entity === first.entity && r.rows[end]?.kind === first.kind) end++
    const list = r.rows.slice(at, end)
    const e = c.registry.entity(first.entity)
    if (first.kind === 'create') await removeCreated(c, e, list, importId, tally)
    else await restoreUpdated(c, e, list, importId, tally)
    at = end
  }
  await sql`delete from import_record where workspace_id = ${c.workspace.id} and import_id = ${importId}
    and record_id = any(${r.rows.map((x) => x.record_id)}::uuid[])`.execute(c.tx)
  return r.rows.length
}

export const undoImport = async (app: App, workspaceId: string, id: string): Promise<void> =>
  failing(app, workspaceId, id, async () => {
    const w = await begin(app, workspaceId, id, 'undoing')
    if (!w) return
    for (;;) {
      const going = await transact(app, w.actor, async (c) => {
        c.quiet = true
        const row = await lock(c, dataImport, id)
        if (row.status !== 'undoing') return false
        const tally: Tally = row.summary?.undone ?? { removed: 0, restored: 0, kept: [] }
        const n = await undoBatch(c, id, tally)
        const summary: ImportSummary = { ...row.summary, undone: tally }
        if (n === 0) {
          await advance(c, row, 'finishUndo', { summary, finishedAt: c.now })
          return false
        }
        await sql`update import set summary = ${JSON.stringify(summary)}::jsonb, attempts = 1
          where workspace_id = ${workspaceId} and id = ${id}`.execute(c.tx)
        return true
      })
      if (!going) return
    }
  })
