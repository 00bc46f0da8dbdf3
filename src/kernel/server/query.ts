/** Reads that are more than a list: a fixed, small number of SQL statements for a screen or a question. */
import type { Entity, Fields, FieldsInput } from '../entity.ts'
import type { ActorKind } from './access.ts'
import type { Ctx } from './context.ts'
import type { Reader } from './list/index.ts'

/** A reader's context: the transaction is read-only and under row security; conditions on reach are the query's own. */
export type ReadCtx = Pick<Ctx, 'tx' | 'actor' | 'workspace' | 'registry' | 'now' | 'today' | 'loadFacts'> & {
  /** may this actor use `<entity>.<verb>` at all */
  allows(entity: string, verb: string): boolean
}

/** The same reader as the list compiler knows it, for lists and titles within the query's transaction. */
export const listReader = (c: ReadCtx): Reader => ({
  registry: c.registry,
  actor: c.actor,
  today: c.today,
  timeZone: c.workspace.timeZone,
  baseCurrency: c.workspace.baseCurrency,
})

export type Query = {
  /** `account.overview` is `GET /accounts/{id}/overview`; without an entity, `home` is `GET /home` */
  name: string
  entity?: Entity
  on: 'record' | 'collection' | 'workspace'
  path: string
  /** parameters of the URL */
  params: Fields
  /** the right on the entity that is asked; `view` unless told */
  right: string
  admits: readonly ActorKind[]
  /** the event that each use over HTTP leaves in the audit, such as `audit.export`, with the parameters */
  noted?: string
  isQuery: true
  run: (c: ReadCtx, params: Record<string, unknown>, id: string) => Promise<unknown>
}

type Options<P extends Fields> = { params?: P; right?: string; admits?: readonly ActorKind[]; noted?: string }

/** A read about one record the actor may see: `GET /<plural>/{id}/<name>`. */
export const recordQuery = <const P extends Fields>(
  e: Entity,
  name: string,
  o: Options<P>,
  run: (c: ReadCtx, id: string, params: FieldsInput<P>) => Promise<unknown>,
): Query => ({
  name: `${e.name}.${name}`,
  entity: e,
  on: 'record',
  path: name,
  params: o.params ?? {},
  right: o.right ?? 'view',
  admits: o.admits ?? ['user', 'apiKey', 'system'],
  isQuery: true,
  run: (c, params, id) => run(c, id, params as FieldsInput<P>),
})

/** A read over many records: `GET /<plural>/<name>`, or `GET /<name>` without an entity. */
export const query = <const P extends Fields>(
  e: Entity | undefined,
  name: string,
  o: Options<P>,
  run: (c: ReadCtx, params: FieldsInput<P>) => Promise<unknown>,
): Query => ({
  name: e ? `${e.name}.${name}` : name,
  ...(e ? { entity: e } : {}),
  on: e ? 'collection' : 'workspace',
  path: name,
  params: o.params ?? {},
  right: o.right ?? 'view',
  admits: o.admits ?? ['user', 'apiKey', 'system'],
  ...(o.noted ? { noted: o.noted } : {}),
  isQuery: true,
  run: (c, params) => run(c, params as FieldsInput<P>),
})

export const isQuery = (x: unknown): x is Query => typeof x === 'object' && x !== null && 'isQuery' in x
