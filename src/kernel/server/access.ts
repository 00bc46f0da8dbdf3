/**
 * Who may do what to which record: the one place, below the API, that every reader and writer asks.
 * A right is `<entity>.<verb>` (view, create, edit, delete, export or a verb's name) and has a reach over owner and team.
 */
import { type RawBuilder, sql } from 'kysely'
import { type Entity, snake } from '../entity.ts'
import { forbidden } from '../errors.ts'

export type Reach = 'none' | 'own' | 'team' | 'all'
/** `{ "account.view": "all", "quote.*": "own", "*": "none" }`: the most exact key wins. */
export type Rights = Readonly<Record<string, Reach>>
/** `{ "quote.margin": "hidden", "account.creditLimit": "readOnly" }` */
export type FieldRights = Readonly<Record<string, 'hidden' | 'readOnly'>>

export type ActorKind = 'user' | 'apiKey' | 'portal' | 'system'
/** Who acts. `teamIds`: own teams and all beneath them. A portal actor stands for the holder of a secret link to one record. */
export type Actor = {
  kind: ActorKind
  workspaceId: string
  memberId: string | null
  userId: string | null
  name: string
  roleId: string | null
  rights: Rights
  fieldRights: FieldRights
  teamIds: readonly string[]
  /** portal: the one record the link opens */
  subject?: { entity: string; id: string }
  ip?: string
  /** signed in, and admitted to nothing before a second factor is set up */
  mustEnrol?: boolean
}

const order: readonly Reach[] = ['none', 'own', 'team', 'all']
/** The smaller of two reaches. */
export const narrower = (a: Reach, b: Reach): Reach => (order.indexOf(a) < order.indexOf(b) ? a : b)

/** The rights of an entity's part rows are those of the document they belong to. */
export const rightsEntity = (e: Entity): string => e.partOf?.entity ?? e.name

/** How far `actor` may use `<entity>.<verb>`. Exact key, then `<entity>.*`, then `*.<verb>`, then `*`; nothing said is none. */
export const reachOf = (actor: Actor, entity: string, verb: string): Reach => {
  if (actor.kind === 'system') return 'all'
  const r = actor.rights
  return r[`${entity}.${verb}`] ?? r[`${entity}.*`] ?? r[`*.${verb}`] ?? r['*'] ?? 'none'
}

/** Throws `forbidden` when the actor may not use the verb on any record at all. */
export const assertRight = (actor: Actor, e: Entity, verb: string): Reach => {
  const reach = reachOf(actor, rightsEntity(e), verb)
  if (reach === 'none') throw forbidden(`Your role does not allow you to ${verb} ${e.labelPlural.toLowerCase()}.`)
  return reach
}

type Owned = { ownerId?: unknown; teamId?: unknown; createdBy?: unknown }

/** Reach as a predicate over one row's owner and team. Entities without owner are open to every reach but none. */
export const within = (actor: Actor, e: Entity, reach: Reach, row: Owned): boolean => {
  if (reach === 'none') return false
  if (reach === 'all' || !e.owned) return true
  if (e.sharedBy !== undefined && (row as Record<string, unknown>)[e.sharedBy] === true) return true
  const own = actor.memberId !== null && row.ownerId === actor.memberId
  if (reach === 'own') return own
  return own || (typeof row.teamId === 'string' && actor.teamIds.includes(row.teamId))
}

/** The same reach as an SQL condition over the table alias `t`; says the same as `within`, which a property test holds it to. */
export const reachSql = (actor: Actor, e: Entity, reach: Reach, t: string): RawBuilder<boolean> => {
  if (reach === 'none') return sql`false`
  if (reach === 'all' || !e.owned) return sql`true`
  const mine =
    actor.memberId === null ? sql<boolean>`false` : sql<boolean>`${sql.ref(`${t}.owner_id`)} = ${actor.memberId}::uuid`
  const own = e.sharedBy === undefined ? mine : sql<boolean>`(${mine} or ${sql.ref(`${t}.${snake(e.sharedBy)}`)})`
  if (reach === 'own' || actor.teamIds.length === 0) return own
  return sql`(${own} or ${sql.ref(`${t}.team_id`)} = any(${[...actor.teamIds]}::uuid[]))`
}

/** May the actor use `<entity>.<verb>` on this very row? */
export const may = (actor: Actor, e: Entity, verb: string, row: Owned): boolean =>
  within(actor, e, reachOf(actor, rightsEntity(e), verb), row)

const isPrivate = (e: Entity, field: string): boolean => e.fields[field]?.options.private === true

export const isHidden = (actor: Actor, e: Entity, field: string): boolean =>
  actor.kind !== 'system' && (isPrivate(e, field) || actor.fieldRights[`${e.name}.${field}`] === 'hidden')
export const isLocked = (actor: Actor, e: Entity, field: string): boolean =>
  actor.kind !== 'system' && (isPrivate(e, field) || actor.fieldRights[`${e.name}.${field}`] !== undefined)
