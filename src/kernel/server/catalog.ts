/** What a database's catalogs say of its tables, and the statements that bring one to the shape of another. */
import { sql } from 'kysely'
import type { Db } from './database/connect.ts'
import { quoted } from './ddl.ts'

type Named = { table: string; name: string; definition: string }
type ColumnShape = Named & { type: string; required: boolean; byDefault: string | null }
type Constraint = Named & { foreign: boolean }
export type Catalog = {
  tables: readonly string[]
  columns: readonly ColumnShape[]
  indexes: readonly Named[]
  constraints: readonly Constraint[]
  policies: readonly Named[]
}

const ours = sql`c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migration'`

/** Tables of schema public with columns, indexes, constraints and policies; roles appear as `{{app}}` and `{{list}}`. */
export const readCatalog = async (db: Db, roles: { app: string; list: string }): Promise<Catalog> => {
  const tables = await sql<{ name: string }>`select c.relname as name from pg_class c where ${ours} order by 1`.execute(
    db,
  )
  const columns = await sql<Omit<ColumnShape, 'definition'>>`
    select c.relname as table, a.attname as name, a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as "byDefault",
      format_type(a.atttypid, a.atttypmod)
        || case when a.attcollation <> t.typcollation then ' collate ' || quote_ident(l.collname) else '' end as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_collation l on l.oid = a.attcollation
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where ${ours} order by 1, a.attnum`.execute(db)
  const indexes = await sql<Named>`
    select c.relname as table, i.relname as name, pg_get_indexdef(x.indexrelid) as definition
    from pg_class c join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
    where ${ours} and not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
    order by 1, 2`.execute(db)
  const constraints = await sql<Constraint>`
    select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition, k.contype = 'f' as foreign
    from pg_class c join pg_constraint k on k.conrelid = c.oid
    where ${ours} and k.contype in ('p', 'u', 'x', 'c', 'f') order by 1, 2`.execute(db)
  const policies = await sql<Named & { roles: string[] }>`
    select c.relname as table, p.polname as name,
      array(select rolname::text from pg_roles where oid = any(p.polroles)) as roles,
      concat_ws(' ', 'for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
        when 'd' then 'delete' else 'all' end, '@', 'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
        'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') as definition
    from pg_class c join pg_policy p on p.polrelid = c.oid where ${ours}
    union all
    select c.relname, 'row security', '{}', 'enabled' from pg_class c where ${ours} and c.relrowsecurity
    order by 1, 2`.execute(db)
  const placeholder = (role: string) =>
    role === roles.app ? '{{app}}' : role === roles.list ? '{{list}}' : quoted(role)
  return {
    tables: tables.rows.map((t) => t.name),
    columns: columns.rows.map((c) => ({
      ...c,
      definition: [c.type, c.byDefault === null ? '' : `default ${c.byDefault}`, c.required ? 'not null' : '']
        .filter(Boolean)
        .join(' '),
    })),
    indexes: indexes.rows,
    constraints: constraints.rows,
    policies: policies.rows.map(({ roles: names, definition, ...p }) => ({
      ...p,
      definition: definition.replace('@', `to ${names.toSorted().map(placeholder).join(', ') || 'public'}`),
    })),
  }
}

const keyOf = (x: Named): string => `${x.table}.${x.name}`

const compare = <T extends Named>(have: readonly T[], want: readonly T[]) => {
  const had = new Map(have.map((x) => [keyOf(x), x]))
  const wanted = new Map(want.map((x) => [keyOf(x), x]))
  const pairs = want.flatMap((now): { before: T; now: T }[] => {
    const before = had.get(keyOf(now))
    return before && before.definition !== now.definition ? [{ before, now }] : []
  })
  return {
    added: want.filter((x) => !had.has(keyOf(x))),
    removed: have.filter((x) => !wanted.has(keyOf(x))),
    changed: pairs,
  }
}

const on = (table: string): string => `alter table ${quoted(table)}`

const changeColumn = ({ before, now }: { before: ColumnShape; now: ColumnShape }): string[] => {
  const alter = `${on(now.table)} alter column ${quoted(now.name)}`
  const type = before.type !== now.type
  const using = `using ${quoted(now.name)}::${now.type.replace(/ collate .*/, '')}`
  const byDefault = before.byDefault !== now.byDefault
  return [
    ...(type && before.byDefault !== null ? [`${alter} drop default`] : []),
    ...(type ? [`${alter} type ${now.type} ${using}`] : []),
    ...(byDefault || type
      ? [now.byDefault === null ? `${alter} drop default` : `${alter} set default ${now.byDefault}`]
      : []),
    ...(before.required !== now.required ? [`${alter} ${now.required ? 'set' : 'drop'} not null`] : []),
  ]
}

const addColumn = (c: ColumnShape): string => {
  const statement = `${on(c.table)} add column ${quoted(c.name)} ${c.definition}`
  return c.required && c.byDefault === null
    ? `-- Fails where rows exist: add it without NOT NULL, fill it, then set NOT NULL.\n${statement}`
    : statement
}

const lost = (statement: string): string =>
  `-- Data is lost: only after a release that no longer uses it.\n${statement}`

const addPolicy = (p: Named): string =>
  p.name === 'row security'
    ? `${on(p.table)} enable row level security`
    : `create policy ${quoted(p.name)} on ${quoted(p.table)} ${p.definition}`
const dropPolicy = (p: Named): string =>
  p.name === 'row security'
    ? `${on(p.table)} disable row level security`
    : `drop policy ${quoted(p.name)} on ${quoted(p.table)}`

/**
 * The statements that bring `have` to the shape of `want`, in an order that runs. `tableSql` gives those of a table that
 * is new. Foreign keys come last. Empty: no drift.
 */
export const difference = (have: Catalog, want: Catalog, tableSql: (table: string) => readonly string[]): string[] => {
  const created = want.tables.filter((t) => !have.tables.includes(t))
  const dropped = have.tables.filter((t) => !want.tables.includes(t))
  const inBoth = <T extends Named>(xs: readonly T[]) =>
    xs.filter((x) => !created.includes(x.table) && !dropped.includes(x.table))
  const columns = compare(inBoth(have.columns), inBoth(want.columns))
  const indexes = compare(inBoth(have.indexes), inBoth(want.indexes))
  const constraints = compare(inBoth(have.constraints), inBoth(want.constraints))
  const policies = compare(inBoth(have.policies), inBoth(want.policies))
  const newConstraints = [...constraints.added, ...constraints.changed.map((c) => c.now)]
  const newKeys = [...newConstraints, ...want.constraints.filter((c) => created.includes(c.table))]
  const addConstraint = (c: Named) => `${on(c.table)} add constraint ${quoted(c.name)} ${c.definition}`
  return [
    ...[...constraints.removed, ...constraints.changed.map((c) => c.before)].map(
      (c) => `${on(c.table)} drop constraint ${quoted(c.name)}`,
    ),
    ...[...policies.removed, ...policies.changed.map((p) => p.before)].map(dropPolicy),
    ...[...indexes.removed, ...indexes.changed.map((i) => i.before)].map((i) => `drop index ${quoted(i.name)}`),
    ...dropped.map((t) => lost(`drop table ${quoted(t)} cascade`)),
    ...created.flatMap(tableSql),
    ...columns.added.map(addColumn),
    ...columns.changed.flatMap(changeColumn),
    ...columns.removed.map((c) => lost(`${on(c.table)} drop column ${quoted(c.name)}`)),
    ...newConstraints.filter((c) => !c.foreign).map(addConstraint),
    ...[...indexes.added, ...indexes.changed.map((i) => i.now)].map((i) => i.definition),
    ...[...policies.added, ...policies.changed.map((p) => p.now)].map(addPolicy),
    ...newKeys.filter((c) => c.foreign).map(addConstraint),
  ]
}
