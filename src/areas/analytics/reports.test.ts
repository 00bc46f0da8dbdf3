/** Reports through the API: figures, rights, reach, parameters. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Caller, type TestApp, testApp, type TestWorkspace } from '../../../test/helpers/app.ts'
import { assertComplete } from '../../kernel/server/contributions.ts'
import { definitions } from '../../main/definitions.ts'
import { contributions } from '../../main/areas.ts'

let t: TestApp
let w: TestWorkspace
const clock = new Date('2026-05-20T09:00:00Z')
beforeAll(async () => {
  t = await testApp({ now: () => clock })
  w = await t.workspace()
})
afterAll(() => t.close())

type Line = Record<string, unknown> & { labels: Record<string, string>; records: Record<string, string> }
type Shown = { columns: string[]; data: Line[]; totals: Record<string, unknown>; at: string; currency: string }

const shown = (r: Answer): Shown => {
  expect(r.status, r.text).toBe(200)
  return r.body as Shown
}
const id = (r: Answer): string => {
  expect(r.status, r.text).toBeLessThan(300)
  return String(r.body.id)
}
const amount = (v: unknown): string => (v as { amount: string }).amount

/** A deal of so much, moved to where it ended on that day. */
const deal = async (
  caller: Caller,
  o: { amount: string; status?: 'won' | 'lost'; closedOn?: string } & Record<string, unknown>,
): Promise<string> => {
  const { status, closedOn, ...input } = o
  const made = id(await caller.post('/opportunities', { name: 'Deal', ...input }))
  if (status)
    await w.transaction((c) =>
      sql`update opportunity set status = ${status}, closed_on = ${closedOn ?? '2026-05-01'}::date
        where workspace_id = ${w.id} and id = ${made}`.execute(c.tx),
    )
  return made
}

describe('figures', () => {
  test('an empty workspace has reports without figures, and says so with zeros', async () => {
    const empty = await t.workspace()
    const list = await empty.admin.get('/reports')
    const names = (list.body.data as { name: string }[]).map((r) => r.name)
    expect(names).toEqual(definitions.reports.map((r) => r.name))
    for (const name of names) {
      const r = shown(await empty.admin.get(`/reports/${name}`))
      expect(r.currency).toBe('EUR')
      for (const row of r.data) expect(Object.values(row.records).every((x) => x.startsWith('/'))).toBe(true)
    }
    const won = shown(await empty.admin.get('/reports/wonByPeriod'))
    expect(won.data).toHaveLength(12)
    expect(won.totals).toMatchObject({ won: { amount: '0.00', currency: 'EUR' }, wonDeals: 0, winRate: null })
  })

  test('what was won and lost stands in its month, with the rate of both', async () => {
    await deal(w.admin, { amount: '1000.10', status: 'won', closedOn: '2026-03-31' })
    await deal(w.admin, { amount: '2000.20', status: 'won', closedOn: '2026-05-01' })
    await deal(w.admin, { amount: '500.00', status: 'lost', closedOn: '2026-05-19' })
    await deal(w.admin, { amount: '99.00', status: 'won', closedOn: '2024-05-19' })
    const r = shown(await w.admin.get('/reports/wonByPeriod'))
    const may = r.data.find((x) => x.period === 'May 2026')
    expect(may).toMatchObject({ wonDeals: 1, lostDeals: 1, winRate: '50.0', won: { amount: '2000.20' } })
    expect(r.data.find((x) => x.period === 'Apr 2026')).toMatchObject({ wonDeals: 0, winRate: null })
    expect(r.totals).toMatchObject({ wonDeals: 2, lostDeals: 1, winRate: '66.7', won: { amount: '3000.30' } })
    const years = shown(await w.admin.get('/reports/wonByPeriod?by=year&period=all'))
    expect(years.data.map((x) => [x.period, x.wonDeals])).toEqual([
      ['2024', 1],
      ['2025', 0],
      ['2026', 2],
    ])
    const part = shown(
      await w.admin.get('/reports/wonByPeriod?by=quarter&period=between&from=2026-04-15&to=2026-05-10'),
    )
    expect(part.data.map((x) => [x.period, x.wonDeals, x.lostDeals])).toEqual([['Q2 2026', 1, 0]])
  })

  test('amounts in other currencies count at the rate of their day', async () => {
    const x = await t.workspace()
    await x.admin.post('/exchange-rates', { code: 'USD', validFrom: '2026-01-01', rate: '0.9' })
    id(await x.admin.post('/opportunities', { name: 'In dollars', amount: '100.00', currency: 'USD' }))
    id(await x.admin.post('/opportunities', { name: 'In euros', amount: '10.00' }))
    expect(shown(await x.admin.get('/reports/pipelineByStage')).totals).toMatchObject({
      deals: 2,
      amount: { amount: '100.00', currency: 'EUR' },
    })
  })

  test('a deal with lines is shared out among its products to the cent', async () => {
    const x = await t.workspace()
    const [a, b] = [
      id(await x.admin.post('/products', { name: 'A', unitPrice: '1' })),
      id(await x.admin.post('/products', { name: 'B', unitPrice: '1' })),
    ]
    const made = id(
      await x.admin.post('/opportunities', {
        name: 'Three lines',
        lines: [
          { productId: a, quantity: '1', unitPrice: '33.33' },
          { productId: b, quantity: '1', unitPrice: '33.33' },
          { productId: a, quantity: '1', unitPrice: '33.33' },
        ],
      }),
    )
    await x.transaction((c) =>
      sql`update opportunity set status = 'won', closed_on = '2026-05-02', amount_base = 10000
        where workspace_id = ${x.id} and id = ${made}`.execute(c.tx),
    )
    const r = shown(await x.admin.get('/reports/salesByProduct'))
    const parts = Object.fromEntries(r.data.map((row) => [row.labels.productId, Number(amount(row.amount))]))
    expect(parts.A).toBeCloseTo(66.67, 1)
    expect(Math.round((parts.A ?? 0) * 100) + Math.round((parts.B ?? 0) * 100)).toBe(10_000)
    expect(r.totals).toMatchObject({ amount: { amount: '100.00' } })
  })

  test('a group of companies sums what all that belong to it have brought', async () => {
    const x = await t.workspace()
    const account = async (name: string, parentId?: string) =>
      id(await x.admin.post('/accounts', { name, ...(parentId ? { parentId } : {}) }))
    const parent = await account('Parent')
    const child = await account('Child', parent)
    const grandchild = await account('Grandchild', child)
    await account('Alone')
    const won = async (accountId: string, value: string) => {
      const made = id(await x.admin.post('/opportunities', { name: 'Deal', accountId, amount: value }))
      await x.transaction((c) =>
        sql`update opportunity set status = 'won', closed_on = '2020-01-01' where workspace_id = ${x.id} and id = ${made}`.execute(
          c.tx,
        ),
      )
    }
    await won(parent, '1')
    await won(child, '2')
    await won(grandchild, '4')
    const r = shown(await x.admin.get('/reports/accountGroups'))
    expect(r.data.map((d) => [d.labels.accountId, d.level, d.accounts, amount(d.won), amount(d.groupWon)])).toEqual([
      ['Parent', 0, 3, '1.00', '7.00'],
      ['Child', 1, 2, '2.00', '6.00'],
      ['Grandchild', 2, 1, '4.00', '4.00'],
    ])
    expect(r.totals).toMatchObject({ won: { amount: '7.00' }, deals: 3 })
  })

  test('what is owed stands by how long it has been due, and each figure leads to its invoices', async () => {
    const x = await t.workspace()
    const accountId = id(await x.admin.post('/accounts', { name: 'Slow payer' }))
    const owed = async (value: string, dueDate: string | null, status = 'sent') => {
      const made = id(
        await x.admin.post('/invoices', { accountId, lines: [{ description: 'x', quantity: '1', unitPrice: value }] }),
      )
      const minor = Math.round(Number(value) * 100)
      await x.transaction((c) =>
        sql`update invoice set status = ${status}, due_date = ${dueDate}::date, issue_date = '2026-04-01',
          gross_total_base = ${minor}, balance = ${minor}, balance_base = ${minor}
          where workspace_id = ${x.id} and id = ${made}`.execute(c.tx),
      )
    }
    await owed('1', '2026-05-20')
    await owed('2', '2026-05-19')
    await owed('4', '2026-04-20')
    await owed('8', '2026-04-19')
    await owed('16', '2026-02-19')
    await owed('32', '2026-02-18')
    await owed('64', '2026-02-18', 'paid')
    const r = shown(await x.admin.get('/reports/receivables'))
    expect(r.data).toHaveLength(1)
    const [row] = r.data
    expect(['notDue', 'to30', 'to60', 'to90', 'over90', 'total'].map((k) => amount(row?.[k]))).toEqual([
      '1.00',
      '6.00',
      '8.00',
      '16.00',
      '32.00',
      '63.00',
    ])
    for (const [key, count] of Object.entries({ notDue: 1, to30: 2, to60: 1, to90: 1, over90: 1, total: 6 })) {
      const list = await x.admin.get(`${row?.records[key]}&total=exact`)
      expect((list.body.total as { count: number }).count, key).toBe(count)
    }
    const months = shown(await x.admin.get('/reports/invoicedAndPaid'))
    expect(months.data.find((m) => m.period === 'Apr 2026')).toMatchObject({
      invoices: 7,
      invoiced: { amount: '127.00' },
      received: { amount: '0.00' },
    })
  })

  test('the records behind a count are as many as it says', async () => {
    const x = await t.workspace()
    const rep = await x.as('salesAgent', { name: 'Rep' })
    const sources = (await x.admin.get('/options?list=leadSource&limit=5')).body.data as { id: string }[]
    for (const [i, status] of ['new', 'new', 'inProcess', 'converted', 'dead'].entries()) {
      const made = id(await x.admin.post('/leads', { name: `L${i}`, sourceId: i < 3 ? sources[0]?.id : null }))
      await x.transaction((c) =>
        sql`update lead set status = ${status}, created_at = ${i === 0 ? '2026-05-19T22:30:00Z' : '2026-05-19T21:30:00Z'}
          where workspace_id = ${x.id} and id = ${made}`.execute(c.tx),
      )
    }
    for (const [i, status] of ['won', 'lost', 'lost', 'open'].entries()) {
      const made = id(
        await x.admin.post('/opportunities', { name: `D${i}`, amount: '5', ownerId: i ? rep.memberId : null }),
      )
      await x.transaction((c) =>
        sql`update opportunity set status = ${status}, closed_on = ${status === 'open' ? null : '2026-05-19'}::date
          where workspace_id = ${x.id} and id = ${made}`.execute(c.tx),
      )
    }
    id(await x.admin.post('/quotes', { accountId: id(await x.admin.post('/accounts', { name: 'A' })), lines: [] }))
    let figures = 0
    for (const r of definitions.reports)
      for (const query of ['', '?period=between&from=2026-05-20&to=2026-05-20', '?period=between&to=2026-05-19']) {
        const answer = await x.admin.get(`/reports/${r.name}${query}`)
        if (answer.status === 400) continue
        for (const row of shown(answer).data)
          for (const [key, path] of Object.entries(row.records)) {
            if (typeof row[key] !== 'number') continue
            const list = await x.admin.get(`${path}&total=exact&limit=1`)
            expect(list.status, `${r.name} ${path}: ${list.text}`).toBe(200)
            expect((list.body.total as { count: number }).count, `${r.name}.${key} ${query} ${path}`).toBe(row[key])
            figures++
          }
      }
    expect(figures).toBeGreaterThan(100)
  })
})

describe('who sees what', () => {
  let x: TestWorkspace
  let lead: Caller
  let rep: Caller
  let other: Caller
  beforeAll(async () => {
    x = await t.workspace()
    const teamId = id(await x.admin.post('/teams', { name: 'North' }))
    lead = await x.as('teamLead', { teamId, name: 'Lea Lead' })
    rep = await x.as('salesAgent', { teamId, name: 'Rita Rep' })
    other = await x.as('salesAgent', { name: 'Otto Other' })
    for (const [owner, value] of [
      [rep, '100'],
      [other, '1000'],
      [x.admin, '10000'],
    ] as const) {
      const made = id(
        await x.admin.post('/opportunities', {
          name: 'Deal',
          amount: value,
          ownerId: owner.memberId,
          ...(owner === rep ? { teamId } : {}),
        }),
      )
      await x.transaction((c) =>
        sql`update opportunity set status = 'won', closed_on = '2026-05-01' where workspace_id = ${x.id} and id = ${made}`.execute(
          c.tx,
        ),
      )
    }
  })
  const people = async (c: Caller) =>
    shown(await c.get('/reports/salesByPerson')).data.map((r) => [r.labels.ownerId, amount(r.won)])

  test('own, team and all reach as far as in lists', async () => {
    expect(await people(rep)).toEqual([['Rita Rep', '100.00']])
    expect(await people(lead)).toEqual([
      ['Rita Rep', '100.00'],
      ['Lea Lead', '0.00'],
    ])
    expect(await people(x.admin)).toEqual([
      ['Ada Admin', '10000.00'],
      ['Otto Other', '1000.00'],
      ['Rita Rep', '100.00'],
      ['Lea Lead', '0.00'],
    ])
    expect(await people(await x.as('salesDirector', { name: 'Dora' }))).toHaveLength(5)
    const won = shown(await rep.get('/reports/wonByPeriod'))
    expect(won.totals).toMatchObject({ wonDeals: 1, won: { amount: '100.00' } })
  })

  test('a role without the records has not the report, in list, page, file and dashboard', async () => {
    const service = await x.as('serviceAgent')
    const list = (await service.get('/reports')).body.data as { name: string }[]
    expect(list.map((r) => r.name)).toEqual(['receivables'])
    for (const path of ['', '/export?format=csv'])
      expect((await service.get(`/reports/wonByPeriod${path}`)).status).toBe(403)
    expect((await service.get('/reports/widgets?names=wonByPeriod')).status).toBe(403)
  })

  test('a file asks for the right to export, as far as that right goes', async () => {
    expect((await rep.get('/reports/wonByPeriod')).status).toBe(200)
    const refused = await rep.get('/reports/wonByPeriod/export?format=csv')
    expect(refused.status).toBe(403)
    expect(refused.headers['content-type']).toContain('problem+json')
    const narrow = await x.as('readOnly', { name: 'Nina' })
    const made = id(
      await x.admin.post('/roles', {
        name: 'Sees all, takes own',
        rights: { '*.view': 'all', 'opportunity.export': 'own' },
      }),
    )
    id(await x.admin.patch(`/members/${narrow.memberId}`, { roleId: made }))
    expect(shown(await narrow.get('/reports/wonByPeriod')).totals).toMatchObject({ wonDeals: 3 })
    const file = await narrow.get('/reports/wonByPeriod/export?format=csv')
    expect(file.text).toContain('Total,0,0.00,0,0.00,')
  })

  test('a hidden field takes its columns with it, what is worked out of them, and their order', async () => {
    const clerk = await x.as('salesDirector', { name: 'Clara Clerk' })
    const made = id(
      await x.admin.post('/roles', {
        name: 'Without amounts',
        rights: { '*.view': 'all', '*.export': 'all', 'opportunity.create': 'own' },
        fieldRights: { 'opportunity.amount': 'hidden' },
      }),
    )
    id(await x.admin.patch(`/members/${clerk.memberId}`, { roleId: made }))
    const r = shown(await clerk.get('/reports/salesByPerson'))
    expect(r.columns).toEqual(['ownerId', 'wonDeals', 'lostDeals', 'winRate', 'openDeals'])
    expect(r.data.slice(0, 3).map((d) => d.labels.ownerId)).toEqual(['Ada Admin', 'Otto Other', 'Rita Rep'])
    for (const path of [
      '/reports/salesByPerson',
      '/reports/pipelineByStage?stages=all',
      '/reports/salesByProduct',
      '/reports/widgets?names=wonByPeriod,salesByPerson',
      '/reports/wonByPeriod/export?format=csv',
    ]) {
      const answer = await clerk.get(path)
      expect(answer.status, path).toBe(200)
      expect(answer.text, path).not.toMatch(/11100|10000|1000\.00|"won"/)
    }
    expect((await clerk.get('/reports/accountGroups')).status).toBe(403)
    const described = (await clerk.get('/reports')).body.data as { name: string; columns: { key: string }[] }[]
    expect(described.find((d) => d.name === 'wonByPeriod')?.columns.map((c) => c.key)).not.toContain('won')
  })
})

describe('what is asked wrongly', () => {
  test.each([
    ['/reports/nothing', 404, undefined],
    ['/reports/wonByPeriod?by=week', 400, 'by'],
    ['/reports/wonByPeriod?period=sometimes', 400, 'period'],
    ['/reports/wonByPeriod?colour=red', 400, 'colour'],
    ['/reports/wonByPeriod?period=between&from=2026-02-30', 400, 'from'],
    ['/reports/wonByPeriod?period=between&from=2026-02-02&to=2026-02-01', 400, 'to'],
    ['/reports/wonByPeriod?period=between&from=0001-01-01&to=2026-02-01', 400, 'by'],
    ['/reports/wonByPeriod?ownerId=me', 400, 'ownerId'],
    ['/reports/wonByPeriod/export?format=doc', 400, 'format'],
    ['/reports/widgets', 400, 'names'],
    ['/reports/widgets?names=nothing', 400, 'names'],
  ])('%s is refused with %i at %s', async (path, status, at) => {
    const r = await w.admin.get(path)
    expect(r.status, r.text).toBe(status)
    expect(r.headers['content-type']).toContain('application/problem+json')
    if (at) expect(r.body.errors).toMatchObject([{ path: at }])
  })

  test('a report without a query does not start', () => {
    const reports = new Map([...contributions.reports].filter(([name]) => name !== 'wonByPeriod'))
    expect(() => assertComplete(definitions, { ...contributions, reports })).toThrow('report wonByPeriod has no query')
  })
})
