/** Quotes over HTTP, on a real database: totals, states, revisions, what the customer's answer brings about. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type TestApp, type TestWorkspace, testApp } from '../../../test/helpers/app.ts'

let t: TestApp
let w: TestWorkspace
let today = '2026-03-10'

beforeAll(async () => {
  t = await testApp({ now: () => new Date(`${today}T09:00:00Z`) })
  w = await t.workspace()
})
afterAll(() => t.close())

const id = (a: Answer): string => String(a.body.id)
const made = async (path: string, body: unknown): Promise<Answer> => {
  const a = await w.admin.post(path, body)
  expect(a.text).toContain('"id"')
  expect(a.status).toBe(201)
  return a
}
const customer = async (): Promise<string> =>
  id(
    await made('/accounts', {
      name: `Customer ${Math.random()}`,
      email: 'buyer@example.com',
      billingAddress: { street: 'Main street 1', city: 'Berlin', country: 'DE' },
    }),
  )
const vat = (rate: string) => [{ code: `V${rate}`, name: `VAT ${rate} %`, rate, category: 'S' }]
const line = (unitPrice: string, extra: Record<string, unknown> = {}) => ({
  description: 'Thing',
  quantity: '1',
  unitPrice,
  taxes: vat('19'),
  ...extra,
})
const draft = async (extra: Record<string, unknown> = {}): Promise<Answer> =>
  made('/quotes', { accountId: await customer(), title: 'Machines', lines: [line('100.00')], ...extra })
const sent = async (extra: Record<string, unknown> = {}): Promise<Answer> => {
  const a = await w.admin.post(`/quotes/${id(await draft(extra))}/send`)
  expect(a.text).toContain('"sent"')
  return a
}

describe('a new quote', () => {
  it('has a number, validity, and totals in EN 16931 order', async () => {
    const a = await draft({
      discountPercent: '10',
      lines: [
        line('55.55', { taxes: vat('23') }),
        line('11.11', { taxes: vat('23') }),
        line('64.22', { quantity: '2.25', discountPercent: '100' }),
        { kind: 'section', description: 'More' },
        line('999', { optional: true }),
      ],
    })
    expect(a.body).toMatchObject({
      number: expect.stringMatching(/^Q-2026-\d{3}$/),
      status: 'draft',
      revision: 1,
      issueDate: '2026-03-10',
      validUntil: '2026-04-09',
      currency: 'EUR',
      netTotal: { amount: '59.99', currency: 'EUR' },
      taxTotal: { amount: '13.80', currency: 'EUR' },
      grossTotal: { amount: '73.79', currency: 'EUR' },
    })
    expect(a.body.lines).toHaveLength(5)
  })

  it('takes tax from the class of its products, and copies it', async () => {
    const cls = id(await made('/tax-classes', { name: 'Standard goods' }))
    const rate = id(await made('/tax-rates', { name: 'VAT 19%', taxClassId: cls, country: 'DE', rate: '19' }))
    await made('/tax-rates', {
      name: 'Everywhere else',
      taxClassId: cls,
      rate: '0',
      category: 'G',
      exemptionReason: 'Export',
    })
    const product = id(
      await made('/products', { name: 'Pump', unitPrice: '10.00', cost: '4.00', taxClassId: cls, unit: 'piece' }),
    )
    const a = await draft({ lines: [{ productId: product, quantity: '3' }] })
    expect(a.body).toMatchObject({
      netTotal: { amount: '30.00' },
      taxTotal: { amount: '5.70' },
      cost: { amount: '12.00' },
      margin: { amount: '18.00' },
    })
    await w.admin.patch(`/tax-rates/${rate}`, { rate: '25' })
    const b = await w.admin.patch(`/quotes/${id(a)}`, { title: 'Other' })
    expect(b.body).toMatchObject({ taxTotal: { amount: '5.70' } })
  })

  it('changes with its version also when only lines change', async () => {
    const a = await draft({ lines: [line('1'), line('2')] })
    const lines = a.body.lines as Record<string, unknown>[]
    const b = await w.admin.patch(`/quotes/${id(a)}`, {
      version: a.body.version,
      lines: lines.map(({ id: lineId, unitPrice, quantity }) => ({
        id: lineId,
        unitPrice,
        quantity,
        description: 'New words',
      })),
    })
    expect(b.status).toBe(200)
    expect(b.body.version).toBe(Number(a.body.version) + 1)
    const c = await w.admin.patch(`/quotes/${id(a)}`, { version: a.body.version, title: 'Stale' })
    expect(c.status).toBe(409)
  })

  it('tells which field is wrong', async () => {
    const a = await w.admin.post('/quotes', { lines: [line('1'), line('1', { discountPercent: '120' })] })
    expect(a.status).toBe(400)
    expect(a.body.errors).toMatchObject([{ path: 'lines.1.discountPercent' }])
  })
})

describe('states', () => {
  it('are as product and sources say, with codes', async () => {
    const a = await sent()
    expect(a.body).toMatchObject({ status: 'sent', statusCode: 4, sentAt: '2026-03-10T09:00:00.000Z' })
    expect((await w.admin.get('/quotes?statusCode=4')).body.data).toMatchObject([{ id: id(a), statusCode: 4 }])
    expect((await w.admin.get('/quotes?statusCode=99')).status).toBe(400)
    expect((await w.admin.patch(`/quotes/${id(a)}`, { title: 'x' })).body).toMatchObject({ code: 'frozen' })
    expect((await w.admin.patch(`/quotes/${id(a)}`, { internalNotes: 'x' })).status).toBe(200)
    const revised = await w.admin.post(`/quotes/${id(a)}/revise`)
    expect(revised.body).toMatchObject({ status: 'revised', revision: 2 })
    expect((await w.admin.post(`/quotes/${id(a)}/accept`, { name: 'B' })).body).toMatchObject({ code: 'wrongState' })
    expect((await w.admin.patch(`/quotes/${id(a)}`, { title: 'y' })).status).toBe(200)
    expect((await w.admin.post(`/quotes/${id(a)}/send`)).body).toMatchObject({ status: 'sent' })
  })

  it('proposes whom the mail goes to, and its words', async () => {
    const accountId = await customer()
    const contact = await made('/contacts', { lastName: 'Buyer', email: 'bea@example.com', accountId })
    const a = await draft({ accountId, contactId: id(contact) })
    const letter = (q: Answer) => w.admin.get(`/quotes/${id(q)}/letter`)
    expect((await letter(a)).body).toMatchObject({
      to: 'bea@example.com',
      subject: `Quote ${String(a.body.number)}: Machines`,
      message: expect.stringContaining('find our quote attached'),
    })
    expect((await letter(await draft({ accountId }))).body).toMatchObject({ to: 'buyer@example.com' })
    expect((await (await w.as('readOnly')).get(`/quotes/${id(a)}/letter`)).status).toBe(403)
  })

  it('an empty quote is not sent', async () => {
    const a = await draft({ lines: [] })
    expect((await w.admin.post(`/quotes/${id(a)}/send`)).body).toMatchObject({ code: 'noLines' })
  })

  it('expired is derived, refuses acceptance, and can be extended', async () => {
    const a = await sent({ validUntil: '2026-03-12' })
    today = '2026-03-12'
    expect((await w.admin.get(`/quotes?status=expired&id=${id(a)}`)).body.data).toHaveLength(0)
    today = '2026-03-13'
    expect((await w.admin.get('/quotes?status=expired')).body.data).toMatchObject([{ id: id(a) }])
    expect((await w.admin.post(`/quotes/${id(a)}/accept`, { name: 'Bo' })).body).toMatchObject({ code: 'expired' })
    expect((await w.admin.post(`/quotes/${id(a)}/extend`, { validUntil: '2026-03-01' })).status).toBe(400)
    await w.admin.post(`/quotes/${id(a)}/extend`, { validUntil: '2026-03-20' })
    expect((await w.admin.post(`/quotes/${id(a)}/accept`, { name: 'Bo' })).body).toMatchObject({
      status: 'accepted',
      acceptedBy: 'Bo',
    })
    today = '2026-03-10'
  })

  it('a new revision supersedes its source when it is sent, not before', async () => {
    const a = await sent()
    const b = await w.admin.post(`/quotes/${id(a)}/newRevision`)
    expect(b.body).toMatchObject({
      status: 'draft',
      revision: 2,
      revisionOfId: id(a),
      grossTotal: { amount: '119.00' },
    })
    expect((await w.admin.get(`/quotes/${id(a)}`)).body.status).toBe('sent')
    await w.admin.post(`/quotes/${id(b)}/send`)
    expect((await w.admin.get(`/quotes/${id(a)}`)).body.status).toBe('superseded')
    expect((await w.admin.post(`/quotes/${id(a)}/accept`, { name: 'B' })).status).toBe(409)
  })

  it('a revision is not sent once its source was accepted', async () => {
    const a = await sent()
    const b = await w.admin.post(`/quotes/${id(a)}/newRevision`)
    await w.admin.post(`/quotes/${id(a)}/accept`, { name: 'B' })
    // the clock of this test stands still, so the decision is moved after the draft
    await w.transaction(async (c) => {
      const { sql } = await import('kysely')
      await sql`update quote set decided_at = decided_at + interval '1 minute' where id = ${id(a)}`.execute(c.tx)
    })
    expect((await w.admin.post(`/quotes/${id(b)}/send`)).body).toMatchObject({ code: 'sourceAccepted' })
  })

  it('16 acceptances at once: one wins', async () => {
    const a = await sent()
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) => w.admin.post(`/quotes/${id(a)}/accept`, { name: `N${i}` })),
    )
    expect(answers.filter((x) => x.status === 200)).toHaveLength(1)
    expect(answers.filter((x) => x.status === 409)).toHaveLength(15)
  })

  it('approval, where it is asked for', async () => {
    const other = await t.workspace()
    await other.transaction(async (c) => {
      const { sql } = await import('kysely')
      await sql`insert into setting (workspace_id, key, value) values (${other.id}, 'quoting.approvalRequired', 'true')`.execute(
        c.tx,
      )
    })
    t.app.workspaces.clear()
    const account = await other.admin.post('/accounts', { name: 'A', email: 'a@example.com' })
    const a = await other.admin.post('/quotes', { accountId: account.body.id, lines: [line('1')] })
    expect((await other.admin.post(`/quotes/${id(a)}/send`)).body).toMatchObject({ code: 'approvalNeeded' })
    await other.admin.post(`/quotes/${id(a)}/submit`)
    expect((await other.admin.patch(`/quotes/${id(a)}`, { title: 'x' })).body).toMatchObject({ code: 'frozen' })
    await other.admin.post(`/quotes/${id(a)}/approve`)
    expect((await other.admin.post(`/quotes/${id(a)}/send`)).body).toMatchObject({ status: 'sent' })
  })
})

describe('acceptance', () => {
  it('takes as signature a sound PNG and nothing else', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
    const path = `/quotes/${id(await sent())}/accept`
    const large = `data:image/png;base64,${'A'.repeat(400_000)}`
    for (const signature of [
      'x',
      'data:text/html,x',
      `data:image/svg+xml;base64,${png}`,
      'data:image/png;base64,AAAA',
      large,
    ])
      expect((await w.admin.post(path, { name: 'Bea', signature })).body.errors).toMatchObject([{ path: 'signature' }])
    const signature = `data:image/png;base64,${png}`
    expect((await w.admin.post(path, { name: 'Bea', signature })).body).toMatchObject({ acceptance: { signature } })
  })

  it('keeps a proof, wins the deal, and becomes one order', async () => {
    const account = await customer()
    const deal = await made('/opportunities', { name: 'Deal', accountId: account })
    const a = await sent({
      accountId: account,
      opportunityId: id(deal),
      lines: [line('100.00'), line('5', { optional: true })],
    })
    const b = await w.admin.post(`/quotes/${id(a)}/accept`, { name: 'Bea Buyer' })
    expect(b.body).toMatchObject({
      status: 'accepted',
      acceptance: { name: 'Bea Buyer', onBehalf: true, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect((await w.admin.get(`/opportunities/${id(deal)}`)).body.status).toBe('won')
    expect(b.body.can).toContain('quote.toOrder')
    expect((await w.admin.post(`/quotes/${id(a)}/toOrder`)).status).toBe(200)
    const orders = await w.admin.get(`/orders?quoteId=${id(a)}`)
    expect(orders.body.data).toMatchObject([{ number: 'ORD-00001', grossTotal: { amount: '119.00' }, status: 'draft' }])
    expect((await w.admin.post(`/quotes/${id(a)}/toOrder`)).body).toMatchObject({ code: 'hasOrder' })
    expect((await w.admin.post(`/quotes/${id(a)}/toInvoice`)).body).toMatchObject({ code: 'hasOrder' })
  })
})

describe('a quote for a lead', () => {
  it('goes to the lead, and to the account once that is converted', async () => {
    const lead = await made('/leads', { name: 'Lea Lead', company: 'Lead GmbH', email: 'lea@lead.example' })
    const a = await made('/quotes', { leadId: id(lead), lines: [line('100.00')] })
    const sentOne = await w.admin.post(`/quotes/${id(a)}/send`)
    expect(sentOne.body).toMatchObject({ status: 'sent' })
    expect((await w.admin.get('/mails?q=&fields=toAddress,subject&sort=-createdAt&limit=1')).body.data).toMatchObject([
      { toAddress: 'lea@lead.example' },
    ])
    expect((await w.admin.post(`/quotes/${id(a)}/accept`, { name: 'Lea' })).body.can).not.toContain('quote.toOrder')
    await w.admin.post(`/leads/${id(lead)}/assign`, { ownerId: w.admin.memberId })
    await w.admin.post(`/leads/${id(lead)}/start`)
    const converted = await w.admin.post(`/leads/${id(lead)}/convert`, { force: true })
    expect(converted.status, converted.text).toBe(200)
    const row = (await w.admin.get(`/quotes/${id(a)}`)).body
    expect(row.accountId).toBe(converted.body.accountId)
    expect(row.can).toContain('quote.toOrder')
  })
})

describe('two people at one quote', () => {
  it('the second who changes lines is told that lines changed, not only totals', async () => {
    const quote = await draft({ lines: [line('10.00')] })
    const version = quote.body.version
    const first = await w.admin.patch(`/quotes/${id(quote)}`, { version, lines: [line('20.00')] })
    expect(first.status, first.text).toBe(200)
    const second = await w.admin.patch(`/quotes/${id(quote)}`, { version, lines: [line('30.00')] })
    expect(second.status, second.text).toBe(409)
    expect(second.body.changed).toEqual(expect.arrayContaining(['lines', 'netTotal']))
  })
})
