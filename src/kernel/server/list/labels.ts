/** Titles of referenced records, so that a list needs no second request for names. */
import { allFields, type Entity, snake } from '../../entity.ts'
import type { Db } from '../database/connect.ts'
import { isHidden } from '../access.ts'
import { literal, quoted } from '../ddl.ts'
import { knows } from './filters.ts'
import type { Reader } from './query.ts'
import { fromTable, runStatement, Statement } from './statement.ts'

/** Kinds whose columns are text; others are cast, so that names of several entities fit into one column. */
const textual = new Set(['text', 'longText', 'email', 'phone', 'choice', 'state'])

/** The expression over alias `r` that names a record. A document without a number yet goes by its kind. */
const titleSql = (e: Entity): string => {
  const column = `r.${quoted(snake(e.title))}`
  if (e.title === 'number') return `coalesce(${column}, ${literal(e.label)})`
  return textual.has(allFields(e)[e.title]?.kind ?? 'text') ? column : `${column}::text`
}

/** Whether the reader may know the titles of an entity's records. */
export const showsTitle = (reader: Reader, e: Entity): boolean =>
  knows(reader, e) && !isHidden(reader.actor, e, e.title)

/** A scalar subquery: the title of the record of `target` whose id is the expression `id`. */
export const labelSql = (target: Entity, id: string): string =>
  `(select ${titleSql(target)} from ${fromTable(target, 'r')} and r."id" = ${id})`

type AnyRef = { entity: string; id: string }
const isAnyRef = (v: unknown): v is AnyRef =>
  typeof v === 'object' &&
  v !== null &&
  'entity' in v &&
  typeof v.entity === 'string' &&
  'id' in v &&
  typeof v.id === 'string'

/** Titles of records of several entities, in one statement. Keys are ids. */
export const labelsOfAny = async (
  db: Db,
  reader: Reader,
  values: readonly unknown[],
): Promise<ReadonlyMap<string, string>> => {
  const byEntity = new Map<string, Set<string>>()
  for (const v of values)
    if (isAnyRef(v)) byEntity.set(v.entity, (byEntity.get(v.entity) ?? new Set<string>()).add(v.id))
  const s = new Statement(reader.actor.workspaceId)
  const parts = [...byEntity].flatMap(([name, ids]) => {
    const e = reader.registry.find(name)
    if (!e || !showsTitle(reader, e)) return []
    return [
      `select r."id" as id, ${titleSql(e)} as label from ${fromTable(e, 'r')} and r."id" = any(${s.param([...ids], 'uuid[]')})`,
    ]
  })
  if (parts.length === 0) return new Map()
  const rows = await runStatement<{ id: string; label: string }>(
    db,
    reader.actor.workspaceId,
    parts.join(' union all '),
    s.values,
  )
  return new Map(rows.map((r) => [r.id, r.label]))
}
