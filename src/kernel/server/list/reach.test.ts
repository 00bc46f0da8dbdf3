import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RowData } from '../../codec.ts'
import { type Reach, within } from '../access.ts'
import { uuidv7 } from '../ids.ts'
import { parseAggregateQuery, runAggregate } from './aggregate.ts'
import { runList } from './compile.ts'
import { account, actorOf, add, type Fixture, fixtureDatabase, registry } from './fixture.ts'
import { parseListQuery, type Reader } from './query.ts'
import { searchAll } from './search.ts'

let db: Fixture
const workspace = uuidv7()
const members = [uuidv7(), uuidv7(), uuidv7()]
const teams = [uuidv7(), uuidv7(), uuidv7()]
const rows: RowData[] = [null, ...members].flatMap((ownerId) =>
  [null, ...teams].map((teamId, i) => ({ id: uuidv7(), name: `acc ${i}`, ownerId, teamId })),
)

beforeAll(async () => {
  db = await fixtureDatabase()
  await add(
    db,
    workspace,
    registry.entity('team'),
    teams.map((id, i) => ({ id, name: `t${i}` })),
  )
  await add(
    db,
    workspace,
    registry.entity('member'),
    members.map((id, i) => ({ id, name: `m${i}` })),
  )
  await add(db, workspace, account, rows)
})
afterAll(() => db.close())

test('list, count, figures and search reach exactly the rows that `within` admits', async () => {
  const reaches = fc.constantFrom<Reach>('none', 'own', 'team', 'all')
  const actors = fc.record({
    memberId: fc.constantFrom(null, ...members),
    teamIds: fc.subarray(teams),
    reach: reaches,
  })
  await fc.assert(
    fc.asyncProperty(actors, async ({ memberId, teamIds, reach }) => {
      const actor = actorOf(workspace, { memberId, teamIds, rights: { 'account.view': reach } })
      const reader: Reader = { registry, actor, today: '2026-01-01', timeZone: 'UTC', baseCurrency: 'EUR' }
      const expected = rows.filter((r) => within(actor, account, reach, r)).map((r) => r.id)
      if (reach === 'none') {
        expect(await searchAll(db, reader, 'acc', 100)).toEqual([])
        return
      }
      const query = parseListQuery(account, reader, { sort: 'id', limit: '200', total: 'exact' })
      const page = await runList(db.list, account, query, reader)
      expect(page.data.map((r) => r.id)).toEqual(expected)
      expect(page.total?.count).toBe(expected.length)
      const figures = await runAggregate(db.list, account, parseAggregateQuery(account, reader, {}), reader)
      expect(figures.data[0]?.count).toBe(expected.length)
      const hits = await searchAll(db, reader, 'acc', 100)
      expect(hits.map((h) => h.id).toSorted()).toEqual(expected.map(String).toSorted())
    }),
    { numRuns: 60 },
  )
})
