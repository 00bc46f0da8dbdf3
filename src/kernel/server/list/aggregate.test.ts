import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entity } from '../../entity.ts'
import { uuidv7 } from '../ids.ts'
import { parseAggregateQuery, runAggregate } from './aggregate.ts'
import { account, actorOf, add, deal, type Fixture, fixtureDatabase, registry } from './fixture.ts'
import type { Reader } from './query.ts'
import { searchAll } from './search.ts'

let db: Fixture
const workspace = uuidv7()
const ann = uuidv7()
const readerOf = (o: Parameters<typeof actorOf>[1] = {}): Reader => ({
  registry,
  actor: actorOf(workspace, { memberId: ann, ...o }),
  today: '2026-03-15',
  timeZone: 'Europe/Berlin',
  baseCurrency: 'EUR',
})
const figures = async (params: Record<string, unknown>, e: Entity = deal, reader = readerOf()) =>
  (await runAggregate(db.list, e, parseAggregateQuery(e, reader, params), reader)).data

beforeAll(async () => {
  db = await fixtureDatabase()
  await add(db, workspace, registry.entity('member'), [{ id: ann, name: 'Ann Acme' }])
  const [acme, beta] = await add(db, workspace, account, [
    { name: 'Acme', industry: 'software', revenue: 5_00, currency: 'EUR', city: 'Praha' },
    { name: 'Beta acmetown', industry: 'retail', revenue: 700, currency: 'JPY', city: 'Acme street' },
    { name: 'Macmed', city: 'Paris', ownerId: ann },
    { name: 'Acme deleted', deletedAt: '2026-01-01T00:00:00.000Z' },
  ])
  const big = 9_007_199_254_740_000
  await add(db, workspace, deal, [
    {
      name: 'a',
      number: 'D-7',
      accountId: acme,
      amount: 100,
      amountBase: 100,
      score: 1,
      validUntil: '2026-01-31',
      sentAt: '2025-12-31T23:30:00.000Z',
      ownerId: ann,
      hot: true,
    },
    {
      name: 'b',
      number: 'D-77',
      accountId: acme,
      amount: 100,
      amountBase: 4,
      currency: 'CZK',
      score: 2,
      validUntil: '2026-02-01',
      status: 'won',
    },
    {
      name: 'Acme renewal',
      accountId: beta,
      amount: 10,
      amountBase: 10,
      score: null,
      validUntil: '2026-02-28',
      status: 'won',
    },
    { name: 'd', amount: big, amountBase: big },
    { name: 'e', amount: big, amountBase: big },
  ])
  await add(db, uuidv7(), account, [{ name: 'Acme foreign' }])
})
afterAll(() => db.close())

test('counts and sums in base currency, exact past what a float holds', async () => {
  expect(await figures({ sum: 'amount', avg: 'score', min: 'validUntil', max: 'score' })).toEqual([
    {
      key: {},
      labels: {},
      count: 5,
      sum: { amount: { amount: '180143985094801.14', currency: 'EUR' } },
      avg: { score: '1.5' },
      min: { validUntil: '2026-01-31' },
      max: { score: '2' },
    },
  ])
})

test('groups by choice, reference, its field, period in the zone, boolean; with filters and titles', async () => {
  expect(await figures({ groupBy: 'status', sum: 'amount', 'score[null]': 'false' })).toEqual([
    {
      key: { status: 'open' },
      labels: { status: 'Open' },
      count: 1,
      sum: { amount: { amount: '1.00', currency: 'EUR' } },
    },
    {
      key: { status: 'won' },
      labels: { status: 'Won' },
      count: 1,
      sum: { amount: { amount: '0.04', currency: 'EUR' } },
    },
  ])
  const shown = async (params: Record<string, unknown>) =>
    (await figures(params)).map((g) => `${Object.values(g.labels).join('/')} ${g.count}`)
  expect((await shown({ groupBy: 'accountId' })).toSorted()).toEqual([' 2', 'Acme 2', 'Beta acmetown 1'])
  expect((await shown({ groupBy: 'account' })).toSorted()).toEqual([' 2', 'Acme 2', 'Beta acmetown 1'])
  expect(await shown({ groupBy: 'account.industry', 'accountId[null]': 'false' })).toEqual(['Retail 1', 'Software 2'])
  expect(await shown({ groupBy: 'validUntil:month,status' })).toEqual(['2026-01/Open 1', '2026-02/Won 2', '/Open 2'])
  expect(await shown({ groupBy: 'validUntil:quarter', status: 'won' })).toEqual(['Q1 2026 2'])
  expect(await shown({ groupBy: 'sentAt:year', 'sentAt[null]': 'false' })).toEqual(['2026 1'])
  expect(await shown({ groupBy: 'validUntil:week', name: 'a' })).toEqual(['2026-01-26 1'])
  expect(await shown({ groupBy: 'hot' })).toEqual(['Yes 1', ' 4'])
  expect((await figures({ groupBy: 'validUntil:month', name: 'a' }))[0]?.key).toEqual({ validUntil: '2026-01-01' })
})

test('amounts in several currencies are never added', async () => {
  await expect(figures({ sum: 'revenue' }, account)).rejects.toMatchObject({ code: 'invalid' })
  const byCurrency = await figures({ sum: 'revenue', groupBy: 'currency', 'revenue[null]': 'false' }, account)
  expect(byCurrency.map((g) => g.sum?.revenue)).toEqual([
    { amount: '5.00', currency: 'EUR' },
    { amount: '700', currency: 'JPY' },
  ])
  const one = await figures({ sum: 'revenue', currency: 'JPY' }, account)
  expect(one[0]?.sum?.revenue).toEqual({ amount: '700', currency: 'JPY' })
})

test('rights hold as in lists; what cannot be grouped or added is said', async () => {
  expect((await figures({}, deal, readerOf({ rights: { 'deal.view': 'own' } })))[0]?.count).toBe(1)
  const blind = readerOf({ fieldRights: { 'deal.amount': 'hidden', 'account.industry': 'hidden' } })
  await expect(figures({ sum: 'amount' }, deal, blind)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(figures({ groupBy: 'account.industry' }, deal, blind)).rejects.toMatchObject({ code: 'forbidden' })
  for (const params of [
    { groupBy: 'nope' },
    { groupBy: 'amount' },
    { groupBy: 'status:month' },
    { groupBy: 'validUntil:century' },
    { groupBy: 'status,hot,score' },
    { sum: 'name' },
    { sum: 'account.employees' },
    { count: 'maybe' },
    { sort: 'name' },
  ])
    await expect(figures(params)).rejects.toMatchObject({ code: 'invalid' })
})

test('search ranks exact number, beginning of the title, word of the title, other words', async () => {
  const found = async (q: string, reader = readerOf(), limit = 20) =>
    (await searchAll(db, reader, q, limit)).map((h) => h.title)
  expect(await found('acme')).toEqual(['Acme', 'Acme renewal', 'Beta acmetown', 'Macmed'])
  expect(await found('ÁCME')).toHaveLength(4)
  expect((await found('d-7'))[0]).toBe('a')
  expect(await found('d-77')).toEqual(['b'])
  expect(await found('acme praha')).toEqual(['Acme'])
  expect(await found('a')).toEqual([])
  expect(await found('%')).toEqual([])
  expect(await found(`'; drop table deal; --`)).toEqual([])
  expect(await found('acme', readerOf(), 2)).toHaveLength(2)
  expect(await found('acme', readerOf({ rights: { 'account.view': 'own' } }))).toEqual(['Macmed'])
  expect(await found('acme', readerOf({ rights: {} }))).toEqual([])
  expect(await found('acme', readerOf({ fieldRights: { 'account.name': 'hidden' } }))).toEqual(['Acme renewal'])
  const [hit] = await searchAll(db, readerOf(), 'acme', 1)
  expect(hit).toMatchObject({ entity: 'account', title: 'Acme', subtitle: 'Praha', number: null })
})
