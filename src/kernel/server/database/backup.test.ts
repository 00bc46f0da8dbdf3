import { mkdir, mkdtemp, readFile, rm, truncate, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { backup, restore } from './backup.ts'
import { type Database, openDatabase, prepareLogins } from './connect.ts'
import { migrate } from './migrate.ts'
import { emptyDatabase, testConfig } from './testing.ts'

let folder: string
const opened: (() => Promise<void>)[] = []

const migrations: Record<string, string> = {
  '0001_first.sql': `
    create table workspace (id int primary key, name text);
    create table member (workspace_id int references workspace, id int, boss int, primary key (workspace_id, id),
      foreign key (workspace_id, boss) references member);
    alter table member enable row level security;
    create table seeded (name text primary key);
    insert into seeded values ('made by the migration');
    create schema graphile_worker;
    create table graphile_worker._private_job_queues (id int, locked_at timestamptz, locked_by text);
    create table graphile_worker._private_jobs (
      id bigint primary key generated always as identity, locked_at timestamptz, locked_by text);`,
  '0002_second.sql': `
    create table note (id int primary key, body text, size int generated always as (length(body)) stored)`,
}

async function writeMigrations(...names: string[]): Promise<void> {
  await mkdir(path.join(folder, 'migrations'), { recursive: true })
  for (const name of names) await writeFile(path.join(folder, 'migrations', name), migrations[name] ?? '')
}

async function newDatabase(): Promise<Database> {
  const empty = await emptyDatabase()
  const config = testConfig(inject('testServer'))
  await prepareLogins(empty.adminUrl, config)
  const database = await openDatabase(config, empty.adminUrl)
  opened.push(async () => {
    await database.close()
    await empty.drop()
  })
  return database
}

const migrateTo = (db: Database) => (upTo?: string) =>
  migrate(db.owner, db.roles, path.join(folder, 'migrations'), upTo === undefined ? {} : { upTo })

const source = (db: Database, name: string) => ({ ownerUrl: db.ownerUrl, filesDir: path.join(folder, name) })

const archive = () => path.join(folder, 'backup.tar.gz')

async function filledDatabase(): Promise<Database> {
  const db = await newDatabase()
  await migrateTo(db)()
  await sql`insert into workspace values (1, ${'tab\t, newline\n, backslash \\ and \\N'}), (2, null)`.execute(db.owner)
  await sql`insert into member select 1, n, nullif(n + 1, 5001) from generate_series(1, 5000) n order by n desc`.execute(
    db.owner,
  )
  await sql`insert into graphile_worker._private_jobs (locked_at, locked_by) values (now(), 'a worker'), (null, null)`.execute(
    db.owner,
  )
  const files = path.join(folder, 'files', 'ab')
  await mkdir(files, { recursive: true })
  await writeFile(path.join(files, 'x'), Buffer.from([0, 1, 2, 255]))
  await writeFile(path.join(files, 'empty'), '')
  return db
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'backup-'))
  await writeMigrations('0001_first.sql')
})
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
  await rm(folder, { recursive: true })
})

test('a backup restores rows, jobs, files and counters, and migrates on', async () => {
  const from = await filledDatabase()
  const summary = await backup(source(from, 'files'), archive())
  expect(summary).toEqual({ rows: 5005, files: 2 })

  await writeMigrations('0002_second.sql')
  const to = await newDatabase()
  expect(await restore(source(to, 'restored'), archive(), migrateTo(to))).toEqual(summary)

  const all = sql`select * from workspace natural left join (select workspace_id as id, count(*), sum(boss) from member group by 1) m order by id`
  expect((await all.execute(to.owner)).rows).toEqual((await all.execute(from.owner)).rows)
  expect((await sql`select name from seeded`.execute(to.owner)).rows).toHaveLength(1)
  expect(await readFile(path.join(folder, 'restored/ab/x'))).toEqual(Buffer.from([0, 1, 2, 255]))
  expect((await stat(path.join(folder, 'restored/ab/empty'))).size).toBe(0)
  const jobs = await sql`select id, locked_by from graphile_worker._private_jobs order by id`.execute(to.owner)
  expect(jobs.rows).toEqual([1, 2].map((id) => ({ id, locked_by: null })))
  const next = await sql`insert into graphile_worker._private_jobs default values returning id`.execute(to.owner)
  expect(next.rows).toEqual([{ id: 3 }])
  await expect(sql`insert into member values (9, 1, null)`.execute(to.owner)).rejects.toThrow(/foreign key/)
  await sql`insert into note values (1, 'later schema')`.execute(to.owner)
})

test('a backup made while others write is one moment of the whole', async () => {
  const from = await filledDatabase()
  let isDone = false
  const writing = (async () => {
    for (let id = 10; !isDone; id += 1) {
      await from.owner.transaction().execute(async (transaction) => {
        await sql`insert into workspace values (${id}, 'w')`.execute(transaction)
        await sql`insert into member values (${id}, 1, null)`.execute(transaction)
      })
    }
  })()
  await backup(source(from, 'files'), archive()).finally(() => {
    isDone = true
  })
  await writing
  const to = await newDatabase()
  await restore(source(to, 'restored'), archive(), migrateTo(to))
  const { rows } = await sql<{
    workspaces: number
    members: number
  }>`select (select count(*) from workspace where id >= 10) as workspaces,
    (select count(*) from member where workspace_id >= 10) as members`.execute(to.owner)
  expect(rows[0]?.workspaces).toBe(rows[0]?.members)
})

test('a broken backup restores nothing', async () => {
  await backup(source(await filledDatabase(), 'files'), archive())
  await truncate(archive(), (await stat(archive())).size - 100)
  const to = await newDatabase()
  await expect(restore(source(to, 'restored'), archive(), migrateTo(to))).rejects.toThrow(/unexpected end|incomplete/)
  expect((await sql`select from workspace`.execute(to.owner)).rows).toEqual([])
})

test('a database with data is left alone', async () => {
  const from = await filledDatabase()
  await backup(source(from, 'files'), archive())
  await expect(restore(source(from, 'files'), archive(), migrateTo(from))).rejects.toThrow(/holds data already/)
})

test('a backup of a later release is refused', async () => {
  await writeMigrations('0002_second.sql')
  await backup(source(await filledDatabase(), 'files'), archive())
  await rm(path.join(folder, 'migrations', '0002_second.sql'))
  const to = await newDatabase()
  await expect(restore(source(to, 'restored'), archive(), migrateTo(to))).rejects.toThrow(/not that of the backup/)
})

test('what is not a backup is refused', async () => {
  await writeFile(archive(), 'hello')
  const to = await newDatabase()
  await expect(restore(source(to, 'restored'), archive(), migrateTo(to))).rejects.toThrow()
})
