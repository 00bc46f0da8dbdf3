/** Partial credit notes: together they are exactly the invoice. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type TestApp, type TestWorkspace, testApp } from '../../../test/helpers/app.ts'

let t: TestApp
let w: TestWorkspace
let accountId = ''

beforeAll(async () => {
  t = await testApp({ now: () => new Date('2026-03-10T09:00:00Z') })
  w = await t.workspace()
  accountId = id(await ok(w.admin.post('/accounts', { name: 'Buyer', email: 'buyer@example.com' })))
})
afterAll(() => t.close())

const id = (a: Answer): string => String(a.body.id)
const ok = async (answer: Promise<Answer>): Promise<Answer> => {
  const a = await answer
  expect(a.status, a.text).toBeLessThan(300)
  return a
}
const cents = (x: unknown): number =>
  typeof x === 'object' && x !== null && 'amount' in x ? Math.round(Number(x.amount) * 100) : Number.NaN
const tax = (rate: string) => [{ code: `V${rate}`, name: `VAT ${rate} %`, rate, category: 'S' }]

type Group = { key: string; base: number; tax: number }
const groupsOf = (a: Answer): Group[] => (Array.isArray(a.body.taxBreakdown) ? a.body.taxBreakdown : [])
const byGroup = (all: readonly Answer[]): Record<string, [number, number]> => {
  const sums: Record<string, [number, number]> = {}
  for (const g of all.flatMap(groupsOf)) {
    const [base, amount] = sums[g.key] ?? [0, 0]
    sums[g.key] = [base + g.base, amount + g.tax]
  }
  return sums
}

type Line = { quantity: string; unitPrice: string; rate: string }
const invoiced = async (lines: readonly Line[], extra: Record<string, unknown> = {}) => {
  const body = {
    accountId,
    lines: lines.map(({ rate, ...line }) => ({ ...line, description: 'Thing', taxes: tax(rate) })),
    ...extra,
  }
  const draft = await ok(w.admin.post('/invoices', body))
  const issued = await ok(w.admin.post(`/invoices/${id(draft)}/issue`))
  const lineIds = (Array.isArray(issued.body.lines) ? issued.body.lines : []).map((l) => String(l.id))
  return { issued, lineIds }
}
const credit = async (invoice: string, lines?: { lineId: string; quantity: string }[]): Promise<Answer> => {
  const made = await ok(w.admin.post(`/invoices/${invoice}/credit`, lines ? { lines } : {}))
  return ok(w.admin.post(`/credit-notes/${id(made)}/issue`))
}

describe('partial credit notes', () => {
  it('leave the last one what rounding left: 55.55 and 11.11 at 23 %', async () => {
    const { issued, lineIds } = await invoiced([
      { quantity: '1', unitPrice: '55.55', rate: '23' },
      { quantity: '1', unitPrice: '11.11', rate: '23' },
    ])
    expect(cents(issued.body.taxTotal)).toBe(1533)
    const first = await credit(id(issued), [{ lineId: lineIds[0] ?? '', quantity: '1' }])
    const last = await credit(id(issued))
    expect([cents(first.body.taxTotal), cents(last.body.taxTotal)]).toEqual([1278, 255])
    const after = await ok(w.admin.get(`/invoices/${id(issued)}`))
    expect(after.body).toMatchObject({ status: 'cancelled', balance: { amount: '0.00' } })
    expect(cents(after.body.creditedTotal)).toBe(cents(issued.body.grossTotal))
    // and it can be printed: lines, rounding, taxes and total
    const pdf = await w.admin.get(`/credit-notes/${id(last)}/pdf`)
    expect(pdf.status).toBe(200)
  })

  it('are together exactly the invoice, in every tax group, whatever is credited when', async () => {
    const line = fc.record({
      quantity: fc.integer({ min: 1, max: 4 }),
      unitPrice: fc.integer({ min: 500, max: 99_999 }).map((n) => (n / 1000).toFixed(3)),
      rate: fc.constantFrom('7', '19', '23'),
    })
    const sequence = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 4, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 2, maxLength: 4 }),
        fc.constantFrom('net', 'gross'),
        fc.option(fc.integer({ min: 1, max: 30 }).map(String)),
        fc.boolean(),
        sequence,
        async (lines, pricesInclude, discountPercent, asAmount, pace) => {
          const discount = discountPercent && (asAmount ? { discountAmount: '0.07' } : { discountPercent })
          const { issued, lineIds } = await invoiced(
            lines.map((l) => ({ ...l, quantity: String(l.quantity) })),
            { pricesInclude, ...(discount ? discount : {}) },
          )
          const notes: Answer[] = []
          for (const [i, l] of lines.entries()) {
            const quantity = Math.min(pace[i] ?? 1, l.quantity)
            if (i === lines.length - 1) continue
            notes.push(await credit(id(issued), [{ lineId: lineIds[i] ?? '', quantity: String(quantity) }]))
          }
          notes.push(await credit(id(issued)))
          expect(byGroup(notes)).toEqual(byGroup([issued]))
          const after = await ok(w.admin.get(`/invoices/${id(issued)}`))
          expect(after.body).toMatchObject({ status: 'cancelled', balance: { amount: '0.00' } })
          expect(cents(after.body.creditedTotal)).toBe(cents(issued.body.grossTotal))
        },
      ),
      { numRuns: 15 },
    )
  }, 60_000)

  it('are not offered for what is worth nothing', async () => {
    const { issued, lineIds } = await invoiced([
      { quantity: '1', unitPrice: '10', rate: '19' },
      { quantity: '2', unitPrice: '0', rate: '19' },
    ])
    const path = `/invoices/${id(issued)}`
    const free = { lines: [{ lineId: lineIds[1] ?? '', quantity: '1' }] }
    expect((await w.admin.post(`${path}/credit`, free)).body.code).toBe('nothingCredited')
    await ok(w.admin.post(`${path}/credit`, { lines: [{ lineId: lineIds[0] ?? '', quantity: '1' }] }))
    expect((await w.admin.get(path)).body.can).not.toContain('invoice.credit')
    expect((await w.admin.post(`${path}/credit`)).body.code).toBe('nothingOpen')
  })

  it('counts what a draft would credit, and gives it back when the draft goes', async () => {
    const { issued, lineIds } = await invoiced([
      { quantity: '3', unitPrice: '0.335', rate: '19' },
      { quantity: '1', unitPrice: '10', rate: '19' },
    ])
    const half = await ok(
      w.admin.post(`/invoices/${id(issued)}/credit`, { lines: [{ lineId: lineIds[0], quantity: '2' }] }),
    )
    const left = (await w.admin.get(`/invoices/${id(issued)}/settlement`)).body.creditable
    expect(left).toEqual({ [lineIds[0] ?? '']: '1', [lineIds[1] ?? '']: '1' })
    const rest = await credit(id(issued))
    await ok(w.admin.delete(`/credit-notes/${id(half)}`))
    const again = await credit(id(issued))
    expect(byGroup([rest, again])).toEqual(byGroup([issued]))
  })
})
