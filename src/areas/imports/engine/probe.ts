/**
 * Records by values of an indexed field, one probe of the index a value. `= any(…)` leaves the choice to the planner,
 * which knows nothing of a table that an import is just filling, and reads all of it for each chunk.
 */
import { type RawBuilder, sql } from 'kysely'
import { allFields, type Entity, snake } from '../../../kernel/entity.ts'
import { tableOf } from '../../../kernel/server/columns.ts'
import type { Ctx } from '../../../kernel/server/context.ts'

const typeOf = (e: Entity, key: string): RawBuilder<unknown> =>
  sql.raw(key === 'id' || allFields(e)[key]?.kind === 'reference' ? 'uuid[]' : 'text[]')

const column = (key: string): RawBuilder<unknown> => sql`p.${sql.ref(snake(key))}`

/** The `offset 0` that follows fences it off: planned for the limit around it, the primary key would be read through. */
const all = (c: Pick<Ctx, 'workspace'>, e: Entity): RawBuilder<unknown> =>
  sql`select p.id from ${sql.table(tableOf(e))} p where p.workspace_id = ${c.workspace.id} and p.deleted_at is null`

/** `select id` of live records whose `key` is one of `values`, at most `most` a value, the oldest first. */
export const idsBy = (
  c: Pick<Ctx, 'workspace'>,
  e: Entity,
  key: string,
  values: readonly string[],
  most: number,
): RawBuilder<unknown> =>
  sql`select f.id from unnest(${values}::${typeOf(e, key)}) as v(x), lateral (select q.id from (${all(c, e)}
    and ${column(key)} = v.x offset 0) q order by q.id limit ${most}) f`

/** The same for two fields at once; `pairs` hold a value for each. The first one leads to the index. */
export const idsByPair = (
  c: Pick<Ctx, 'workspace'>,
  e: Entity,
  [a, b]: readonly [string, string],
  pairs: readonly (readonly [string, string])[],
  most: number,
): RawBuilder<unknown> =>
  sql`select f.id from unnest(${pairs.map(([x]) => x)}::${typeOf(e, a)}, ${pairs.map(([, y]) => y)}::${typeOf(e, b)}) as v(x, y),
    lateral (select q.id from (${all(c, e)} and ${column(a)} = v.x and ${column(b)} = v.y offset 0) q
      order by q.id limit ${most}) f`
