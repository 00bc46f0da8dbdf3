import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../ids.ts'
import { account, actorOf, add, deal, type Fixture, fixtureDatabase, note, registry } from './fixture.ts'
import type { Reader } from './query.ts'
import { searchAll } from './search.ts'

let db: Fixture
const workspace = uuidv7()
const member = uuidv7()
const readerOf = (rights: Record<string, 'own' | 'all'> = { '*': 'all' }): Reader => ({
  registry,
  actor: actorOf(workspace, { memberId: member, rights }),
  today: '2026-01-01',
  timeZone: 'UTC',
  baseCurrency: 'EUR',
})
const found = async (q: string, reader = readerOf(), limit = 20) =>
  (await searchAll(db, reader, q, limit)).map((h) => h.title)

beforeAll(async () => {
  db = await fixtureDatabase()
  await add(db, workspace, registry.entity('member'), [{ id: member, name: 'Ann' }])
  await sql
    .raw(`insert into account (workspace_id, id, name, search_text)
      select '${workspace}', gen_random_uuid(), 'Nova ' || i, ' nova ' || i from generate_series(1000, 4999) i`)
    .execute(db.owner)
  await add(db, workspace, account, [
    { name: 'Nova' },
    { name: 'Grand Nova', ownerId: member },
    { name: 'Müller & Söhne', city: 'Praha' },
    { name: 'Schmidt-Müller', ownerId: member },
    { name: 'Kraus AG', email: 'office@muller-kraus.test' },
    { name: 'Templemuller' },
  ])
  await add(db, workspace, deal, [
    { name: 'Renewal', number: 'N-100' },
    { name: 'Pilot', number: 'N-1001' },
  ])
  await add(db, workspace, note, [{ subject: 'Nova called' }, { subject: 'Remind of the trade fair' }])
  await sql`analyze`.execute(db.owner)
})
afterAll(() => db.close())

test('the exact title is first among thousands that begin with it', async () => {
  const titles = await found('nova')
  expect(titles).toHaveLength(20)
  expect(titles[0]).toBe('Nova')
  expect((await found('nova 4321'))[0]).toBe('Nova 4321')
})

test('titles are found whatever the case and the accents; then words of compounds and addresses; then what is within', async () => {
  for (const q of ['muller', 'Müller', 'MÜLLER'])
    expect(await found(q)).toEqual(['Müller & Söhne', 'Schmidt-Müller', 'Kraus AG', 'Templemuller'])
  expect(await found('muller praha')).toEqual(['Müller & Söhne'])
})

test('an exact number is first, and numbers are found by their beginning', async () => {
  expect(await found('n-100')).toEqual(['Renewal', 'Pilot'])
  expect(await found('N-1001')).toEqual(['Pilot'])
})

test('own records are found where thousands of others match', async () => {
  const own = readerOf({ 'account.view': 'own', 'note.view': 'all' })
  expect(await found('nova', own)).toEqual(['Nova called', 'Grand Nova'])
  expect(await found('muller', own)).toEqual(['Schmidt-Müller'])
})

test('what is searched last is found where the others do not fill the page, and only there', async () => {
  expect(await found('nova')).not.toContain('Nova called')
  expect(await found('nova called')).toEqual(['Nova called'])
  expect(await found('trade')).toEqual(['Remind of the trade fair'])
  expect(await found('emind')).toEqual(['Remind of the trade fair'])
})

test('a page that titles fill asks the index of words for nothing', async () => {
  const titlesOnly = {
    list: db.list,
    get search(): never {
      throw new Error('the index of words was asked')
    },
  }
  const ofAccounts = readerOf({ 'account.view': 'all' })
  expect(await searchAll(titlesOnly, ofAccounts, 'nova', 20)).toHaveLength(20)
  await expect(searchAll(titlesOnly, ofAccounts, 'muller', 20)).rejects.toThrow('was asked')
})
