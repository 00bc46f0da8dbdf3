/** The work on a file: dry run, import and what ends them. Each chunk is one transaction with its checkpoint in it. */
import { sql } from 'kysely'
import type { RowData } from '../../../kernel/codec.ts'
import type { Entity } from '../../../kernel/entity.ts'
import { AppError } from '../../../kernel/errors.ts'
import { advance as takeStep } from '../../../kernel/server/action.ts'
import type { Actor } from '../../../kernel/server/access.ts'
import type { App } from '../../../kernel/server/app.ts'
import { actorOf, systemActor } from '../../../kernel/server/auth.ts'
import { bulkUpdate } from '../../../kernel/server/bulkWrite.ts'
import { tableOf, toRow } from '../../../kernel/server/columns.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import { transact } from '../../../kernel/server/execute.ts'
import { reading as readOnly } from '../../../kernel/server/records.ts'
import { find, get, lock } from '../../../kernel/server/table.ts'
import { loadWorkspace } from '../../../kernel/server/workspace.ts'
import { member } from '../../admin/model.ts'
import { type DataImport, dataImport, type ImportSummary } from '../model.ts'
import { importFlow } from '../rules.ts'
import type { Draft } from '../../../kernel/server/import/importer.ts'
import { checkChunk, writeChunk } from './chunk.ts'
import { readRows, readTitles } from './file.ts'
import { journal, type Outcome, type Written, writeOutcomes } from './journal.ts'
import { keep, resolveReferences } from './lookups.ts'
import { type Plan, planOf } from './plan.ts'
import { tellPlanner, tellPlannerAsItGrows, tellPlannerAtTheEnd } from './planner.ts'
import { type Memory, newMemory } from './rows.ts'

const chunkRows = 1000
const mostAttempts = 5

type Work = { app: App; actor: Actor; row: DataImport; plan: Plan; path: string }

/** A step of the flow taken by the work itself. */
export const advance = async (
  c: Ctx,
  row: DataImport,
  step: keyof typeof importFlow.steps,
  patch: Partial<DataImport> = {},
): Promise<DataImport> => {
  c.subject = { entity: dataImport.name, id: row.id, action: `import.${step}` }
  return takeStep(c, importFlow, step, row, undefined, patch)
}

const tell = (w: Pick<Work, 'app' | 'actor' | 'row'>): void =>
  w.app.live.publish(w.actor.workspaceId, [
    {
      id: w.row.id,
      name: 'import.progress',
      entity: dataImport.name,
      recordId: w.row.id,
      version: null,
      changes: {},
      data: {},
      ownerId: w.row.ownerId,
      teamId: w.row.teamId,
      subjects: [],
    },
  ])

/** The person who started it, with the rights they have now. */
const actorFor = async (app: App, workspaceId: string, row: DataImport): Promise<Actor> => {
  const system = systemActor(workspaceId)
  if (!row.startedById) return system
  const person = await readOnly(app, system, (c) => find(c, member, row.startedById ?? ''))
  const actor = person?.userId ? await actorOf(app, workspaceId, person.userId) : undefined
  if (!actor) throw new AppError('forbidden', 'The person who started this import is no longer active.')
  return actor
}

/** Loads an import that is in `status`; counts the attempt. Nothing when it is in another by now. */
export const begin = async (
  app: App,
  workspaceId: string,
  id: string,
  status: DataImport['status'],
): Promise<Work | undefined> => {
  const system = systemActor(workspaceId)
  const row = await transact(app, system, async (c) => {
    const found = await lock(c, dataImport, id)
    if (found.status !== status) return undefined
    await sql`update import set attempts = attempts + 1 where workspace_id = ${workspaceId} and id = ${id}`.execute(
      c.tx,
    )
    return { ...found, attempts: found.attempts + 1 }
  })
  if (!row) return undefined
  if (row.attempts > mostAttempts)
    throw new AppError('refused', 'The work broke off several times. See the failed jobs for the reason.')
  const actor = await actorFor(app, workspaceId, row)
  const workspace = await loadWorkspace(app, workspaceId)
  const path = await app.files.locate(workspaceId, row.fileHash)
  return { app, actor, row, plan: planOf(app.registry, workspace, actor, row), path }
}

/** Ends the work with a sentence; for what nobody expected the job is tried again first. */
export const failing = async (app: App, workspaceId: string, id: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'timeout') throw error
    await transact(app, systemActor(workspaceId), async (c) => {
      const row = await lock(c, dataImport, id)
      if (row.status !== 'checking' && row.status !== 'running' && row.status !== 'undoing') return
      await advance(c, row, 'fail', { problem: error.message.slice(0, 1000), finishedAt: c.now })
    })
  }
}

const memoryFor = async ({ plan, path }: Work): Promise<Memory> => {
  const columns = plan.convert.columns.filter((x) => plan.references.some((r) => r.own && r.field === x.field))
  const referring = columns.flatMap((x) => x.index ?? [])
  const named = columns.flatMap((x) => Object.values(x.values).flatMap((v) => v ?? []))
  const titles =
    referring.length > 0 && plan.titleIndex !== null
      ? await readTitles({ path, settings: plan.settings, index: plan.titleIndex, referring, named })
      : null
  return newMemory(titles && new Set(titles))
}

const counted = (outcomes: readonly Outcome[]) => {
  const of = (outcome: Outcome['outcome']) => outcomes.filter((o) => o.outcome === outcome).length
  const warned = outcomes.filter((o) => o.outcome === 'create' && o.problems.length > 0).length
  return { created: of('create'), updated: of('update'), skipped: of('skip'), failed: of('fail'), warned }
}

/** Progress is no change of the record: its version stays. */
const addProgress = async (c: Ctx, id: string, outcomes: readonly Outcome[], checkpoint: number): Promise<void> => {
  const n = counted(outcomes)
  await sql`update import set processed = processed + ${outcomes.length}, created = created + ${n.created},
      updated = updated + ${n.updated}, skipped = skipped + ${n.skipped}, failed = failed + ${n.failed}, warned = warned + ${n.warned},
      checkpoint = ${checkpoint}, attempts = 1
    where workspace_id = ${c.workspace.id} and id = ${id}`.execute(c.tx)
}

/** Locks the import for a chunk. False when it was cancelled, or another worker went on with it. */
const stillMine = async (c: Ctx, id: string, status: DataImport['status'], checkpoint: number): Promise<boolean> => {
  const row = await lock(c, dataImport, id)
  return row.status === status && row.checkpoint === checkpoint
}

const chunks = async (
  w: Work,
  status: 'checking' | 'running',
  each: (c: Ctx, memory: Memory, rows: Awaited<ReturnType<typeof readRows>>['rows']) => Promise<Outcome[]>,
): Promise<Memory | undefined> => {
  const memory = await memoryFor(w)
  await tellPlanner(w.app, w.plan)
  const grown = tellPlannerAsItGrows(w.app, w.plan)
  let [processed, created] = [0, 0]
  const ask = (after: number) =>
    readRows({ path: w.path, settings: w.plan.settings, plan: w.plan.convert, after, count: chunkRows })
  let at = w.row.checkpoint
  let reading = ask(at)
  for (;;) {
    const { rows, done } = await reading
    const last = rows.at(-1)
    if (!last) return memory
    // The thread reads on while the database writes.
    reading = done ? Promise.resolve({ rows: [], done: true }) : ask(last.line)
    reading.catch(() => undefined)
    const going = await transact(w.app, w.actor, async (c) => {
      c.quiet = true
      memory.lookups.fresh.clear()
      // Work that is lost with its checkpoint is done again; the end of the import waits for the disk.
      await sql`set local synchronous_commit = off`.execute(c.tx)
      if (!(await stillMine(c, w.row.id, status, at))) return false
      const outcomes = await each(c, memory, rows)
      await writeOutcomes(c, w.row.id, outcomes)
      await addProgress(c, w.row.id, outcomes, last.line)
      if (status === 'running') created += counted(outcomes).created
      return true
    })
    if (!going) return undefined
    keep(memory.lookups)
    processed += rows.length
    await grown(processed, created)
    at = last.line
    tell(w)
  }
}

const missingNames = (memory: Memory): ImportSummary => ({
  missing: Object.fromEntries([...memory.missing].map(([entity, names]) => [entity, [...names]])),
})

/** What every row would come to. */
export const checkImport = async (app: App, workspaceId: string, id: string): Promise<void> =>
  failing(app, workspaceId, id, async () => {
    const w = await begin(app, workspaceId, id, 'checking')
    if (!w) return
    const memory = await chunks(w, 'checking', (c, m, rows) => checkChunk(c, w.plan, rows, m, id))
    if (!memory) return
    await transact(app, w.actor, async (c) => {
      c.quiet = true
      const row = await lock(c, dataImport, id)
      if (row.status === 'checking')
        await advance(c, row, 'finishCheck', { summary: missingNames(memory), finishedAt: c.now })
    })
  })

type PendingRow = { line: number; record_id: string; pending: Record<string, string> }

/** References among the rows of the file, now that all of them are there. */
const settlePending = async (w: Work): Promise<void> => {
  const { plan } = w
  const own = plan.references.filter((r) => r.own).map((r) => ({ ...r, createMissing: false }))
  if (own.length === 0) return
  for (;;) {
    const left = await transact(w.app, w.actor, async (c) => {
      c.quiet = true
      const row = await lock(c, dataImport, w.row.id)
      if (row.status !== 'running') return 0
      const waiting = await sql<PendingRow>`select line, record_id, pending from import_row
        where workspace_id = ${c.workspace.id} and import_id = ${w.row.id} and pending is not null order by line limit ${chunkRows}`.execute(
        c.tx,
      )
      if (waiting.rows.length === 0) return 0
      const ids = waiting.rows.map((x) => x.record_id)
      const stored = await sql<RowData>`select t.* from ${sql.table(tableOf(plan.entity))} t
        where t.workspace_id = ${c.workspace.id} and t.id = any(${ids}::uuid[])`.execute(c.tx)
      const byId = new Map(stored.rows.map((x) => [String(x.id), toRow(plan.entity, x)]))
      const blank = (x: PendingRow): Draft => ({
        line: x.line,
        values: {},
        extra: {},
        before: byId.get(x.record_id) ?? null,
        problems: [],
      })
      const drafts = waiting.rows.map((x) => ({
        draft: blank(x),
        refs: x.pending,
        pending: {},
        row: x,
      }))
      await resolveReferences(
        c,
        own,
        drafts,
        { cache: new Map(), fresh: new Map() },
        {
          dry: false,
          also: async () => [],
          missing: new Map(),
          titles: null,
        },
      )
      for (const { draft } of drafts)
        for (const r of own) if (draft.values[r.field] === draft.before?.id) delete draft.values[r.field]
      const saved = await bulkUpdate(
        c,
        plan.entity,
        drafts.flatMap(({ draft }) => (draft.before ? [{ row: draft.before, patch: draft.values }] : [])),
        { importId: w.row.id },
      )
      await journal(
        c,
        w.row.id,
        saved.map(
          (x): Written => ({
            entity: plan.entity.name,
            recordId: String(x.after.id),
            kind: 'update',
            version: Number(x.after.version),
            before: Object.fromEntries(x.changed.map((k) => [k, x.before[k] ?? null])),
          }),
        ),
      )
      const complaints = drafts.map(({ row: x, draft }) => ({
        line: x.line,
        problems: draft.problems.length > 0 ? draft.problems : null,
      }))
      await sql`update import_row t set pending = null, problems = coalesce(x.problems, t.problems)
        from jsonb_to_recordset(${JSON.stringify(complaints)}::jsonb) as x(line int, problems jsonb)
        where t.workspace_id = ${c.workspace.id} and t.import_id = ${w.row.id} and t.line = x.line`.execute(c.tx)
      return waiting.rows.length
    })
    if (left === 0) return
  }
}

const alsoMade = async (c: Ctx, row: DataImport): Promise<Record<string, number>> => {
  const r = await sql<{ entity: string; n: number }>`select entity, count(*)::int as n from import_record
    where workspace_id = ${c.workspace.id} and import_id = ${row.id} and kind = 'create' group by 1 order by 1`.execute(
    c.tx,
  )
  return Object.fromEntries(
    r.rows
      .map((x): [string, number] => [x.entity, x.entity === row.entity ? x.n - row.created : x.n])
      .filter(([, n]) => n > 0),
  )
}

/** The pipeline that all deals of the import went into, to show them where they are. */
const pipelineOf = async (c: Ctx, e: Entity, importId: string): Promise<{ pipelineId?: string }> => {
  if (e.fields.pipelineId?.kind !== 'reference') return {}
  const r = await sql<{ id: string | null }>`select distinct t.pipeline_id as id from ${sql.table(tableOf(e))} t
    join import_record i on i.workspace_id = t.workspace_id and i.record_id = t.id
    where i.workspace_id = ${c.workspace.id} and i.import_id = ${importId} limit 2`.execute(c.tx)
  const [only, another] = r.rows
  return only?.id && !another ? { pipelineId: only.id } : {}
}

/** Writes the file's records, from the checkpoint on. */
export const runImport = async (app: App, workspaceId: string, id: string): Promise<void> =>
  failing(app, workspaceId, id, async () => {
    const w = await begin(app, workspaceId, id, 'running')
    if (!w) return
    const actions = {
      create: app.actions.get(`${w.plan.entity.name}.create`),
      update: app.actions.get(`${w.plan.entity.name}.update`),
    }
    const memory = await chunks(w, 'running', (c, m, rows) => writeChunk(c, w.plan, actions, rows, m, id))
    if (!memory) return
    await settlePending(w)
    await tellPlannerAtTheEnd(app, w.plan, (await loadImport(app, workspaceId, id)).created)
    await transact(app, w.actor, async (c) => {
      const row = await lock(c, dataImport, id)
      if (row.status !== 'running') return
      const where = await pipelineOf(c, w.plan.entity, id)
      await advance(c, row, 'finish', { summary: { also: await alsoMade(c, row), ...where }, finishedAt: c.now })
    })
  })

/** The import as it stands. */
export const loadImport = (app: App, workspaceId: string, id: string): Promise<DataImport> =>
  readOnly(app, systemActor(workspaceId), (c) => get(c, dataImport, id))
