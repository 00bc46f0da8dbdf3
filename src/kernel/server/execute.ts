/**
 * The only door to a write: admit → parse → one transaction { idempotency, lock, rights, version, input, run, events,
 * reactions, jobs } → commit → tell the live listeners.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { encodeRow, type RowData } from '../codec.ts'
import { dayIn } from '../dates.ts'
import type { Entity } from '../entity.ts'
import { AppError, forbidden, notFound } from '../errors.ts'
import { type Actor, assertRight, isHidden, may, reachOf, rightsEntity, within } from './access.ts'
import type { Action, Outcome } from './action.ts'
import type { App } from './app.ts'
import type { Ctx, Workspace } from './context.ts'
import { fromDatabase } from './databaseErrors.ts'
import type { Db } from './database/connect.ts'
import { draftOf, type StoredEvent, writeEvents } from './events.ts'
import { uuidv7 } from './ids.ts'
import { parseInput, prepareInput } from './input.ts'
import { matches, writeJobs } from './jobs.ts'
import { lock, lockDeleted } from './table.ts'
import { inWorkspace, retrying } from './transaction.ts'
import { loadWorkspace } from './workspace.ts'

type Request = {
  id?: string
  body?: unknown
  idempotencyKey?: string
  requestId?: string
}
/** What came of it: the record that was written, or plain data. `replayed`: an earlier request with this key did it. */
export type Result = { entity: Entity; id: string | null; row: RowData | null; data: unknown; replayed: boolean }

/** A context over an open transaction. */
export const contextFor = (app: App, tx: Db, actor: Actor, workspace: Workspace): Ctx => {
  const at = app.now()
  const c: Ctx = {
    tx,
    actor,
    workspace,
    registry: app.registry,
    now: at.toISOString(),
    today: dayIn(at.toISOString(), workspace.timeZone),
    log: app.log,
    newId: () => uuidv7(at.getTime()),
    changes: new Map(),
    drafts: [],
    jobs: [],
    emit: (name, e, row, data = {}) => void c.drafts.push(draftOf(name, e, row, {}, data)),
    enqueue: (j) => void c.jobs.push(j),
    loadFacts: async (entity, ids) => (await app.facts.get(entity)?.load(c, ids)) ?? new Map<string, unknown>(),
  }
  return c
}

const deepest = 5

/**
 * Writes what the transaction did as events, runs the reactions that belong into it, and again for what those did.
 * Returns all events.
 */
const settle = async (app: App, c: Ctx, requestId: string | null, subjectRow?: RowData): Promise<StoredEvent[]> => {
  const all: StoredEvent[] = []
  for (let depth = 0; depth < deepest; depth++) {
    const events = await writeEvents(c, requestId, depth === 0 ? subjectRow : undefined)
    if (events.length === 0) return all
    all.push(...events)
    c.changes.clear()
    c.drafts.length = 0
    for (const e of events)
      for (const r of app.reactions)
        if (!c.quiet && r.when === 'within' && matches(r.event, e.name))
          await r.run(c, { ...e, actorId: c.actor.memberId })
  }
  throw new AppError('refused', 'The reactions to this change set each other off without end.', {
    reason: 'reactionLoop',
  })
}

/** Runs `work` as `actor` in one transaction with its events, reactions and jobs; the base of actions, jobs and imports. */
export const transact = async <T>(
  app: App,
  actor: Actor,
  work: (c: Ctx) => Promise<T>,
  o: {
    requestId?: string | null
    subjectRow?: (result: T) => RowData | undefined
    /** given when the transaction itself makes it */
    workspace?: Workspace
  } = {},
): Promise<T> => {
  const workspace = o.workspace ?? (await loadWorkspace(app, actor.workspaceId))
  try {
    const { result, events } = await retrying(() =>
      inWorkspace(app.database.app, workspace.id, async (tx) => {
        const c = contextFor(app, tx, actor, workspace)
        const result = await work(c)
        const events = await settle(app, c, o.requestId ?? null, o.subjectRow?.(result))
        await writeJobs(c, app, events)
        return { result, events }
      }),
    )
    if (events.length > 0) app.live.publish(workspace.id, events)
    return result
  } catch (error) {
    throw fromDatabase(error, app.registry)
  }
}

const nobody = '00000000-0000-0000-0000-000000000000'

type Remembered = { entity: string; id: string | null; data: unknown }

/** Claims the key. Waits for a running request with the same key; gives back what an earlier one came to. */
const claim = async (c: Ctx, route: string, key: string, body: unknown): Promise<Remembered | undefined> => {
  const hash = createHash('sha256')
    .update(JSON.stringify(body ?? null))
    .digest()
  const actor = c.actor.memberId ?? nobody
  const r = await sql`insert into idempotency (workspace_id, actor_id, route, key, body_hash)
    values (${c.workspace.id}, ${actor}, ${route}, ${key}, ${hash}) on conflict do nothing returning key`.execute(c.tx)
  if (r.rows.length > 0) return undefined
  const earlier = await sql<{ body_hash: Buffer; response: Remembered }>`select body_hash, response from idempotency
    where workspace_id = ${c.workspace.id} and actor_id = ${actor} and route = ${route} and key = ${key}`.execute(c.tx)
  const [row] = earlier.rows
  if (!row?.body_hash.equals(hash))
    throw new AppError('idempotencyMismatch', 'This Idempotency-Key was used for a request with another body.')
  return row.response
}

const remember = (c: Ctx, route: string, key: string, response: Remembered) =>
  sql`update idempotency set status = 200, response = ${JSON.stringify(response)}::jsonb
    where workspace_id = ${c.workspace.id} and actor_id = ${c.actor.memberId ?? nobody} and route = ${route} and key = ${key}`.execute(
    c.tx,
  )

/** The fields and parts (a document's lines) that changed since the version the client saw, from the record's events. */
const changedSince = async (c: Ctx, e: Entity, id: string, version: number): Promise<string[]> => {
  const parts = c.registry.partsOf(e.name).flatMap((p) => p.partOf?.as ?? [])
  const r = await sql<{ key: string }>`select distinct k.key from event e
    cross join lateral (select jsonb_object_keys(e.changes) as key
      union all select x.key from jsonb_object_keys(e.data) as x(key) where x.key = any(${parts}::text[])) k
    where e.workspace_id = ${c.workspace.id} and e.record_id = ${id} and e.version > ${version}`.execute(c.tx)
  return r.rows.map((x) => x.key)
}

const hide = (c: Ctx, e: Entity, row: RowData): RowData =>
  Object.fromEntries(Object.entries(row).filter(([k]) => !isHidden(c.actor, e, k)))

const assertVersion = async (c: Ctx, e: Entity, row: RowData, version: unknown): Promise<void> => {
  if (version === undefined || version === row.version) return
  if (typeof version !== 'number') return
  throw new AppError('stale', `This ${e.label.toLowerCase()} was changed by someone else in the meantime.`, {
    data: {
      current: encodeRow(e, hide(c, e, row), c.workspace.baseCurrency),
      changed: await changedSince(c, e, String(row.id), version),
    },
  })
}

/** The locked row, when the actor may see it and use this action on it. What may not be seen is not found. */
const subjectRow = async (c: Ctx, a: Action, id: string): Promise<RowData> => {
  const row: RowData = a.on === 'restore' ? await lockDeleted(c, a.entity, id) : await lock(c, a.entity, id)
  if (c.actor.kind === 'portal') {
    if (c.actor.subject?.entity !== a.entity.name || c.actor.subject.id !== id) throw notFound(a.entity.label)
    return row
  }
  if (!within(c.actor, a.entity, reachOf(c.actor, rightsEntity(a.entity), 'view'), row)) throw notFound(a.entity.label)
  if (!may(c.actor, a.entity, a.right, row))
    throw forbidden(`Your role does not allow you to ${a.verb} this ${a.entity.label.toLowerCase()}.`)
  return row
}

const assertAdmitted = (actor: Actor, a: Action): void => {
  if (!a.admits.includes(actor.kind))
    throw forbidden(`${a.name} is not open to ${actor.kind === 'portal' ? 'portal links' : actor.kind}.`)
  if (actor.kind !== 'portal') assertRight(actor, a.entity, a.right)
}

/** An owner outside of the actor's reach would give the record away unseen. */
const assertOwner = (c: Ctx, a: Action, input: RowData): void => {
  if (a.on !== 'create' || !a.entity.owned || input.ownerId === undefined) return
  if (
    !may(c.actor, a.entity, 'create', { ownerId: input.ownerId, teamId: input.teamId }) &&
    input.ownerId !== c.actor.memberId &&
    reachOf(c.actor, a.entity.name, 'create') === 'own'
  )
    throw new AppError('forbidden', 'Your role lets you create records for yourself only.', {
      errors: [{ path: 'ownerId', message: 'must be you' }],
    })
}

const asResult = (a: Action, outcome: Outcome): Result =>
  'row' in outcome
    ? { entity: a.entity, id: String(outcome.row.id), row: outcome.row, data: null, replayed: false }
    : { entity: a.entity, id: null, row: null, data: outcome.data, replayed: false }

/** Runs one action for an outside caller. */
export const execute = async (app: App, actor: Actor, a: Action, request: Request): Promise<Result> => {
  assertAdmitted(actor, a)
  const parsed = parseInput(a, request.body)
  const route = `${a.name}:${request.id ?? ''}`
  return transact(
    app,
    actor,
    async (c): Promise<Result> => {
      if (request.idempotencyKey) {
        const earlier = await claim(c, route, request.idempotencyKey, request.body)
        if (earlier) return { entity: a.entity, id: earlier.id, row: null, data: earlier.data, replayed: true }
      }
      const needsRow = a.on !== 'create' && a.on !== 'collection'
      const row = needsRow ? await subjectRow(c, a, request.id ?? '') : {}
      if (needsRow) await assertVersion(c, a.entity, row, parsed.version)
      const input = await prepareInput(c, a, parsed, row)
      assertOwner(c, a, input)
      if (needsRow) c.subject = { entity: a.entity.name, id: String(row.id), action: a.name }
      const result = asResult(a, await a.run(c, input, row))
      if (a.on === 'create' && result.id) c.subject = { entity: a.entity.name, id: result.id, action: a.name }
      if (request.idempotencyKey)
        await remember(c, route, request.idempotencyKey, { entity: a.entity.name, id: result.id, data: result.data })
      return result
    },
    {
      requestId: request.requestId ?? null,
      subjectRow: (r) => (a.on === 'record' && !r.replayed ? (r.row ?? undefined) : undefined),
    },
  )
}
