/**
 * Actions: every write has a name, an input, and one function. Here they are declared; `execute.ts` runs them.
 * name = permission = event: `quote.send`.
 */
import type { RowData } from '../codec.ts'
import type { Entity, Fields, Input, Row } from '../entity.ts'
import { refused } from '../errors.ts'
import {
  assertStep,
  type Flow,
  type RecordVerb,
  type Refusal,
  type Step,
  type Verb,
  type VerbInput,
  why,
} from '../flow.ts'
import type { ActorKind } from './access.ts'
import type { Ctx } from './context.ts'
import { insert, type PartInput, remove, restore, saveParts, update, updateByName } from './table.ts'

/** What an action gives back: its record's row, or plain data. */
export type Outcome = { row: RowData } | { data: unknown }

export type Action = {
  name: string
  entity: Entity
  verb: string
  on: 'record' | 'collection' | 'create' | 'update' | 'delete' | 'restore'
  /** the right that is asked: `<entity>.<right>` */
  right: string
  admits: readonly ActorKind[]
  /** the verb's input fields; create and update take the entity's own */
  input: Fields
  /** part entities whose rows travel inside the input: `lines` */
  parts: Readonly<Record<string, Entity>>
  // Methods, so that an action of one entity is also an Action: the kernel hands it only its own input, rows and facts.
  /** `row`: the locked record, for all but create and collection */
  run(c: Ctx, input: RowData, row: RowData): Promise<Outcome>
  /** why it is not possible on this row now; what `can` on a record says, and what `run` refuses */
  guard?(row: RowData, facts: unknown): Refusal | undefined
}

type ActionOptions = {
  /** who may call it beside signed-in users and their API keys */
  admits?: readonly ActorKind[]
  /** the right to ask for when it is not the verb's own */
  right?: string
}

const people: readonly ActorKind[] = ['user', 'apiKey', 'system']

const action = (
  e: Entity,
  verb: string,
  on: Action['on'],
  o: ActionOptions & { input?: Fields; parts?: Action['parts']; guard?: Action['guard'] },
  run: Action['run'],
): Action => ({
  name: `${e.name}.${verb}`,
  entity: e,
  verb,
  on,
  right: o.right ?? verb,
  admits: o.admits ?? people,
  input: o.input ?? {},
  parts: o.parts ?? {},
  run,
  ...(o.guard ? { guard: o.guard } : {}),
})

type PartsInput<P extends Readonly<Record<string, Entity>>> = { [K in keyof P]?: PartInput<P[K]>[] }
type CreateInput<E, P extends Readonly<Record<string, Entity>>> = Input<E> & PartsInput<P> & { id?: string }
type UpdateInput<E, P extends Readonly<Record<string, Entity>>> = Partial<Input<E>> & PartsInput<P>

const splitParts = (
  input: RowData,
  parts: Action['parts'],
): { own: RowData; lists: [Entity, PartInput<Entity>[]][] } => {
  const own = Object.fromEntries(Object.entries(input).filter(([k]) => !(k in parts)))
  const lists = Object.entries(parts).flatMap(([k, p]): [Entity, PartInput<Entity>[]][] => {
    const rows = input[k]
    return Array.isArray(rows) ? [[p, rows]] : []
  })
  return { own, lists }
}

const currencyOf = (row: RowData): { id: string; currency: string | null } => ({
  id: String(row.id),
  currency: typeof row.currency === 'string' ? row.currency : null,
})

/** The entity's create. Without `run` it inserts what was sent, and the parts. */
export const creates = <E extends Entity, const P extends Readonly<Record<string, Entity>> = Record<never, never>>(
  e: E,
  o: ActionOptions & { parts?: P; run?: (c: Ctx, input: CreateInput<E, P>) => Promise<Row<E>> } = {},
): Action =>
  action(e, 'create', 'create', { ...o, right: 'create' }, async (c, input: CreateInput<E, P>) => {
    if (o.run) return { row: await o.run(c, input) }
    const { own, lists } = splitParts(input, o.parts ?? {})
    const row = await insert<Entity>(c, e, own)
    for (const [part, rows] of lists) await saveParts(c, part, currencyOf(row), rows)
    return { row }
  })

/**
 * The entity's update. `run` gets the locked row and the decoded patch (`undefined` leaves, `null` clears); `guard` says
 * on which rows nothing at all can be changed.
 */
export const updates = <E extends Entity, const P extends Readonly<Record<string, Entity>> = Record<never, never>>(
  e: E,
  o: ActionOptions & {
    parts?: P
    guard?: (row: Row<E>) => Refusal | undefined
    run?: (c: Ctx, row: Row<E>, patch: UpdateInput<E, P>) => Promise<Row<E>>
  } = {},
): Action =>
  action(e, 'update', 'update', { right: 'edit', ...o }, async (c, patch: UpdateInput<E, P>, row: Row<E>) => {
    refuse(o.guard?.(row))
    if (o.run) return { row: await o.run(c, row, patch) }
    const { own, lists } = splitParts(patch, o.parts ?? {})
    const next = await update<Entity>(c, e, row, own)
    for (const [part, rows] of lists) await saveParts(c, part, currencyOf(next), rows)
    return { row: next }
  })

/** To the trash. `guard` says on which rows that is not possible; `before` may refuse for other reasons. */
export const removes = <E extends Entity, F = unknown>(
  e: E,
  o: ActionOptions & {
    guard?: (row: Row<E>, facts: F) => Refusal | undefined
    before?: (c: Ctx, row: Row<E>) => Promise<void>
  } = {},
): Action =>
  action(e, 'delete', 'delete', { right: 'delete', ...o }, async (c, _input, row: Row<E>) => {
    if (o.guard) refuse(o.guard(row, await factsFor<F>(c, e, row.id)))
    await o.before?.(c, row)
    return { row: await remove(c, e, row) }
  })

export const restores = (e: Entity): Action =>
  action(e, 'restore', 'restore', { right: 'delete' }, async (c, _input, row: Row<Entity>) => ({
    row: await restore(c, e, row),
  }))

/** The four mechanical actions, each only where the definition allows it. */
export const crud = (e: Entity): Action[] => [
  ...(e.crud?.create === false ? [] : [creates(e)]),
  ...(e.crud?.update === false ? [] : [updates(e)]),
  ...(e.crud?.delete === false ? [] : [removes(e), restores(e)]),
]

/** Loads what the guards of an entity's flow and verbs need for many rows at once, in one statement where it can. */
export type FactsLoader<F> = (
  c: Pick<Ctx, 'tx' | 'workspace' | 'registry' | 'actor' | 'now' | 'today'>,
  ids: readonly string[],
) => Promise<Map<string, F>>
export type Facts = { readonly entity: Entity; readonly load: FactsLoader<unknown> }
/** Declares the facts of a flow, or of verbs where there is none: `export const quoteFacts = facts(quoteFlow, (c, ids) => …)`. */
export const facts = <F>(
  of: { readonly entity: Entity; readonly facts?: F },
  load: FactsLoader<F>,
): Facts & { readonly loadFacts: FactsLoader<F> } => ({ entity: of.entity, load, loadFacts: load })

/** The facts of one record. What loads them was declared with the flow or the verbs that ask: their type is theirs. */
const factsFor = async <F>(c: Ctx, e: Entity, id: string): Promise<F> => (await c.loadFacts(e.name, [id])).get(id) as F

const refuse = (no: Refusal | undefined): void => {
  if (no) throw refused(no.reason, no.message)
}

const moveTo = <E extends Entity, F, S extends Record<string, Step<E, string, F>>>(
  c: Ctx,
  flow: Flow<E, F, S>,
  name: keyof S & string,
  row: Row<E>,
  patch: Partial<Row<E>>,
): Promise<Row<E>> => updateByName(c, flow.entity, row, { ...patch, [flow.field]: flow.steps[name]?.to })

/**
 * A step that follows from another action: the same table of states decides, and nothing else writes a status. Throws
 * the step's refusal. `row` must be locked.
 */
export const advance = async <E extends Entity, F, S extends Record<string, Step<E, string, F>>>(
  c: Ctx,
  flow: Flow<E, F, S>,
  name: keyof S & string,
  row: Row<E>,
  facts: F,
  patch: Partial<Row<E>> = {},
): Promise<Row<E>> => {
  assertStep(flow, name, row, facts)
  return moveTo(c, flow, name, row, patch)
}

/**
 * One step of a flow as an action. The guard is asked with facts loaded after the lock; `handler` does the step's work
 * and calls `move(patch)` exactly once, which writes the state. Without a handler the step only moves.
 */
export const step = <
  E extends Entity,
  F,
  S extends Record<string, Step<E, string, F>>,
  const K extends keyof S & string,
>(
  flow: Flow<E, F, S>,
  name: K,
  handler?: (
    c: Ctx,
    row: Row<E>,
    input: VerbInput<S[K]>,
    move: (patch?: Partial<Row<E>>) => Promise<Row<E>>,
    facts: F,
  ) => Promise<Row<E> | void>,
  o: ActionOptions = {},
): Action => {
  const definition = flow.steps[name]
  if (!definition) throw new Error(`${flow.entity.name} has no step ${name}`)
  const guard = (row: Row<E>, known: F) => why(flow, name, row, known)
  const run = async (c: Ctx, input: VerbInput<S[K]>, row: Row<E>): Promise<Outcome> => {
    const known = await factsFor<F>(c, flow.entity, row.id)
    assertStep(flow, name, row, known)
    let moved: Row<E> | undefined
    const move = async (patch: Partial<Row<E>> = {}): Promise<Row<E>> => {
      moved = await moveTo(c, flow, name, row, patch)
      return moved
    }
    const result = handler ? await handler(c, row, input, move, known) : await move()
    if (!moved) throw new Error(`${flow.entity.name}.${name} did not move`)
    return { row: result ?? moved }
  }
  return action(flow.entity, name, 'record', { ...o, input: definition.input ?? {}, guard }, run)
}

type RecordVerbs<E extends Entity, F, V extends Record<string, RecordVerb<E, F>>> = {
  entity: E
  onRecord: V
  facts?: F
}
type CollectionVerbs<E extends Entity, V extends Record<string, Verb>> = { entity: E; onCollection: V }

/**
 * A verb on one record that is no step of a flow. Its guard is asked with facts loaded after the lock. Gives back the
 * record's row, or `{ data }`.
 */
export const verb = <E extends Entity, F, V extends Record<string, RecordVerb<E, F>>, const K extends keyof V & string>(
  verbs: RecordVerbs<E, F, V>,
  name: K,
  handler: (c: Ctx, row: Row<E>, input: VerbInput<V[K]>, facts: F) => Promise<Row<E> | { data: unknown }>,
  o: ActionOptions = {},
): Action => {
  const definition = verbs.onRecord[name]
  const guard = (row: Row<E>, known: F) => definition?.guard?.(row, known)
  const run = async (c: Ctx, input: VerbInput<V[K]>, row: Row<E>): Promise<Outcome> => {
    const known = await factsFor<F>(c, verbs.entity, row.id)
    refuse(guard(row, known))
    return outcomeOf(await handler(c, row, input, known))
  }
  return action(verbs.entity, name, 'record', { ...o, input: definition?.input ?? {}, guard }, run)
}

/** A record's row has a version; anything else that has `data` is an answer. */
const outcomeOf = (out: RowData | { data: unknown }): Outcome =>
  'data' in out && !('version' in out) ? { data: out.data } : { row: out }

/** A verb on the collection: `POST /<plural>/<verb>`. */
export const collectionVerb = <E extends Entity, V extends Record<string, Verb>, const K extends keyof V & string>(
  verbs: CollectionVerbs<E, V>,
  name: K,
  handler: (c: Ctx, input: VerbInput<V[K]>) => Promise<Row<E> | { data: unknown }>,
  o: ActionOptions = {},
): Action => {
  const run = async (c: Ctx, input: VerbInput<V[K]>): Promise<Outcome> => outcomeOf(await handler(c, input))
  return action(verbs.entity, name, 'collection', { ...o, input: verbs.onCollection[name]?.input ?? {} }, run)
}

export const isAction = (x: unknown): x is Action => typeof x === 'object' && x !== null && 'run' in x && 'verb' in x
export const isFacts = (x: unknown): x is Facts => typeof x === 'object' && x !== null && 'loadFacts' in x
