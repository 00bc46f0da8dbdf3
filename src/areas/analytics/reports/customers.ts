/** Customers and those who may become some. */
import { choice, integer, money, option, percent, reference } from '../../../kernel/entity.ts'
import { type ListLink, report } from '../../../kernel/report.ts'
import { periods } from '../rules.ts'
import { amount, asked, deals, is, mine, owner, period, type Values, when, within } from './parts.ts'

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
  chart: { kind: 'bar', label: 'sourceId', values: ['leads', 'converted'], nested: true },
  headline: 'conversion',
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
