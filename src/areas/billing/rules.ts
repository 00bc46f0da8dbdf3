/** An invoice's life from draft to paid, those of payments and credit notes, and what an invoice's figures say of its state. */
import { choice, day, integer, json, longText, money, reference, text } from '../../kernel/entity.ts'
import { flow, guardedVerbs, type Refusal } from '../../kernel/flow.ts'
import { fromMinor, type Minor } from '../../kernel/currencies.ts'
import { Exact, roundMinor } from '../../kernel/money.ts'
import { setting } from '../../kernel/setting.ts'
import { type CreditNote, creditNote, type Invoice, invoice, type Payment, payment, paymentMethods } from './model.ts'
import { notices } from '../../kernel/notice.ts'
import { letter } from '../quoting/rules.ts'

const area = 'Invoices'
export const paymentTermsDays = setting('billing.paymentTermsDays', integer({ default: 14 }), {
  label: 'Days to pay, where neither invoice nor customer says',
  area,
})

export type InvoiceFacts = {
  /** product lines */
  lines: number
  /** some quantity of a product line is in no credit note, drafts too, and what they leave is worth something */
  uncredited: boolean
  /** the customer's open credit in the invoice's currency */
  credit: Minor
}

const no = (reason: string, message: string): Refusal => ({ reason, message })

/** Issued and neither taken back nor given up: payments and credit notes may come. */
export const liveStates: readonly Invoice['status'][] = ['issued', 'sent', 'partiallyPaid', 'paid']
/** Something is open. */
export const payableStates: readonly Invoice['status'][] = ['issued', 'sent', 'partiallyPaid']

export const isOverdue = (i: Pick<Invoice, 'status' | 'dueDate' | 'balance'>, today: string): boolean =>
  payableStates.includes(i.status) && i.balance > 0 && i.dueDate !== null && i.dueDate < today

export const invoiceFlow = flow<InvoiceFacts>()(invoice, 'status', {
  steps: {
    issue: {
      label: 'Issue invoice',
      done: 'Invoice issued',
      from: ['draft'],
      to: 'issued',
      primary: true,
      confirm: 'It gets its number and can then no longer be changed.',
      input: { issueDate: day({ label: 'Invoice date', help: 'Today if left empty' }) },
      guard: (i, f) => {
        if (!i.accountId) return no('noCustomer', 'Choose a customer first.')
        if (f.lines === 0) return no('noLines', 'Add at least one product line first.')
        return i.grossTotal < 0 ? no('negativeTotal', 'The total is negative: make a credit note instead.') : undefined
      },
    },
    send: {
      label: 'Send invoice',
      done: 'Invoice sent',
      from: ['issued', 'sent'],
      to: 'sent',
      primary: ['issued'],
      ...letter(),
    },
    settlePart: { label: 'Partial payment', done: 'Paid in part', from: liveStates, to: 'partiallyPaid', hidden: true },
    settle: { label: 'Payment', done: 'Paid', from: liveStates, to: 'paid', hidden: true },
    reopen: {
      label: 'Reopen',
      done: 'Invoice reopened',
      from: ['partiallyPaid', 'paid', 'issued'],
      to: 'sent',
      hidden: true,
    },
    reopenUnsent: {
      label: 'Reopen',
      done: 'Invoice reopened',
      from: ['partiallyPaid', 'paid', 'sent'],
      to: 'issued',
      hidden: true,
    },
    cancel: { label: 'Cancel', done: 'Invoice cancelled', from: liveStates, to: 'cancelled', hidden: true },
    writeOff: {
      label: 'Write off',
      done: 'Written off',
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
  paidOn: day({ label: 'Date', help: 'Today if left empty' }),
  method: choice(paymentMethods, { default: 'bankTransfer' }),
  reference: text({ max: 200 }),
})

/** So much of a line, by its id. */
export type LineQuantity = { lineId: string; quantity: string }

const payable = (i: Invoice): Refusal | undefined =>
  payableStates.includes(i.status)
    ? undefined
    : no('notPayable', i.status === 'draft' ? 'Issue the invoice first.' : 'Nothing is open on this invoice.')

const wasIssued = (i: Invoice): Refusal | undefined =>
  i.status === 'draft' ? no('notIssued', 'Issue the invoice first.') : undefined

/** Why an invoice cannot go to the trash, or nothing. */
export const whyNotDelete = (i: Invoice): Refusal | undefined =>
  i.status === 'draft'
    ? undefined
    : no('frozen', 'An issued invoice cannot be changed. Make a credit note and, if needed, a new invoice.')

export const invoiceVerbs = guardedVerbs<InvoiceFacts>()(invoice, {
  recordPayment: {
    label: 'Record payment',
    done: 'Payment recorded',
    hidden: true,
    input: { amount: money({ required: true }), ...paymentInput(), note: longText() },
    guard: payable,
  },
  useCredit: {
    label: 'Use the customer’s credit',
    done: 'Customer’s credit used',
    hidden: true,
    guard: (i, f) =>
      payable(i) ??
      (f.credit > 0 ? undefined : no('noCredit', 'This customer has no open credit in the invoice’s currency.')),
  },
  credit: {
    label: 'Create credit note',
    done: 'Credit note created',
    hidden: true,
    input: { lines: json<LineQuantity[]>()({ label: 'Quantities by line' }), reason: text({ max: 1000 }) },
    guard: (i, f) => {
      if (!liveStates.includes(i.status))
        return no(
          'wrongState',
          i.status === 'draft' ? 'A draft is simply changed or deleted.' : 'There is nothing to credit.',
        )
      return f.uncredited ? undefined : no('nothingOpen', 'Everything on this invoice is credited.')
    },
  },
  resend: { label: 'Send again', done: 'Invoice sent again', hidden: true, ...letter(), guard: wasIssued },
  portalLink: {
    label: 'Create link for the customer',
    done: 'Link for the customer created',
    hidden: true,
    guard: wasIssued,
  },
  revokeLinks: {
    label: 'Revoke links',
    done: 'Links revoked',
    hidden: true,
    confirm: 'Links sent so far stop working.',
    guard: wasIssued,
  },
  markViewed: { label: 'Mark as viewed', done: 'Viewed by the customer', hidden: true },
})

export type PaymentFacts = {
  /** refunds made from it */
  refunds: number
  /** invoices it settles something of */
  settles: number
  /** invoices of the customer in its currency that something is open on */
  openInvoices: number
}

export const paymentFlow = flow<PaymentFacts>()(payment, 'status', {
  steps: {
    reverse: {
      label: 'Bounced',
      done: 'Payment bounced',
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

const recorded = (p: Payment): Refusal | undefined => {
  if (p.status !== 'recorded') return no('wrongState', 'This payment bounced.')
  return p.kind === 'refund' ? no('isRefund', 'This is a refund.') : undefined
}
const hasCredit = (p: Payment): Refusal | undefined =>
  recorded(p) ?? (p.unallocated > 0 ? undefined : no('nothingLeft', 'Nothing of this payment is left.'))

export const paymentVerbs = guardedVerbs<PaymentFacts>()(payment, {
  allocate: {
    label: 'Allocate',
    done: 'Payment allocated',
    hidden: true,
    input: {
      allocations: json<AllocationWish[]>()({
        label: 'Amounts by invoice',
        help: 'The oldest open invoices if left empty',
      }),
    },
    guard: (p, f) =>
      hasCredit(p) ??
      (f.openInvoices > 0 ? undefined : no('nothingOpen', 'The customer has no open invoice in this currency.')),
  },
  release: {
    label: 'Take back from invoice',
    done: 'Taken back from invoice',
    hidden: true,
    input: { invoiceId: reference('invoice', { required: true }) },
    guard: (p, f) =>
      recorded(p) ?? (f.settles > 0 ? undefined : no('notAllocated', 'This payment settles no invoice.')),
  },
  refund: {
    label: 'Refund',
    done: 'Refunded',
    hidden: true,
    input: { amount: money(), ...paymentInput() },
    guard: hasCredit,
  },
})

export type CreditNoteFacts = {
  lines: number
  /** the invoice can still be credited */
  isLive: boolean
  /** so much of the invoice */
  left: Minor
}

export const creditNoteFlow = flow<CreditNoteFacts>()(creditNote, 'status', {
  steps: {
    issue: {
      label: 'Issue credit note',
      done: 'Credit note issued',
      from: ['draft'],
      to: 'issued',
      primary: true,
      confirm: 'It gets its number and lowers what the customer owes.',
      guard: (n: CreditNote, f) => {
        if (f.lines === 0) return no('noLines', 'Nothing is credited.')
        if (n.grossTotal <= 0) return no('nothingCredited', 'The amount is zero.')
        if (!f.isLive) return no('wrongState', 'The invoice can no longer be credited.')
        return n.grossTotal > f.left
          ? no('overCredited', `Only ${fromMinor(f.left, n.currency ?? '')} of the invoice can be credited.`)
          : undefined
      },
    },
  },
})
export const creditNoteVerbs = guardedVerbs<CreditNoteFacts>()(creditNote, {
  send: {
    label: 'Send credit note',
    done: 'Credit note sent',
    hidden: true,
    ...letter(),
    guard: (n) => (n.status === 'issued' ? undefined : no('notIssued', 'Issue the credit note first.')),
  },
})

/** Why a credit note cannot go to the trash, or nothing. */
export const whyNotDeleteNote = (n: CreditNote): Refusal | undefined =>
  n.status === 'draft' ? undefined : no('frozen', 'An issued credit note is kept.')

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

export const billingNotices = notices('Invoices', {
  invoiceViewed: { label: 'A customer opens my invoice' },
  invoiceNotSent: { label: 'My invoice could not be sent' },
})
