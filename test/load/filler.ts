/** Fills the table of an entity by one statement; what varies is a function of the row's number, so every run makes the same. */
import { allFields, type Entity, snake } from '../../src/kernel/entity.ts'
import { hasSearchText, literal, quoted, tableName } from '../../src/kernel/server/ddl.ts'

/**
 * `u(n, salt)`: evenly spread over [0, 1). `load_id(kind, n, ms)`: a UUIDv7 of that instant. Both depend on nothing else.
 */
export const helpers = `
  create or replace function pg_temp.u(n bigint, salt int) returns double precision language sql immutable parallel safe as
    $$ select (hashint8extended(n, salt) & 2147483647)::double precision / 2147483648.0 $$;
  create or replace function pg_temp.load_id(kind int, n bigint, ms bigint) returns uuid language sql immutable parallel safe as
    $$ select (lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid $$;`

/** An SQL expression. */
export type Sql = string

/** One of the values; `power` above 1 prefers the first ones. */
export const oneOf = (
  values: readonly string[],
  salt: number,
  o: { type?: string; power?: number; n?: Sql } = {},
): Sql =>
  `(array[${values.map(literal).join(', ')}]::${o.type ?? 'text'}[])[1 + floor(power(pg_temp.u(${o.n ?? 'n'}, ${salt}), ${o.power ?? 1}) * ${values.length})::int]`

/** A whole number from 1 to `most`; `power` above 1 prefers the small ones. */
export const upTo = (most: number, salt: number, power = 1): Sql =>
  `(1 + floor(power(pg_temp.u(n, ${salt}), ${power}) * ${most}))::bigint`

/** A choice by shares that sum to 1. */
export const byShare = (shares: Readonly<Record<string, number>>, salt: number): Sql => {
  let sum = 0
  const cases = Object.entries(shares).map(([value, share]) => {
    sum += share
    return `when pg_temp.u(n, ${salt}) < ${sum.toFixed(4)} then ${literal(value)}`
  })
  return `case ${cases.join(' ')} else ${literal(Object.keys(shares)[0] ?? '')} end`
}

/** How many of a kind there are and when they were made: evenly over the years before now. */
export type Kind = { code: number; count: number; stepMs: number; fromMs: number }

export const madeMs = (k: Kind, n: Sql): Sql => `(${k.fromMs}::bigint + (${n})::bigint * ${k.stepMs}::bigint)`
export const idOf = (k: Kind, n: Sql): Sql => `pg_temp.load_id(${k.code}, (${n})::bigint, ${madeMs(k, n)})`

/** What the kernel writes beside a record to find it by. `x` is the row. */
const searchSql = (e: Entity, columns: ReadonlySet<string>): Sql => {
  const keys = [
    ...(e.number ? ['number'] : []),
    ...Object.entries(allFields(e)).flatMap(([k, f]) => (f.options.search && k !== 'number' ? [k] : [])),
  ]
  const found = keys.map(snake).filter((c) => columns.has(c))
  return `left(lower(unaccent(concat_ws(' ', ${found.map((c) => `x.${quoted(c)}`).join(', ')}))), 4000)`
}

/**
 * `insert into … select`: a row for each n. `columns`: column → expression over `n` and what `from` adds.
 * Where the kind is given, id and created_at follow from it.
 */
export const fill = (
  e: Entity,
  workspaceId: string,
  kind: Kind,
  columns: Readonly<Record<string, Sql>>,
  o: { from?: string } = {},
): string => {
  const all: Record<string, Sql> = {
    workspace_id: `${literal(workspaceId)}::uuid`,
    id: idOf(kind, 'n'),
    created_at: `to_timestamp(${madeMs(kind, 'n')} / 1000.0)`,
    updated_at: `to_timestamp(${madeMs(kind, 'n')} / 1000.0) + interval '3 days' * pg_temp.u(n, 99)`,
    ...columns,
  }
  const names = Object.keys(all)
  const search = hasSearchText(e)
  const target = [...names, ...(search ? ['search_text'] : [])].map(quoted).join(', ')
  const inner = Object.entries(all).map(([name, value]) => `${value} as ${quoted(name)}`)
  return `insert into ${quoted(tableName(e))} (${target})
    select x.*${search ? `, ${searchSql(e, new Set(names))}` : ''} from (
      select ${inner.join(',\n        ')}
      from generate_series(1, ${kind.count}) n ${o.from ?? ''}) x`
}
