/** Orders, invoices, payments and credit notes over HTTP, on a real database. */
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
const ok = async (answer: Promise<Answer>): Promise<Answer> => {
  const a = await answer
  expect(a.status, a.text).toBeLessThan(300)
  return a
}
const customer = async (extra: Record<string, unknown> = {}): Promise<string> =>
  id(await ok(w.admin.post('/accounts', { name: `Customer ${Math.random()}`, email: 'buyer@example.com', ...extra })))
const taxes = [{ code: 'V19', name: 'VAT 19%', rate: '19', category: 'S' }]
const line = (unitPrice: string, extra: Record<string, unknown> = {}) => ({
  description: 'Thing',
  quantity: '1',
  unitPrice,
  taxes,
  ...extra,
})

const draft = async (extra: Record<string, unknown> = {}): Promise<Answer> =>
  ok(w.admin.post('/invoices', { accountId: await customer(), lines: [line('100.00')], ...extra }))
const issued = async (extra: Record<string, unknown> = {}): Promise<Answer> =>
  ok(w.admin.post(`/invoices/${id(await draft(extra))}/issue`))
const pay = (invoice: string, amount: string, extra: Record<string, unknown> = {}) =>
  w.admin.post(`/invoices/${invoice}/recordPayment`, { amount, ...extra })
const read = async (path: string): Promise<Record<string, unknown>> => (await ok(w.admin.get(path))).body
const eur = (amount: string) => ({ amount, currency: 'EUR' })

describe('orders', () => {
  const confirmed = async (lines: unknown[], extra: Record<string, unknown> = {}) => {
    const a = await ok(w.admin.post('/orders', { accountId: await customer(), lines, ...extra }))
    return ok(w.admin.post(`/orders/${id(a)}/confirm`))
  }
  const lineIds = (a: Answer): string[] => (a.body.lines as { id: string }[]).map((l) => l.id)

  it('are delivered and invoiced by line', async () => {
    const a = await confirmed([line('10.00', { quantity: '4' }), line('5.00', { quantity: '2' })])
    const [first = '', second = ''] = lineIds(a)
    const path = `/orders/${id(a)}`
    const b = await ok(w.admin.post(`${path}/fulfil`, { lines: [{ lineId: first, quantity: '3' }] }))
    expect(b.body).toMatchObject({ status: 'processing', deliveryStatus: 'partly' })
    expect(
      (await w.admin.post(`${path}/fulfil`, { lines: [{ lineId: first, quantity: '2' }] })).body.errors,
    ).toMatchObject([{ path: 'lines.0.quantity' }])
    expect((await w.admin.post(`${path}/complete`)).body.code).toBe('notDelivered')
    await ok(w.admin.post(`${path}/fulfil`))
    expect(await read(path)).toMatchObject({ deliveryStatus: 'delivered' })

    const one = await ok(w.admin.post(`${path}/createInvoice`, { lines: [{ lineId: second, quantity: '1' }] }))
    expect(await read(path)).toMatchObject({ invoiceStatus: 'partly' })
    expect(await read(`/invoices/${id(one)}`)).toMatchObject({ netTotal: eur('5.00'), orderId: id(a), status: 'draft' })
    const rest = await ok(w.admin.post(`${path}/createInvoice`))
    expect(await read(`/invoices/${id(rest)}`)).toMatchObject({ netTotal: eur('45.00') })
    expect(await read(path)).toMatchObject({ invoiceStatus: 'invoiced' })
    expect((await w.admin.post(`${path}/createInvoice`)).body.code).toBe('nothingOpen')

    await ok(w.admin.delete(`/invoices/${id(one)}`))
    expect(await read(path)).toMatchObject({ invoiceStatus: 'partly' })
    await ok(w.admin.post(`/invoices/${id(one)}/restore`))
    expect(await read(path)).toMatchObject({ invoiceStatus: 'invoiced' })
    expect((await w.admin.post(`${path}/cancel`)).body.code).toBe('hasInvoice')
    expect(await ok(w.admin.post(`${path}/complete`))).toMatchObject({ body: { status: 'done' } })
  })

  it('tell nobody that they were given what follows from their own', async () => {
    const seller = await w.as('accountManager')
    const a = await confirmed([line('10.00')], { ownerId: seller.memberId })
    await ok(w.admin.post(`/orders/${id(a)}/createInvoice`))
    expect((await seller.get('/notifications')).body.data).toMatchObject([{ title: expect.stringContaining('order') }])
  })

  it('share out discounts so that the invoices together give what was agreed', async () => {
    const a = await confirmed([line('33.33', { quantity: '3', discountAmount: '10.00' }), line('50.00')], {
      discountAmount: '7.00',
    })
    const path = `/orders/${id(a)}`
    const [first = ''] = lineIds(a)
    const invoices: string[] = []
    for (const lines of [[{ lineId: first, quantity: '1' }], [{ lineId: first, quantity: '1' }], undefined])
      invoices.push(id(await ok(w.admin.post(`${path}/createInvoice`, lines ? { lines } : {}))))
    const all = await Promise.all(invoices.map((i) => read(`/invoices/${i}`)))
    const cents = (x: unknown) => Math.round(Number((x as { amount: string }).amount) * 100)
    expect(all.reduce((sum, i) => sum + cents(i.netTotal), 0)).toBe(cents(a.body.netTotal))
  })

  it('are frozen once confirmed', async () => {
    const a = await confirmed([line('1')])
    expect((await w.admin.patch(`/orders/${id(a)}`, { lines: [] })).body.code).toBe('frozen')
    expect((await w.admin.patch(`/orders/${id(a)}`, { internalNotes: 'x' })).status).toBe(200)
  })
})

describe('issuing', () => {
  it('gives number, due date and parties, and freezes', async () => {
    const account = await customer({ paymentTermsDays: 30, legalName: 'Buyer GmbH' })
    const a = await draft({ accountId: account })
    expect(a.body).toMatchObject({ number: null, status: 'draft' })
    const b = await ok(w.admin.post(`/invoices/${id(a)}/issue`))
    expect(b.body).toMatchObject({
      number: 'INV-2026-001',
      status: 'issued',
      issueDate: '2026-03-10',
      dueDate: '2026-04-09',
      grossTotal: eur('119.00'),
      balance: eur('119.00'),
      parties: { buyer: { name: 'Buyer GmbH' } },
    })
    await ok(w.admin.patch(`/accounts/${account}`, { legalName: 'Other GmbH' }))
    expect(await read(`/invoices/${id(a)}`)).toMatchObject({ parties: { buyer: { name: 'Buyer GmbH' } } })
    expect((await w.admin.patch(`/invoices/${id(a)}`, { title: 'x' })).body.code).toBe('frozen')
    expect((await w.admin.patch(`/invoices/${id(a)}`, { lines: [] })).body.code).toBe('frozen')
    expect((await w.admin.delete(`/invoices/${id(a)}`)).body.code).toBe('frozen')
    expect((await w.admin.post(`/invoices/${id(a)}/issue`)).body.code).toBe('wrongState')
  })

  it('refuses a date before the last number, or in the future', async () => {
    await issued()
    const a = await draft()
    expect((await w.admin.post(`/invoices/${id(a)}/issue`, { issueDate: '2026-03-09' })).body.code).toBe(
      'numberBackDated',
    )
    expect((await w.admin.post(`/invoices/${id(a)}/issue`, { issueDate: '2026-03-11' })).status).toBe(400)
  })

  it('16 at once, some of which fail: no gap, no double', async () => {
    const other = await t.workspace()
    const account = await ok(other.admin.post('/accounts', { name: 'A' }))
    const ids: string[] = []
    for (let i = 0; i < 24; i++)
      ids.push(
        id(
          await ok(
            other.admin.post('/invoices', { accountId: account.body.id, lines: i % 3 === 0 ? [] : [line('1')] }),
          ),
        ),
      )
    const answers = await Promise.all(
      ids.flatMap((i) => [other.admin.post(`/invoices/${i}/issue`), other.admin.post(`/invoices/${i}/issue`)]),
    )
    const good = answers.filter((a) => a.status === 200).map((a) => String(a.body.number))
    expect(good.toSorted()).toEqual(Array.from({ length: 16 }, (_, i) => `INV-2026-${String(i + 1).padStart(3, '0')}`))
  })

  it('a free document can be issued, and is paid', async () => {
    const a = await issued({ pricesInclude: 'gross', discountPercent: '100', lines: [line('1300.00')] })
    expect(a.body).toMatchObject({ status: 'paid', grossTotal: eur('0.00'), taxTotal: eur('0.00') })
  })

  it('wants the reason where no tax is due', async () => {
    const reverse = [{ code: 'RC', name: 'Reverse charge', rate: '0', category: 'AE' }]
    const a = await draft({ lines: [line('10', { taxes: reverse })] })
    expect((await w.admin.post(`/invoices/${id(a)}/issue`)).status).toBe(400)
  })
})

describe('payments', () => {
  it('the first invoice that is paid makes a prospect a customer', async () => {
    const accountId = await customer({ types: ['prospect', 'partner'] })
    const a = await issued({ accountId })
    await ok(pay(id(a), '50.00'))
    expect(await read(`/accounts/${accountId}`)).toMatchObject({ types: ['prospect', 'partner'] })
    await ok(pay(id(a), '69.00'))
    expect(await read(`/accounts/${accountId}`)).toMatchObject({ types: ['customer', 'partner'] })
  })

  it('partial, then the rest: paid', async () => {
    const a = await issued()
    const b = await ok(pay(id(a), '19.00'))
    expect(b.body).toMatchObject({ status: 'partiallyPaid', paidTotal: eur('19.00'), balance: eur('100.00') })
    const c = await ok(pay(id(a), '100.00', { method: 'card', reference: 'X1' }))
    expect(c.body).toMatchObject({ status: 'paid', balance: eur('0.00'), paidAt: '2026-03-10T09:00:00.000Z' })
    expect((await pay(id(a), '1')).body.code).toBe('notPayable')
    expect(await read(`/invoices/${id(a)}/settlement`)).toMatchObject({
      data: [{ amount: eur('19.00') }, { amount: eur('100.00') }],
    })
  })

  it('too much stays the customer’s credit, which pays the next invoice or goes back', async () => {
    const accountId = await customer()
    const a = await issued({ accountId })
    expect((await ok(pay(id(a), '150.00'))).body).toMatchObject({ status: 'paid', balance: eur('0.00') })
    const [credit] = (await read(`/payments?accountId=${accountId}`)).data as { id: string; unallocated: unknown }[]
    expect(credit).toMatchObject({ amount: eur('150.00'), unallocated: eur('31.00') })
    const b = await issued({ accountId, lines: [line('10.00')] })
    expect((await ok(w.admin.post(`/invoices/${id(b)}/useCredit`))).body).toMatchObject({ status: 'paid' })
    const path = `/payments/${credit?.id}`
    expect(await read(path)).toMatchObject({ unallocated: eur('19.10') })
    expect((await w.admin.post(`${path}/refund`, { amount: '19.11' })).status).toBe(400)
    expect((await ok(w.admin.post(`${path}/refund`))).body).toMatchObject({ unallocated: eur('0.00') })
    const all = (await read(`/payments?accountId=${accountId}&sort=amount`)).data
    expect(all).toMatchObject([{ kind: 'refund', amount: eur('-19.10') }, { kind: 'payment' }])
    expect((await w.admin.post(`${path}/reverse`)).body.code).toBe('refunded')
  })

  it('one over several invoices; bounced, they are open again', async () => {
    const accountId = await customer()
    const [a, b] = [await issued({ accountId }), await issued({ accountId, lines: [line('200.00')] })]
    await ok(w.admin.post(`/invoices/${id(b)}/send`))
    const p = await ok(
      w.admin.post('/payments', {
        accountId,
        amount: '200.00',
        currency: 'EUR',
        allocations: [
          { invoiceId: id(a), amount: '119.00' },
          { invoiceId: id(b), amount: '81.00' },
        ],
      }),
    )
    expect(p.body).toMatchObject({ unallocated: eur('0.00') })
    expect(await read(`/invoices/${id(a)}`)).toMatchObject({ status: 'paid' })
    expect(await read(`/invoices/${id(b)}`)).toMatchObject({ status: 'partiallyPaid', balance: eur('157.00') })
    await ok(w.admin.post(`/payments/${id(p)}/reverse`, { reason: 'No funds' }))
    expect(await read(`/invoices/${id(a)}`)).toMatchObject({ status: 'issued', balance: eur('119.00'), paidAt: null })
    expect(await read(`/invoices/${id(b)}`)).toMatchObject({ status: 'sent', balance: eur('238.00') })
    expect((await w.admin.patch(`/payments/${id(p)}`, { amount: '1' })).body.code).toBe('frozen')
  })

  it('are allotted to the oldest invoices unless told', async () => {
    const accountId = await customer()
    const a = await issued({ accountId })
    const b = await issued({ accountId })
    const p = await ok(w.admin.post('/payments', { accountId, amount: '150.00' }))
    await ok(w.admin.post(`/payments/${id(p)}/allocate`))
    expect(await read(`/invoices/${id(a)}`)).toMatchObject({ status: 'paid' })
    expect(await read(`/invoices/${id(b)}`)).toMatchObject({ balance: eur('88.00') })
    await ok(w.admin.post(`/payments/${id(p)}/release`, { invoiceId: id(a) }))
    expect(await read(`/invoices/${id(a)}`)).toMatchObject({ status: 'issued', balance: eur('119.00') })
    expect(await read(`/payments/${id(p)}`)).toMatchObject({ unallocated: eur('119.00') })
  })

  it('20 at once never settle more than there is', async () => {
    const a = await issued()
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(id(a), '10.00')))
    const row = await read(`/invoices/${id(a)}`)
    expect(row).toMatchObject({ status: 'paid', balance: eur('0.00'), paidTotal: eur('119.00') })
    expect(answers.filter((x) => x.status === 200)).toHaveLength(12)
    expect(answers.filter((x) => x.status === 409)).toHaveLength(8)
  })

  it('in a foreign currency: the balance is in the document’s, gain or loss apart', async () => {
    await ok(w.admin.post('/exchange-rates', { code: 'USD', validFrom: '2026-01-01', rate: '0.9' }))
    const a = await issued({ currency: 'USD' })
    expect(a.body).toMatchObject({
      exchangeRate: '0.9',
      grossTotal: { amount: '119.00', currency: 'USD' },
      grossTotalBase: eur('107.10'),
    })
    await ok(w.admin.post('/exchange-rates', { code: 'USD', validFrom: '2026-03-10', rate: '0.8' }))
    await ok(pay(id(a), '119.00'))
    expect(await read(`/invoices/${id(a)}`)).toMatchObject({
      status: 'paid',
      balance: { amount: '0.00', currency: 'USD' },
    })
    const [p] = (await read(`/payments?accountId=${a.body.accountId}`)).data as { id: string }[]
    expect(await read(`/payments/${p?.id}`)).toMatchObject({ allocations: [{ exchangeDifference: '-11.9' }] })
  })

  it('overdue is derived, and an instant payment ends it', async () => {
    const a = await issued({ paymentTermsDays: 5 })
    today = '2026-03-15'
    const overdue = async () => ((await read('/invoices?status=overdue')).data as { id: string }[]).map((x) => x.id)
    expect(await overdue()).not.toContain(id(a))
    today = '2026-03-16'
    expect(await overdue()).toContain(id(a))
    expect(await read(`/invoices/${id(a)}`)).toMatchObject({ status: 'issued', statusCode: 4 })
    expect((await read('/invoices?statusCode[in]=4')).data).toMatchObject([{ statusCode: 4 }])
    await ok(pay(id(a), '119.00'))
    expect(await overdue()).not.toContain(id(a))
    today = '2026-03-10'
  })
})

describe('credit notes', () => {
  const credit = async (invoice: string, body: unknown = {}) => {
    const made = await ok(w.admin.post(`/invoices/${invoice}/credit`, body))
    return ok(w.admin.post(`/credit-notes/${id(made)}/issue`))
  }

  it('take an unpaid invoice back', async () => {
    const a = await issued({ discountAmount: '3.33' })
    const n = await credit(id(a), { reason: 'Wrong customer' })
    expect(n.body).toMatchObject({
      number: 'CN-2026-001',
      status: 'issued',
      grossTotal: a.body.grossTotal,
      invoiceId: id(a),
    })
    expect(await read(`/invoices/${id(a)}`)).toMatchObject({ status: 'cancelled', balance: eur('0.00') })
    expect((await w.admin.post(`/invoices/${id(a)}/credit`)).status).toBe(409)
    expect((await w.admin.patch(`/credit-notes/${id(n)}`, { reason: 'x' })).body.code).toBe('frozen')
  })

  it('of a paid one, what was paid becomes credit', async () => {
    const accountId = await customer()
    const a = await issued({ accountId, lines: [line('10.00', { quantity: '10' })] })
    await ok(pay(id(a), '119.00'))
    const lines = (await read(`/invoices/${id(a)}`)).lines as { id: string }[]
    await credit(id(a), { lines: [{ lineId: lines[0]?.id, quantity: '4' }] })
    expect(await read(`/invoices/${id(a)}`)).toMatchObject({
      status: 'paid',
      creditedTotal: eur('47.60'),
      paidTotal: eur('71.40'),
      balance: eur('0.00'),
    })
    expect((await read(`/payments?accountId=${accountId}`)).data).toMatchObject([{ unallocated: eur('47.60') }])
  })

  it('parts sum to the whole', async () => {
    const a = await issued({ discountAmount: '1.00', lines: [line('9.99', { quantity: '3', discountAmount: '0.50' })] })
    const lines = (await read(`/invoices/${id(a)}`)).lines as { id: string }[]
    for (let i = 0; i < 3; i++) await credit(id(a), { lines: [{ lineId: lines[0]?.id, quantity: '1' }] })
    const row = await read(`/invoices/${id(a)}`)
    const balance = Number((row.balance as { amount: string }).amount)
    // net is exact; the tax of three documents may differ by a cent from the tax of one
    expect(Math.abs(balance)).toBeLessThanOrEqual(0.02)
  })
})

describe('writing off', () => {
  it('gives up what is open', async () => {
    const a = await issued()
    await ok(pay(id(a), '100.00'))
    const b = await ok(w.admin.post(`/invoices/${id(a)}/writeOff`, { reason: 'Bankrupt' }))
    expect(b.body).toMatchObject({ status: 'writtenOff', writtenOffTotal: eur('19.00'), balance: eur('0.00') })
  })
})
