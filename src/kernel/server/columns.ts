/** How an entity's fields lie in its table. */
import { allFields, baseAmountKey, type Entity, type FieldKind, hasBaseAmounts, type Row, snake } from '../entity.ts'
import type { RowData } from '../codec.ts'

export type Column = {
  /** key in rows */
  key: string
  /** name in the table */
  column: string
  kind: FieldKind
  /** a reference to any record takes two columns: this says which half it is */
  half?: 'entity' | 'id'
}

export const tableOf = (e: Entity): string => snake(e.name)

const cache = new WeakMap<Entity, readonly Column[]>()

/** Every column of the entity's table but workspace_id and search_text, in the table's order. */
export const columnsOf = (e: Entity): readonly Column[] => {
  const known = cache.get(e)
  if (known) return known
  const columns = Object.entries(allFields(e)).flatMap(([key, f]): Column[] => {
    const column = snake(key)
    if (f.kind === 'anyReference')
      return [
        { key, column: `${column}_entity`, kind: f.kind, half: 'entity' },
        { key, column: `${column}_id`, kind: f.kind, half: 'id' },
      ]
    const own: Column = { key, column, kind: f.kind }
    return f.kind === 'money' && hasBaseAmounts(e)
      ? [own, { key: baseAmountKey(key), column: snake(baseAmountKey(key)), kind: 'money' }]
      : [own]
  })
  const all: Column[] = [...columns, { key: 'custom', column: 'custom', kind: 'json' }]
  cache.set(e, all)
  return all
}

/**
 * A database row (snake_case) as a row (camelCase; the two halves of a reference to any record joined). Here alone the
 * table is taken at its word: `npm run check` holds its columns against the fields.
 */
export const toRow = <E extends Entity>(e: E, record: RowData): Row<E> => {
  const row: RowData = {}
  for (const c of columnsOf(e)) {
    if (c.half === 'id') continue
    if (c.half === 'entity') {
      const id = record[c.column.replace(/_entity$/, '_id')]
      row[c.key] = record[c.column] && id ? { entity: record[c.column], id } : null
    } else if (c.column in record) row[c.key] = record[c.column]
  }
  return row as Row<E>
}

/** A value of `row` as the driver takes it for this column. */
export const toParameter = (c: Column, row: RowData): unknown => {
  const v = row[c.key]
  if (v === null || v === undefined) return null
  if (c.half) return typeof v === 'object' && c.half in v ? Object.entries(v).find(([k]) => k === c.half)?.[1] : null
  return c.kind === 'json' || c.kind === 'address' ? JSON.stringify(v) : v
}
