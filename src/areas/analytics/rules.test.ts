import { describe, expect, test } from 'vitest'
import { cadenceText, nextDue, periodName, periodStarts, spanOf } from './rules.ts'

const at = (o: Partial<Parameters<typeof nextDue>[1]>) => ({
  cadence: 'daily' as const,
  weekday: null,
  dayOfMonth: null,
  hour: 8,
  ...o,
})

describe('periods', () => {
  const today = '2026-02-14'
  test.each([
    ['thisMonth', '2026-02-01', '2026-02-28'],
    ['lastMonth', '2026-01-01', '2026-01-31'],
    ['thisQuarter', '2026-01-01', '2026-03-31'],
    ['lastQuarter', '2025-10-01', '2025-12-31'],
    ['thisYear', '2026-01-01', '2026-12-31'],
    ['lastYear', '2025-01-01', '2025-12-31'],
    ['last12Months', '2025-03-01', '2026-02-28'],
    ['all', null, null],
  ] as const)('%s is from %s to %s', (period, from, to) => {
    expect(spanOf({ period, from: null, to: null }, today)).toEqual({ from, to })
  })

  test('two days make one of their own, in their order', () => {
    expect(spanOf({ period: 'between', from: '2026-01-02', to: null }, today)).toEqual({ from: '2026-01-02', to: null })
    expect(() => spanOf({ period: 'between', from: '2026-01-02', to: '2026-01-01' }, today)).toThrow()
  })

  test('a series has every period, those without records too', () => {
    expect(periodStarts('2025-11-20', '2026-02-01', 'month')).toEqual([
      '2025-11-01',
      '2025-12-01',
      '2026-01-01',
      '2026-02-01',
    ])
    expect(periodStarts('2025-11-20', '2026-02-01', 'quarter').map((d) => periodName(d, 'quarter'))).toEqual([
      'Q4 2025',
      'Q1 2026',
    ])
    expect(() => periodStarts('1900-01-01', '2026-01-01', 'month')).toThrow()
  })
})

describe('the next time', () => {
  const berlin = 'Europe/Berlin'
  test.each([
    ['before the hour it is today', '2026-05-20T05:59:59Z', at({}), '2026-05-20T06:00:00.000Z'],
    ['at the hour itself it is tomorrow', '2026-05-20T06:00:00Z', at({}), '2026-05-21T06:00:00.000Z'],
    ['in winter an hour later in UTC', '2026-01-20T06:30:00Z', at({}), '2026-01-20T07:00:00.000Z'],
    ['a weekday', '2026-05-20T12:00:00Z', at({ cadence: 'weekly', weekday: 'wednesday' }), '2026-05-27T06:00:00.000Z'],
    [
      'a weekday that is today',
      '2026-05-20T01:00:00Z',
      at({ cadence: 'weekly', weekday: 'wednesday' }),
      '2026-05-20T06:00:00.000Z',
    ],
    [
      'a day of the month',
      '2026-05-20T12:00:00Z',
      at({ cadence: 'monthly', dayOfMonth: 5 }),
      '2026-06-05T06:00:00.000Z',
    ],
    [
      'the 31st in a short month is its last',
      '2026-02-01T12:00:00Z',
      at({ cadence: 'monthly', dayOfMonth: 31 }),
      '2026-02-28T07:00:00.000Z',
    ],
    ['midnight', '2026-05-20T12:00:00Z', at({ hour: 0 }), '2026-05-20T22:00:00.000Z'],
    [
      'an hour that the clock leaves out is the next',
      '2026-03-28T12:00:00Z',
      at({ hour: 2 }),
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'an hour that comes twice is the first of the two',
      '2026-10-24T12:00:00Z',
      at({ hour: 2 }),
      '2026-10-25T00:00:00.000Z',
    ],
    ['and does not come a second time', '2026-10-25T00:00:00Z', at({ hour: 2 }), '2026-10-26T01:00:00.000Z'],
  ] as const)('%s', (_name, now, cadence, expected) => {
    expect(nextDue(now, cadence, berlin)).toBe(expected)
  })

  test('far east and far west of Greenwich', () => {
    expect(nextDue('2026-05-20T12:00:00Z', at({}), 'Pacific/Kiritimati')).toBe('2026-05-20T18:00:00.000Z')
    expect(nextDue('2026-05-20T12:00:00Z', at({}), 'Pacific/Pago_Pago')).toBe('2026-05-20T19:00:00.000Z')
    expect(nextDue('2026-05-20T12:00:00Z', at({}), 'Asia/Kathmandu')).toBe('2026-05-21T02:15:00.000Z')
  })

  test('in words', () => {
    expect(cadenceText(at({}))).toBe('Every day at 08:00')
    expect(cadenceText(at({ cadence: 'weekly', weekday: 'friday', hour: 17 }))).toBe('Every Friday at 17:00')
    expect(cadenceText(at({ cadence: 'monthly', dayOfMonth: 31 }))).toBe('On the last day of the month at 08:00')
  })
})
