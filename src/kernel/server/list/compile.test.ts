import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RowData } from '../../codec.ts'
import type { Entity } from '../../entity.ts'
import { AppError } from '../../errors.ts'
import { uuidv7 } from '../ids.ts'
import { eachPage, runList } from './compile.ts'
import { account, actorOf, add, deal, dealLine, type Fixture, fixtureDatabase, note, registry } from './fixture.ts'
import { parseListQuery, type Reader } from './query.ts'

let db: Fixture
const workspace = uuidv7()
const other = uuidv7()
const [ann, bob, sales, service] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()]
const ids: Record<string, string> = {}

const readerOf = (o: Parameters<typeof actorOf>[1] = {}, workspaceId = workspace): Reader => ({
  registry,
  actor: actorOf(workspaceId, { memberId: ann, teamIds: [sales], ...o }),
  today: '2026-03-15',
  timeZone: 'Europe/Berlin',
  baseCurrency: 'EUR',
})
const list = (e: Entity, params: Record<string, unknown>, reader = readerOf()) =>
  runList(db.list, e, parseListQuery(e, reader, params), reader)
/** The names that a filter finds, in order of name. */
const names = async (e: Entity, params: Record<string, unknown>, reader = readerOf()): Promise<string> => {
  const page = await list(e, { ...(e === note ? {} : { sort: 'name' }), ...params }, reader)
  return page.data.map((r) => String(r.name ?? r.subject)).join(' ')
}
const complaint = async (e: Entity, params: Record<string, unknown>, reader = readerOf()): Promise<AppError> => {
  try {
    await list(e, params, reader)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('was accepted')
}
const at = (day: string) => `${day}T12:00:00.000Z`

beforeAll(async () => {
  db = await fixtureDatabase()
  const entity = (name: string) => registry.entity(name)
  for (const w of [workspace, other]) {
    await add(db, w, entity('team'), [
      { id: sales, name: 'Sales' },
      { id: service, name: 'Service' },
    ])
    await add(db, w, entity('member'), [
      { id: ann, name: 'Ann' },
      { id: bob, name: 'Bob' },
    ])
  }
  const [web] = await add(db, workspace, entity('option'), [{ list: 'leadSource', label: 'Web' }])
  const accounts: RowData[] = [
    {
      name: 'Acme',
      city: 'Praha',
      email: 'info@acme.test',
      phone: '+420123456789',
      industry: 'software',
      tags: ['key', 'press'],
      employees: 50,
      revenue: 100_00,
      currency: 'EUR',
      secret: 's1',
      billingAddress: { city: 'Praha', country: 'CZ' },
      custom: { size: 'L', vip: true, rank: 3 },
      ownerId: ann,
      teamId: sales,
    },
    {
      name: 'Žižkov s.r.o.',
      city: '50% off_',
      industry: 'retail',
      tags: ['partner'],
      employees: 7,
      ownerId: bob,
      teamId: service,
    },
    { name: 'Müller', notes: 'long', employees: null, secret: 's2', ownerId: bob, teamId: sales },
    { name: 'Gone', industry: 'retail', deletedAt: at('2026-01-01'), deletedBy: null },
  ]
  const accountIds = await add(db, workspace, account, accounts)
  accounts.forEach((a, i) => {
    ids[String(a.name)] = accountIds[i] ?? ''
  })
  await add(db, other, account, [{ name: 'Foreign', industry: 'software', city: 'Praha' }])
  const deals: RowData[] = [
    {
      name: 'A',
      number: 'D-1',
      accountId: ids.Acme,
      sourceId: web,
      status: 'open',
      amount: 1000_00,
      amountBase: 1000_00,
      chance: '12.5',
      quantity: '1.5',
      score: 10,
      validUntil: '2026-03-31',
      sentAt: '2026-03-14T23:30:00.000Z',
      hot: true,
      createdAt: at('2026-03-15'),
      ownerId: ann,
      teamId: sales,
      createdBy: bob,
    },
    {
      name: 'B',
      number: 'D-2',
      accountId: ids['Žižkov s.r.o.'],
      status: 'sent',
      amount: 500_00,
      amountBase: 20_00,
      currency: 'CZK',
      exchangeRate: '0.04',
      score: 20,
      validUntil: '2026-03-01',
      sentAt: '2026-02-10T10:00:00.000Z',
      hot: false,
      createdAt: at('2026-02-15'),
      ownerId: bob,
      teamId: sales,
    },
    {
      name: 'C',
      number: 'D-3',
      status: 'sent',
      validUntil: '2026-03-15',
      createdAt: at('2025-12-31'),
      ownerId: bob,
      teamId: service,
    },
    { name: 'D', accountId: ids.Gone, status: 'won', amount: 0, amountBase: 0, createdAt: at('2026-03-09') },
  ]
  const dealIds = await add(db, workspace, deal, deals)
  deals.forEach((d, i) => {
    ids[String(d.name)] = dealIds[i] ?? ''
  })
  await add(db, workspace, dealLine, [
    { dealId: ids.A, text: 'first' },
    { dealId: ids.C, text: 'second' },
  ])
  await add(db, workspace, note, [
    { subject: 'n1', about: { entity: 'account', id: ids.Acme }, ownerId: ann },
    { subject: 'n2', about: { entity: 'deal', id: ids.B }, dueOn: '2026-03-20', ownerId: ann },
    { subject: 'n3', ownerId: ann },
  ])
})
afterAll(() => db.close())

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
      expect(await names(e, params)).toBe(expected)
    },
  )

  test('references by id, negated too', async () => {
    expect(await names(deal, { accountId: ids.Acme })).toBe('A')
    expect(await names(deal, { account: ids.Acme })).toBe('A')
    expect(await names(deal, { 'accountId[ne]': ids.Acme })).toBe('B C D')
    expect(await names(deal, { 'accountId[nin]': `${ids.Acme},${ids.Gone}` })).toBe('B C')
    expect(await names(deal, { id: [ids.A, ids.B] })).toBe('A B')
    expect(await names(note, { about: ids.Acme })).toBe('n1')
    expect(await names(note, { about: `account:${ids.Acme}` })).toBe('n1')
    expect(await names(note, { about: `deal:${ids.Acme}` })).toBe('')
    expect(await names(note, { 'about[ne]': ids.Acme, sort: 'createdAt' })).toBe('n2 n3')
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
      const error = await complaint(e, params)
      expect(error.code).toBe('invalid')
      expect(error.errors.map((x) => x.path)).toContain(path)
    },
  )

  test('complains of everything at once', async () => {
    expect((await complaint(account, { nope: '1', limit: 'x', employees: 'y' })).errors).toHaveLength(3)
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
          const { data } = await list(account, { [key]: value, total: 'exact' })
          expect(data.every((r) => r.name !== 'Foreign')).toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid' })
        }
      }),
      { numRuns: 300 },
    )
    for (const key of [`name"`, 'name]; --', `na'me`, 'custom.a"b', '__proto__', 'name[eq'])
      expect(
        (await complaint(account, { [key]: 'x', ...JSON.parse(`{"${key.replaceAll('"', '\\"')}":"x"}`) })).code,
      ).toBe('invalid')
    expect(await names(account, {})).toBe('Acme Müller Žižkov s.r.o.')
  })
})

describe('rows', () => {
  test('carry money in minor units, titles of references, and no heavy fields unless asked', async () => {
    const page = await list(deal, { name: 'A', total: 'exact' })
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
    const [a] = (await list(account, { name: 'Müller' })).data
    expect(a).not.toHaveProperty('notes')
    const [b] = (await list(account, { name: 'Müller', fields: 'notes,revenue' })).data
    expect(Object.keys(b ?? {}).toSorted()).toEqual([
      'currency',
      'custom',
      'id',
      'labels',
      'notes',
      'revenue',
      'version',
    ])
    const notes = await list(note, { sort: 'createdAt' })
    expect(notes.data.map((r) => r.labels.about)).toEqual(['Acme', 'B', undefined])
    expect(notes.data[0]?.about).toEqual({ entity: 'account', id: ids.Acme })
  })

  test('totals', async () => {
    expect((await list(deal, { total: 'exact', limit: '1' })).total).toEqual({ count: 4, exact: true })
    expect((await list(deal, { total: 'estimate', limit: '1' })).total).toEqual({ count: 4, exact: true })
    expect((await list(deal, { total: 'exact', name: 'none' })).total).toEqual({ count: 0, exact: true })
    expect((await list(deal, {})).total).toBeUndefined()
  })
})

describe('rights', () => {
  test('another workspace is not there', async () => {
    expect(await names(account, {}, readerOf({}, other))).toBe('Foreign')
    expect(await names(deal, {}, readerOf({}, other))).toBe('')
    expect(await names(account, { id: ids.Acme }, readerOf({}, other))).toBe('')
  })

  test('reach holds for rows, totals, referenced fields and parts', async () => {
    const own = readerOf({ rights: { '*': 'all', 'deal.view': 'own', 'account.view': 'team' } })
    expect(await names(deal, {}, own)).toBe('A')
    expect((await list(deal, { total: 'exact' }, own)).total?.count).toBe(1)
    expect(await names(account, {}, own)).toBe('Acme Müller')
    const team = readerOf({ rights: { '*': 'all', 'deal.view': 'team', 'account.view': 'own' } })
    expect(await names(deal, {}, team)).toBe('A B')
    expect(await names(deal, { 'account.industry[in]': 'software,retail' }, team)).toBe('A')
    expect((await list(dealLine, {}, own)).data.map((r) => r.text)).toEqual(['first'])
    expect((await list(dealLine, {}, team)).data.map((r) => r.text)).toEqual(['first'])
    expect((await list(dealLine, { sort: 'createdAt' })).data).toHaveLength(2)
    expect((await complaint(deal, {}, readerOf({ rights: {} }))).code).toBe('forbidden')
  })

  test('a hidden field is not answered, filtered, sorted or searched by; its labels neither', async () => {
    const blind = readerOf({ fieldRights: { 'account.secret': 'hidden', 'account.city': 'hidden' } })
    const [row] = (await list(account, { name: 'Acme', fields: 'name,secret' }, blind)).data
    expect(row).not.toHaveProperty('secret')
    expect((await complaint(account, { secret: 's1' }, blind)).code).toBe('forbidden')
    expect((await complaint(account, { sort: 'secret' }, blind)).code).toBe('forbidden')
    expect((await complaint(deal, { 'account.secret': 's1' }, blind)).code).toBe('forbidden')
    expect(await names(account, { q: 'praha' }, blind)).toBe('')
    expect(await names(account, { q: 'acm' }, blind)).toBe('Acme')
    const nameless = readerOf({ fieldRights: { 'account.name': 'hidden' } })
    expect((await list(deal, { name: 'A' }, nameless)).data[0]?.labels).not.toHaveProperty('accountId')
    const noAccounts = readerOf({ rights: { 'deal.view': 'all' } })
    expect((await list(deal, { name: 'A' }, noAccounts)).data[0]?.labels).toEqual({
      sourceId: 'Web',
      ownerId: 'Ann',
      teamId: 'Sales',
    })
    expect((await complaint(deal, { 'account.name': 'Acme' }, noAccounts)).code).toBe('forbidden')
  })
})

test('an export sees every row once', async () => {
  const reader = readerOf()
  const seen: string[] = []
  for await (const rows of eachPage(db.list, deal, parseListQuery(deal, reader, { sort: 'name' }), reader, 3))
    seen.push(...rows.map((r) => String(r.name)))
  expect(seen).toEqual(['A', 'B', 'C', 'D'])
})
