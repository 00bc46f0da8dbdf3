/** What an action or a job has in hand: the transaction, the actor, the clock. Time, chance and the actor come in only here. */
import type { RowData } from '../codec.ts'
import type { Entity } from '../entity.ts'
import type { Registry } from '../registry.ts'
import type { Actor } from './access.ts'
import type { Db } from './database/connect.ts'
import type { Log } from './log.ts'

export type Workspace = {
  id: string
  name: string
  /** ISO 4217 */
  baseCurrency: string
  /** IANA; the company's calendar days are days in this zone */
  timeZone: string
  /** ISO 3166-1 alpha-2 */
  country: string
  locale: string
  demo: boolean
  settings: Readonly<Record<string, unknown>>
}

/** What one transaction did to one record; becomes one event row. */
export type Change = {
  entity: Entity
  id: string
  kind: 'create' | 'update' | 'delete' | 'restore'
  /** field → [before, after], money in minor units */
  fields: Record<string, [unknown, unknown]>
  row: RowData
}

export type EventDraft = {
  name: string
  entity: string
  recordId: string
  version: number | null
  changes: Record<string, [unknown, unknown]>
  data: Record<string, unknown>
  ownerId: string | null
  teamId: string | null
  /** records on whose timeline it shows */
  subjects: string[]
}

type JobDraft = { name: string; payload: Record<string, unknown>; runAt?: string; key?: string }

export type Ctx = {
  tx: Db
  actor: Actor
  workspace: Workspace
  registry: Registry
  /** the instant of this transaction, RFC 3339 */
  now: string
  /** the company's calendar day */
  today: string
  log: Log
  newId(): string
  /** what the transaction changed so far */
  changes: Map<string, Change>
  /** an event of its own name on a record, beside those the kernel writes for every change */
  emit(name: string, e: Entity, row: RowData, data?: Record<string, unknown>): void
  /** a job that runs after commit */
  enqueue(job: JobDraft): void
  /** the event name under which changes of this record are filed: the action's, for its subject */
  subject?: { entity: string; id: string; action: string }
  /** an import or a migration of data: reactions are not run, unless asked */
  quiet?: boolean
  /** what a flow's guards need beside the rows, by record id */
  loadFacts(entity: string, ids: readonly string[]): Promise<Map<string, unknown>>
  drafts: EventDraft[]
  jobs: JobDraft[]
}
