// Which tables and counters a backup holds, and how restoring reaches all of them whatever their references.
import type { ClientBase } from 'pg'

/**
 * Names are qualified and quoted, fit for SQL. Generated columns are left out: they follow from the others. So are unlogged
 * tables: a crash may empty them too.
 */
export interface SnapshotTable {
  readonly table: string
  readonly columns: readonly string[]
}

interface SnapshotSequence {
  readonly sequence: string
  readonly value: string
}

/** Jobs not yet done belong to the data: each is an effect that was promised. */
const schemas = ['public', 'graphile_worker']

/** What migrating writes itself. */
const ownTables = ['public.migration', 'graphile_worker.migrations']

const isOfExtension = `exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')`

export async function listTables(client: ClientBase): Promise<SnapshotTable[]> {
  const { rows } = await client.query<SnapshotTable>(
    `select format('%I.%I', n.nspname, c.relname) as table, array_agg(quote_ident(a.attname) order by a.attnum) as columns
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind in ('r', 'p') and c.relpersistence = 'p' and not c.relispartition and not ${isOfExtension}
       and n.nspname = any($1) and format('%s.%s', n.nspname, c.relname) <> all($2)
     group by 1 order by 1`,
    [schemas, ownTables],
  )
  return rows
}

/** Sequences that have given a number. They are no part of a transaction: read them after the tables. */
export async function listSequences(client: ClientBase): Promise<SnapshotSequence[]> {
  const { rows } = await client.query<SnapshotSequence>(
    `select format('%I.%I', schemaname, sequencename) as sequence, last_value::text as value
     from pg_sequences where schemaname = any($1) and last_value is not null order by 1`,
    [schemas],
  )
  return rows
}

/**
 * Runs `load` with every foreign key dropped and every trigger off, and puts them back: the order of the tables then
 * does not matter, and adding the keys checks every row. In the caller's transaction, so that a failure undoes it all.
 */
export async function withoutForeignKeys(client: ClientBase, load: () => Promise<void>): Promise<void> {
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `select k.conrelid::regclass::text as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_namespace n on n.oid = k.connamespace
     where k.contype = 'f' and k.conparentid = 0 and n.nspname = any($1)`,
    [schemas],
  )
  const tables = await listTables(client)
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`)
  for (const { table } of tables) await client.query(`alter table ${table} disable trigger user`)
  await load()
  for (const { table } of tables) await client.query(`alter table ${table} enable trigger user`)
  for (const { table, name, definition } of keys) {
    await client.query(`alter table ${table} add constraint ${name} ${definition}`)
  }
}
