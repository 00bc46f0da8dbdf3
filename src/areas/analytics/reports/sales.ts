/** Deals: where they stand, what was won and by whom, what was lost and why. */
import { choice, day, integer, money, option, percent, reference, text } from '../../../kernel/entity.ts'
import { report } from '../../../kernel/report.ts'
import { periods } from '../rules.ts'
import { amount, asked, by, deals, is, mine, owner, period, slice, when, within } from './parts.ts'

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
  chart: { kind: 'bar', label: 'stageId', values: ['amount', 'weighted'], nested: true },
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
