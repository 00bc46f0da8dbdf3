/** Pages by position, not by number: page 10,000 costs what page 1 costs, in both directions, with nulls last. */
import { type Entity, hasBaseAmounts } from '../../entity.ts'
import { comparedColumn, quoted } from '../ddl.ts'
import type { Cursor, CursorValue } from './cursor.ts'
import { castOf } from './filters.ts'
import type { SortTerm } from './query.ts'
import { fromTable, type Statement } from './statement.ts'

type Term = { column: string; type: string; descending: boolean; nullable: boolean }
type Placed = Term & { value: CursorValue }

const neverNull = new Set(['id', 'createdAt', 'updatedAt', 'version'])

const termsOf = (e: Entity, sort: readonly SortTerm[]): Term[] => {
  const terms = sort.map((t) => ({
    column: `t.${quoted(comparedColumn(e, t.key, t.field))}`,
    type: castOf(t),
    descending: t.descending,
    nullable: !neverNull.has(t.key) && (!t.field.options.required || (t.field.kind === 'money' && hasBaseAmounts(e))),
  }))
  if (sort.some((t) => t.key === 'id')) return terms
  return [...terms, { column: 't."id"', type: 'uuid', descending: sort.at(-1)?.descending ?? false, nullable: false }]
}

const orderBy = (terms: readonly Term[], backward: boolean): string =>
  terms
    .map((t) => {
      const direction = t.descending === backward ? 'asc' : 'desc'
      return `${t.column} ${direction}${t.nullable ? ` nulls ${backward ? 'first' : 'last'}` : ''}`
    })
    .join(', ')

const beyond = (s: Statement, t: Placed, backward: boolean): string => {
  if (t.value === null) return backward ? `${t.column} is not null` : 'false'
  const compared = `${t.column} ${t.descending === backward ? '>' : '<'} ${s.param(t.value, t.type)}`
  return t.nullable && !backward ? `(${compared} or ${t.column} is null)` : compared
}
const same = (s: Statement, t: Placed): string =>
  t.value === null ? `${t.column} is null` : `${t.column} = ${s.param(t.value, t.type)}`

const stepwise = (s: Statement, [first, ...rest]: readonly Placed[], backward: boolean): string => {
  if (!first) return 'false'
  const past = beyond(s, first, backward)
  return rest.length === 0 ? past : `(${past} or (${same(s, first)} and ${stepwise(s, rest, backward)}))`
}

/** Rows after the cursor. A comparison of tuples is one condition on the index; where that is not to be had, its first column bounds the scan. */
const after = (s: Statement, terms: readonly Placed[], backward: boolean): string => {
  const [first] = terms
  if (!first) return 'true'
  if (terms.every((t) => !t.nullable && t.value !== null && t.descending === first.descending)) {
    const placed = terms.map((t) => s.param(t.value, t.type))
    return `(${terms.map((t) => t.column).join(', ')}) ${first.descending === backward ? '>' : '<'} (${placed.join(', ')})`
  }
  const steps = stepwise(s, terms, backward)
  if (first.nullable || first.value === null) return steps
  return `${first.column} ${first.descending === backward ? '>=' : '<='} ${s.param(first.value, first.type)} and ${steps}`
}

/** Filters that find no more rows than this are sorted, others read in the order of an index. */
export const probeLimit = 1001
const few = `(select count(*) from found) < ${probeLimit}`
const many = `(select count(*) from found) >= ${probeLimit}`

/**
 * The rows of one page and one more, in order (reversed when read backwards).
 *
 * A first sort column with nulls is read in two parts, values and nulls, because no index of ours answers NULLS LAST in
 * both directions.
 *
 * With `probed`, the statement has `found`, the first ids that satisfy the filter. The planner cannot know how two
 * filters or a word in a text go together, and where it takes few rows for many it reads the whole workspace in the
 * order of an index to meet them. So few rows are fetched by id and sorted; the order of the index is left to those that
 * are many, which it meets soon.
 */
export const pageSql = (
  s: Statement,
  e: Entity,
  columns: string,
  table: string,
  sort: readonly SortTerm[],
  cursor: Cursor | undefined,
  rows: number,
  probed: boolean,
): string => {
  const backward = cursor?.backward ?? false
  const terms = termsOf(e, sort)
  const given: CursorValue[] = cursor ? [...cursor.values, cursor.id] : []
  const limit = `limit ${Math.trunc(rows)}`
  const select = (from: string, own: readonly Term[], skipped: number, placed: boolean, also: string) => {
    const at = own.map((t, i): Placed => ({ ...t, value: given[i + skipped] ?? null }))
    const condition = placed ? ` and ${after(s, at, backward)}` : ''
    return `(select ${columns} from ${from}${also}${condition} order by ${orderBy(own, backward)} ${limit})`
  }
  const read = (own: readonly Term[], skipped: number, placed: boolean, also: string) =>
    select(table, own, skipped, placed, `${also}${probed ? ` and ${many}` : ''}`)
  const [first, ...rest] = terms
  const inOrder = (): string[] => {
    if (!first?.nullable) return [read(terms, 0, cursor !== undefined, '')]
    const inNulls = cursor !== undefined && given[0] === null
    const values = (placed: boolean) =>
      read([{ ...first, nullable: false }, ...rest], 0, placed, ` and ${first.column} is not null`)
    const nulls = (placed: boolean) => read(rest, 1, placed, ` and ${first.column} is null`)
    if (inNulls && !backward) return [nulls(true)]
    if (!inNulls && backward) return [values(true)]
    return backward ? [nulls(true), values(false)] : [values(cursor !== undefined), nulls(false)]
  }
  const byId = `${fromTable(e, 't')} and t."id" in (select f."id" from found f)`
  const parts = [...(probed ? [select(byId, terms, 0, cursor !== undefined, ` and ${few}`)] : []), ...inOrder()]
  return parts.length === 1 ? parts.join('') : `${parts.join(' union all ')} ${limit}`
}
