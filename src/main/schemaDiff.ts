/**
 * Do the migrations make the tables that the definitions ask for?
 * `npm run db:diff` prints the statements that are missing; `-- <name>` writes them as the next migration; `-- --check`
 * exits 1 on drift; `-- --fresh` writes the first migration of the areas anew (until the first release).
 */
import { mkdtemp, readdir, readFile, rm, writeFile, chmod } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { type Config, loadConfig } from '../kernel/server/config.ts'
import { type Catalog, difference, readCatalog } from '../kernel/server/catalog.ts'
import { type Database, openDatabase, prepareLogins } from '../kernel/server/database/connect.ts'
import { startEmbedded } from '../kernel/server/database/embedded.ts'
import { migrate } from '../kernel/server/database/migrate.ts'
import { schemaSql, tableName, tableSql } from '../kernel/server/ddl.ts'
import type { Registry } from '../kernel/registry.ts'
import { definitions } from './definitions.ts'
import { projectRoot } from './paths.ts'

const migrations = path.join(projectRoot, 'db', 'migrations')
const areasFile = '0002_areas.sql'
/** Tables the definitions do not know are written by hand, in files of this name. */
const byHand = /^\d{4}_kernel.*\.sql$/

const script = (statements: readonly string[]): string => statements.map((s) => `${s};\n`).join('\n')

const migrationFiles = async (): Promise<string[]> =>
  (await readdir(migrations)).filter((name) => name.endsWith('.sql')).toSorted()

const withServer = async <T>(work: (config: Config, adminUrl: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'throughline-schema-'))
  // mkdtemp admits its owner alone, and PostgreSQL may run as another user.
  await chmod(folder, 0o755)
  const config = loadConfig({ DATA_DIR: path.join(folder, 'data'), SECRET_KEY: 'of a database that lives for seconds' })
  const server = await startEmbedded({ dataDir: config.dataDir, log: { info() {}, warn() {} }, fast: true })
  try {
    return await work(config, server.adminUrl)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const catalogOf = async (
  config: Config,
  adminUrl: string,
  name: string,
  fill: (db: Database) => Promise<unknown>,
): Promise<Catalog> => {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  await prepareLogins(url.href, config)
  const db = await openDatabase(config, url.href)
  try {
    await fill(db)
    return await readCatalog(db.owner, db.roles)
  } finally {
    await db.close()
  }
}

const runSql = async (db: Database, text: string): Promise<void> => {
  const role = (name: string) => `"${name}"`
  await sql
    .raw(text.replaceAll('{{app}}', role(db.roles.app)).replaceAll('{{list}}', role(db.roles.list)))
    .execute(db.owner)
}

/** The statements that the migrations lack for the definitions of `registry`; empty when they agree. */
const schemaDrift = (registry: Registry): Promise<string[]> =>
  withServer(async (config, adminUrl) => {
    const have = await catalogOf(config, adminUrl, 'migrated', (db) => migrate(db.owner, db.roles, migrations))
    const want = await catalogOf(config, adminUrl, 'defined', async (db) => {
      for (const file of await migrationFiles())
        if (byHand.test(file)) await runSql(db, await readFile(path.join(migrations, file), 'utf8'))
      for (const statement of schemaSql(registry)) await runSql(db, statement)
    })
    const byTable = new Map(registry.entities.map((e) => [tableName(e), e]))
    return difference(have, want, (table) => {
      const e = byTable.get(table)
      return e ? tableSql(e) : []
    })
  })

const nextFile = async (name: string): Promise<string> => {
  const last = Number((await migrationFiles()).at(-1)?.slice(0, 4) ?? '0')
  return `${String(last + 1).padStart(4, '0')}_${name.replace(/[^\w]+/g, '_')}.sql`
}

const write = async (file: string, statements: readonly string[]): Promise<void> => {
  await writeFile(path.join(migrations, file), script(statements))
  process.stdout.write(`wrote db/migrations/${file}\n`)
}

const main = async (args: readonly string[]): Promise<number> => {
  const name = args.find((a) => !a.startsWith('-'))
  if (args.includes('--fresh')) {
    await write(areasFile, schemaSql(definitions))
    return 0
  }
  const statements = await schemaDrift(definitions)
  if (statements.length === 0) {
    process.stdout.write('The migrations make what the definitions ask for.\n')
    return 0
  }
  if (name && !args.includes('--check')) {
    await write(await nextFile(name), statements)
    return 0
  }
  process.stdout.write(script(statements))
  return args.includes('--check') ? 1 : 0
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
