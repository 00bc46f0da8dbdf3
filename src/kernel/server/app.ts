/** The running system: the definitions, the logins, and what areas contributed. One per process; tests make their own. */
import type { Registry } from '../registry.ts'
import type { Action, Facts } from './action.ts'
import type { Config } from './config.ts'
import type { Ctx, Workspace } from './context.ts'
import type { Database } from './database/connect.ts'
import type { StoredEvent } from './events.ts'
import type { FileStore } from './files.ts'
import type { Live } from './live.ts'
import type { Log } from './log.ts'
import type { Mailer } from './mail.ts'
import type { Query } from './query.ts'
import type { ReportQuery } from './report.ts'

export type Contributions = {
  actions: ReadonlyMap<string, Action>
  facts: ReadonlyMap<string, Facts>
  queries: ReadonlyMap<string, Query>
  reactions: readonly Reaction[]
  schedules: readonly Schedule[]
  jobs: ReadonlyMap<string, Job>
  reports: ReadonlyMap<string, ReportQuery>
}

export type App = Contributions & {
  config: Config
  registry: Registry
  database: Database
  log: Log
  live: Live
  mailer: Mailer
  files: FileStore
  /** the clock, so that tests can hold it */
  now: () => Date
  workspaces: Map<string, { at: number; workspace: Workspace }>
}

/** An event as a reaction sees it. */
export type Happened = Pick<StoredEvent, 'id' | 'name' | 'entity' | 'recordId' | 'changes' | 'data'> & {
  actorId: string | null
}

export type Reaction = {
  name: string
  /** the event's name, or a pattern with `*` at either end: `quote.*`, `*.create`; `*` is every event, for cheap looks within the transaction */
  event: string
  /** in the same transaction, or after commit in one of its own */
  when: 'within' | 'after'
  isReaction: true
  run: (c: Ctx, event: Happened) => Promise<void>
}

/** What a job has in hand: no transaction is open, so that it may talk to the world between its own ones. */
export type JobCtx = {
  app: App
  workspaceId: string
  /** runs `work` as the system in one transaction with events and jobs */
  transaction: <T>(work: (c: Ctx) => Promise<T>) => Promise<T>
}
export type Job = {
  name: string
  isJob: true
  attempts: number
  run: (j: JobCtx, payload: Record<string, unknown>) => Promise<void>
}
export type Schedule = { name: string; isSchedule: true; cron: string; run: Job['run'] }
