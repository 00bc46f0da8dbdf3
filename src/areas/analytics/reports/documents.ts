/** Quotes, invoices and payments. */
import { type Choice, choice, day, integer, money, reference, text } from '../../../kernel/entity.ts'
import { type ListLink, report } from '../../../kernel/report.ts'
import { quote } from '../../quoting/model.ts'
import { periods } from '../rules.ts'
import { asked, by, is, mine, owner, period, slice, textOf, type Values, when, within } from './parts.ts'

const invoiced = ['invoice.grossTotal']
export const invoicedAndPaid = report('invoicedAndPaid', {
  label: 'Invoiced and paid',
  help: 'What was invoiced, credited and received, by the day of the invoice, the credit note and the payment.',
  area: 'Invoices',
  reads: ['invoice', 'creditNote', 'payment'],
  needs: ['invoice.status', 'invoice.issueDate'],
  params: { by, period: choice(periods, { label: 'Days', default: 'last12Months' }), ...period },
  when,
  columns: {
    period: { field: text({ label: 'Period' }) },
    startsOn: { field: day({ hidden: true }) },
    endsOn: { field: day({ hidden: true }) },
    invoices: {
      field: integer({ label: 'Invoices' }),
      total: 'sum',
      records: (row, p, today) => ({
        entity: 'invoice',
        filter: { 'status[ne]': 'draft', ...within('issueDate', slice(row, p, today)) },
      }),
    },
    invoiced: { field: money({ label: 'Invoiced', help: 'Tax included' }), of: invoiced, total: 'sum' },
    credited: {
      field: money({ label: 'Credited', help: 'Tax included' }),
      of: ['creditNote.grossTotal'],
      total: 'sum',
      records: (row, p, today) => ({
        entity: 'creditNote',
        filter: { status: 'issued', ...within('issueDate', slice(row, p, today)) },
      }),
    },
    net: {
      field: money({ label: 'After credit notes' }),
      of: [...invoiced, 'creditNote.grossTotal'],
      total: 'sum',
    },
    received: {
      field: money({ label: 'Received', help: 'Payments less refunds; bounced ones not counted' }),
      of: ['payment.amount'],
      total: 'sum',
      records: (row, p, today) => ({
        entity: 'payment',
        filter: { status: 'recorded', ...within('paidOn', slice(row, p, today)) },
      }),
    },
  },
  chart: { kind: 'column', label: 'period', values: ['net', 'received'] },
  headline: 'net',
})

const payable = 'issued,sent,partiallyPaid'
const open = ['invoice.balance']
/** `days` late: from, to; null is without end. */
const late = (label: string, days: { from: string | null; to: string | null }) => ({
  field: money({ label }),
  of: open,
  total: 'sum' as const,
  records: (row: Values): ListLink => ({
    entity: 'invoice',
    filter: {
      'status[in]': payable,
      'balance[gt]': '0',
      'dueDate[gte]': days.from,
      'dueDate[lte]': days.to,
      ...is('accountId', row.accountId),
    },
  }),
})

export const receivables = report('receivables', {
  label: 'Receivables by age',
  help: 'What customers owe today, by how long it has been due.',
  area: 'Invoices',
  reads: ['invoice'],
  needs: ['invoice.status', 'invoice.dueDate', 'invoice.accountId'],
  params: { accountId: reference('account', { label: 'Account' }) },
  columns: {
    accountId: { field: reference('account', { label: 'Account' }), empty: 'No account' },
    invoices: { field: integer({ label: 'Invoices' }), total: 'sum' },
    notDue: late('Not due', { from: 'today', to: null }),
    to30: late('1–30 days', { from: 'today-30', to: 'yesterday' }),
    to60: late('31–60 days', { from: 'today-60', to: 'today-31' }),
    to90: late('61–90 days', { from: 'today-90', to: 'today-61' }),
    over90: late('Over 90 days', { from: null, to: 'today-91' }),
    total: late('Open', { from: null, to: null }),
  },
  sort: ['-total', 'accountId'],
  chart: {
    kind: 'bar',
    label: 'accountId',
    values: ['notDue', 'to30', 'to60', 'to90', 'over90'],
    stacked: true,
  },
  headline: 'total',
  note: 'Payments that are not allocated to an invoice yet are not taken off. An invoice without a due date is not due.',
})

const quoteStates: Readonly<Record<string, Choice>> = {
  ...quote.fields.status.choices,
  expired: { label: 'Expired', tone: 'amber' },
}

export const quotesByStatus = report('quotesByStatus', {
  label: 'Quotes by status',
  help: 'How many quotes there are in each state, and what they are worth before tax.',
  area: 'Quotes',
  reads: ['quote'],
  needs: ['quote.status', 'quote.ownerId'],
  params: { period: choice(periods, { label: 'Created', default: 'last12Months' }), ...period, ...owner },
  when,
  columns: {
    status: { field: choice(quoteStates, { label: 'Status' }) },
    quotes: {
      field: integer({ label: 'Quotes' }),
      total: 'sum',
      records: (row, p, today) => ({
        entity: 'quote',
        filter: {
          status: textOf(row.status),
          // A list of those sent has the expired ones among them.
          'status[ne]': row.status === 'expired' ? null : 'expired',
          ...within('createdAt', asked(p, today)),
          ...mine(p),
        },
      }),
    },
    amount: { field: money({ label: 'Net amount' }), of: ['quote.netTotal'], total: 'sum' },
  },
  chart: { kind: 'bar', label: 'status', values: ['amount'] },
  headline: 'amount',
})
