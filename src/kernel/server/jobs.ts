/**
 * Reactions, schedules and jobs, as areas declare them. `worker.ts` runs them.
 * Jobs are rows written in the transaction that wants them: the outbox is the job table.
 */
import { sql } from 'kysely'
import type { App, Job, Reaction, Schedule } from './app.ts'
import type { Ctx } from './context.ts'
import type { StoredEvent } from './events.ts'

export type { Happened, JobCtx, Reaction } from './app.ts'

const named = (event: string, when: Reaction['when'], name: string, run: Reaction['run']): Reaction => ({
  name,
  event,
  when,
  isReaction: true,
  run,
})

/** Runs in the transaction of the event: what must be true together (an accepted quote wins its deal). */
export const within = (event: string, name: string, run: Reaction['run']): Reaction => named(event, 'within', name, run)
/** Runs after commit as the system, in a transaction of its own, exactly once in the database however often it is tried. */
export const on = (event: string, name: string, run: Reaction['run']): Reaction => named(event, 'after', name, run)

export const matches = (pattern: string, name: string): boolean =>
  pattern === '*' ||
  pattern === name ||
  (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))) ||
  (pattern.startsWith('*.') && name.endsWith(pattern.slice(1)))

/** A job by name: `c.enqueue({ name, payload })`. Retried with growing pauses `attempts` times (10), then it shows on the failed-jobs page. */
export const job = (name: string, run: Job['run'], o: { attempts?: number } = {}): Job => ({
  name,
  isJob: true,
  attempts: o.attempts ?? 10,
  run,
})

/** A job of every workspace at the times of `cron` (UTC, five fields). */
export const every = (cron: string, name: string, run: Job['run']): Schedule => ({ name, cron, isSchedule: true, run })

const marked = (x: unknown, mark: string): boolean => typeof x === 'object' && x !== null && mark in x
export const isReaction = (x: unknown): x is Reaction => marked(x, 'isReaction')
export const isJob = (x: unknown): x is Job => marked(x, 'isJob')
export const isSchedule = (x: unknown): x is Schedule => marked(x, 'isSchedule')

/**
 * Writes the transaction's job rows: one `fanOut` for all events that have reactions after commit, and what was
 * enqueued by name. One row in the common case, because each wakes the workers and waking is what costs.
 */
export const writeJobs = async (c: Ctx, app: App, events: readonly StoredEvent[]): Promise<void> => {
  const reactions = c.quiet ? [] : app.reactions.filter((r) => r.when === 'after')
  const due = events.flatMap((e) =>
    reactions.filter((r) => matches(r.event, e.name)).map((r) => ({ eventId: e.id, reaction: r.name })),
  )
  const rows = [
    ...(due.length > 0
      ? [{ task: 'fanOut', payload: { workspaceId: c.workspace.id, due }, runAt: null, key: null, attempts: 25 }]
      : []),
    ...c.jobs.map((j) => ({
      task: 'job',
      payload: { workspaceId: c.workspace.id, name: j.name, payload: j.payload },
      runAt: j.runAt ?? null,
      key: j.key ? `${c.workspace.id}:${j.key}` : null,
      attempts: app.jobs.get(j.name)?.attempts ?? 10,
    })),
  ]
  for (const j of c.jobs) if (!app.jobs.has(j.name)) throw new Error(`no job ${j.name}`)
  if (rows.length === 0) return
  await sql`select enqueue_job(x.task, x.payload, x."runAt", x.key, x.attempts)
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(task text, payload json, "runAt" timestamptz, key text, attempts int)`.execute(
    c.tx,
  )
}
