/** Records as readers get them: fields within their rights, labels of references, parts, and what they may do. */
import { sql } from 'kysely'
import { encodeRow, type RowData, type Wire } from '../codec.ts'
import { dayIn } from '../dates.ts'
import { allFields, type Entity } from '../entity.ts'
import { notFound } from '../errors.ts'
import { type Actor, isHidden, may } from './access.ts'
import type { App } from './app.ts'
import type { Ctx, Workspace } from './context.ts'
import { contextFor } from './execute.ts'
import { parseListQuery, type Params, type Reader, runList } from './list/index.ts'
import { stateCode } from './stateCodes.ts'
import { many } from './table.ts'
import { inWorkspace } from './transaction.ts'
import { loadWorkspace } from './workspace.ts'

export const readerOf = (app: App, actor: Actor, workspace: Workspace): Reader => ({
  registry: app.registry,
  actor,
  today: dayIn(app.now().toISOString(), workspace.timeZone),
  timeZone: workspace.timeZone,
  baseCurrency: workspace.baseCurrency,
})

/** Runs `work` in a read-only transaction of the workspace. */
export const reading = async <T>(app: App, actor: Actor, work: (c: Ctx) => Promise<T>): Promise<T> => {
  const workspace = await loadWorkspace(app, actor.workspaceId)
  return inWorkspace(app.database.app, workspace.id, (tx) => work(contextFor(app, tx, actor, workspace)), {
    readOnly: true,
  })
}

/**
 * What the actor may do to each record now: `quote.update`, `quote.delete`, and its verbs. Each is there only where its
 * guard agrees, so that what is offered is not refused. Guards are asked with whole rows, whatever the reader sees of
 * them, and facts, each read for all records at once. Deleted records offer nothing.
 */
const canOf = async (app: App, c: Ctx, e: Entity, ids: readonly string[]): Promise<Map<string, string[]>> => {
  const rows: RowData[] = await many(c, e, sql`t.id = any(${[...ids]}::uuid[])`)
  const known = await c.loadFacts(e.name, ids)
  const mechanical = ['update', 'delete'].map((v) => `${e.name}.${v}`)
  const verbs = c.registry.verbsOf(e.name).flatMap((v) => (v.on === 'record' ? [v.name] : []))
  const actions = [...mechanical, ...verbs].flatMap((name) => {
    const a = app.actions.get(name)
    return a?.admits.includes(c.actor.kind) ? [a] : []
  })
  return new Map(
    rows.map((row) => {
      const id = String(row.id)
      const possible = actions.filter((a) => may(c.actor, e, a.right, row) && !a.guard?.(row, known.get(id)))
      return [id, possible.map((a) => a.name)]
    }),
  )
}

const readableFields = (actor: Actor, e: Entity): string =>
  Object.keys(allFields(e))
    .filter((k) => !isHidden(actor, e, k))
    .join(',')

const mostLines = 1000

/** The rows of a document, in their order, with the names of what they refer to. */
const wirePart = async (app: App, reader: Reader, part: Entity, id: string): Promise<Wire[]> => {
  const query = parseListQuery(part, reader, {
    [part.partOf?.field ?? '']: id,
    fields: readableFields(reader.actor, part),
    total: 'none',
  })
  const page = await runList(app.database.list, part, { ...query, limit: mostLines }, reader)
  const wires = page.data.map((row) => {
    const { labels, ...values } = row
    const wire = encodeRow(part, values, reader.baseCurrency)
    return { ...wire, labels }
  })
  return wires.toSorted((a, b) => Number('position' in a ? a.position : 0) - Number('position' in b ? b.position : 0))
}

const wireParts = async (app: App, reader: Reader, e: Entity, id: string): Promise<Wire> => {
  const lists = app.registry
    .partsOf(e.name)
    .map(async (p) => [p.partOf?.as ?? p.plural, await wirePart(app, reader, p, id)])
  return Object.fromEntries(await Promise.all(lists))
}

/** One record with its heavy fields, labels, parts and `can`. What may not be seen is not found. */
export const readRecord = async (
  app: App,
  actor: Actor,
  e: Entity,
  id: string,
  o: { deleted?: boolean } = {},
): Promise<Wire> => {
  const workspace = await loadWorkspace(app, actor.workspaceId)
  const reader = readerOf(app, actor, workspace)
  const query = parseListQuery(e, reader, {
    id,
    fields: readableFields(actor, e),
    total: 'none',
    limit: '1',
    ...(o.deleted ? { deleted: 'only' } : {}),
  })
  const page = await runList(app.database.list, e, query, reader)
  const [row] = page.data
  if (!row) throw notFound(e.label)
  const { labels, ...values } = row
  const [parts, can] = await Promise.all([
    wireParts(app, reader, e, id),
    reading(app, actor, (c) => canOf(app, c, e, [id])),
  ])
  return {
    ...encodeRow(e, values, workspace.baseCurrency),
    ...stateCode(app.registry, e, values, reader.today),
    ...parts,
    labels,
    can: can.get(id) ?? [],
  }
}

/** A page of a list. */
export const readList = async (app: App, actor: Actor, e: Entity, params: Params): Promise<Wire> => {
  const workspace = await loadWorkspace(app, actor.workspaceId)
  const reader = readerOf(app, actor, workspace)
  const query = parseListQuery(e, reader, params)
  const page = await runList(app.database.list, e, query, reader)
  const ids = page.data.map((row) => row.id)
  const can = query.include.includes('can') ? await reading(app, actor, (c) => canOf(app, c, e, ids)) : undefined
  // The rows are this page's own: what belongs to them on the wire is put into them, not into copies.
  const data = page.data.map((row) => {
    const wire = Object.assign(encodeRow(e, row, workspace.baseCurrency), stateCode(app.registry, e, row, reader.today))
    if (can) wire.can = can.get(row.id) ?? []
    return wire
  })
  return { ...page, data }
}
