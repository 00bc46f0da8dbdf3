import { describe, expect, it } from 'vitest'
import { why } from '../../kernel/flow.ts'
import { type Quote, quote } from './model.ts'
import { editableStates, isExpired, type QuoteFacts, quoteFlow } from './rules.ts'

const facts: QuoteFacts = {
  today: '2026-03-10',
  lines: 1,
  optionalLines: 0,
  needsApproval: false,
  sourceAccepted: false,
  newerSent: false,
  orders: 0,
  invoices: 0,
}
const base = { accountId: 'a', leadId: null, contactId: null, validUntil: '2026-03-31' }
const row = (status: Quote['status'], extra: Partial<Quote> = {}): Quote =>
  ({ ...base, status, ...extra }) as Partial<Quote> as Quote
const can = (status: Quote['status'], f: Partial<QuoteFacts> = {}, extra: Partial<Quote> = {}): string[] =>
  Object.keys(quoteFlow.steps).filter(
    (s) => why(quoteFlow, s as never, row(status, extra), { ...facts, ...f }) === undefined,
  )

describe('what can be done with a quote', () => {
  it.each([
    ['draft', ['send', 'supersede', 'cancel']],
    ['inApproval', ['approve', 'sendBack', 'supersede', 'cancel']],
    ['approved', ['send', 'sendBack', 'supersede', 'cancel']],
    ['sent', ['send', 'view', 'accept', 'decline', 'revise', 'supersede', 'cancel']],
    ['viewed', ['send', 'accept', 'decline', 'revise', 'supersede', 'cancel']],
    ['accepted', ['supersede', 'toOrder', 'toInvoice']],
    ['declined', ['revise', 'supersede']],
    ['revised', ['send', 'supersede', 'cancel']],
    ['superseded', []],
    ['cancelled', ['supersede']],
  ] as const)('when %s', (status, expected) => {
    expect(can(status)).toEqual(expected)
  })

  it('with approval asked for, a draft is submitted and not sent', () => {
    expect(can('draft', { needsApproval: true })).toContain('submit')
    expect(can('draft', { needsApproval: true })).not.toContain('send')
    expect(can('approved', { needsApproval: true })).toContain('send')
    expect(can('revised', { needsApproval: true })).not.toContain('send')
  })
  it('nothing without lines or customer', () => {
    expect(can('draft', { lines: 0 })).not.toContain('send')
    expect(can('draft', {}, { accountId: null })).not.toContain('send')
  })
  it('an accepted one becomes one order or one invoice', () => {
    expect(can('accepted', { orders: 1 })).toEqual(['supersede'])
    expect(can('accepted', { invoices: 1 })).toEqual(['supersede', 'toOrder'])
    expect(can('accepted', {}, { accountId: null })).toEqual(['supersede'])
  })
  it('a newer revision that was sent ends it', () => {
    expect(can('sent', { newerSent: true })).not.toContain('accept')
    expect(can('draft', { sourceAccepted: true })).not.toContain('send')
  })
})

describe('expiry', () => {
  it('comes after the last valid day, and only while the customer has it', () => {
    const on = (day: string, status: Quote['status'] = 'sent') => isExpired({ status, validUntil: '2026-03-31' }, day)
    expect([on('2026-03-30'), on('2026-03-31'), on('2026-04-01')]).toEqual([false, false, true])
    expect([on('2026-04-01', 'viewed'), on('2026-04-01', 'draft'), on('2026-04-01', 'accepted')]).toEqual([
      true,
      false,
      false,
    ])
    expect(isExpired({ status: 'sent', validUntil: null }, '2026-04-01')).toBe(false)
    expect(can('sent', { today: '2026-04-01' })).not.toContain('accept')
    expect(can('sent', { today: '2026-04-01' })).toContain('decline')
  })
})

it('has the codes of the sources', () => {
  const codes = Object.entries(quote.fields.status.choices ?? {}).flatMap(([k, c]) =>
    c.code === undefined ? [] : [[k, c.code]],
  )
  expect(Object.fromEntries(codes)).toEqual({ draft: 6, sent: 4, viewed: 1, accepted: 3, declined: 2, revised: 5 })
})

it('no step leads out of superseded', () => {
  expect(Object.values(quoteFlow.steps).flatMap((step) => step.from)).not.toContain('superseded')
  expect(editableStates).toEqual(['draft', 'revised'])
})
