/** The shipped reports: what they count, what they ask, which records stand behind each figure. */
import { type Choice, choice, day, integer, money, percent, reference, text } from '../../kernel/entity.ts'
import { option } from '../../kernel/entity.ts'
import { type ListLink, report } from '../../kernel/report.ts'
import { quote } from '../quoting/model.ts'
import { type PeriodStep, periods, type Span, spanOf, steps } from './rules.ts'

type Values = Readonly<Record<string, unknown>>

const period = { from: day({ label: 'From' }), to: day({ label: 'To' }) }
const when = { from: { period: 'between' }, to: { period: 'between' } }
const owner = { ownerId: reference('member', { label: 'Owner' }) }
const by = choice(steps, { label: 'By', default: 'month' })

const textOf = (v: unknown): string | null => (typeof v === 'string' ? v : null)
const isPeriod = (v: unknown): v is keyof typeof periods => typeof v === 'string' && v in periods

/** A filter for one value of a field; null asks for those without. */
const is = (field: string, v: unknown): ListLink['filter'] =>
  v === null ? { [`${field}[null]`]: 'true' } : { [field]: textOf(v) }
const within = (field: string, s: Span): ListLink['filter'] => ({ [`${field}[gte]`]: s.from, [`${field}[lte]`]: s.to })
const asked = (p: Values, today: string): Span =>
  spanOf({ period: isPeriod(p.period) ? p.period : 'all', from: textOf(p.from), to: textOf(p.to) }, today)
const mine = (p: Values): ListLink['filter'] => ({ ownerId: textOf(p.ownerId) })

/** The days of a row of a series, within those asked for. */
const slice = (row: Values, p: Values, today: string): Span => {
  const all = asked(p, today)
  const [first, last] = [textOf(row.startsOn), textOf(row.endsOn)]
  return {
    from: first !== null && (all.from === null || first > all.from) ? first : all.from,
    to: last !== null && (all.to === null || last < all.to) ? last : all.to,
  }
}

const deals = (filter: ListLink['filter']): ListLink => ({ entity: 'opportunity', filter })
const amount = ['opportunity.amount']

export const pipelineByStage = report('pipelineByStage', {
  label: 'Pipeline by stage',
  help: 'How many deals stand in each stage, what they are worth, and what that is by their probability.',
  area: 'Sales',
  reads: ['opportunity'],
  needs: ['opportunity.stageId', 'opportunity.status', 'opportunity.ownerId'],
  params: {
    pipelineId: reference('pipeline', { label: 'Pipeline' }),
    stages: choice({ open: 'Open', all: 'All, won and lost too' }, { label: 'Stages', default: 'open' }),
    ...owner,
  },
  columns: {
    stageId: { field: reference('stage', { label: 'Stage' }), empty: 'No stage' },
    pipelineId: { field: reference('pipeline', { label: 'Pipeline' }) },
    deals: {
      field: integer({ label: 'Deals' }),
      total: 'sum',
      records: (row, p) =>
        deals({
          ...is('stageId', row.stageId),
          ...mine(p),
          ...(p.stages === 'all' ? {} : { 'status[in]': 'open,onHold' }),
        }),
    },
    amount: { field: money({ label: 'Amount' }), of: amount, total: 'sum' },
    weighted: {
      field: money({ label: 'Weighted', help: 'Amount by probability' }),
      of: ['opportunity.weightedAmount', 'opportunity.amount'],
      total: 'sum',
    },
  },
  chart: { kind: 'bar', label: 'stageId', values: ['amount', 'weighted'] },
  headline: 'amount',
})

export const wonByPeriod = report('wonByPeriod', {
  label: 'Won by period',
  help: 'Deals won and lost by the day they were closed, and how many of those that were decided were won.',
  area: 'Sales',
  reads: ['opportunity'],
  needs: ['opportunity.status', 'opportunity.closedOn', 'opportunity.ownerId'],
  params: { by, period: choice(periods, { label: 'Closed', default: 'last12Months' }), ...period, ...owner },
  when,
  columns: {
    period: { field: text({ label: 'Period' }) },
    startsOn: { field: day({ hidden: true }) },
    endsOn: { field: day({ hidden: true }) },
    wonDeals: {
      field: integer({ label: 'Won deals' }),
      total: 'sum',
      records: (row, p, today) => deals({ status: 'won', ...within('closedOn', slice(row, p, today)), ...mine(p) }),
    },
    won: { field: money({ label: 'Won' }), of: amount, total: 'sum' },
    lostDeals: {
      field: integer({ label: 'Lost deals' }),
      total: 'sum',
      records: (row, p, today) => deals({ status: 'lost', ...within('closedOn', slice(row, p, today)), ...mine(p) }),
    },
    lost: { field: money({ label: 'Lost' }), of: amount, total: 'sum' },
    winRate: {
      field: percent({ label: 'Win rate', help: 'Won deals of those won or lost' }),
      ratio: { of: 'wonDeals', over: ['wonDeals', 'lostDeals'] },
    },
  },
  chart: { kind: 'column', label: 'period', values: ['won', 'lost'] },
  headline: 'won',
})

export const salesByPerson = report('salesByPerson', {
  label: 'Sales by person',
  help: 'What everyone has won and lost, and what they still have open; best first.',
  area: 'Sales',
  reads: ['opportunity'],
  needs: ['opportunity.status', 'opportunity.ownerId', 'opportunity.closedOn'],
  params: {
    period: choice(periods, { label: 'Closed', default: 'last12Months' }),
    ...period,
    teamId: reference('team', { label: 'Team' }),
    roleId: reference('role', { label: 'Role' }),
  },
  when,
  columns: {
    ownerId: { field: reference('member', { label: 'Person' }), empty: 'Nobody' },
    wonDeals: {
      field: integer({ label: 'Won deals' }),
      total: 'sum',
      records: (row, p, today) =>
        deals({ status: 'won', ...within('closedOn', asked(p, today)), ...is('ownerId', row.ownerId) }),
    },
    won: { field: money({ label: 'Won' }), of: amount, total: 'sum' },
    lostDeals: {
      field: integer({ label: 'Lost deals' }),
      total: 'sum',
      records: (row, p, today) =>
        deals({ status: 'lost', ...within('closedOn', asked(p, today)), ...is('ownerId', row.ownerId) }),
    },
    winRate: {
      field: percent({ label: 'Win rate', help: 'Won deals of those won or lost' }),
      ratio: { of: 'wonDeals', over: ['wonDeals', 'lostDeals'] },
    },
    openDeals: {
      field: integer({ label: 'Open deals' }),
      total: 'sum',
      records: (row) => deals({ 'status[in]': 'open,onHold', ...is('ownerId', row.ownerId) }),
    },
    open: { field: money({ label: 'Open' }), of: amount, total: 'sum' },
  },
  sort: ['-won', '-wonDeals', '-open', 'ownerId'],
  chart: { kind: 'bar', label: 'ownerId', values: ['won'] },
  headline: 'won',
  note: 'Lists everyone whose role makes deals of their own, also those who have not sold yet, and whoever owns a deal.',
})

const leads = (filter: ListLink['filter']): ListLink => ({ entity: 'lead', filter })
const leadColumn = (label: string, status: string | null) => ({
  field: integer({ label }),
  total: 'sum' as const,
  records: (row: Values, p: Values, today: string) =>
    leads({ status, ...is('sourceId', row.sourceId), ...within('createdAt', asked(p, today)), ...mine(p) }),
})

export const leadConversion = report('leadConversion', {
  label: 'Lead conversion',
  help: 'Where leads come from, how far they got, and how many of them were converted.',
  area: 'Leads',
  reads: ['lead'],
  needs: ['lead.sourceId', 'lead.status', 'lead.ownerId'],
  params: { period: choice(periods, { label: 'Created', default: 'last12Months' }), ...period, ...owner },
  when,
  columns: {
    sourceId: { field: option('leadSource', { label: 'Source' }), empty: 'No source' },
    leads: leadColumn('Leads', null),
    new: leadColumn('New', 'new'),
    assigned: leadColumn('Assigned', 'assigned'),
    inProcess: leadColumn('In process', 'inProcess'),
    converted: leadColumn('Converted', 'converted'),
    recycled: leadColumn('Recycled', 'recycled'),
    dead: leadColumn('Dead', 'dead'),
    conversion: {
      field: percent({ label: 'Conversion', help: 'Converted of all leads' }),
      ratio: { of: 'converted', over: ['leads'] },
    },
  },
  sort: ['-leads', 'sourceId'],
  chart: { kind: 'bar', label: 'sourceId', values: ['leads', 'converted'] },
  headline: 'conversion',
})

export const lostReasons = report('lostReasons', {
  label: 'Reasons lost',
  help: 'Why deals were lost, and what they were worth.',
  area: 'Sales',
  reads: ['opportunity'],
  needs: ['opportunity.status', 'opportunity.lostReasonId', 'opportunity.closedOn', 'opportunity.ownerId'],
  params: { period: choice(periods, { label: 'Closed', default: 'last12Months' }), ...period, ...owner },
  when,
  columns: {
    lostReasonId: { field: option('lossReason', { label: 'Reason' }), empty: 'No reason given' },
    deals: {
      field: integer({ label: 'Lost deals' }),
      total: 'sum',
      records: (row, p, today) =>
        deals({
          status: 'lost',
          ...is('lostReasonId', row.lostReasonId),
          ...within('closedOn', asked(p, today)),
          ...mine(p),
        }),
    },
    amount: { field: money({ label: 'Amount' }), of: amount, total: 'sum' },
  },
  sort: ['-deals', '-amount', 'lostReasonId'],
  chart: { kind: 'bar', label: 'lostReasonId', values: ['deals'] },
  headline: 'deals',
})

export const salesByProduct = report('salesByProduct', {
  label: 'Sales by product',
  help: 'Which products were won. A deal with product lines is shared out among them by their net amounts.',
  area: 'Sales',
  reads: ['opportunity'],
  needs: ['opportunity.status', 'opportunity.closedOn', 'opportunity.productId', 'opportunity.ownerId'],
  params: { period: choice(periods, { label: 'Closed', default: 'last12Months' }), ...period, ...owner },
  when,
  columns: {
    productId: { field: reference('product', { label: 'Product' }), empty: 'No product' },
    deals: { field: integer({ label: 'Won deals', help: 'A deal with several products counts for each' }) },
    amount: { field: money({ label: 'Won' }), of: [...amount, 'opportunityLine.net'], total: 'sum' },
  },
  sort: ['-amount', '-deals', 'productId'],
  chart: { kind: 'bar', label: 'productId', values: ['amount'] },
  headline: 'amount',
})

export const accountGroups = report('accountGroups', {
  label: 'Account groups',
  help: 'What was won with each company and with all that belong to it.',
  area: 'Customers',
  reads: ['account', 'opportunity'],
  needs: [
    'account.parentId',
    'opportunity.accountId',
    'opportunity.status',
    'opportunity.closedOn',
    'opportunity.amount',
  ],
  params: { period: choice(periods, { label: 'Closed', default: 'all' }), ...period },
  when,
  columns: {
    accountId: { field: reference('account', { label: 'Account' }) },
    level: { field: integer({ hidden: true }) },
    accounts: { field: integer({ label: 'Accounts', help: 'It and all beneath it' }) },
    deals: {
      field: integer({ label: 'Won deals' }),
      total: 'sum',
      records: (row, p, today) =>
        deals({ status: 'won', ...is('accountId', row.accountId), ...within('closedOn', asked(p, today)) }),
    },
    won: { field: money({ label: 'Won' }), of: amount, total: 'sum' },
    groupWon: { field: money({ label: 'Won in the group', help: 'It and all beneath it' }), of: amount },
  },
  indent: 'level',
  chart: { kind: 'bar', label: 'accountId', values: ['groupWon'], only: (row) => row.level === 0 },
  headline: 'won',
  note: 'Only accounts that belong together; those that stand alone are in the list of accounts.',
})

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

/** What the dashboard shows, in this order, of those a person may see. */
export const dashboardReports: readonly string[] = [
  'wonByPeriod',
  'pipelineByStage',
  'salesByPerson',
  'leadConversion',
  'salesByProduct',
  'lostReasons',
  'invoicedAndPaid',
  'receivables',
  'quotesByStatus',
  'accountGroups',
]
export type { PeriodStep }
