import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RowData } from '../../codec.ts'
import { AppError } from '../../errors.ts'
import { uuidv7 } from '../ids.ts'
import { runList } from './compile.ts'
import { account, actorOf, add, deal, type Fixture, fixtureDatabase, registry } from './fixture.ts'
import { parseListQuery, type Reader } from './query.ts'

let db: Fixture
const workspace = uuidv7()
const reader: Reader = {
  registry,
  actor: actorOf(workspace),
  today: '2026-03-15',
  timeZone: 'UTC',
  baseCurrency: 'EUR',
}
const page = (params: Record<string, unknown>) => runList(db.list, deal, parseListQuery(deal, reader, params), reader)

const accounts = [uuidv7(), uuidv7(), uuidv7()]
const rows: RowData[] = Array.from({ length: 60 }, (_, i) => ({
  name: ['a', 'B', 'é', 'z'][i % 4],
  accountId: i % 8 === 0 ? null : accounts[i % 3],
  score: i % 3 === 0 ? null : i % 5,
  chance: i % 7 === 0 ? null : `${i % 4}.5`,
  amount: i % 6,
  amountBase: i % 4 === 0 ? null : i % 6,
  validUntil: i % 2 === 0 ? null : `2026-03-0${(i % 5) + 1}`,
  sentAt: i % 5 === 0 ? null : `2026-03-01T00:00:00.00${i % 4}Z`,
  createdAt: `2026-01-0${(i % 3) + 1}T00:00:00.00${i % 2}Z`,
}))

beforeAll(async () => {
  db = await fixtureDatabase()
  await add(
    db,
    workspace,
    account,
    accounts.map((id) => ({ id, name: 'x' })),
  )
  await add(db, workspace, deal, rows)
  await add(
    db,
    uuidv7(),
    deal,
    rows.slice(0, 5).map((r) => ({ ...r, accountId: null })),
  )
})
afterAll(() => db.close())

const keys = ['name', 'accountId', 'score', 'chance', 'amount', 'validUntil', 'sentAt', 'createdAt', 'status', 'id']
const sorts = fc
  .uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 3 })
  .chain((ks) =>
    fc.tuple(...ks.map((k) => fc.boolean().map((d) => `${d ? '-' : ''}${k}`))).map((terms) => terms.join(',')),
  )

test('walking forward, and back, meets every row once and in the order of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(sorts, fc.integer({ min: 1, max: 25 }), async (sort, limit) => {
      const whole = (await page({ sort, limit: '200' })).data.map((r) => r.id)
      expect(new Set(whole).size).toBe(60)
      const forward: string[] = []
      let cursor: string | null = ''
      let last = ''
      let back: string | null = null
      do {
        const p: Awaited<ReturnType<typeof page>> = await page({ sort, limit, cursor: cursor ?? '' })
        forward.push(...p.data.map((r) => r.id))
        last = p.data[0]?.id ?? ''
        cursor = p.nextCursor
        back = p.prevCursor
      } while (cursor !== null)
      expect(forward).toEqual(whole)
      const backward: string[] = []
      while (back !== null) {
        const p: Awaited<ReturnType<typeof page>> = await page({ sort, limit, cursor: back })
        backward.unshift(...p.data.map((r) => r.id))
        expect(p.nextCursor).not.toBeNull()
        back = p.prevCursor
      }
      expect(backward).toEqual(whole.slice(0, whole.indexOf(last)))
    }),
    { numRuns: 80 },
  )
})

test('sorted by a reference, the rows of one record stand together', async () => {
  const found = (await page({ sort: 'accountId,name', limit: '200' })).data.map((r) => r.accountId)
  const runs = found.filter((id, i) => i === 0 || found[i - 1] !== id)
  expect(runs).toHaveLength(4)
})

test('the whole is in the order asked for, nulls last either way, letters as people sort them', async () => {
  const values = async (key: string, sort: string) => (await page({ sort, limit: '200' })).data.map((r) => r[key])
  const scores = rows.map((r) => r.score).filter((s): s is number => typeof s === 'number')
  const nulls = rows.filter((r) => r.score === null).map(() => null)
  const ascending = scores.toSorted((a, b) => a - b)
  expect(await values('score', 'score')).toEqual([...ascending, ...nulls])
  expect(await values('score', '-score')).toEqual([...ascending.toReversed(), ...nulls])
  expect([...new Set(await values('name', 'name'))]).toEqual(['a', 'B', 'é', 'z'])
  const second = (await page({ sort: '-createdAt,score', limit: '200' })).data
  for (const [i, row] of second.entries()) {
    const before = second[i - 1]
    if (!before) continue
    expect(String(before.createdAt) >= String(row.createdAt)).toBe(true)
    if (before.createdAt === row.createdAt && row.score !== null)
      expect(Number(before.score)).toBeLessThanOrEqual(Number(row.score))
    if (before.createdAt === row.createdAt && before.score === null) expect(row.score).toBeNull()
  }
})

test('a cursor that was altered, or is of another order or list, is refused', async () => {
  const { nextCursor } = await page({ sort: '-score', limit: '5' })
  const cursor = nextCursor ?? ''
  const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  const [hash, direction, value, id] = Array.isArray(parts) ? parts : []
  const encoded = (x: unknown) => Buffer.from(JSON.stringify(x)).toString('base64url')
  const bad = [
    cursor.slice(0, -3),
    `x${cursor}`,
    'null',
    encoded({}),
    encoded([hash, 2, value, id]),
    encoded(['other', direction, value, id]),
    encoded([hash, direction, '1; drop table deal', id]),
    encoded([hash, direction, 1.5, id]),
    encoded([hash, direction, 1e300, id]),
    encoded([hash, direction, value, `${id}'`]),
    encoded([hash, direction, value]),
    encoded([hash, direction, value, id, id]),
  ]
  for (const c of bad) await expect(page({ sort: '-score', cursor: c })).rejects.toMatchObject({ code: 'invalid' })
  await expect(page({ sort: 'score', cursor })).rejects.toBeInstanceOf(AppError)
  await expect(
    runList(db.list, account, parseListQuery(account, reader, { sort: 'name', cursor }), reader),
  ).rejects.toMatchObject({ code: 'invalid' })
  await fc.assert(
    fc.asyncProperty(fc.base64String({ maxLength: 80 }), async (c) => {
      if (c) await expect(page({ cursor: c })).rejects.toMatchObject({ code: 'invalid' })
    }),
    { numRuns: 100 },
  )
})

test('rows past the end, and totals there', async () => {
  const [last] = (await page({ sort: '-id', limit: '1' })).data
  const first = await page({ sort: 'id', limit: '200', total: 'exact' })
  expect(first.nextCursor).toBeNull()
  expect(first.total).toEqual({ count: 60, exact: true })
  const cursor = (await page({ sort: 'id', limit: '59' })).nextCursor
  const end = await page({ sort: 'id', limit: '59', cursor, total: 'estimate' })
  expect(end.data.map((r) => r.id)).toEqual([last?.id])
  expect(end.total).toEqual({ count: 60, exact: true })
})
