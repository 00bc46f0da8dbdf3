// Databases for tests: clones of a migrated template, which test/globalSetup.ts makes once per run.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Config, loadConfig } from '../config.ts'
import { type Database, openDatabase } from './connect.ts'

/** Where the tests' PostgreSQL is and which settings its logins were made with. */
export interface TestServer {
  readonly adminUrl: string
  readonly template: string
  readonly dataDir: string
  readonly secretKey: string
  /** Why the template could not be made; tests that want no database run all the same. */
  readonly failure?: string
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer
  }
}

/** A superuser's address of a database beside the template. */
export function adminUrlOf(server: TestServer, database: string): string {
  const url = new URL(server.adminUrl)
  url.pathname = `/${database}`
  return url.href
}

export function testConfig({ dataDir, secretKey }: TestServer, env: NodeJS.ProcessEnv = {}): Config {
  return loadConfig({ DATA_DIR: dataDir, SECRET_KEY: secretKey, LOG_LEVEL: 'silent', DB_POOL_SIZE: '5', ...env })
}

async function asAdmin(server: TestServer, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrlOf(server, 'postgres') })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/**
 * A database of its own for a test file, with the whole schema and no rows; `close` drops it. The logins are the real
 * ones: `app` and `list` are under row security as in production.
 */
export async function testDatabase(): Promise<Database & { readonly name: string; readonly adminUrl: string }> {
  const server = inject('testServer')
  if (server.failure) throw new Error(server.failure)
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(server, `create database ${name} template ${server.template} owner throughline_owner`)
  const adminUrl = adminUrlOf(server, name)
  const database = await openDatabase(testConfig(server), adminUrl)
  const close = async () => {
    await database.close()
    await asAdmin(server, `drop database ${name} with (force)`)
  }
  return { ...database, name, adminUrl, close }
}

/** A database without a schema, whose logins may use it as in production; `drop` removes it. */
export async function emptyDatabase(): Promise<{ readonly adminUrl: string; drop(): Promise<void> }> {
  const server = inject('testServer')
  const name = `empty_${randomBytes(6).toString('hex')}`
  return {
    adminUrl: adminUrlOf(server, name),
    drop: () => asAdmin(server, `drop database if exists ${name} with (force)`),
  }
}
