import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  dayIn,
  daysBetween,
  daysInMonth,
  dueDate,
  endOf,
  fiscalYear,
  isDay,
  isTimeZone,
  partsOf,
  startOf,
  weekday,
} from './dates.ts'
import { AppError } from './errors.ts'

const day = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2400-12-31T00:00:00Z'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))
const units = fc.constantFrom('week' as const, 'month' as const, 'quarter' as const, 'year' as const)

describe('days', () => {
  test('exist or are refused', () => {
    expect(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'].every(isDay)).toBe(true)
    expect(
      ['2023-02-29', '1900-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '0000-01-01', '2024-1-1', ''].some(isDay),
    ).toBe(false)
    expect(() => addDays('2024-02-30', 1)).toThrow(AppError)
    expect(() => addDays('2024-02-03', 0.5)).toThrow(AppError)
    expect(() => addDays('9999-12-31', 1)).toThrow(AppError)
  })
  test('are added and counted', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(addDays('2024-01-01', -1)).toBe('2023-12-31')
    expect(addDays('0100-03-01', -1)).toBe('0100-02-28')
    expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366)
    expect(daysBetween('2025-01-01', '2024-01-01')).toBe(-366)
  })
  test('property: agree with the platform calendar', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -100_000, max: 100_000 }), (start, n) => {
        const expected = new Date(Date.parse(`${start}T00:00:00Z`) + n * 86_400_000)
        expect(addDays(start, n)).toBe(expected.toISOString().slice(0, 10))
        expect(weekday(addDays(start, n))).toBe(expected.getUTCDay() || 7)
        expect(daysBetween(start, addDays(start, n))).toBe(n)
      }),
    )
  })
})

describe('months', () => {
  test('are clamped to their end', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2024-02-29', 1)).toBe('2024-03-29')
    expect(addMonths('2024-02-29', -12)).toBe('2023-02-28')
    expect(addMonths('2024-12-15', 1)).toBe('2025-01-15')
    expect(addMonths('2024-01-15', -1)).toBe('2023-12-15')
  })
  test('from 31 January: 29 Feb, 31 Mar, 30 Apr (domain-rules 5)', () => {
    expect([0, 1, 2, 3, 12, 13].map((n) => addMonths('2024-01-31', n))).toEqual([
      '2024-01-31',
      '2024-02-29',
      '2024-03-31',
      '2024-04-30',
      '2025-01-31',
      '2025-02-28',
    ])
  })
  test('property: the anchor never drifts', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -600, max: 600 }), (anchor, n) => {
        const { year, month, day: found } = partsOf(addMonths(anchor, n))
        const from = partsOf(anchor)
        expect(year * 12 + month).toBe(from.year * 12 + from.month + n)
        expect(found).toBe(Math.min(from.day, daysInMonth(year, month)))
      }),
    )
  })
  test('property: later months are later', () => {
    fc.assert(
      fc.property(day, fc.nat(200), (anchor, n) => {
        expect(addMonths(anchor, n) < addMonths(anchor, n + 1)).toBe(true)
      }),
    )
  })
})

describe('periods', () => {
  test('begin and end', () => {
    expect(startOf('2024-05-15', 'week')).toBe('2024-05-13')
    expect(startOf('2024-05-15', 'week', 7)).toBe('2024-05-12')
    expect(startOf('2024-05-12', 'week', 7)).toBe('2024-05-12')
    expect(startOf('2024-05-15', 'month')).toBe('2024-05-01')
    expect(startOf('2024-05-15', 'quarter')).toBe('2024-04-01')
    expect(startOf('2024-05-15', 'year')).toBe('2024-01-01')
    expect(endOf('2024-05-15', 'week')).toBe('2024-05-19')
    expect(endOf('2024-05-15', 'quarter')).toBe('2024-06-30')
    expect(endOf('2024-12-15', 'year')).toBe('2024-12-31')
    expect(endOf('2023-02-01', 'month')).toBe('2023-02-28')
  })
  test('property: a day lies in its period, and periods touch', () => {
    fc.assert(
      fc.property(day, units, fc.integer({ min: 1, max: 7 }), (at, unit, weekStart) => {
        const [start, end] = [startOf(at, unit, weekStart), endOf(at, unit, weekStart)]
        expect(start <= at && at <= end).toBe(true)
        expect(startOf(addDays(end, 1), unit, weekStart)).toBe(addDays(end, 1))
        expect(endOf(addDays(start, -1), unit, weekStart)).toBe(addDays(start, -1))
      }),
    )
  })
  test('fiscal years are called after the year they begin in', () => {
    expect(fiscalYear('2026-03-31')).toBe(2026)
    expect(fiscalYear('2026-03-31', 4)).toBe(2025)
    expect(fiscalYear('2026-04-01', 4)).toBe(2026)
  })
})

describe('payment terms', () => {
  test('days from issue, or from the end of its month', () => {
    expect(dueDate('2024-01-31', { days: 30 })).toBe('2024-03-01')
    expect(dueDate('2024-01-31', { days: 0 })).toBe('2024-01-31')
    expect(dueDate('2024-02-10', { days: 0, endOfMonth: true })).toBe('2024-02-29')
    expect(dueDate('2024-02-10', { days: 10, endOfMonth: true })).toBe('2024-03-10')
    expect(() => dueDate('2024-02-10', { days: -1 })).toThrow(AppError)
  })
})

describe('the day at an instant', () => {
  test('depends on the zone', () => {
    expect(dayIn('2024-12-31T23:30:00Z', 'Europe/Berlin')).toBe('2025-01-01')
    expect(dayIn('2024-12-31T23:30:00.000Z', 'America/New_York')).toBe('2024-12-31')
    expect(dayIn('2025-01-01T04:59:59Z', 'America/New_York')).toBe('2024-12-31')
    expect(dayIn('2025-01-01T00:30:00+02:00', 'UTC')).toBe('2024-12-31')
    expect(dayIn('2024-06-30T22:00:00Z', 'Europe/Berlin')).toBe('2024-07-01')
    expect(dayIn('2024-06-30T10:00:00Z', 'Pacific/Kiritimati')).toBe('2024-07-01')
  })
  test('bad zones and instants are refused', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
    expect(() => dayIn('2024-01-01T00:00:00Z', '')).toThrow(AppError)
    expect(() => dayIn('2024-01-01', 'UTC')).toThrow(AppError)
    expect(() => dayIn('2024-01-01T00:00:00', 'UTC')).toThrow(AppError)
    expect(() => dayIn('2024-13-01T00:00:00Z', 'UTC')).toThrow(AppError)
  })
})
