import { expect, test } from 'vitest'
import { choice, entity, integer, json, reference, state, text } from '../../entity.ts'
import { definitionsOf, registry } from '../../registry.ts'
import { filterFields, operatorOf, operatorsOf, periodLabel } from './filterModel.ts'

const firm = entity(
  'firm',
  { label: 'Firm', labelPlural: 'Firms', plural: 'firms', title: 'name', owned: false },
  {
    name: text({ required: true, search: true }),
    industry: choice({ retail: 'Retail' }, { filter: true }),
    note: text(),
  },
)
const deal = entity(
  'deal',
  { label: 'Deal', labelPlural: 'Deals', plural: 'deals', title: 'name', owned: false },
  {
    name: text({ required: true, search: true }),
    firmId: reference('firm', { label: 'Customer' }),
    status: state({ open: 'Open', won: 'Won' }),
    size: integer({ filter: true }),
    raw: json()({ filter: true }),
    secret: text({ filter: true, hidden: true }),
  },
)
const member = entity(
  'member',
  { label: 'User', labelPlural: 'Users', plural: 'members', title: 'name', owned: false },
  { name: text() },
)
const team = entity(
  'team',
  { label: 'Team', labelPlural: 'Teams', plural: 'teams', title: 'name', owned: false },
  { name: text() },
)
const r = registry(definitionsOf([{ firm, deal, member, team }]))

test('what is declared is offered, own fields first, then those of referenced records', () => {
  const paths = filterFields(r, deal).map((f) => f.path)
  expect(paths).toContain('firmId')
  expect(paths).toContain('firm.industry')
  expect(paths.indexOf('size')).toBeLessThan(paths.indexOf('firm.name'))
  for (const p of ['raw', 'secret', 'firm.note']) expect(paths).not.toContain(p)
  expect(filterFields(r, deal).find((f) => f.path === 'firm.industry')).toMatchObject({
    over: 'Customer',
    label: 'Industry',
  })
})

test('what must be there is not asked whether it is empty', () => {
  expect(operatorsOf(deal.fields.status).some((o) => o.op === 'null')).toBe(false)
  expect(
    operatorsOf(deal.fields.size)
      .filter((o) => o.op === 'null')
      .map((o) => o.label),
  ).toEqual(['is empty', 'is not empty'])
})

test('one value of a set reads like several', () => {
  expect(operatorOf(deal.fields.status, { path: 'status', op: 'eq', values: ['open'] })?.op).toBe('in')
  expect(operatorOf(deal.fields.size, { path: 'size', op: 'null', values: ['false'] })?.label).toBe('is not empty')
})

test('periods in words', () => {
  expect(periodLabel('thisMonth')).toBe('this month')
  expect(periodLabel('today-7')).toBe('7 days ago')
  expect(periodLabel('today+30')).toBe('in 30 days')
  expect(periodLabel('2026-01-31')).toBeUndefined()
})
