/** One action on many records: by ids or by a list's filter, with progress, cancel and undo. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { RowData } from '../codec.ts'
import type { Entity } from '../entity.ts'
import { AppError, notFound, refused } from '../errors.ts'
import { type Actor, assertRight, may } from './access.ts'
import type { Action } from './action.ts'
import type { App } from './app.ts'
import { actorOf, systemActor } from './auth.ts'
import type { Ctx } from './context.ts'
import { execute, transact } from './execute.ts'
import { job } from './jobs.ts'
import { eachPage, parseListQuery } from './list/index.ts'
import { reading, readerOf } from './records.ts'
import { lock, lockDeleted, restore, update } from './table.ts'
import { loadWorkspace } from './workspace.ts'

export const bulkInput = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(10_000).optional(),
  /** list parameters as in the URL; every record they find */
  filter: z.record(z.string(), z.string()).optional(),
  action: z.string().max(60),
  input: z.record(z.string(), z.unknown()).default({}),
})
type BulkInput = z.infer<typeof bulkInput>

export type Operation = {
  id: string
  entity: string
  action: string
  status: 'running' | 'done' | 'cancelled' | 'undoing' | 'undone'
  total: number
  done: number
  failed: number
  undone: number
  /** the first problems, by record */
  problems: { recordId: string; problem: string }[]
  undoable: boolean
}

const inlineUpTo = 50
const chunk = 100
const mostRecords = 100_000

const undoableActions = new Set(['update', 'delete'])

const idsOf = async (app: App, actor: Actor, e: Entity, input: BulkInput): Promise<string[]> => {
  if (input.ids) return [...new Set(input.ids)]
  if (!input.filter)
    throw new AppError('invalid', 'Say which records: ids or filter.', {
      errors: [{ path: 'ids', message: 'is required' }],
    })
  const reader = readerOf(app, actor, await loadWorkspace(app, actor.workspaceId))
  const query = parseListQuery(e, reader, { ...input.filter, fields: 'id', total: 'none' })
  const ids: string[] = []
  for await (const page of eachPage(app.database.list, e, query, reader)) {
    ids.push(...page.map((r) => String(r.id)))
    if (ids.length > mostRecords)
      throw refused('tooManyRecords', `At most ${mostRecords} records at once. Narrow the filter.`)
  }
  return ids
}

/** Starts the operation. A small one is finished when this returns; a large one goes on as a job. */
export const startBulk = async (app: App, actor: Actor, e: Entity, input: BulkInput): Promise<Operation> => {
  const a = app.actions.get(`${e.name}.${input.action}`)
  if (!a || a.on === 'create' || a.on === 'collection' || !a.admits.includes('user'))
    throw new AppError('invalid', `${input.action} is not an action on ${e.labelPlural.toLowerCase()}.`, {
      errors: [{ path: 'action', message: 'is not an action on these records' }],
    })
  const ids = await idsOf(app, actor, e, input)
  const id = await transact(app, actor, async (c) => {
    const id = c.newId()
    await sql`insert into operation (workspace_id, id, member_id, user_id, entity, action, input, filter, status, total)
      values (${c.workspace.id}, ${id}, ${actor.memberId}, ${actor.userId}, ${e.name}, ${input.action},
        ${JSON.stringify(input.input)}::jsonb, ${input.filter ? JSON.stringify(input.filter) : null}::jsonb, 'running', ${ids.length})`.execute(
      c.tx,
    )
    await sql`insert into operation_item (workspace_id, operation_id, position, record_id)
      select ${c.workspace.id}, ${id}, x.position, x.id from unnest(${ids}::uuid[]) with ordinality as x(id, position)`.execute(
      c.tx,
    )
    if (ids.length > inlineUpTo) c.enqueue({ name: 'bulk.run', payload: { operationId: id }, key: `bulk:${id}` })
    return id
  })
  if (ids.length <= inlineUpTo) await runBulk(app, actor.workspaceId, id)
  return readOperation(app, actor, id)
}

type OperationRow = { entity: string; action: string; input: RowData; status: Operation['status']; user_id: string }
type Item = { position: number; record_id: string }

const nextItems = async (c: Ctx, id: string): Promise<Item[]> =>
  (
    await sql<Item>`select position, record_id from operation_item
      where workspace_id = ${c.workspace.id} and operation_id = ${id} and outcome is null order by position limit ${chunk}`.execute(
      c.tx,
    )
  ).rows

const operationRow = async (c: Ctx, id: string): Promise<OperationRow> => {
  const r = await sql<OperationRow>`select entity, action, input, status, user_id from operation
    where workspace_id = ${c.workspace.id} and id = ${id}`.execute(c.tx)
  const [row] = r.rows
  if (!row) throw notFound('Operation')
  return row
}

type Outcome = {
  position: number
  outcome: 'done' | 'failed' | 'undone'
  problem: string | null
  version: number | null
}

const onOne = async (app: App, actor: Actor, a: Action, item: Item, input: RowData): Promise<Outcome> => {
  try {
    const r = await execute(app, actor, a, { id: item.record_id, body: input })
    return {
      position: item.position,
      outcome: 'done',
      problem: null,
      version: typeof r.row?.version === 'number' ? r.row.version : null,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { position: item.position, outcome: 'failed', problem: error.message, version: null }
  }
}

const saveOutcomes = async (c: Ctx, id: string, outcomes: readonly Outcome[]): Promise<void> => {
  await sql`update operation_item i set outcome = x.outcome, problem = x.problem, version = x.version
    from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as x(position int, outcome text, problem text, version int)
    where i.workspace_id = ${c.workspace.id} and i.operation_id = ${id} and i.position = x.position`.execute(c.tx)
  const count = (o: Outcome['outcome']) => outcomes.filter((x) => x.outcome === o).length
  await sql`update operation set done = done + ${count('done')}, failed = failed + ${count('failed')}, undone = undone + ${count('undone')}
    where workspace_id = ${c.workspace.id} and id = ${id}`.execute(c.tx)
}

const finish = (c: Ctx, id: string, from: string, to: string) =>
  sql`update operation set status = ${to}, finished_at = ${c.now}
    where workspace_id = ${c.workspace.id} and id = ${id} and status = ${from}`.execute(c.tx)

/** Goes on where it stopped, record by record: one that is refused does not keep back the others. */
const runBulk = async (app: App, workspaceId: string, id: string): Promise<void> => {
  const system = systemActor(workspaceId)
  for (;;) {
    const { op, items } = await transact(app, system, async (c) => ({
      op: await operationRow(c, id),
      items: await nextItems(c, id),
    }))
    if (op.status !== 'running') return
    const actor = await actorOf(app, workspaceId, op.user_id)
    const a = app.actions.get(`${op.entity}.${op.action}`)
    if (!actor || !a || items.length === 0) {
      await transact(app, system, (c) => finish(c, id, 'running', items.length === 0 ? 'done' : 'cancelled'))
      return
    }
    const outcomes: Outcome[] = []
    for (const item of items) outcomes.push(await onOne(app, actor, a, item, op.input))
    await transact(app, system, (c) => saveOutcomes(c, id, outcomes))
  }
}

/** The operation itself may have given the record away, or the role may have changed since. */
const beyond = 'is beyond your reach now'

/** Takes back one record, when nobody has touched it since; its own event tells what the operation had changed. */
const undoOne = async (
  c: Ctx,
  e: Entity,
  action: string,
  item: Item & { version: number | null },
): Promise<Outcome> => {
  const kept: Outcome = {
    position: item.position,
    outcome: 'failed',
    problem: 'was changed since',
    version: item.version,
  }
  if (action === 'delete') {
    const row = await lockDeleted(c, e, item.record_id)
    if (row.version !== item.version) return kept
    if (!may(c.actor, e, 'delete', row)) return { ...kept, problem: beyond }
    await restore(c, e, row)
    return { ...kept, outcome: 'undone', problem: null }
  }
  const row = await lock(c, e, item.record_id)
  if (row.version !== item.version) return kept
  if (!may(c.actor, e, 'edit', row)) return { ...kept, problem: beyond }
  const r = await sql<{ changes: Record<string, [unknown, unknown]> }>`select changes from event
    where workspace_id = ${c.workspace.id} and record_id = ${item.record_id} and version = ${item.version} order by id desc limit 1`.execute(
    c.tx,
  )
  const before = Object.fromEntries(Object.entries(r.rows[0]?.changes ?? {}).map(([k, [from]]) => [k, from]))
  await update(c, e, row, before)
  return { ...kept, outcome: 'undone', problem: null }
}

export const undoBulk = async (app: App, actor: Actor, id: string): Promise<Operation> => {
  await transact(app, actor, async (c) => {
    const op = await operationRow(c, id)
    if (!undoableActions.has(op.action)) throw refused('notUndoable', 'This action cannot be undone.')
    assertRight(actor, app.registry.entity(op.entity), op.action === 'delete' ? 'delete' : 'edit')
    const claimed =
      await sql`update operation set status = 'undoing' where workspace_id = ${c.workspace.id} and id = ${id}
      and status in ('done', 'cancelled') and member_id = ${actor.memberId} returning id`.execute(c.tx)
    if (claimed.rows.length === 0)
      throw refused('notUndoable', 'Only what you did yourself and what has ended can be undone, once.')
  })
  await undoAll(app, actor, id)
  return readOperation(app, actor, id)
}

const undoAll = async (app: App, actor: Actor, id: string): Promise<void> => {
  for (;;) {
    const more = await transact(app, actor, async (c) => {
      const op = await operationRow(c, id)
      const e = app.registry.entity(op.entity)
      const items = await sql<Item & { version: number | null }>`select position, record_id, version from operation_item
        where workspace_id = ${c.workspace.id} and operation_id = ${id} and outcome = 'done' order by position limit ${chunk}`.execute(
        c.tx,
      )
      const outcomes: Outcome[] = []
      for (const item of items.rows) outcomes.push(await undoOne(c, e, op.action, item))
      if (outcomes.length > 0) await saveOutcomes(c, id, outcomes)
      else await finish(c, id, 'undoing', 'undone')
      return outcomes.length > 0
    })
    if (!more) return
  }
}

/** Stops after the records under way. Only who started it may. */
export const cancelBulk = async (app: App, actor: Actor, id: string): Promise<Operation> => {
  await readOperation(app, actor, id)
  await transact(app, actor, (c) => finish(c, id, 'running', 'cancelled'))
  return readOperation(app, actor, id)
}

export const readOperation = async (app: App, actor: Actor, id: string): Promise<Operation> =>
  reading(app, actor, async (c) => {
    const r = await sql<
      Omit<Operation, 'problems' | 'undoable'>
    >`select id, entity, action, status, total, done, failed, undone
      from operation where workspace_id = ${c.workspace.id} and id = ${id} and member_id = ${actor.memberId}`.execute(
      c.tx,
    )
    const [op] = r.rows
    if (!op) throw notFound('Operation')
    const p = await sql<{
      recordId: string
      problem: string
    }>`select record_id as "recordId", problem from operation_item
      where workspace_id = ${c.workspace.id} and operation_id = ${id} and problem is not null order by position limit 20`.execute(
      c.tx,
    )
    return {
      ...op,
      problems: p.rows,
      undoable: undoableActions.has(op.action) && (op.status === 'done' || op.status === 'cancelled') && op.done > 0,
    }
  })

export const bulkJob = job('bulk.run', (j, payload) =>
  runBulk(j.app, j.workspaceId, z.object({ operationId: z.uuid() }).parse(payload).operationId),
)
