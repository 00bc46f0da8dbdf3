import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from './errors.ts'
import { formatNumber, patternProblem, periodKey, resetOf, validatePattern } from './numberPattern.ts'

describe('patterns', () => {
  test.each(['Q-{yyyy}-{000}', 'INV-{yyyy}-{000}', 'ORD-{00000}', '{yy}{mm}{0}', 'N#{000}', 'Ä/{000}'])(
    '%s is sound',
    (pattern) => {
      expect(patternProblem(pattern)).toBeUndefined()
    },
  )
  test.each([
    '',
    'INV-',
    'INV-{yyyy}',
    '{000}-{000}',
    'INV-{mm}-{000}',
    '{yyyy}-{yy}-{000}',
    '{dd}-{000}',
    '{000',
    '000}',
    '{}-{000}',
    ' {000}',
    '<{000}>',
    '{000}\n',
    `${'x'.repeat(40)}{0}`,
  ])('%j is refused', (pattern) => {
    expect(patternProblem(pattern)).toBeTypeOf('string')
    expect(() => validatePattern(pattern, 'invoicePattern')).toThrow(AppError)
  })
})

describe('numbers', () => {
  test('are padded, and grow', () => {
    expect(formatNumber('INV-{yyyy}-{000}', 7, '2026-03-31')).toBe('INV-2026-007')
    expect(formatNumber('INV-{yyyy}-{000}', 1000, '2026-03-31')).toBe('INV-2026-1000')
    expect(formatNumber('ORD-{00000}', 42, '2026-03-31')).toBe('ORD-00042')
    expect(formatNumber('{yy}{mm}-{0}', 12, '2026-03-31')).toBe('2603-12')
    expect(() => formatNumber('{0}', 0, '2026-03-31')).toThrow(AppError)
    expect(() => formatNumber('{0}', 1, '2026-02-30')).toThrow(AppError)
  })
  test('start again with their period', () => {
    expect(['ORD-{000}', 'Q-{yyyy}-{000}', 'Q-{yy}{mm}-{000}'].map(resetOf)).toEqual(['never', 'yearly', 'monthly'])
    expect(periodKey('ORD-{000}', '2026-03-31')).toBe('all')
    expect(periodKey('Q-{yyyy}-{000}', '2026-03-31')).toBe('2026')
    expect(periodKey('Q-{yy}{mm}-{000}', '2026-03-31')).toBe('2026-03')
  })
  test('follow the fiscal year, number and counter alike', () => {
    expect(periodKey('INV-{yyyy}-{000}', '2027-01-15', 4)).toBe('2026')
    expect(formatNumber('INV-{yyyy}-{000}', 8, '2027-01-15', 4)).toBe('INV-2026-008')
    expect(periodKey('INV-{yyyy}-{000}', '2027-04-01', 4)).toBe('2027')
    expect(formatNumber('{yyyy}-{mm}-{00}', 8, '2027-01-15', 4)).toBe('2027-01-08')
    expect(periodKey('{yyyy}-{mm}-{00}', '2027-01-15', 4)).toBe('2027-01')
  })
  test('property: unique within and across periods', () => {
    const pattern = fc.constantFrom('Q-{yyyy}-{000}', '{000}{yyyy}', '{yyyy}{mm}{0}', 'A1{00}2B', '{0}/{yyyy}')
    const day = fc
      .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10))
    const n = fc.integer({ min: 1, max: 9_999_999 })
    fc.assert(
      fc.property(pattern, day, n, day, n, fc.integer({ min: 1, max: 12 }), (form, d1, n1, d2, n2, start) => {
        const [first, second] = [formatNumber(form, n1, d1, start), formatNumber(form, n2, d2, start)]
        const same = n1 === n2 && periodKey(form, d1, start) === periodKey(form, d2, start)
        expect(first === second).toBe(same)
      }),
    )
  })
})
