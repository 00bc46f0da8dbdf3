import { sql } from 'kysely'
import { inject } from 'vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { difference, readCatalog } from './catalog.ts'
import { openDatabase, prepareLogins, type Database } from './database/connect.ts'
import { emptyDatabase, testConfig } from './database/testing.ts'
import { tableName, tableSql } from './ddl.ts'
import { type Fixture, fixtureDatabase, registry } from './list/fixture.ts'

let want: Fixture
let have: Database
let drop: () => Promise<void>
beforeAll(async () => {
  want = await fixtureDatabase()
  const empty = await emptyDatabase()
  drop = empty.drop
  const config = testConfig(inject('testServer'))
  await prepareLogins(empty.adminUrl, config)
  have = await openDatabase(config, empty.adminUrl)
})
afterAll(async () => {
  await have.close()
  await drop()
  await want.close()
})

const own = (table: string): string[] => {
  const e = registry.entities.find((x) => tableName(x) === table)
  return e ? tableSql(e) : []
}
const missing = async () =>
  difference(await readCatalog(have.owner, have.roles), await readCatalog(want.owner, want.roles), own)
const run = async (statements: readonly string[]) => {
  for (const s of statements)
    await sql
      .raw(s.replaceAll('{{app}}', `"${have.roles.app}"`).replaceAll('{{list}}', `"${have.roles.list}"`))
      .execute(have.owner)
}

test('the statements it gives, once run, leave no difference', async () => {
  const all = await missing()
  expect(all.length).toBeGreaterThan(50)
  await run(all)
  expect(await missing()).toEqual([])
})

test('every kind of drift is seen and mended', async () => {
  await run([
    'alter table account drop column city',
    'alter table account add column fax text',
    'alter table account alter column employees type integer',
    'alter table account alter column name drop not null',
    `alter table deal alter column status set default 'won'`,
    'alter table deal drop constraint deal_account_id_fkey',
    'alter table deal drop constraint deal_status_check',
    'drop index deal_score_idx',
    'create index deal_extra on deal (name)',
    'drop policy "list" on note',
    'alter table note disable row level security',
    'create table stray (id int)',
  ])
  const found = await missing()
  for (const word of ['city', 'fax', 'employees', '"name"', 'status', 'deal_account_id_fkey', 'deal_score_idx'])
    expect(found.join('\n')).toContain(word)
  for (const word of ['deal_extra', 'create policy "list"', 'enable row level security', 'drop table "stray"'])
    expect(found.join('\n')).toContain(word)
  await run(found)
  expect(await missing()).toEqual([])
})
