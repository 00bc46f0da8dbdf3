/** The customer's side, by secret link and nothing else. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, eventually, type TestApp, type TestWorkspace, testApp } from '../../../test/helpers/app.ts'

let t: TestApp
let w: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
})
afterAll(() => t.close())

const id = (a: Answer): string => String(a.body.id)
const visit = async (method: 'GET' | 'POST', path: string, body?: Record<string, unknown>) => {
  const r = await t.server.inject({
    method,
    url: `/api/v1${path}`,
    headers: { 'user-agent': 'Test browser' },
    ...(body ? { payload: body } : {}),
  })
  const type = String(r.headers['content-type'])
  return {
    status: r.statusCode,
    type,
    text: r.body,
    body: type.includes('json') ? r.json<Record<string, unknown>>() : {},
  }
}

const taxes = [{ code: 'V19', name: 'VAT 19%', rate: '19', category: 'S' }]
const line = (unitPrice: string, extra: Record<string, unknown> = {}) => ({
  description: 'Thing',
  unitPrice,
  taxes,
  unitCost: '1',
  ...extra,
})

const sentQuote = async (extra: Record<string, unknown> = {}) => {
  const account = await w.admin.post('/accounts', { name: 'Buyer', email: 'buyer@example.com' })
  const made = await w.admin.post('/quotes', {
    accountId: account.body.id,
    internalNotes: 'secret note',
    lines: [line('100.00'), line('10.00', { optional: true })],
    ...extra,
  })
  await w.admin.post(`/quotes/${id(made)}/send`)
  const link = await w.admin.post(`/quotes/${id(made)}/portalLink`)
  return { id: id(made), path: String(link.body.path).replace('/portal/', '/portal/') }
}

describe('a quote by its link', () => {
  it('shows what the customer may see; the first look is noted once', async () => {
    const q = await sentQuote()
    const a = await visit('GET', q.path)
    expect(a.status).toBe(200)
    expect(a.body).toMatchObject({
      kind: 'quote',
      status: 'viewed',
      canAccept: true,
      canComment: true,
      totals: { gross: { amount: '119.00' } },
    })
    expect(a.text).not.toMatch(/unitCost|margin|internalNotes|secret note|ownerId/)
    const row = (await w.admin.get(`/quotes/${q.id}`)).body
    expect(row).toMatchObject({ status: 'viewed', viewedAt: expect.any(String) })
    await visit('GET', q.path)
    expect((await w.admin.get(`/quotes/${q.id}`)).body.version).toBe(row.version)
    expect((await w.admin.get('/notifications')).text).toContain('was viewed')
  })

  it('comes as PDF', async () => {
    const q = await sentQuote()
    const a = await visit('GET', `${q.path}/pdf`)
    expect(a.type).toBe('application/pdf')
    expect(a.text.startsWith('%PDF')).toBe(true)
  })

  it('options, comment, accept with name', async () => {
    const q = await sentQuote()
    const doc = (await visit('GET', q.path)).body
    const optional = (doc.lines as { id: string; optional: boolean }[]).find((l) => l.optional)
    const b = await visit('POST', `${q.path}/chooseOptions`, { selected: [optional?.id] })
    expect(b.body).toMatchObject({ totals: { gross: { amount: '130.90' } } })
    const c = await visit('POST', `${q.path}/comment`, { body: 'When can you deliver?', authorName: 'Bea' })
    expect(c.body).toMatchObject({
      comments: [{ body: 'When can you deliver?', authorName: 'Bea', fromCustomer: true }],
    })
    expect((await visit('POST', `${q.path}/accept`, {})).status).toBe(400)
    const d = await visit('POST', `${q.path}/accept`, { name: 'Bea Buyer' })
    expect(d.body).toMatchObject({ status: 'accepted', acceptance: { name: 'Bea Buyer' }, canAccept: false })
    expect((await w.admin.get(`/quotes/${q.id}`)).body).toMatchObject({
      status: 'accepted',
      grossTotal: { amount: '130.90' },
      acceptance: { name: 'Bea Buyer', agent: 'Test browser', ip: '127.0.0.1', onBehalf: false },
    })
    expect((await visit('POST', `${q.path}/decline`, { reason: 'x' })).status).toBe(409)
  })

  it('asks for signature and reason where the quote says so', async () => {
    const q = await sentQuote({ requireSignature: true, requireDeclineReason: true })
    expect((await visit('POST', `${q.path}/accept`, { name: 'B' })).body.errors).toMatchObject([{ path: 'signature' }])
    expect((await visit('POST', `${q.path}/decline`, {})).body.errors).toMatchObject([{ path: 'reason' }])
    expect((await visit('POST', `${q.path}/decline`, { reason: 'Too dear' })).body).toMatchObject({
      status: 'declined',
      declineReason: 'Too dear',
    })
  })

  it('nothing else is open, and a revoked link leads nowhere', async () => {
    const q = await sentQuote({ allowComments: false })
    for (const verb of ['cancel', 'revise', 'send', 'toOrder', 'view', 'update', '__proto__'])
      expect((await visit('POST', `${q.path}/${verb}`, {})).status, verb).toBe(404)
    expect((await visit('POST', `${q.path}/comment`, { body: 'x' })).body.code).toBe('commentsOff')
    expect((await visit('POST', `${q.path}/accept`, { name: 'x', status: 'accepted' })).status).toBe(400)
    expect((await visit('GET', `/portal/${'A'.repeat(43)}`)).status).toBe(404)
    await w.admin.post(`/quotes/${q.id}/revokeLinks`)
    expect((await visit('GET', q.path)).status).toBe(404)
  })

  it('is rate-limited', async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => visit('GET', `/portal/${'B'.repeat(43)}`)))
    expect(answers.some((a) => a.status === 429)).toBe(true)
  })
})

describe('mail', () => {
  it('without a server stays in the outbox with the link in it', async () => {
    await t.work()
    const q = await sentQuote()
    const held = await eventually(async () => {
      const rows = await w.transaction(async (c) =>
        sql<{ status: string; body_text: string; subject: string }>`select status, body_text, subject from mail_message
          where workspace_id = ${w.id} and target_id = ${q.id} and status = 'held'`.execute(c.tx),
      )
      return rows.rows[0]
    })
    expect(held.body_text).toMatch(/http:\/\/.*\/portal\/[\w-]{43}/)
    expect(held.body_text).toContain('€119.00')
  })
})
