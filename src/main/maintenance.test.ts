import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { backup, restore } from '../kernel/server/database/backup.ts'
import { assertSafeLogins, type Database, openDatabase, prepareLogins } from '../kernel/server/database/connect.ts'
import { emptyDatabase, testConfig, testDatabase } from '../kernel/server/database/testing.ts'
import { migrateAll } from './migrate.ts'

let folder: string
let from: Database
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'maintenance-'))
  from = await testDatabase()
})
afterAll(async () => {
  await from.close()
  await rm(folder, { recursive: true })
})

const workspaces = (db: Database) => sql`select * from workspace order by id`.execute(db.app)
const jobs = (db: Database) => sql`select id, task_identifier, key from graphile_worker.jobs`.execute(db.owner)
const enqueue = (db: Database, key: string) =>
  sql<{ id: number }>`select enqueue_job('greet', '{"to": "Ann"}', job_key := ${key}) as id`.execute(db.app)

test('the whole schema goes through backup and restore, promised jobs and all', async () => {
  await sql`insert into workspace (id, name, base_currency, time_zone, country)
    values ('01900000-0000-7000-8000-000000000001', 'Acme', 'EUR', 'Europe/Berlin', 'DE')`.execute(from.app)
  await enqueue(from, 'first')
  const file = path.join(folder, 'backup.tar.gz')
  const summary = await backup({ ownerUrl: from.ownerUrl, filesDir: path.join(folder, 'none') }, file)

  const empty = await emptyDatabase()
  const config = testConfig(inject('testServer'))
  await prepareLogins(empty.adminUrl, config)
  const to = await openDatabase(config, empty.adminUrl)
  try {
    const target = { ownerUrl: to.ownerUrl, filesDir: path.join(folder, 'files') }
    const migrateTo = (upTo?: string) => migrateAll(to, upTo === undefined ? {} : { upTo })
    expect(await restore(target, file, migrateTo)).toEqual(summary)
    await assertSafeLogins(to)
    expect((await workspaces(to)).rows).toEqual((await workspaces(from)).rows)
    expect((await jobs(to)).rows).toEqual((await jobs(from)).rows)
    const { rows } = await enqueue(to, 'second')
    expect(rows[0]?.id).toBeGreaterThan(1)
  } finally {
    await to.close()
    await empty.drop()
  }
})

test('migrating again changes nothing', async () => {
  expect(await migrateAll(from)).toEqual([])
})
