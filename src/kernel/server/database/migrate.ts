// Brings a database's schema up to date with plain SQL files, applied in the order of their names.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import type { Db } from './db.ts'

/** What the placeholders `{{app}}` and `{{list}}` stand for in the files. */
interface MigrationRoles {
  readonly app: string
  readonly list: string
}

interface MigrateOptions {
  /** The last file to apply; later ones wait. Restoring a backup needs the schema it was made with. */
  readonly upTo?: string
  /** Called in each file's transaction after its statements: where Citus distributes the new tables. */
  readonly afterFile?: (transaction: Db, file: string) => Promise<void>
}

interface SqlFile {
  readonly name: string
  readonly text: string
  readonly checksum: string
}

const lockName = 'throughline migrations'

const quoteIdentifier = (name: string) => `"${name.replaceAll('"', '""')}"`

const withRoles = (text: string, roles: MigrationRoles) =>
  text.replaceAll('{{app}}', quoteIdentifier(roles.app)).replaceAll('{{list}}', quoteIdentifier(roles.list))

async function readSqlFiles(folder: string): Promise<SqlFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

async function readApplied(db: Db): Promise<Map<string, string>> {
  await sql`create table if not exists migration (
    name text primary key, checksum text not null, applied_at timestamptz(3) not null default now())`.execute(db)
  const { rows } = await sql<{ name: string; checksum: string }>`select name, checksum from migration`.execute(db)
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

function assertHistory(files: readonly SqlFile[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(files.map(({ name, checksum }) => [name, checksum]))
  for (const [name, checksum] of applied) {
    const current = known.get(name)
    if (current === undefined) {
      throw new Error(
        `The database has migration ${name}, which this release does not know: it is older than the database.`,
      )
    }
    if (current !== checksum) {
      throw new Error(
        `Migration ${name} was changed after it was applied. Restore the file and put the change in a new one.`,
      )
    }
  }
}

/** One connection at a time, across processes: the others wait and then find nothing left to do. */
async function exclusively<T>(owner: Db, work: (connection: Db) => Promise<T>): Promise<T> {
  return owner.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(hashtext(${lockName}))`.execute(connection)
    try {
      return await work(connection)
    } finally {
      await sql`select pg_advisory_unlock(hashtext(${lockName}))`.execute(connection)
    }
  })
}

/**
 * Applies the files of `folder` that the database does not have yet, each in a transaction of its own.
 * @returns the names of the files applied now
 * @throws Error where an applied file was changed or is unknown, or a statement fails (naming the file)
 */
export async function migrate(
  owner: Db,
  roles: MigrationRoles,
  folder: string,
  { upTo, afterFile }: MigrateOptions = {},
): Promise<string[]> {
  const files = await readSqlFiles(folder)
  return exclusively(owner, async (connection) => {
    const applied = await readApplied(connection)
    assertHistory(files, applied)
    const pending = files.filter(({ name }) => !applied.has(name) && (upTo === undefined || name <= upTo))
    for (const { name, text, checksum } of pending) {
      await connection.transaction().execute(async (transaction) => {
        await runFile(transaction, name, withRoles(text, roles))
        await afterFile?.(transaction, name)
        await sql`insert into migration (name, checksum) values (${name}, ${checksum})`.execute(transaction)
      })
    }
    return pending.map(({ name }) => name)
  })
}

/** Runs every file of `folder`, in one transaction: statements that may be repeated, such as `create or replace`. */
export async function applyRepeatable(owner: Db, roles: MigrationRoles, folder: string): Promise<void> {
  const files = await readSqlFiles(folder)
  await exclusively(owner, (connection) =>
    connection.transaction().execute(async (transaction) => {
      for (const { name, text } of files) await runFile(transaction, name, withRoles(text, roles))
    }),
  )
}

async function runFile(transaction: Db, name: string, text: string): Promise<void> {
  try {
    await sql.raw(text).execute(transaction)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const position = 'position' in error ? Number(error.position) : 0
    const place = position > 0 ? ` (line ${text.slice(0, position).split('\n').length})` : ''
    throw new Error(`Migration ${name}${place} failed: ${error.message}`, { cause: error })
  }
}
