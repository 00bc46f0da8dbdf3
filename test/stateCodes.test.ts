/** The numbers other systems know states by filter wherever records are filtered: lists, figures, exports, bulk. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, type Caller, testApp, type TestApp } from './helpers/app.ts'

let t: TestApp
let admin: Caller
const ids: Record<string, string> = {}

const post = async (path: string, body: unknown = {}): Promise<string> => {
  const r = await admin.post(path, body)
  expect(r.status, r.text).toBeLessThan(300)
  return String(r.body.id)
}
const found = (r: Answer): unknown[] => {
  expect(r.status, r.text).toBe(200)
  return Array.isArray(r.body.data) ? r.body.data : []
}
const idsIn = async (path: string): Promise<string[]> =>
  found(await admin.get(path))
    .map((x) => String(typeof x === 'object' && x && 'id' in x ? x.id : ''))
    .sort()

beforeAll(async () => {
  t = await testApp({ now: () => new Date('2026-03-10T09:00:00Z') })
  admin = (await t.workspace()).admin
  const accountId = await post('/accounts', { name: 'Buyer', email: 'buyer@example.com' })
  const lines = [{ description: 'Thing', unitPrice: '100' }]
  for (const name of ['draft', 'sent', 'accepted', 'cancelled']) {
    const id = await post('/quotes', { accountId, lines, title: name })
    ids[name] = id
    if (name === 'sent' || name === 'accepted') await post(`/quotes/${id}/send`)
    if (name === 'accepted') await post(`/quotes/${id}/accept`, { name: 'Bea Buyer' })
    if (name === 'cancelled') await post(`/quotes/${id}/cancel`)
  }
  await post(`/quotes/${ids.accepted}/toOrder`)
})
afterAll(() => t.close())

it('filter lists, with every operator that states have', async () => {
  const { draft = '', sent = '', accepted = '', cancelled = '' } = ids
  expect(await idsIn('/quotes?statusCode=4')).toEqual([sent])
  expect(await idsIn('/quotes?statusCode[in]=4,6')).toEqual([draft, sent].sort())
  expect(await idsIn('/quotes?statusCode[ne]=4')).toEqual([draft, accepted, cancelled].sort())
  expect(await idsIn('/quotes?statusCode[nin]=4,3')).toEqual([draft, cancelled].sort())
  expect(await idsIn('/quotes?statusCode[null]=true')).toEqual([cancelled])
  expect(await idsIn('/quotes?statusCode[null]=false')).toEqual([draft, sent, accepted].sort())
  expect((await admin.get('/quotes?statusCode=99')).status).toBe(400)
  expect((await admin.get('/accounts?statusCode=4')).status).toBe(400)
})

it('filter over a reference', async () => {
  expect(await idsIn('/orders?quote.statusCode=3')).toHaveLength(1)
  expect(await idsIn('/orders?quoteId.statusCode=4')).toHaveLength(0)
})

it('filter figures', async () => {
  const r = await admin.get('/quotes/aggregate?groupBy=status&sum=netTotal&statusCode[in]=4,3')
  expect(found(r)).toHaveLength(2)
  expect(found(await admin.get('/quotes/aggregate?statusCode=4'))).toMatchObject([{ count: 1 }])
})

it('filter exports', async () => {
  const r = await admin.get('/quotes/export?format=csv&fields=title&statusCode=4')
  expect(r.status).toBe(200)
  expect(r.text.trim().split(/\r?\n/).slice(1)).toEqual(['sent'])
})

it('filter what an action on many records is for', async () => {
  const r = await admin.post('/quotes/bulk', {
    action: 'update',
    filter: { statusCode: '4' },
    input: { internalNotes: 'Call them' },
  })
  expect(r.body).toMatchObject({ total: 1, done: 1, failed: 0 })
  expect(await idsIn('/quotes?internalNotes[contains]=Call')).toEqual([ids.sent])
})
