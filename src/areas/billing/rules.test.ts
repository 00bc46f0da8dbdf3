import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Invoice } from './model.ts'
import { balanceOf, discountShare, invoiceFlow, isOverdue, stateOf, stepTo } from './rules.ts'

describe('the state an invoice is in by its figures', () => {
  const of = (paid: number, credited = 0, sent = false) => stateOf({ gross: 100, paid, credited, writtenOff: 0, sent })
  it('follows what was paid and credited', () => {
    expect([of(0), of(0, 0, true), of(1), of(99), of(100)]).toEqual([
      'issued',
      'sent',
      'partiallyPaid',
      'partiallyPaid',
      'paid',
    ])
    expect([of(0, 100), of(0, 40, true), of(60, 40), of(10, 40)]).toEqual([
      'cancelled',
      'sent',
      'paid',
      'partiallyPaid',
    ])
    expect(stateOf({ gross: 0, paid: 0, credited: 0, writtenOff: 0, sent: false })).toBe('paid')
  })
  it('is reached by a step of the flow from every other such state', () => {
    for (const [state, step] of Object.entries(stepTo)) {
      expect(invoiceFlow.steps[step].to).toBe(state)
      for (const from of ['issued', 'sent', 'partiallyPaid', 'paid'] as const)
        if (from !== state && !(state === 'sent' && from === 'issued')) {
          const allowed: readonly string[] = invoiceFlow.steps[step].from
          expect(allowed, `${from} → ${state}`).toContain(from)
        }
    }
  })
  it('adds up', () => {
    expect(balanceOf({ gross: 100, paid: 30, credited: 20, writtenOff: 5, sent: true })).toBe(45)
  })
})

describe('overdue', () => {
  const on = (today: string, i: Partial<Pick<Invoice, 'status' | 'dueDate' | 'balance'>> = {}) =>
    isOverdue({ status: 'sent', dueDate: '2026-03-31', balance: 1, ...i }, today)
  it('comes after the due day while something is open', () => {
    expect([on('2026-03-31'), on('2026-04-01')]).toEqual([false, true])
    expect(on('2026-04-01', { balance: 0 })).toBe(false)
    for (const status of ['draft', 'paid', 'cancelled', 'writtenOff'] as const)
      expect(on('2026-04-01', { status })).toBe(false)
    expect(invoiceFlow.derived.overdue?.code).toBe(4)
  })
})

it('shares of a document discount sum to it, however the lines are split', () => {
  const lines = fc.array(
    fc.record({ total: fc.integer({ min: 1, max: 100_000 }), quantity: fc.integer({ min: 1, max: 9 }) }),
    { minLength: 1, maxLength: 5 },
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50_000 }), lines, (discount, all) => {
      const done = all.map(() => 0)
      let taken = 0
      // one unit of each line after the other, the way partial invoices come
      for (let round = 0; round < 9; round++) {
        const parts = all.map((l, i) => ({
          total: l.total,
          quantity: String(l.quantity),
          part: (done[i] ?? 0) < l.quantity ? '1' : '0',
          done: String(done[i] ?? 0),
        }))
        if (parts.every((p) => p.part === '0')) break
        taken += discountShare(discount, parts, taken)
        parts.forEach((p, i) => {
          done[i] = (done[i] ?? 0) + Number(p.part)
        })
      }
      expect(taken).toBe(discount)
    }),
  )
})
