import { expect, test } from 'vitest'
import { integer, money, percent, text } from './entity.ts'
import { isAsked, report, shownColumns, withDefaults } from './report.ts'
import { inOrder, totalsOf, withRatios } from './reportFigures.ts'
import { choice, day } from './entity.ts'

const sales = report('sales', {
  label: 'Sales',
  help: 'Test.',
  area: 'Sales',
  reads: ['deal'],
  params: { period: choice({ year: 'Year', between: 'Between' }, { default: 'year' }), from: day() },
  when: { from: { period: 'between' } },
  columns: {
    who: { field: text() },
    won: { field: integer(), total: 'sum' },
    lost: { field: integer(), total: 'sum' },
    rate: { field: percent(), ratio: { of: 'won', over: ['won', 'lost'] } },
    amount: { field: money(), of: ['deal.amount'], total: 'sum' },
    share: { field: percent(), ratio: { of: 'amount', over: ['amount'] } },
  },
  sort: ['-amount', 'who'],
  headline: 'amount',
})

test('shares and totals are exact, and a share of nothing is none', () => {
  const rows = withRatios(sales, [
    { who: 'a', won: 1, lost: 2, amount: 9_007_199_254_740_000 },
    { who: 'b', won: 0, lost: 0, amount: 991 },
  ])
  expect(rows.map((r) => r.rate)).toEqual(['33.3', null])
  expect(totalsOf(sales, rows)).toEqual({
    won: 1,
    lost: 2,
    amount: 9_007_199_254_740_991,
    rate: '33.3',
    share: '100.0',
  })
  expect(() => totalsOf(sales, [...rows, { amount: 1 }])).toThrow()
})

test('what is hidden takes with it what is worked out of it, and gives no order', () => {
  const shown = shownColumns(sales, (f) => f === 'deal.amount')
  expect(shown).toEqual(['who', 'won', 'lost', 'rate'])
  const rows = [
    { who: 'b', amount: 2, labels: {} },
    { who: 'a', amount: 1, labels: {} },
  ]
  expect(inOrder(sales, rows, Object.keys(sales.columns)).map((r) => r.who)).toEqual(['b', 'a'])
  expect(inOrder(sales, rows, shown).map((r) => r.who)).toEqual(['a', 'b'])
})

test('a parameter is asked for only where it has a meaning', () => {
  expect(withDefaults(sales, { from: '2026-01-01' })).toEqual({ period: 'year', from: '2026-01-01' })
  expect(isAsked(sales, 'from', { period: 'year' })).toBe(false)
  expect(isAsked(sales, 'from', { period: 'between' })).toBe(true)
})

test('a definition that contradicts itself does not load', () => {
  const base = { label: 'X', help: 'X.', area: 'X', reads: ['deal'], params: {}, headline: 'n' as const }
  const n = { field: integer() }
  expect(() => report('x', { ...base, columns: { n: { field: money() } } })).toThrow('does not say which amount')
  expect(() => report('x', { ...base, columns: { n: { field: text(), total: 'sum' } } })).toThrow('cannot be added up')
  expect(() => report('x', { ...base, columns: { n }, sort: ['-m'] })).toThrow('has no column m')
  expect(() => report('x', { ...base, reads: [], columns: { n } })).toThrow('reads nothing')
})
