/** The tables of the entities as SQL: columns, keys, indexes, row security. Migrations are made and checked against it. */
import { createHash } from 'node:crypto'
import { allFields, baseAmountKey, type Entity, type Field, hasBaseAmounts, snake } from '../entity.ts'
import type { Registry } from '../registry.ts'

/** A quoted identifier. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
export const tableName = (e: Entity): string => snake(e.name)
/** Whether the table has `search_text`, which the kernel writes with `searchText`. */
export const hasSearchText = (e: Entity): boolean => Object.values(allFields(e)).some((f) => f.options.search)
/** The column by which a field sorts and filters: money compares in base currency where the entity has it. */
export const comparedColumn = (e: Entity, key: string, f: Field): string => {
  if (f.kind === 'anyReference') return `${snake(key)}_id`
  return snake(f.kind === 'money' && hasBaseAmounts(e) ? baseAmountKey(key) : key)
}

const collation = 'collate "und-x-icu"'
const isSorted = (f: Field): boolean => f.options.sort === true

const columnTypes: Record<Exclude<Field['kind'], 'anyReference'>, string> = {
  text: 'text',
  longText: 'text',
  richText: 'text',
  integer: 'bigint',
  decimal: 'numeric(20,6)',
  money: 'bigint',
  percent: 'numeric(9,4)',
  day: 'date',
  instant: 'timestamptz(3)',
  boolean: 'boolean',
  choice: 'text',
  multiChoice: 'text[]',
  state: 'text',
  reference: 'uuid',
  email: 'text',
  phone: 'text',
  address: 'jsonb',
  json: 'jsonb',
  file: 'uuid',
}
const plainText = new Set<Field['kind']>(['text', 'longText', 'richText', 'email', 'phone'])

const typeOf = (f: Field): string => {
  if (f.kind === 'anyReference') throw new Error('a reference to any record has two columns')
  if (f.kind === 'decimal') return `numeric(20,${f.scale ?? 6})`
  return columnTypes[f.kind] + (isSorted(f) && plainText.has(f.kind) ? ` ${collation}` : '')
}

const defaultOf = (f: Field): string | undefined => {
  const value = f.options.default
  if (value === undefined || value === null) return f.kind === 'multiChoice' && f.options.required ? `'{}'` : undefined
  if (Array.isArray(value)) return literal(`{${value.map((v) => JSON.stringify(v)).join(',')}}`)
  if (typeof value === 'object') return literal(JSON.stringify(value))
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : literal(String(value))
}

const column = (name: string, type: string, required: boolean, byDefault?: string): string =>
  [quoted(name), type, required ? 'not null' : '', byDefault === undefined ? '' : `default ${byDefault}`]
    .filter(Boolean)
    .join(' ')

const fieldColumns = (e: Entity, key: string, f: Field): string[] => {
  const required = f.options.required === true
  if (f.kind === 'anyReference')
    return [column(`${snake(key)}_entity`, 'text', required), column(`${snake(key)}_id`, 'uuid', required)]
  const own = column(snake(key), typeOf(f), required, defaultOf(f))
  if (f.kind !== 'money' || !hasBaseAmounts(e)) return [own]
  const base = defaultOf(f) === '0' ? '0' : undefined
  return [own, column(snake(baseAmountKey(key)), 'bigint', required && base !== undefined, base)]
}

/** PostgreSQL cuts names at 63 bytes, and cut names collide. */
const named = (...parts: string[]): string => {
  const name = parts.join('_')
  if (name.length <= 63) return name
  return `${name.slice(0, 54)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
}

const checks = (e: Entity): string[] =>
  Object.entries(e.fields).flatMap(([key, f]) => {
    const name = quoted(named(tableName(e), snake(key), 'check'))
    const col = quoted(snake(key))
    const values = Object.keys(f.choices ?? {}).map(literal)
    if (f.kind === 'choice' || f.kind === 'state')
      return [`constraint ${name} check (${col} = any (array[${values.join(', ')}]::text[]))`]
    if (f.kind === 'multiChoice') return [`constraint ${name} check (${col} <@ array[${values.join(', ')}]::text[])`]
    if (f.kind === 'anyReference')
      return [
        `constraint ${name} check ((${quoted(`${snake(key)}_entity`)} is null) = (${quoted(`${snake(key)}_id`)} is null))`,
      ]
    return []
  })

const createTable = (e: Entity): string => {
  const fields = Object.entries(e.fields).flatMap(([key, f]) => fieldColumns(e, key, f))
  const lines = [
    '"workspace_id" uuid not null',
    '"id" uuid not null',
    ...(e.number ? [`"number" text ${collation}`] : []),
    ...fields,
    ...(e.owned ? ['"owner_id" uuid', '"team_id" uuid'] : []),
    '"created_at" timestamptz(3) not null default now()',
    '"updated_at" timestamptz(3) not null default now()',
    '"created_by" uuid',
    '"updated_by" uuid',
    '"version" integer not null default 1',
    '"deleted_at" timestamptz(3)',
    `"custom" jsonb not null default '{}'`,
    ...(hasSearchText(e) ? [`"search_text" text not null default ''`] : []),
    `constraint ${quoted(named(tableName(e), 'pkey'))} primary key ("workspace_id", "id")`,
    ...checks(e),
  ]
  return `create table ${quoted(tableName(e))} (\n  ${lines.join(',\n  ')}\n)`
}

type Index = { name: string; columns: readonly string[]; where?: string; unique?: boolean; gin?: boolean }
const indexSql = (e: Entity, i: Index): string =>
  `create ${i.unique ? 'unique ' : ''}index ${quoted(i.name)} on ${quoted(tableName(e))} ` +
  `${i.gin ? 'using gin ' : ''}(${i.columns.join(', ')})${i.where ? ` where ${i.where}` : ''}`

const live = '"deleted_at" is null'
const unindexed = new Set<Field['kind']>(['longText', 'richText', 'address', 'json'])
/** Fields whose filter or sort has an index of its own. */
const isIndexed = (f: Field): boolean =>
  (f.options.filter === true || f.options.sort === true || f.kind === 'anyReference') && !unindexed.has(f.kind)

const indexes = (e: Entity): string[] => {
  const t = tableName(e)
  const columnsOf = (keys: readonly string[]) =>
    keys.map((k) => comparedColumn(e, k, allFields(e)[k] ?? { kind: 'text', options: {} }))
  const ordered = (cols: readonly string[]): Index => ({
    name: named(t, ...cols, 'idx'),
    columns: ['"workspace_id"', ...cols.map(quoted), '"id"'],
    where: live,
  })
  const unique = (cols: readonly string[], where?: string): Index => ({
    name: named(t, ...cols, 'key'),
    columns: ['"workspace_id"', ...cols.map(quoted)],
    unique: true,
    ...(where ? { where } : {}),
  })
  const fields = Object.entries(allFields(e)).filter(([, f]) => isIndexed(f))
  const found: Index[] = [
    ...fields.filter(([, f]) => f.kind !== 'multiChoice').map(([key, f]) => ordered([comparedColumn(e, key, f)])),
    ...fields
      .filter(([, f]) => f.kind === 'multiChoice')
      .map(([key]) => ({
        name: named(t, snake(key), 'gin'),
        columns: ['"workspace_id"', quoted(snake(key))],
        gin: true,
        where: live,
      })),
    ...(e.indexes ?? []).map((keys) => ordered(columnsOf(keys))),
    // A number once given is never given again, not even after its record was deleted.
    ...(e.number ? [unique('companyId' in e.fields ? ['company_id', 'number'] : ['number'])] : []),
    ...Object.entries(e.fields)
      .filter(([, f]) => f.options.unique)
      .map(([key, f]) => unique([comparedColumn(e, key, f)], live)),
    ...(e.unique ?? []).map((keys) => unique(columnsOf(keys), live)),
    ...(hasSearchText(e)
      ? [
          {
            name: named(t, 'search_text', 'gin'),
            // With owner and team in it, a search within one's own or one's teams' records reads no others.
            columns: ['"workspace_id"', ...(e.owned ? ['"owner_id"', '"team_id"'] : []), '"search_text" gin_trgm_ops'],
            gin: true,
            where: live,
          },
        ]
      : []),
    {
      name: named(t, 'custom', 'gin'),
      columns: ['"workspace_id"', '"custom" jsonb_path_ops'],
      gin: true,
      where: `"custom" <> '{}'::jsonb`,
    },
    {
      name: named(t, 'trash', 'idx'),
      columns: ['"workspace_id"', '"deleted_at"', '"id"'],
      where: '"deleted_at" is not null',
    },
  ]
  const byName = new Map(found.map((i) => [i.name, indexSql(e, i)]))
  return [...byName.values()]
}

const rowSecurity = (e: Entity): string[] => {
  const t = quoted(tableName(e))
  const own = `"workspace_id" = nullif(current_setting('app.workspace_id', true), '')::uuid`
  return [
    `alter table ${t} enable row level security`,
    `create policy "workspace" on ${t} for all to {{app}} using (${own}) with check (${own})`,
    `create policy "list" on ${t} for select to {{list}} using (true)`,
    `grant select, insert, update, delete on ${t} to {{app}}`,
    `grant select on ${t} to {{list}}`,
  ]
}

/**
 * The foreign keys of an entity's table, to run when all tables are there. Deferrable, so that a restore may load
 * tables in any order; never SET NULL, which Citus refuses on a key that holds the workspace.
 */
const foreignKeySql = (e: Entity, registry: Registry): string[] =>
  Object.entries(allFields(e)).flatMap(([key, f]) => {
    if (f.kind !== 'reference' || f.to === undefined) return []
    const cascades = f.cascade === true || e.partOf?.field === key
    return [
      `alter table ${quoted(tableName(e))} add constraint ${quoted(named(tableName(e), snake(key), 'fkey'))} ` +
        `foreign key ("workspace_id", ${quoted(snake(key))}) references ${quoted(tableName(registry.entity(f.to)))} ` +
        `("workspace_id", "id")${cascades ? ' on delete cascade' : ''} deferrable initially immediate`,
    ]
  })

/** The table with its indexes, row security and grants; `{{app}}` and `{{list}}` stand for the roles. No foreign keys. */
export const tableSql = (e: Entity): string[] => [createTable(e), ...indexes(e), ...rowSecurity(e)]

/** Everything the definitions ask for on an empty database with the extensions pg_trgm and btree_gin. */
export const schemaSql = (registry: Registry): string[] => [
  ...registry.entities.flatMap(tableSql),
  ...registry.entities.flatMap((e) => foreignKeySql(e, registry)),
]
