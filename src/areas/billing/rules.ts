/** An invoice's life from draft to paid, those of payments and credit notes, and what an invoice's figures say of its state. */
import { choice, day, email, integer, json, longText, money, reference, text } from '../../kernel/entity.ts'
import { flow, type Refusal, verbs } from '../../kernel/flow.ts'
import { Exact, type Minor, roundMinor } from '../../kernel/money.ts'
import { setting } from '../../kernel/setting.ts'
import { type CreditNote, creditNote, type Invoice, invoice, type Payment, payment, paymentMethods } from './model.ts'

const area = 'Invoices'
export const paymentTermsDays = setting('billing.paymentTermsDays', integer({ default: 14 }), {
  label: 'Days to pay, where neither invoice nor customer says',
  area,
})

export type InvoiceFacts = { /** product lines */ lines: number }

const no = (reason: string, message: string): Refusal => ({ reason, message })

/** Issued and neither taken back nor given up: payments and credit notes may come. */
export const liveStates: readonly Invoice['status'][] = ['issued', 'sent', 'partiallyPaid', 'paid']
/** Something is open. */
export const payableStates: readonly Invoice['status'][] = ['issued', 'sent', 'partiallyPaid']

export const isOverdue = (i: Pick<Invoice, 'status' | 'dueDate' | 'balance'>, today: string): boolean =>
  payableStates.includes(i.status) && i.balance > 0 && i.dueDate !== null && i.dueDate < today

const mail = () => ({
  to: email({ label: 'To', help: 'The contact’s address unless told' }),
  subject: text({ max: 300 }),
  message: longText(),
})

export const invoiceFlow = flow<InvoiceFacts>()(invoice, 'status', {
  steps: {
    issue: {
      label: 'Issue invoice',
      from: ['draft'],
      to: 'issued',
      primary: true,
      confirm: 'It gets its number and can then no longer be changed.',
      input: { issueDate: day({ label: 'Invoice date', help: 'Today unless told' }) },
      guard: (i, f) => {
        if (!i.accountId) return no('noCustomer', 'Choose a customer first.')
        if (f.lines === 0) return no('noLines', 'Add at least one product line first.')
        return i.grossTotal < 0 ? no('negativeTotal', 'The total is negative: make a credit note instead.') : undefined
      },
    },
    send: { label: 'Send invoice', from: ['issued', 'sent'], to: 'sent', primary: true, input: mail() },
    settlePart: { label: 'Partial payment', from: liveStates, to: 'partiallyPaid', hidden: true },
    settle: { label: 'Payment', from: liveStates, to: 'paid', hidden: true },
    reopen: { label: 'Reopen', from: ['partiallyPaid', 'paid', 'issued'], to: 'sent', hidden: true },
    reopenUnsent: { label: 'Reopen', from: ['partiallyPaid', 'paid', 'sent'], to: 'issued', hidden: true },
    cancel: { label: 'Cancel', from: liveStates, to: 'cancelled', hidden: true },
    writeOff: {
      label: 'Write off',
      from: payableStates,
      to: 'writtenOff',
      tone: 'red',
      confirm: 'What is open is given up.',
      input: { reason: text({ required: true, max: 1000 }) },
      guard: (i) => (i.balance > 0 ? undefined : no('nothingOpen', 'Nothing is open on this invoice.')),
    },
  },
  derived: {
    overdue: {
      label: 'Overdue',
      tone: 'red',
      code: 4,
      sql: `status in ('issued', 'sent', 'partiallyPaid') and balance > 0 and due_date < {today}`,
      is: (i, today) => isOverdue(i, today),
    },
  },
})

const paymentInput = () => ({
  paidOn: day({ label: 'Date', help: 'Today unless told' }),
  method: choice(paymentMethods, { default: 'bankTransfer' }),
  reference: text({ max: 200 }),
})

/** So much of a line, by its id. */
export type LineQuantity = { lineId: string; quantity: string }

export const invoiceVerbs = verbs(invoice, {
  recordPayment: {
    label: 'Record payment',
    hidden: true,
    input: { amount: money({ required: true }), ...paymentInput(), note: longText() },
  },
  useCredit: { label: 'Use the customer’s credit', hidden: true },
  credit: {
    label: 'Create credit note',
    hidden: true,
    input: { lines: json<LineQuantity[]>()({ label: 'Quantities by line' }), reason: text({ max: 1000 }) },
  },
  resend: { label: 'Send again', hidden: true, input: mail() },
  portalLink: { label: 'Create link for the customer', hidden: true },
  revokeLinks: { label: 'Revoke links', hidden: true, confirm: 'Links sent so far stop working.' },
  markViewed: { label: 'Mark as viewed', hidden: true },
})

export type PaymentFacts = { /** refunds made from it */ refunds: number }

export const paymentFlow = flow<PaymentFacts>()(payment, 'status', {
  steps: {
    reverse: {
      label: 'Bounced',
      from: ['recorded'],
      to: 'reversed',
      tone: 'red',
      confirm: 'The invoices it paid are open again.',
      input: { reason: text({ max: 1000 }) },
      guard: (p: Payment, f) => {
        if (p.kind === 'refund') return no('isRefund', 'A refund cannot bounce: record a payment instead.')
        return f.refunds > 0 ? no('refunded', 'Part of this payment was refunded.') : undefined
      },
    },
  },
})

/** An amount of a payment for an invoice; amounts are decimal strings in the payment's currency. */
export type AllocationWish = { invoiceId: string; amount: string }

export const paymentVerbs = verbs(payment, {
  allocate: {
    label: 'Allocate',
    hidden: true,
    input: {
      allocations: json<AllocationWish[]>()({
        label: 'Amounts by invoice',
        help: 'The oldest open invoices unless told',
      }),
    },
  },
  release: {
    label: 'Take back from invoice',
    hidden: true,
    input: { invoiceId: reference('invoice', { required: true }) },
  },
  refund: { label: 'Refund', hidden: true, input: { amount: money(), ...paymentInput() } },
})

export type CreditNoteFacts = { lines: number }

export const creditNoteFlow = flow<CreditNoteFacts>()(creditNote, 'status', {
  steps: {
    issue: {
      label: 'Issue credit note',
      from: ['draft'],
      to: 'issued',
      primary: true,
      confirm: 'It gets its number and lowers what the customer owes.',
      guard: (n: CreditNote, f) => {
        if (f.lines === 0) return no('noLines', 'Nothing is credited.')
        return n.grossTotal <= 0 ? no('nothingCredited', 'The amount is zero.') : undefined
      },
    },
  },
})
export const creditNoteVerbs = verbs(creditNote, { send: { label: 'Send credit note', hidden: true, input: mail() } })

export type Settlement = { gross: Minor; paid: Minor; credited: Minor; writtenOff: Minor; sent: boolean }

/** What is open, in the document's currency; exchange gains and losses do not enter. */
export const balanceOf = (s: Settlement): Minor => s.gross - s.paid - s.credited - s.writtenOff

/** The state an issued invoice is in by its figures. */
export const stateOf = (
  s: Settlement,
): Extract<Invoice['status'], 'issued' | 'sent' | 'partiallyPaid' | 'paid' | 'cancelled'> => {
  if (balanceOf(s) === 0) return s.credited > 0 && s.paid === 0 ? 'cancelled' : 'paid'
  if (s.paid > 0) return 'partiallyPaid'
  return s.sent ? 'sent' : 'issued'
}

/** The step that leads to a state by settlement. */
export const stepTo = {
  issued: 'reopenUnsent',
  sent: 'reopen',
  partiallyPaid: 'settlePart',
  paid: 'settle',
  cancelled: 'cancel',
} as const

type Part = { total: Minor; quantity: string; part: string; done: string }

/**
 * The share of a discount on the whole document that falls to a part of its lines, when `taken` went to earlier parts.
 * By the lines' totals; the part that completes the document takes the rest.
 */
export const discountShare = (discount: Minor, lines: readonly Part[], taken: Minor): Minor => {
  const whole = lines.reduce((all, l) => all.plus(l.total), new Exact(0))
  const reached = lines.reduce((all, l) => {
    const quantity = new Exact(l.quantity)
    return quantity.isZero() ? all : all.plus(new Exact(l.part).plus(l.done).times(l.total).div(quantity))
  }, new Exact(0))
  const isAll = lines.every((l) =>
    new Exact(l.part).plus(l.done).abs().greaterThanOrEqualTo(new Exact(l.quantity).abs()),
  )
  if (isAll || whole.isZero()) return discount - taken
  return roundMinor(new Exact(discount).times(reached).div(whole)) - taken
}
