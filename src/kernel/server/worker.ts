/** Runs the jobs: reactions after commit, jobs by name, schedules. In the server's process or in one of its own. */
import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, run, type Task, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import { z } from 'zod'
import type { App } from './app.ts'
import { systemActor } from './auth.ts'
import type { Ctx } from './context.ts'
import { transact } from './execute.ts'
import { uuidv7 } from './ids.ts'
import type { Happened, JobCtx } from './jobs.ts'
import { inWorkspace } from './transaction.ts'

const fanOutPayload = z.object({
  workspaceId: z.uuid(),
  due: z.array(z.object({ eventId: z.uuid(), reaction: z.string() })),
})
const reactPayload = z.object({ workspaceId: z.uuid(), eventId: z.uuid(), reaction: z.string() })
const jobPayload = z.object({ workspaceId: z.uuid(), name: z.string(), payload: z.record(z.string(), z.unknown()) })

type EventRow = {
  id: string
  name: string
  entity: string
  record_id: string
  changes: Happened['changes']
  data: Happened['data']
  actor_id: string | null
}

const loadEvent = async (c: Ctx, id: string): Promise<Happened | undefined> => {
  const r = await sql<EventRow>`select id, name, entity, record_id, changes, data, actor_id from event
    where workspace_id = ${c.workspace.id} and id = ${id}`.execute(c.tx)
  const [e] = r.rows
  return (
    e && {
      id: e.id,
      name: e.name,
      entity: e.entity,
      recordId: e.record_id,
      changes: e.changes,
      data: e.data,
      actorId: e.actor_id,
    }
  )
}

/** One reaction to one event: its mark and its effect commit together, so a repeat finds the mark and does nothing. */
const react = async (app: App, p: z.infer<typeof reactPayload>): Promise<void> => {
  const reaction = app.reactions.find((r) => r.name === p.reaction)
  if (!reaction) throw new Error(`no reaction ${p.reaction}`)
  await transact(app, systemActor(p.workspaceId), async (c) => {
    const mark = await sql`insert into reaction_done (workspace_id, event_id, reaction)
      values (${p.workspaceId}, ${p.eventId}, ${p.reaction}) on conflict do nothing returning reaction`.execute(c.tx)
    const event = mark.rows.length > 0 ? await loadEvent(c, p.eventId) : undefined
    if (event) await reaction.run(c, event)
  })
}

const jobCtx = (app: App, workspaceId: string): JobCtx => ({
  app,
  workspaceId,
  transaction: (work) => transact(app, systemActor(workspaceId), work),
})

const errorText = (error: unknown): string =>
  (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 4000)

const noteFailure = async (
  app: App,
  workspaceId: string,
  name: string,
  payload: unknown,
  attempts: number,
  error: unknown,
) => {
  await inWorkspace(app.database.app, workspaceId, (tx) =>
    sql`insert into job_failure (workspace_id, id, name, payload, error, attempts)
      values (${workspaceId}, ${uuidv7()}, ${name}, ${JSON.stringify(payload)}::jsonb, ${errorText(error)}, ${attempts})`.execute(
      tx,
    ),
  )
}

/** Wraps a task: the last failed attempt is written where the failed-jobs page shows it. */
const guarded =
  <P extends { workspaceId: string }>(
    app: App,
    schema: z.ZodType<P>,
    nameOf: (p: P) => string,
    work: (p: P) => Promise<void>,
  ): Task =>
  async (raw, helpers) => {
    const p = schema.parse(raw)
    try {
      await work(p)
    } catch (error) {
      app.log.warn({ err: error, job: nameOf(p), attempt: helpers.job.attempts }, 'job failed')
      if (helpers.job.attempts >= helpers.job.max_attempts)
        await noteFailure(app, p.workspaceId, nameOf(p), raw, helpers.job.attempts, error)
      throw error
    }
  }

const everyWorkspace =
  (app: App, name: string): Task =>
  async (_payload, helpers) => {
    const r = await sql<{ id: string }>`select id from workspace`.execute(app.database.app)
    for (const w of r.rows)
      await helpers.addJob(
        'job',
        { workspaceId: w.id, name: `every:${name}`, payload: {} },
        { jobKey: `${w.id}:every:${name}`, maxAttempts: 3 },
      )
  }

const runNamed = (app: App, workspaceId: string, name: string, payload: Record<string, unknown>): Promise<void> => {
  const known = name.startsWith('every:') ? app.schedules.find((s) => `every:${s.name}` === name) : app.jobs.get(name)
  if (!known) throw new Error(`no job ${name}`)
  return known.run(jobCtx(app, workspaceId), payload)
}

const tasks = (app: App): Record<string, Task> => ({
  fanOut: guarded(
    app,
    fanOutPayload,
    () => 'fanOut',
    async (p) => {
      const rows = p.due.map((d) => ({ ...d, workspaceId: p.workspaceId }))
      await sql`select enqueue_job('react', x.payload, null, x.payload->>'eventId' || ':' || (x.payload->>'reaction'), 10)
      from json_array_elements(${JSON.stringify(rows)}::json) as x(payload)`.execute(app.database.app)
    },
  ),
  react: guarded(
    app,
    reactPayload,
    (p) => p.reaction,
    (p) => react(app, p),
  ),
  job: guarded(
    app,
    jobPayload,
    (p) => p.name,
    (p) => runNamed(app, p.workspaceId, p.name, p.payload),
  ),
  ...Object.fromEntries(
    app.schedules.map((s) => [`every_${s.name.replace(/\W+/g, '_')}`, everyWorkspace(app, s.name)]),
  ),
})

const silentMs = 30_000

/**
 * A killed process leaves its jobs locked for hours in the queue's own reckoning, in the name of its pool of workers.
 * Pools say every 10 s that they live; the jobs of one that was silent for 30 s are freed.
 */
const heartbeat = (app: App, poolIds: () => string[]): (() => void) => {
  const beat = async () => {
    for (const id of poolIds())
      await sql`insert into worker_heartbeat (worker_id, seen_at) values (${id}, now())
        on conflict (worker_id) do update set seen_at = now()`.execute(app.database.app)
    const dead = await sql<{ worker_id: string }>`select worker_id from worker_heartbeat
      where seen_at < now() - make_interval(secs => ${silentMs / 1000})`.execute(app.database.app)
    const ids = dead.rows.map((r) => r.worker_id)
    if (ids.length === 0) return
    await sql`select graphile_worker.force_unlock_workers(${ids}::text[])`.execute(app.database.owner)
    await sql`delete from worker_heartbeat where worker_id = any(${ids}::text[])`.execute(app.database.app)
  }
  const tick = () => void beat().catch((error: unknown) => app.log.warn({ err: error }, 'worker heartbeat failed'))
  tick()
  const timer = setInterval(tick, 10_000)
  timer.unref()
  return () => clearInterval(timer)
}

/** Starts working; the result stops it, letting running jobs end. */
export const startWorker = async (app: App): Promise<{ stop(): Promise<void> }> => {
  const pools = new Set<string>()
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => pools.add(workerPool.id))
  const runner = await run({
    events,
    connectionString: app.database.ownerUrl,
    concurrency: app.config.workerConcurrency,
    noHandleSignals: true,
    pollInterval: 2000,
    maxPoolSize: app.config.workerConcurrency + 2,
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') app.log.warn({ from: 'worker' }, message)
    }),
    taskList: tasks(app),
    parsedCronItems: parseCronItems(
      app.schedules.map((s) => ({ task: `every_${s.name.replace(/\W+/g, '_')}`, match: s.cron, identifier: s.name })),
    ),
  })
  const stopHeartbeat = heartbeat(app, () => [...pools])
  return {
    async stop() {
      stopHeartbeat()
      await runner.stop()
      await sql`delete from worker_heartbeat where worker_id = any(${[...pools]}::text[])`.execute(app.database.app)
    },
  }
}
