import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Entity } from '../../entity.ts'
import { account, deal, dealLine, note } from './fixture.ts'
import { openTrade, type Trade } from './fixtureTrade.ts'

let trade: Trade
beforeAll(async () => {
  trade = await openTrade()
})
afterAll(() => trade.db.close())

describe('filters, by kind and operator', () => {
  const cases: [Entity, Record<string, unknown>, string][] = [
    [account, { name: 'Acme' }, 'Acme'],
    [account, { 'name[ne]': 'Acme' }, 'Müller Žižkov s.r.o.'],
    [account, { 'name[in]': 'Acme,Müller,Nobody' }, 'Acme Müller'],
    [account, { name: ['Acme', 'Müller'] }, 'Acme Müller'],
    [account, { 'name[nin]': 'Acme,Müller' }, 'Žižkov s.r.o.'],
    [account, { 'name[gt]': 'Acme' }, 'Müller Žižkov s.r.o.'],
    [account, { 'name[lte]': 'Müller' }, 'Acme Müller'],
    [account, { 'name[contains]': 'mul' }, 'Müller'],
    [account, { 'name[contains]': 'ÜLL' }, 'Müller'],
    [account, { 'name[contains]': 'l' }, 'Müller'],
    [account, { 'name[startsWith]': 'ziz' }, 'Žižkov s.r.o.'],
    [account, { 'name[startsWith]': 'izk' }, ''],
    [account, { 'city[contains]': '50%' }, 'Žižkov s.r.o.'],
    [account, { 'city[contains]': '0_' }, ''],
    [account, { 'city[contains]': 'off_' }, 'Žižkov s.r.o.'],
    [account, { 'city[null]': 'true' }, 'Müller'],
    [account, { 'city[null]': 'false' }, 'Acme Žižkov s.r.o.'],
    [account, { email: 'INFO@acme.test' }, 'Acme'],
    [account, { phone: '+420 123 456 789' }, 'Acme'],
    [account, { 'notes[contains]': 'ON' }, 'Müller'],
    [account, { 'notes[null]': 'false' }, 'Müller'],
    [account, { industry: 'software' }, 'Acme'],
    [account, { 'industry[ne]': 'software' }, 'Müller Žižkov s.r.o.'],
    [account, { 'industry[in]': 'software,retail' }, 'Acme Žižkov s.r.o.'],
    [account, { 'industry[nin]': 'software,retail' }, 'Müller'],
    [account, { tags: 'key' }, 'Acme'],
    [account, { 'tags[contains]': 'press' }, 'Acme'],
    [account, { 'tags[in]': 'key,partner' }, 'Acme Žižkov s.r.o.'],
    [account, { 'tags[ne]': 'key' }, 'Müller Žižkov s.r.o.'],
    [account, { 'tags[nin]': 'key,partner' }, 'Müller'],
    [account, { 'tags[null]': 'true' }, 'Müller'],
    [account, { employees: '50' }, 'Acme'],
    [account, { 'employees[gte]': 7 }, 'Acme Žižkov s.r.o.'],
    [account, { 'employees[lt]': '50' }, 'Žižkov s.r.o.'],
    [account, { 'employees[ne]': '50' }, 'Müller Žižkov s.r.o.'],
    [account, { 'employees[in]': '50,7' }, 'Acme Žižkov s.r.o.'],
    [account, { 'revenue[gte]': '100' }, 'Acme'],
    [account, { 'revenue[gt]': '100.00' }, ''],
    [account, { 'billingAddress.city': 'Praha' }, 'Acme'],
    [account, { 'billingAddress.country[ne]': 'CZ' }, 'Müller Žižkov s.r.o.'],
    [account, { 'billingAddress[null]': 'false' }, 'Acme'],
    [account, { 'custom.size': 'L' }, 'Acme'],
    [account, { 'custom.vip': 'true' }, 'Acme'],
    [account, { 'custom.rank[in]': '3,4' }, 'Acme'],
    [account, { 'custom.size[ne]': 'L' }, 'Müller Žižkov s.r.o.'],
    [account, { 'custom.size[null]': 'true' }, 'Müller Žižkov s.r.o.'],
    [account, { ownerId: 'me' }, 'Acme'],
    [account, { ownerId: 'team' }, 'Acme Müller'],
    [account, { teamId: 'team' }, 'Acme Müller'],
    [account, { 'ownerId[ne]': 'me' }, 'Müller Žižkov s.r.o.'],
    [account, { deleted: 'only' }, 'Gone'],
    [deal, { 'amount[gte]': '20' }, 'A B'],
    [deal, { 'amount[gt]': '20.00' }, 'A'],
    [deal, { amount: '0' }, 'C D'],
    [deal, { 'chance[gt]': '12' }, 'A'],
    [deal, { quantity: '1.50' }, 'A'],
    [deal, { hot: 'true' }, 'A'],
    [deal, { 'hot[ne]': 'true' }, 'B C D'],
    [deal, { 'hot[null]': 'true' }, 'C D'],
    [deal, { validUntil: '2026-03-01' }, 'B'],
    [deal, { 'validUntil[lt]': 'today' }, 'B'],
    [deal, { 'validUntil[lte]': 'today' }, 'B C'],
    [deal, { 'validUntil[gt]': 'today' }, 'A'],
    [deal, { 'validUntil[gte]': 'today+16' }, 'A'],
    [deal, { validUntil: 'thisMonth' }, 'A B C'],
    [deal, { 'validUntil[ne]': 'thisMonth' }, 'D'],
    [deal, { 'validUntil[in]': 'today,2026-03-01' }, 'B C'],
    // 23:30 UTC on the 14th is the 15th in Berlin.
    [deal, { sentAt: 'today' }, 'A'],
    [deal, { sentAt: '2026-03-14' }, ''],
    [deal, { sentAt: 'lastMonth' }, 'B'],
    [deal, { sentAt: '2026-03-14T23:30:00Z' }, 'A'],
    [deal, { 'sentAt[lt]': '2026-03-14T23:30:00Z' }, 'B'],
    [deal, { 'sentAt[lte]': '2026-03-15T00:30:00+01:00' }, 'A B'],
    [deal, { 'createdAt[gte]': 'thisWeek' }, 'A D'],
    [deal, { createdAt: 'lastYear' }, 'C'],
    [deal, { createdAt: 'thisQuarter' }, 'A B D'],
    [deal, { status: 'sent' }, 'B C'],
    [deal, { status: 'expired' }, 'B'],
    [deal, { 'status[ne]': 'expired' }, 'A C D'],
    [deal, { 'status[in]': 'won,expired' }, 'B D'],
    [deal, { 'status[nin]': 'won,expired' }, 'A C'],
    [deal, { 'accountId[null]': 'true' }, 'C'],
    [deal, { 'account.industry': 'software' }, 'A'],
    [deal, { 'accountId.industry[in]': 'software,retail' }, 'A B'],
    [deal, { 'account.name[contains]': 'ziz' }, 'B'],
    [deal, { 'account.ownerId': 'me' }, 'A'],
    [deal, { 'account.billingAddress.city': 'Praha' }, 'A'],
    [deal, { 'source.label': 'Web' }, 'A'],
    [deal, { 'owner.name': 'Bob' }, 'B C'],
    [deal, { q: 'd-2' }, 'B'],
    [account, { q: 'prah acm' }, 'Acme'],
    [account, { q: 'zi' }, 'Žižkov s.r.o.'],
    [account, { q: 'ik' }, ''],
    [account, { q: '%' }, ''],
    [note, { 'about[null]': 'true' }, 'n3'],
    [note, { dueOn: 'nextWeek' }, 'n2'],
    [note, { dueOn: 'thisWeek' }, ''],
    [note, { 'dueOn[lt]': 'nextMonth' }, 'n2'],
  ]
  test.each(cases.map(([e, ...rest]) => [e.plural, ...rest, e] as const))(
    '%s %j -> %s',
    async (_, params, expected, e) => {
      expect(await trade.names(e, params)).toBe(expected)
    },
  )

  test('references by id, negated too', async () => {
    expect(await trade.names(deal, { accountId: trade.idOf('Acme') })).toBe('A')
    expect(await trade.names(deal, { account: trade.idOf('Acme') })).toBe('A')
    expect(await trade.names(deal, { 'accountId[ne]': trade.idOf('Acme') })).toBe('B C D')
    expect(await trade.names(deal, { 'accountId[nin]': `${trade.idOf('Acme')},${trade.idOf('Gone')}` })).toBe('B C')
    expect(await trade.names(deal, { id: [trade.idOf('A'), trade.idOf('B')] })).toBe('A B')
    expect(await trade.names(note, { about: trade.idOf('Acme') })).toBe('n1')
    expect(await trade.names(note, { about: `account:${trade.idOf('Acme')}` })).toBe('n1')
    expect(await trade.names(note, { about: `deal:${trade.idOf('Acme')}` })).toBe('')
    expect(await trade.names(note, { 'about[ne]': trade.idOf('Acme'), sort: 'createdAt' })).toBe('n2 n3')
  })

  const wrong: [Entity, Record<string, unknown>, string][] = [
    [account, { nope: '1' }, 'nope'],
    [account, { 'name[like]': 'x' }, 'name[like]'],
    [account, { 'name[null]': 'maybe' }, 'name[null]'],
    [account, { employees: 'many' }, 'employees'],
    [account, { industry: 'mining' }, 'industry'],
    [account, { 'industry[contains]': 'a' }, 'industry[contains]'],
    [account, { ownerId: 'you' }, 'ownerId'],
    [account, { parentId: 'me' }, 'parentId'],
    [account, { 'extra.x': '1' }, 'extra.x'],
    [account, { name: 'a\u0000b' }, 'name'],
    [account, { sort: 'notes' }, 'sort'],
    [account, { sort: 'name,-name' }, 'sort'],
    [account, { limit: '201' }, 'limit'],
    [account, { limit: '0' }, 'limit'],
    [account, { fields: 'name,nope' }, 'fields'],
    [account, { total: 'all' }, 'total'],
    [account, { cursor: 'abc' }, 'cursor'],
    [account, { deleted: 'yes' }, 'deleted'],
    [account, { name: { $gt: 1 } }, 'name'],
    [account, { constructor: 'x' }, 'constructor'],
    [account, { 'parent.parent.name': 'x' }, 'parent.parent.name'],
    [deal, { amount: '1.005' }, 'amount'],
    [deal, { validUntil: '2026-02-30' }, 'validUntil'],
    [deal, { validUntil: 'soon' }, 'validUntil'],
    [deal, { sentAt: '2026-03-14T25:30:00Z' }, 'sentAt'],
    [deal, { status: 'overdue' }, 'status'],
    [dealLine, { q: 'x' }, 'q'],
  ]
  test.each(wrong.map(([e, ...rest]) => [e.plural, ...rest, e] as const))(
    '%s refuses %j',
    async (_, params, path, e) => {
      const error = await trade.complaint(e, params)
      expect(error.code).toBe('invalid')
      expect(error.errors.map((x) => x.path)).toContain(path)
    },
  )

  test('complains of everything at once', async () => {
    expect((await trade.complaint(account, { nope: '1', limit: 'x', employees: 'y' })).errors).toHaveLength(3)
  })

  test('text of any kind is a value, never SQL', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        `'; drop table account; --`,
        `") or 1=1 --`,
        '$1',
        `\\'`,
        '%',
        '_',
        'x\\',
        '{}',
        'null',
        'ſ',
        '\ud800',
      ),
    )
    const target = fc.constantFrom(
      'name',
      'name[contains]',
      'city[startsWith]',
      'q',
      'custom.size',
      'billingAddress.city[in]',
    )
    await fc.assert(
      fc.asyncProperty(target, nasty, async (key, value) => {
        try {
          const { data } = await trade.list(account, { [key]: value, total: 'exact' })
          expect(data.every((r) => r.name !== 'Foreign')).toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid' })
        }
      }),
      { numRuns: 300 },
    )
    for (const key of [`name"`, 'name]; --', `na'me`, 'custom.a"b', '__proto__', 'name[eq'])
      expect(
        (await trade.complaint(account, { [key]: 'x', ...JSON.parse(`{"${key.replaceAll('"', '\\"')}":"x"}`) })).code,
      ).toBe('invalid')
    expect(await trade.names(account, {})).toBe('Acme Müller Žižkov s.r.o.')
  })
})
