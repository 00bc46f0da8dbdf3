import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entity } from '../../entity.ts'
import { uuidv7 } from '../ids.ts'
import { compileList, eachPage, runList } from './compile.ts'
import { account, actorOf, add, deal, type Fixture, fixtureDatabase, registry } from './fixture.ts'
import { parseListQuery, type Reader } from './query.ts'
import { runStatement } from './statement.ts'

let db: Fixture
const workspace = uuidv7()
const member = uuidv7()
const reader: Reader = {
  registry,
  actor: actorOf(workspace, { memberId: member }),
  today: '2026-03-15',
  timeZone: 'UTC',
  baseCurrency: 'EUR',
}

/** `n` accounts and deals with values spread as in a real trade; every combination below finds some. */
const fill = (w: string, n: number) =>
  sql
    .raw(`
    insert into account (workspace_id, id, name, city, email, phone, industry, tags, employees, search_text)
    select '${w}', md5('${w}' || i)::uuid, md5(i::text), 'city ' || i % 500, i || '@x.test', '+49' || i,
      (array['software','retail','health'])[1 + i % 3], case when i % 50 = 0 then array['key'] else array['press'] end,
      case when i % 5 > 0 then i % 1000 end, md5(i::text) || ' city ' || i % 500
    from generate_series(1, ${n}) i;
    insert into deal (workspace_id, id, number, name, account_id, status, amount, amount_base, chance, quantity, score, valid_until, sent_at, hot, created_at, search_text)
    select '${w}', gen_random_uuid(), 'D-' || i, md5(i::text), md5('${w}' || i)::uuid, (array['open','sent','won','lost'])[1 + i % 4],
      i, i, i % 100, i % 300, case when i % 3 > 0 then i % 1000 end, case when i % 4 > 0 then date '2025-01-01' + i % 800 end,
      case when i % 2 = 0 then timestamptz '2025-01-01' + i * interval '17 minutes' end, i % 100 = 0,
      timestamptz '2026-03-15' - i * interval '9 minutes', 'd-' || i || ' ' || md5(i::text)
    from generate_series(1, ${n}) i`)
    .execute(db.owner)

beforeAll(async () => {
  db = await fixtureDatabase()
  await add(db, workspace, registry.entity('member'), [{ id: member, name: 'Ann' }])
  await fill(workspace, 50_000)
  for (let i = 0; i < 5; i++) await fill(uuidv7(), 100)
  await sql`analyze`.execute(db.owner)
}, 120_000)
afterAll(() => db.close())

const plan = async (e: Entity, params: Record<string, unknown>): Promise<string> => {
  const c = compileList(e, parseListQuery(e, reader, { total: 'estimate', ...params }), reader)
  const { rows } = await db.list.executeQuery<{ 'QUERY PLAN': string }>(
    CompiledQuery.raw(`explain ${c.text}`, [...c.values]),
  )
  return rows.map((r) => r['QUERY PLAN']).join('\n')
}

const offered: [string, Entity, Record<string, unknown>][] = [
  ['nothing', deal, { total: 'none' }],
  ['number', deal, { number: 'D-400' }],
  ['state', deal, { status: 'won' }],
  ['derived state', deal, { status: 'expired' }],
  ['money', deal, { 'amount[lt]': '1' }],
  ['percent', deal, { chance: '7' }],
  ['decimal', deal, { quantity: '7' }],
  ['integer', deal, { score: '7' }],
  ['day', deal, { validUntil: 'today' }],
  ['instant', deal, { sentAt: 'today' }],
  ['boolean', deal, { hot: 'true' }],
  ['reference', deal, { accountId: workspace }],
  ['owner', deal, { ownerId: 'me' }],
  ['field of a reference', deal, { 'account.city': 'city 7' }],
  ['text of a reference', deal, { 'account.name[contains]': 'abcde' }],
  ['search', deal, { q: 'abcde' }],
  ['contains', deal, { 'name[contains]': 'abcde' }],
  ['startsWith', deal, { 'name[startsWith]': 'abcde' }],
  ['choice', account, { industry: 'retail' }],
  ['several choices', account, { tags: 'key' }],
  ['email', account, { email: '7@x.test' }],
  ['phone', account, { phone: '+497' }],
  ['city', account, { city: 'city 7' }],
  ['custom', account, { 'custom.size': 'L' }],
  ['deleted', account, { deleted: 'only' }],
  ['id', account, { id: workspace }],
]
test.each(offered)('a filter by %s uses an index, in any order', async (_, e, params) => {
  for (const sort of [
    '-createdAt',
    'name',
    ...(e === deal ? ['-score', 'amount', '-validUntil,name'] : ['-employees']),
  ])
    expect(await plan(e, { ...params, sort })).not.toMatch(/Seq Scan on (deal|account)\b/)
})

test('a page is read in the order of an index; what is sorted is few', async () => {
  for (const sort of ['-createdAt', 'name', '-name', 'score', '-score', '-amount', 'validUntil', '-sentAt', 'status']) {
    const text = await plan(deal, { sort, total: 'none' })
    expect(text).not.toMatch(/Seq Scan on deal/)
    const sorted = [...text.matchAll(/-> {2}Sort {2}\(cost=\S+ rows=(\d+)/g)].map((m) => Number(m[1]))
    expect(Math.max(0, ...sorted)).toBeLessThan(1000)
  }
})

test('many rows and few come in the same order, page by page', async () => {
  const orders: [string, string][] = [
    ['-score', 'score desc nulls last, id desc'],
    ['validUntil,-amount', 'valid_until, amount_base desc nulls last, id desc'],
    ['name', 'name, id'],
  ]
  for (const [params, where] of [
    [{ status: 'won' }, `status = 'won'`],
    [{ status: 'won', 'amount[lt]': '5' }, `status = 'won' and amount_base < 500`],
  ] as const)
    for (const [sort, order] of orders) {
      const { rows } = await sql
        .raw<{ id: string }>(
          `select id from deal where workspace_id = '${workspace}' and ${where} order by ${order} limit 300`,
        )
        .execute(db.owner)
      const seen: string[] = []
      for await (const page of eachPage(db.list, deal, parseListQuery(deal, reader, { ...params, sort }), reader, 60)) {
        seen.push(...page.map((r) => r.id))
        if (seen.length >= 300) break
      }
      expect(seen.slice(0, 300)).toEqual(rows.map((r) => r.id))
    }
})

test('totals past a thousand are estimates unless asked to be exact', async () => {
  const total = async (params: Record<string, unknown>) =>
    (await runList(db.list, deal, parseListQuery(deal, reader, { limit: '1', ...params }), reader)).total
  expect(await total({ total: 'exact', status: 'won' })).toEqual({ count: 12_500, exact: true })
  for (const [params, truth] of [
    [{}, 50_000],
    [{ status: 'won' }, 12_500],
  ] as const) {
    const estimate = await total({ total: 'estimate', ...params })
    expect(estimate?.exact).toBe(false)
    expect(Math.abs((estimate?.count ?? 0) - truth)).toBeLessThan(truth / 5)
  }
})

test('a statement that is cancelled answers with advice', async () => {
  await db.list.connection().execute(async (connection) => {
    await sql`set statement_timeout = 20`.execute(connection)
    const slow = 'select pg_sleep(1) from "deal" t where t."workspace_id" = $1 limit 1'
    await expect(runStatement(connection, workspace, slow, [workspace])).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('Add a filter'),
    })
  })
})
