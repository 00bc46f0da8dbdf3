import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eachPage } from './compile.ts'
import { account, deal, dealLine, note } from './fixture.ts'
import { openTrade, other, readerOf, type Trade } from './fixtureTrade.ts'
import { parseListQuery } from './query.ts'

let trade: Trade
beforeAll(async () => {
  trade = await openTrade()
})
afterAll(() => trade.db.close())

describe('rows', () => {
  test('carry money in minor units, titles of references, and no heavy fields unless asked', async () => {
    const page = await trade.list(deal, { name: 'A', total: 'exact' })
    expect(page.total).toEqual({ count: 1, exact: true })
    const [row] = page.data
    expect(row).toMatchObject({
      name: 'A',
      amount: 1000_00,
      amountBase: 1000_00,
      validUntil: '2026-03-31',
      version: 1,
      custom: {},
    })
    expect(row?.labels).toEqual({ accountId: 'Acme', sourceId: 'Web', ownerId: 'Ann', teamId: 'Sales' })
    const [a] = (await trade.list(account, { name: 'Müller' })).data
    expect(a).not.toHaveProperty('notes')
    const [b] = (await trade.list(account, { name: 'Müller', fields: 'notes,revenue' })).data
    expect(Object.keys(b ?? {}).toSorted()).toEqual([
      'currency',
      'custom',
      'id',
      'labels',
      'notes',
      'revenue',
      'version',
    ])
    const notes = await trade.list(note, { sort: 'createdAt' })
    expect(notes.data.map((r) => r.labels.about)).toEqual(['Acme', 'B', undefined])
    expect(notes.data[0]?.about).toEqual({ entity: 'account', id: trade.idOf('Acme') })
  })

  test('totals', async () => {
    expect((await trade.list(deal, { total: 'exact', limit: '1' })).total).toEqual({ count: 4, exact: true })
    expect((await trade.list(deal, { total: 'estimate', limit: '1' })).total).toEqual({ count: 4, exact: true })
    expect((await trade.list(deal, { total: 'exact', name: 'none' })).total).toEqual({ count: 0, exact: true })
    expect((await trade.list(deal, {})).total).toBeUndefined()
  })
})

describe('rights', () => {
  test('another workspace is not there', async () => {
    expect(await trade.names(account, {}, readerOf({}, other))).toBe('Foreign')
    expect(await trade.names(deal, {}, readerOf({}, other))).toBe('')
    expect(await trade.names(account, { id: trade.idOf('Acme') }, readerOf({}, other))).toBe('')
  })

  test('reach holds for rows, totals, referenced fields and parts', async () => {
    const own = readerOf({ rights: { '*': 'all', 'deal.view': 'own', 'account.view': 'team' } })
    expect(await trade.names(deal, {}, own)).toBe('A')
    expect((await trade.list(deal, { total: 'exact' }, own)).total?.count).toBe(1)
    expect(await trade.names(account, {}, own)).toBe('Acme Müller')
    const team = readerOf({ rights: { '*': 'all', 'deal.view': 'team', 'account.view': 'own' } })
    expect(await trade.names(deal, {}, team)).toBe('A B')
    expect(await trade.names(deal, { 'account.industry[in]': 'software,retail' }, team)).toBe('A')
    expect((await trade.list(dealLine, {}, own)).data.map((r) => r.text)).toEqual(['first'])
    expect((await trade.list(dealLine, {}, team)).data.map((r) => r.text)).toEqual(['first'])
    expect((await trade.list(dealLine, { sort: 'createdAt' })).data).toHaveLength(2)
    expect((await trade.complaint(deal, {}, readerOf({ rights: {} }))).code).toBe('forbidden')
  })

  test('a hidden field is not answered, filtered, sorted or searched by; its labels neither', async () => {
    const blind = readerOf({ fieldRights: { 'account.secret': 'hidden', 'account.city': 'hidden' } })
    const [row] = (await trade.list(account, { name: 'Acme', fields: 'name,secret' }, blind)).data
    expect(row).not.toHaveProperty('secret')
    expect((await trade.complaint(account, { secret: 's1' }, blind)).code).toBe('forbidden')
    expect((await trade.complaint(account, { sort: 'secret' }, blind)).code).toBe('forbidden')
    expect((await trade.complaint(deal, { 'account.secret': 's1' }, blind)).code).toBe('forbidden')
    expect(await trade.names(account, { q: 'praha' }, blind)).toBe('')
    expect(await trade.names(account, { q: 'acm' }, blind)).toBe('Acme')
    const nameless = readerOf({ fieldRights: { 'account.name': 'hidden' } })
    expect((await trade.list(deal, { name: 'A' }, nameless)).data[0]?.labels).not.toHaveProperty('accountId')
    const noAccounts = readerOf({ rights: { 'deal.view': 'all' } })
    expect((await trade.list(deal, { name: 'A' }, noAccounts)).data[0]?.labels).toEqual({
      sourceId: 'Web',
      ownerId: 'Ann',
      teamId: 'Sales',
    })
    expect((await trade.complaint(deal, { 'account.name': 'Acme' }, noAccounts)).code).toBe('forbidden')
  })
})

test('an export sees every row once', async () => {
  const reader = readerOf()
  const seen: string[] = []
  for await (const rows of eachPage(trade.db.list, deal, parseListQuery(deal, reader, { sort: 'name' }), reader, 3))
    seen.push(...rows.map((r) => String(r.name)))
  expect(seen).toEqual(['A', 'B', 'C', 'D'])
})
