import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type Database, openDatabase, prepareLogins } from './connect.ts'
import { migrate } from './migrate.ts'
import { emptyDatabase, testConfig } from './testing.ts'

let db: Database
let drop: () => Promise<void>
let folder: string
const write = (name: string, text: string) => writeFile(path.join(folder, name), text)
const run = (options = {}) => migrate(db.owner, db.roles, folder, options)

beforeEach(async () => {
  const empty = await emptyDatabase()
  const config = testConfig(inject('testServer'))
  await prepareLogins(empty.adminUrl, config)
  db = await openDatabase(config, empty.adminUrl)
  drop = empty.drop
  folder = await mkdtemp(path.join(os.tmpdir(), 'migrations-'))
  await write(
    '0001_first.sql',
    'create table thing (id int); grant select on thing to {{app}}; insert into thing values (1)',
  )
  await write('0002_second.sql', 'alter table thing add note text')
})
afterEach(async () => {
  await db.close()
  await drop()
  await rm(folder, { recursive: true })
})

test('applies each file once, in order, with the roles in their places', async () => {
  expect(await run({ upTo: '0001_first.sql' })).toEqual(['0001_first.sql'])
  expect(await run()).toEqual(['0002_second.sql'])
  expect(await run()).toEqual([])
  expect((await sql`select * from thing`.execute(db.app)).rows).toEqual([{ id: 1, note: null }])
})

test('processes that start together apply each file once', async () => {
  const other = await openDatabase(testConfig(inject('testServer')), db.ownerUrl)
  const results = await Promise.all([run(), migrate(other.owner, db.roles, folder)]).finally(() => other.close())
  expect(results.map(({ length }) => length).toSorted()).toEqual([0, 2])
})

test('a file that fails leaves nothing of itself and is named', async () => {
  await write('0003_third.sql', 'create table other (id int); select nonsense')
  await expect(run()).rejects.toThrow(/0003_third\.sql.*nonsense/)
  await expect(sql`select from other`.execute(db.owner)).rejects.toThrow(/does not exist/)
  await write('0003_third.sql', 'create table other (id int)')
  expect(await run()).toEqual(['0003_third.sql'])
})

test('an applied file that was changed is refused', async () => {
  await run()
  await write('0001_first.sql', 'create table thing (id bigint)')
  await expect(run()).rejects.toThrow(/0001_first\.sql was changed after it was applied/)
})

test('a database that is ahead of the release is refused', async () => {
  await run()
  await rm(path.join(folder, '0002_second.sql'))
  await expect(run()).rejects.toThrow(/0002_second\.sql, which this release does not know/)
})

test('the hook runs in the transaction of each file', async () => {
  const seen: string[] = []
  await run({ afterFile: async (_: unknown, file: string) => void seen.push(file) })
  expect(seen).toEqual(['0001_first.sql', '0002_second.sql'])
  await write('0003_third.sql', 'create table other (id int)')
  const fail = async () => {
    throw new Error('cannot distribute')
  }
  await expect(run({ afterFile: fail })).rejects.toThrow('cannot distribute')
  await expect(sql`select from other`.execute(db.owner)).rejects.toThrow(/does not exist/)
})
