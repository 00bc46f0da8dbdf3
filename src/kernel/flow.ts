/** State machines as tables. The server enforces them, the browser draws its buttons from them, the docs their diagrams. */
import type { Entity, Fields, FieldsInput, Row, Tone } from './entity.ts'
import { refused } from './errors.ts'

/** A verb on one record, or on the collection: what people and machines can ask for beside create, update and delete. */
export type Verb<I extends Fields = Fields> = {
  /** button text: a verb */
  label: string
  /** what a record's story says once it happened (`Quote sent`); the label unless told */
  done?: string
  /** what the dialog asks for */
  input?: I
  /**
   * what the dialog starts with: the answer, by names of the input, of a query of the record (`GET /<plural>/{id}/<name>`);
   * or those of the record's own fields that are asked for anew
   */
  proposes?: string | readonly string[]
  /** a sentence that asks first, for what cannot be undone */
  confirm?: string
  /** the record's main next step: its button stands alone; a list names the states in which it is */
  primary?: boolean | readonly string[]
  tone?: Tone
  /** not drawn as a button: called by hand-made screens, other actions or the portal */
  hidden?: boolean
}

/** A verb on one record. `guard` is pure: row and facts in, a reason (sentence) or nothing out. */
export type RecordVerb<E extends Entity = Entity, F = unknown, I extends Fields = Fields> = Verb<I> & {
  // A method, so that a flow of one entity is also a Flow: the kernel hands it only its own rows and facts.
  guard?(row: Row<E>, facts: F): Refusal | undefined
}

/** One step of a flow. */
export type Step<
  E extends Entity = Entity,
  S extends string = string,
  F = unknown,
  I extends Fields = Fields,
> = RecordVerb<E, F, I> & {
  from: readonly S[]
  to: S
}
/** `reason` names the rule for machines, `message` says to people what helps. */
export type Refusal = { reason: string; message: string }

/** A state that follows from other columns and the clock, never stored. `sql` and `is` say the same and are tested equal. */
type DerivedState<E extends Entity = Entity> = {
  label: string
  tone: Tone
  code?: number
  /** SQL over the row's columns; `{today}` stands for the company's calendar day */
  sql: string
  is(row: Row<E>, today: string): boolean
}

export type Flow<
  E extends Entity = Entity,
  F = unknown,
  S extends Record<string, Step<E, string, F>> = Record<string, Step<E, string, F>>,
> = {
  readonly entity: E
  readonly field: string
  readonly steps: S
  readonly derived: Readonly<Record<string, DerivedState<E>>>
  /** phantom: what the guards need beside the row */
  readonly facts?: F
}

type StateOf<E extends Entity, K extends string> = K extends keyof Row<E> ? Extract<Row<E>[K], string> : never

/**
 * Defines the flow of `entity.field`. Curried so that the facts' type is given and the steps' inferred:
 * `flow<QuoteFacts>()(quote, 'status', { steps: { send: { from: ['draft'], to: 'sent', label: 'Send quote' } } })`.
 * Throws when a step leads nowhere or a state cannot be reached.
 */
export const flow =
  <F = undefined>() =>
  <
    E extends Entity,
    const K extends keyof E['fields'] & string,
    const S extends Record<string, Step<E, StateOf<E, K>, F>>,
  >(
    e: E,
    field: K,
    definition: { steps: S; derived?: Record<string, DerivedState<E>> },
  ): Flow<E, F, S> => {
    const f = e.fields[field]
    if (!f || f.kind !== 'state') throw new Error(`${e.name}.${field} is not a state field`)
    const reachable = new Set<unknown>([f.options.default, ...Object.values(definition.steps).map((s) => s.to)])
    for (const s of Object.keys(f.choices ?? {}))
      if (!reachable.has(s)) throw new Error(`${e.name}.${field}: no step leads to ${s}`)
    return { entity: e, field, steps: definition.steps, derived: definition.derived ?? {} }
  }

/** Why `step` is not possible now, or nothing. */
export const why = <E extends Entity, F>(f: Flow<E, F>, step: string, row: Row<E>, facts: F): Refusal | undefined => {
  const s = f.steps[step]
  if (!s) return { reason: 'unknownStep', message: `There is no step ${step}.` }
  const current = String((row as Record<string, unknown>)[f.field])
  if (!s.from.includes(current)) {
    const label = f.entity.fields[f.field]?.choices?.[current]?.label ?? current
    return {
      reason: 'wrongState',
      message: `${s.label} is not possible while the ${f.entity.label.toLowerCase()} is ${label}.`,
    }
  }
  return s.guard?.(row, facts)
}

/** Throws the refusal that `why` finds. */
export const assertStep = <E extends Entity, F>(f: Flow<E, F>, step: string, row: Row<E>, facts: F): void => {
  const no = why(f, step, row, facts)
  if (no) throw refused(no.reason, no.message)
}

/** Verbs that are no steps of a flow. */
export type Verbs<
  E extends Entity = Entity,
  F = unknown,
  V extends Record<string, RecordVerb<E, F>> = Record<string, RecordVerb<E, F>>,
> = {
  readonly entity: E
  /** on one record (`POST /<plural>/{id}/<verb>`) */
  readonly onRecord: V
  /** on the collection (`POST /<plural>/<verb>`) */
  readonly onCollection: Record<string, Verb>
  /** phantom: what the guards need beside the row */
  readonly facts?: F
}

/** `verbs` whose guards need facts: `guardedVerbs<QuoteFacts>()(quote, { extend: { guard: (row, facts) => … } })`. */
export const guardedVerbs =
  <F>() =>
  <
    E extends Entity,
    const V extends Record<string, RecordVerb<E, F>>,
    const C extends Record<string, Verb> = Record<never, never>,
  >(
    e: E,
    onRecord: V,
    onCollection: C = {} as C,
  ): { entity: E; onRecord: V; onCollection: C; facts?: F } => ({ entity: e, onRecord, onCollection })

/** Verbs that are no steps of a flow: `verbs(opportunity, { moveStage: { label: 'Move', input: {…} } })`. */
export const verbs = guardedVerbs<undefined>()

/** The decoded input of a verb or step. */
export type VerbInput<V> = V extends { input: infer I extends Fields } ? FieldsInput<I> : Record<never, never>
