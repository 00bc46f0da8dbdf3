/** Invoices, payments, credit notes, and which settles which. */
import { documentFields, lineFields } from '../../kernel/documentFields.ts'
import {
  choice,
  currencyCode,
  day,
  decimal,
  entity,
  instant,
  integer,
  json,
  longText,
  money,
  reference,
  type Row,
  state,
  text,
} from '../../kernel/entity.ts'

import type { PostedPart } from '../../kernel/taxTypes.ts'

/** Names and addresses as they were when the document was issued. */
type PartiesSnapshot = {
  seller: { name: string; addressLines: string[] } & Record<string, unknown>
  buyer: { name: string; addressLines: string[] } & Record<string, unknown>
  delivery?: { name: string; addressLines: string[] } & Record<string, unknown>
  locale: string
  footer?: string
}

export const invoice = entity(
  'invoice',
  {
    label: 'Invoice',
    labelPlural: 'Invoices',
    plural: 'invoices',
    title: 'number',
    subtitle: 'title',
    number: { pattern: 'INV-{yyyy}-{000}', at: 'step', gapless: true },
    timeline: ['accountId', 'contactId', 'orderId', 'quoteId'],
    indexes: [
      ['status', 'dueDate'],
      ['ownerId', 'status', 'dueDate'],
      ['teamId', 'status', 'dueDate'],
    ],
    defaultSort: '-createdAt',
    globalSearch: true,
  },
  {
    ...documentFields(),
    status: state({
      draft: { label: 'Draft', tone: 'grey' },
      issued: { label: 'Issued', tone: 'blue' },
      sent: { label: 'Sent', tone: 'blue' },
      partiallyPaid: { label: 'Partially paid', tone: 'amber' },
      paid: { label: 'Paid', tone: 'green' },
      cancelled: { label: 'Cancelled', tone: 'grey' },
      writtenOff: { label: 'Written off', tone: 'grey' },
    }),
    orderId: reference('order', { readOnly: true }),
    quoteId: reference('quote', { readOnly: true }),
    issueDate: day({ filter: true, sort: true }),
    serviceDate: day({ label: 'Delivery date' }),
    paymentTermsDays: integer({ label: 'Payment terms (days)', help: 'The customer’s terms if left empty' }),
    dueDate: day({ filter: true, sort: true }),
    sendAt: instant({ label: 'Send at', help: 'Sent by itself at this time, once issued', filter: true }),
    issuedAt: instant({ readOnly: true }),
    sentAt: instant({ readOnly: true, sort: true, filter: true }),
    viewedAt: instant({ readOnly: true, label: 'First viewed' }),
    paidAt: instant({ readOnly: true, sort: true, filter: true }),
    paidTotal: money({ label: 'Paid', required: true, readOnly: true, default: 0 }),
    creditedTotal: money({ label: 'Credited', required: true, readOnly: true, default: 0 }),
    writtenOffTotal: money({ label: 'Written off', required: true, readOnly: true, default: 0 }),
    balance: money({ label: 'Balance due', required: true, readOnly: true, default: 0, sort: true, filter: true }),
    writeOffReason: text({ readOnly: true, max: 1000 }),
    parties: json<PartiesSnapshot>()({ readOnly: true, hidden: true }),
  },
)

export const invoiceLine = entity(
  'invoiceLine',
  {
    label: 'Invoice line',
    labelPlural: 'Invoice lines',
    plural: 'invoice-lines',
    title: 'description',
    partOf: { entity: 'invoice', field: 'invoiceId', as: 'lines' },
    globalSearch: false,
  },
  {
    invoiceId: reference('invoice', { required: true, cascade: true }),
    ...lineFields(),
    orderLineId: reference('orderLine', { readOnly: true }),
  },
)

export const paymentMethods = {
  bankTransfer: 'Bank transfer',
  card: 'Card',
  cash: 'Cash',
  directDebit: 'Direct debit',
  cheque: 'Cheque',
  online: 'Online',
  other: 'Other',
} as const

/** Money that came in, or, negative, went back. What is not allocated to an invoice is the customer's credit. */
export const payment = entity(
  'payment',
  {
    label: 'Payment',
    labelPlural: 'Payments',
    plural: 'payments',
    title: 'number',
    subtitle: 'reference',
    number: { pattern: 'PAY-{yyyy}-{00000}', at: 'create' },
    timeline: ['accountId'],
    defaultSort: '-paidOn',
    crud: { delete: false },
  },
  {
    accountId: reference('account', { required: true, label: 'Customer' }),
    status: state({ recorded: { label: 'Recorded', tone: 'green' }, reversed: { label: 'Bounced', tone: 'red' } }),
    kind: choice(
      { payment: { label: 'Payment', tone: 'green' }, refund: { label: 'Refund', tone: 'amber' } },
      { required: true, readOnly: true, default: 'payment', filter: true },
    ),
    amount: money({ required: true, sort: true, filter: true }),
    currency: currencyCode({ filter: true }),
    exchangeRate: decimal({ scale: 10 }),
    paidOn: day({ label: 'Date', filter: true, sort: true }),
    method: choice(paymentMethods, { required: true, default: 'bankTransfer', filter: true }),
    reference: text({ search: true, max: 200 }),
    note: longText({ heavy: true }),
    unallocated: money({ label: 'Open credit', required: true, readOnly: true, default: 0, sort: true, filter: true }),
    refundOfId: reference('payment', { label: 'Refund of', readOnly: true }),
    reversedOn: day({ label: 'Bounced on', readOnly: true }),
    reverseReason: text({ readOnly: true, max: 1000 }),
  },
)

/** So much of a payment settles so much of an invoice. Taken back ones stay, with the day they were. */
export const paymentAllocation = entity(
  'paymentAllocation',
  {
    label: 'Allocation',
    labelPlural: 'Allocations',
    plural: 'payment-allocations',
    title: 'amount',
    partOf: { entity: 'payment', field: 'paymentId', as: 'allocations' },
    globalSearch: false,
  },
  {
    paymentId: reference('payment', { required: true, cascade: true }),
    invoiceId: reference('invoice', { required: true }),
    amount: money({ required: true }),
    currency: currencyCode(),
    allocatedOn: day({ readOnly: true }),
    reversedOn: day({ readOnly: true, label: 'Taken back on' }),
    exchangeDifference: decimal({
      scale: 3,
      readOnly: true,
      label: 'Exchange gain or loss',
      help: 'In base currency; it never touches what is open',
    }),
  },
)

/** Takes an issued invoice back, wholly or in part. Amounts are positive. */
export const creditNote = entity(
  'creditNote',
  {
    label: 'Credit note',
    labelPlural: 'Credit notes',
    plural: 'credit-notes',
    title: 'number',
    subtitle: 'reason',
    number: { pattern: 'CN-{yyyy}-{000}', at: 'step', gapless: true },
    timeline: ['accountId', 'invoiceId'],
    defaultSort: '-createdAt',
    crud: { create: false },
    globalSearch: true,
  },
  {
    ...documentFields(),
    status: state({ draft: { label: 'Draft', tone: 'grey' }, issued: { label: 'Issued', tone: 'green' } }),
    invoiceId: reference('invoice', { required: true, readOnly: true }),
    reason: text({ max: 1000 }),
    issueDate: day({ filter: true, sort: true }),
    issuedAt: instant({ readOnly: true }),
    sentAt: instant({ readOnly: true }),
    /** what rounding left of earlier credit notes of the invoice: all of them together are exactly the invoice */
    posted: json<PostedPart[]>()({ readOnly: true, hidden: true }),
    parties: json<PartiesSnapshot>()({ readOnly: true, hidden: true }),
  },
)

export const creditNoteLine = entity(
  'creditNoteLine',
  {
    label: 'Credit note line',
    labelPlural: 'Credit note lines',
    plural: 'credit-note-lines',
    title: 'description',
    partOf: { entity: 'creditNote', field: 'creditNoteId', as: 'lines' },
    globalSearch: false,
  },
  {
    creditNoteId: reference('creditNote', { required: true, cascade: true }),
    ...lineFields(),
    invoiceLineId: reference('invoiceLine', { readOnly: true }),
  },
)

export type Invoice = Row<typeof invoice>
export type InvoiceLine = Row<typeof invoiceLine>
export type Payment = Row<typeof payment>
export type PaymentAllocation = Row<typeof paymentAllocation>
export type CreditNote = Row<typeof creditNote>
