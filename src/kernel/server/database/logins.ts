// The three logins: owner (schema, jobs, backup), app (everything else, under row security), list (read-only compiler).
import { createHmac, randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Db } from './db.ts'

type LoginConfig = Pick<Config, 'secretKey' | 'rolePrefix' | 'databaseUrl' | 'allowSingleLogin'>

const kinds = ['owner', 'app', 'list'] as const
type Kind = (typeof kinds)[number]

export interface Logins {
  readonly roles: Record<Kind, string>
  readonly urls: Record<Kind, string>
  /** All three are one login, as ALLOW_SINGLE_LOGIN asks: row security does not guard. */
  readonly singleLogin: boolean
}

/** Derived, not stored, so that every process of one installation knows the passwords. */
const password = (secretKey: string, role: string) =>
  createHmac('sha256', secretKey).update(`login ${role}`).digest('hex')

const sameForEach = <T>(value: T): Record<Kind, T> => ({ owner: value, app: value, list: value })

/** Names and addresses of the logins on the database that `adminUrl` names. */
export function loginsOf(adminUrl: string, config: LoginConfig): Logins {
  if (config.databaseUrl && config.allowSingleLogin) {
    const user = decodeURIComponent(new URL(adminUrl).username)
    return { roles: sameForEach(user), urls: sameForEach(adminUrl), singleLogin: true }
  }
  const role = (kind: Kind) => `${config.rolePrefix}_${kind}`
  const address = (kind: Kind) => {
    const url = new URL(adminUrl)
    url.username = role(kind)
    url.password = password(config.secretKey, role(kind))
    return url.href
  }
  return {
    roles: { owner: role('owner'), app: role('app'), list: role('list') },
    urls: { owner: address('owner'), app: address('app'), list: address('list') },
    singleLogin: false,
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

async function connected<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: 'throughline setup' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function createDatabaseIfMissing(adminUrl: string): Promise<void> {
  try {
    await connected(adminUrl, async () => {})
  } catch (error) {
    const invalidCatalogName = '3D000'
    if (!hasCode(error, invalidCatalogName)) throw error
    const url = new URL(adminUrl)
    const name = decodeURIComponent(url.pathname.slice(1))
    url.pathname = '/postgres'
    await connected(url.href, (client) => client.query(`create database ${client.escapeIdentifier(name)}`))
  }
}

const extensions = ['pg_trgm', 'unaccent', 'btree_gin', 'pgcrypto']

async function createRoles(client: pg.Client, { roles, urls }: Logins): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [
    Object.values(roles),
  ])
  const existing = new Set(rows.map(({ rolname }) => rolname))
  for (const kind of kinds) {
    const secret = client.escapeLiteral(decodeURIComponent(new URL(urls[kind]).password))
    const verb = existing.has(roles[kind]) ? 'alter' : 'create'
    await client.query(`${verb} role ${client.escapeIdentifier(roles[kind])} login nocreaterole password ${secret}`)
  }
}

/**
 * The database stays the admin's, so that CREATEROLE is all the admin needs. Tables grant themselves, each in its
 * migration: a default would reach those nobody thought of.
 */
async function grantDatabase(client: pg.Client, logins: Logins): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  const database = client.escapeIdentifier(rows[0]?.name ?? '')
  const [owner, app, list] = kinds.map((kind) => client.escapeIdentifier(logins.roles[kind]))
  for (const extension of extensions) await client.query(`create extension if not exists ${extension}`)
  await client.query(`revoke all on database ${database} from public`)
  await client.query(`grant create, connect, temporary on database ${database} to ${owner}`)
  await client.query(`grant create, usage on schema public to ${owner}`)
  await client.query(`grant connect, temporary on database ${database} to ${app}`)
  await client.query(`grant connect on database ${database} to ${list}`)
  await client.query(`grant usage on schema public to ${app}, ${list}`)
  await client.query(`alter role ${list} set default_transaction_read_only = on`)
}

/** Roles belong to the whole server, the lock to one database: two databases prepared at once may still meet in a role's row. */
const metInARole = (error: unknown): boolean =>
  error instanceof Error && (error.message === 'tuple concurrently updated' || hasCode(error, '23505'))

async function again<T>(work: () => Promise<T>, tries = 5): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (tries <= 1 || !metInARole(error)) throw error
    await setTimeout(randomInt(10, 60))
    return again(work, tries - 1)
  }
}

const refusal = new Map([
  ['42501', 'may not do so'],
  ['0LP01', 'may not grant what it made'],
])

/**
 * Creates the database, the three logins and what they may do, or brings them up to date. Several processes may call it
 * at once.
 * @throws Error naming ALLOW_SINGLE_LOGIN where the given login may not create roles
 */
export async function prepareLogins(adminUrl: string, config: LoginConfig): Promise<Logins> {
  const logins = loginsOf(adminUrl, config)
  if (logins.singleLogin) return logins
  await createDatabaseIfMissing(adminUrl)
  try {
    await again(() =>
      connected(adminUrl, async (client) => {
        await client.query(`select pg_advisory_lock(hashtext('throughline logins'))`)
        await createRoles(client, logins)
        await grantDatabase(client, logins)
      }),
    )
  } catch (error) {
    const why = error instanceof Error && 'code' in error && refusal.get(String(error.code))
    if (!why) throw error
    throw new Error(
      `The login of DATABASE_URL should create the roles ${Object.values(logins.roles).join(', ')} and ${why}: ` +
        `${error.message}. Give it CREATEROLE and the ownership of its database, or set ALLOW_SINGLE_LOGIN=1 to use ` +
        'it for everything, without the guard of row security.',
      { cause: error },
    )
  }
  return logins
}

interface LoginFacts {
  name: string
  superuser: boolean
  bypasses: boolean
  owns: boolean
}

const unsafe = ({ name, superuser, bypasses, owns }: LoginFacts): string[] => [
  ...(superuser ? [`${name} is a superuser`] : []),
  ...(bypasses ? [`${name} has BYPASSRLS`] : []),
  ...(owns ? [`${name} owns tables`] : []),
]

/**
 * Row security is inert for superusers, for BYPASSRLS and for the owner of a table.
 * @throws Error where the app's or the list's login is any of these, unless a single login was asked for
 */
export async function assertSafeLogins(database: { app: Db; list: Db; singleLogin: boolean }): Promise<void> {
  if (database.singleLogin) return
  const facts = sql<LoginFacts>`
    select rolname as name, rolsuper as superuser, rolbypassrls as bypasses,
      exists (select from pg_class where relkind in ('r', 'p') and pg_has_role(current_user, relowner, 'member')) as owns
    from pg_roles where rolname = current_user`
  const results = await Promise.all([facts.execute(database.app), facts.execute(database.list)])
  const faults = results.flatMap(({ rows }) => rows).flatMap(unsafe)
  if (faults.length === 0) return
  throw new Error(
    `Row security would not guard: ${faults.join('; ')}. Take these rights away, or set ALLOW_SINGLE_LOGIN=1.`,
  )
}
