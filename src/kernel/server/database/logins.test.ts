import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import type { Config } from '../config.ts'
import { assertSafeLogins, openDatabase, prepareLogins } from './connect.ts'
import { adminUrlOf, testConfig } from './testing.ts'

let name: string
let given: string

async function asAdmin(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrlOf(inject('testServer'), 'postgres') })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** A database of one's own PostgreSQL, with a login that owns it and has `rights`. */
async function giveDatabase(rights: string): Promise<void> {
  await asAdmin(`create role ${name} login password 'given' ${rights}`, `create database ${name} owner ${name}`)
  const url = new URL(adminUrlOf(inject('testServer'), name))
  url.username = name
  url.password = 'given'
  given = url.href
}

const config = (env: NodeJS.ProcessEnv = {}): Config =>
  testConfig(inject('testServer'), { DATABASE_URL: given, DB_ROLE_PREFIX: name, ...env })

beforeEach(() => {
  name = `given_${randomBytes(4).toString('hex')}`
})
afterEach(async () => {
  const made = ['owner', 'app', 'list'].map((kind) => `drop role if exists ${name}_${kind}`)
  await asAdmin(`drop database ${name} with (force)`, ...made, `drop role ${name}`)
})

test('a login that may create roles is enough, and several processes may prepare at once', async () => {
  await giveDatabase('createrole')
  await Promise.all([prepareLogins(given, config()), prepareLogins(given, config())])
  const database = await openDatabase(config(), given)
  try {
    await assertSafeLogins(database)
    await sql`create table thing (id int)`.execute(database.owner)
    await sql`create schema other`.execute(database.owner)
    expect(database.singleLogin).toBe(false)
    expect(database.roles.app).toBe(`${name}_app`)
  } finally {
    await database.close()
  }
})

test('another secret key takes the logins over', async () => {
  await giveDatabase('createrole')
  await prepareLogins(given, config())
  const rotated = config({ SECRET_KEY: 'another secret key, thirty-two characters or more' })
  await prepareLogins(given, rotated)
  const database = await openDatabase(rotated, given)
  await sql`select 1`.execute(database.app).finally(() => database.close())
})

test('a login that may not create roles is told of the way out', async () => {
  await giveDatabase('nocreaterole')
  await expect(prepareLogins(given, config())).rejects.toThrow(/CREATEROLE.*ALLOW_SINGLE_LOGIN=1/)
})

test('the way out uses the one login for everything and says so', async () => {
  await giveDatabase('nocreaterole')
  const single = config({ ALLOW_SINGLE_LOGIN: '1' })
  expect(await prepareLogins(given, single)).toMatchObject({ singleLogin: true })
  const database = await openDatabase(single, given)
  try {
    expect(database.singleLogin).toBe(true)
    await assertSafeLogins(database)
    await sql`create table thing (id int)`.execute(database.owner)
    expect((await sql`select * from thing`.execute(database.app)).rows).toEqual([])
  } finally {
    await database.close()
  }
})

test('an address that nobody answers at is an error as it is', async () => {
  await giveDatabase('createrole')
  const wrong = given.replace(':given@', ':wrong@')
  await expect(prepareLogins(wrong, config())).rejects.toThrow(/password authentication failed/)
})
