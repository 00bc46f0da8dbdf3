// The pools of the three logins.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Config } from '../config.ts'
import type { Db } from './db.ts'
import { loginsOf, type Logins } from './logins.ts'
import { preparing } from './prepared.ts'
import { typeParsers } from './types.ts'

export type { Db } from './db.ts'
export { assertSafeLogins, prepareLogins } from './logins.ts'

/** The pools, with `roles` for migrations and `ownerUrl` for what wants a connection of its own (worker, backup). */
export interface Database {
  readonly owner: Db
  readonly app: Db
  readonly list: Db
  /** the list login with a planner that reads by bitmaps of indexes only; see `bitmapsOnly` */
  readonly search: Db
  readonly ownerUrl: string
  readonly roles: Logins['roles']
  /** One login does everything, and row security does not guard: shown to admins. */
  readonly singleLogin: boolean
  close(): Promise<void>
}

interface PoolOptions {
  readonly name: string
  readonly size: number
  /** Seconds after which a statement is cancelled; 0: never. */
  readonly timeout: number
  /** Statements kept prepared in each connection */
  readonly prepared: number
  /** Settings of each connection, beside those all have */
  readonly settings?: string
  readonly onError: (error: Error) => void
}

function openPool(
  connectionString: string,
  { name, size, timeout, prepared, settings = '', onError }: PoolOptions,
): Db {
  const pool = new pg.Pool({
    connectionString,
    max: size,
    application_name: `throughline ${name}`,
    statement_timeout: timeout * 1000,
    options: `-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 ${settings}`,
    types: typeParsers(),
    idleTimeoutMillis: 60_000,
    // Waiting longer for a connection than people wait for a page only hides that the database is overrun or gone.
    connectionTimeoutMillis: 10_000,
  })
  // An idle connection that breaks (the database went away) must not end the process: the pool opens another.
  pool.on('error', onError)
  // So must one that breaks while it is in use between two statements; the next statement on it tells its user.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: preparing(pool, { most: prepared }) }) })
}

/**
 * A search wants the first hundred hits. Where the planner thinks a word frequent, it reads the table until it has met
 * them, and where the word is not, it reads the table to its end. The index of words answers both at once.
 */
const bitmapsOnly = '-c enable_seqscan=off -c enable_indexscan=off -c enable_indexonlyscan=off'

/** Opens the pools on the database `adminUrl` names, with the logins `prepareLogins` made there. No query is sent. */
export async function openDatabase(
  config: Config,
  adminUrl: string,
  onError: (error: Error) => void = () => {},
): Promise<Database> {
  const { urls, roles, singleLogin } = loginsOf(adminUrl, config)
  const owner = openPool(urls.owner, { name: 'owner', size: 3, timeout: 0, prepared: 0, onError })
  const app = openPool(urls.app, { name: 'app', size: config.poolSize, timeout: 30, prepared: 200, onError })
  const list = openPool(urls.list, { name: 'list', size: config.poolSize, timeout: 3, prepared: 60, onError })
  const search = openPool(urls.list, {
    name: 'search',
    size: Math.min(config.poolSize, 4),
    timeout: 3,
    prepared: 0,
    settings: bitmapsOnly,
    onError,
  })
  const close = async () => {
    await Promise.all([owner, app, list, search].map((pool) => pool.destroy()))
  }
  return { owner, app, list, search, ownerUrl: urls.owner, roles, singleLogin, close }
}
