/** Every list that the definitions offer runs on the migrated schema: each filter, each operator, each order. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allFields, type Entity, type Field } from '../kernel/entity.ts'
import type { Actor } from '../kernel/server/access.ts'
import type { Database } from '../kernel/server/database/connect.ts'
import { testDatabase } from '../kernel/server/database/testing.ts'
import { uuidv7 } from '../kernel/server/ids.ts'
import {
  parseAggregateQuery,
  parseListQuery,
  type Reader,
  runAggregate,
  runList,
  searchAll,
} from '../kernel/server/list/index.ts'
import { operatorsOf } from '../kernel/server/list/query.ts'
import { definitions } from './definitions.ts'

let db: Database
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const id = uuidv7()
const actor = (o: Partial<Actor> = {}): Actor => ({
  kind: 'user',
  workspaceId: uuidv7(),
  memberId: id,
  userId: null,
  name: 'Test',
  roleId: null,
  rights: { '*': 'team' },
  fieldRights: {},
  teamIds: [id],
  ...o,
})
const reader: Reader = {
  registry: definitions,
  actor: actor(),
  today: '2026-03-15',
  timeZone: 'Europe/Berlin',
  baseCurrency: 'EUR',
}

const sample = (e: Entity, key: string, f: Field): string => {
  if (f.choices) {
    const flow = definitions.flowOf(e.name)
    const derived = flow?.field === key ? Object.keys(flow.derived) : []
    return [...Object.keys(f.choices), ...derived].slice(-1).join()
  }
  if (key === 'id' || f.kind === 'file' || f.kind === 'anyReference') return id
  if (f.kind === 'reference') return f.to === 'member' ? 'me' : f.to === 'team' ? 'team' : id
  if (f.kind === 'day' || f.kind === 'instant') return 'lastQuarter'
  if (f.kind === 'boolean') return 'true'
  return f.kind === 'text' || f.kind === 'email' || f.kind === 'phone' ? 'x' : '1'
}

const run = (e: Entity, params: Record<string, string>) =>
  runList(db.list, e, parseListQuery(e, reader, { total: 'estimate', ...params }), reader)

test.each(definitions.entities.map((e) => [e.name, e] as const))('%s', async (_, e) => {
  // What is private to one person is in no list.
  const fields = Object.entries(allFields(e)).filter(([, f]) => !f.options.private)
  const all = fields.map(([k]) => k).join(',')
  expect(await run(e, {})).toEqual({ data: [], nextCursor: null, prevCursor: null, total: { count: 0, exact: true } })
  await run(e, { fields: all, total: 'exact', deleted: 'only' })
  for (const [k, f] of fields) {
    const given = (op: string) => ({ [`${k}[${op}]`]: op === 'null' ? 'false' : sample(e, k, f) })
    await Promise.all(operatorsOf({ key: k, field: f }).map((op) => run(e, given(op))))
    if (f.options.sort) for (const sort of [k, `-${k}`]) await run(e, { sort })
    if (f.kind !== 'reference' || f.to === undefined) continue
    const target = definitions.entity(f.to)
    await run(e, { [`${k}.${target.title}[null]`]: 'true' })
  }
  const figures = fields.filter(([k, f]) => f.kind === 'money' && !k.endsWith('Base')).map(([k]) => k)
  const params = {
    groupBy: 'createdAt:month',
    ...(figures.length > 0 ? { sum: figures.slice(0, 5).join(), currency: 'EUR' } : {}),
  }
  const aggregate = parseAggregateQuery(e, reader, 'currency' in e.fields ? params : { groupBy: 'createdAt:month' })
  expect((await runAggregate(db.list, e, aggregate, reader)).data).toEqual([])
})

test('search over everything', async () => {
  expect(await searchAll(db, reader, 'acme corp')).toEqual([])
})
