import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from './errors.ts'
import {
  allocate,
  convert,
  currencies,
  currencyScale,
  decimalString,
  formatMoney,
  fromMinor,
  instalments,
  isCurrency,
  isDecimal,
  multiply,
  parseDecimal,
  percentOf,
  round,
  roundToMinor,
  sumMinor,
  toMinor,
  toMoney,
} from './money.ts'

const sum = (parts: number[]) => parts.reduce((all, part) => all + part, 0)
const refusal = (run: () => unknown): AppError => {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('currencies', () => {
  test('have the decimals of ISO 4217', () => {
    expect(['JPY', 'EUR', 'TND', 'CLP', 'ISK', 'HUF'].map((code) => currencyScale(code))).toEqual([0, 2, 3, 0, 0, 2])
    expect(currencies).toContain('CHF')
    expect(new Set(currencies).size).toBe(currencies.length)
    expect(currencies.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true)
  })
  test('withdrawn ones calculate but are not offered', () => {
    expect(isCurrency('HRK')).toBe(true)
    expect(currencies).not.toContain('HRK')
  })
  test('an unknown code is refused', () => {
    expect(refusal(() => currencyScale('EURO')).errors[0]?.path).toBe('currency')
    expect(refusal(() => toMinor('1', '')).code).toBe('invalid')
  })
})

describe('wire amounts', () => {
  test.each([
    ['1234.50', 'EUR', 123450],
    ['1234.5', 'EUR', 123450],
    ['-0.05', 'EUR', -5],
    ['0', 'EUR', 0],
    ['-0', 'EUR', 0],
    ['1000', 'JPY', 1000],
    ['1.001', 'BHD', 1001],
    ['90071992547409.91', 'EUR', Number.MAX_SAFE_INTEGER],
  ])('%s %s is %d', (amount, currency, minor) => {
    expect(Object.is(toMinor(amount, currency), minor)).toBe(true)
  })
  test.each([
    ['1.005', 'EUR'],
    ['1.500', 'EUR'],
    ['1.0', 'JPY'],
    ['90071992547409.92', 'EUR'],
    ['1e3', 'EUR'],
    ['+1', 'EUR'],
    ['1,000.00', 'EUR'],
    ['', 'EUR'],
    ['.5', 'EUR'],
    ['5.', 'EUR'],
    [' 5', 'EUR'],
    ['NaN', 'EUR'],
    ['Infinity', 'EUR'],
  ])('%j %s is refused', (amount, currency) => {
    const error = refusal(() => toMinor(amount, currency, 'price'))
    expect(error.code).toBe('invalid')
    expect(error.errors[0]?.path).toBe('price')
  })
  test('back to strings with all decimals', () => {
    expect(fromMinor(-5, 'EUR')).toBe('-0.05')
    expect(fromMinor(0, 'EUR')).toBe('0.00')
    expect(fromMinor(-0, 'EUR')).toBe('0.00')
    expect(fromMinor(7, 'JPY')).toBe('7')
    expect(fromMinor(7, 'KWD')).toBe('0.007')
    expect(toMoney(123450, 'EUR')).toEqual({ amount: '1234.50', currency: 'EUR' })
    expect(() => fromMinor(0.5, 'EUR')).toThrow(AppError)
  })
  test('property: there and back again', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('JPY', 'EUR', 'BHD'), (minor, currency) => {
        expect(toMinor(fromMinor(minor, currency), currency)).toBe(minor === 0 ? 0 : minor)
      }),
    )
  })
})

describe('round', () => {
  test.each([
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['2.4999999999', 0, '2'],
    ['-0.4', 0, '0'],
  ])('%s to %d decimals is %s', (value, decimals, expected) => {
    expect(round(value, decimals).toFixed()).toBe(expected)
  })
  test('9.5 x 124.75 is 1,185.13, not 1,185.12 (SuiteCRM #10811)', () => {
    expect(roundToMinor(multiply('9.5', '124.75'), 'EUR')).toBe(118513)
  })
  test('a product beyond the safe integers is refused', () => {
    expect(refusal(() => roundToMinor(multiply('999999999999999', '999999'), 'EUR')).code).toBe('invalid')
  })
  test('property: symmetric', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        const value = multiply(String(n), '0.001')
        expect(round(value.neg(), 2).toFixed()).toBe(decimalString(round(value, 2).neg()))
      }),
    )
  })
})

describe('decimal strings', () => {
  test('are plain numbers with a limit of decimals', () => {
    expect(isDecimal('1.123456')).toBe(true)
    expect(isDecimal('1.1234567')).toBe(false)
    expect(isDecimal('1.1234567', 8)).toBe(true)
    expect(isDecimal('1e5')).toBe(false)
    expect(refusal(() => parseDecimal('x', 'lines.0.quantity')).errors).toEqual([
      { path: 'lines.0.quantity', message: 'Enter a number such as 1234.50' },
    ])
    expect(refusal(() => parseDecimal('1.5', 'n', 0)).errors[0]?.message).toBe('Enter a whole number')
  })
  test('are written short', () => {
    expect(decimalString('23.00')).toBe('23')
    expect(decimalString('-0.0')).toBe('0')
    expect(decimalString('0.0000000001')).toBe('0.0000000001')
  })
  test('percentOf rounds once', () => {
    expect(percentOf(5555, '23')).toBe(1278)
    expect(percentOf(-5555, '23')).toBe(-1278)
  })
  test('sums are checked', () => {
    expect(sumMinor([1, 2, -5])).toBe(-2)
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow(AppError)
  })
})

describe('allocate', () => {
  test('the remainder goes to the largest remainders', () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(allocate(-100, [1, 1, 1])).toEqual([-34, -33, -33])
    expect(allocate(5, ['0.5', '0.25', '0.25'])).toEqual([3, 1, 1])
  })
  test('a tie goes to the larger weight', () => {
    expect(allocate(2, [1, 3])).toEqual([0, 2])
    expect(allocate(2, [3, 1])).toEqual([2, 0])
  })
  test('zero weights', () => {
    expect(allocate(101, [0, 1, 0, 1])).toEqual([0, 51, 0, 50])
    expect(allocate(5, [0, 0])).toEqual([3, 2])
    expect(allocate(0, [])).toEqual([])
    expect(() => allocate(1, [])).toThrow(AppError)
  })
  test('mixed signs', () => {
    expect(allocate(5, [100, -50])).toEqual([10, -5])
    expect(allocate(0, [1, -1])).toEqual([0, 0])
    expect(() => allocate(1, [1, -1])).toThrow(AppError)
  })
  const weights = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 20 })
  test('property: parts sum to the total and keep its sign', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), weights, (total, parts) => {
        const shares = allocate(total, parts)
        expect(shares.reduce((all, share) => all + BigInt(share), 0n)).toBe(BigInt(total))
        expect(shares.every((share) => share === 0 || share > 0 === total > 0)).toBe(true)
      }),
    )
  })
  test('property: no part is a whole unit away from its exact share', () => {
    fc.assert(
      fc.property(fc.nat(), weights, (total, parts) => {
        const whole = sum(parts)
        fc.pre(whole > 0)
        for (const [index, share] of allocate(total, parts).entries()) {
          const exact = multiply(String(total), String(parts[index])).div(whole)
          expect(exact.minus(share).abs().lessThan(1)).toBe(true)
        }
      }),
    )
  })
  test('property: mixed signs sum too', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.integer({ min: -999, max: 999 }), { minLength: 1 }), (total, parts) => {
        fc.pre(sum(parts) !== 0)
        expect(sum(allocate(total, parts))).toBe(total)
      }),
    )
  })
})

describe('instalments', () => {
  test('100.00 in 3 instalments is 33.33 + 33.33 + 33.34', () => {
    expect(instalments(10000, 3)).toEqual([3333, 3333, 3334])
    expect(instalments(-10000, 3)).toEqual([-3333, -3333, -3334])
    expect(instalments(2, 4)).toEqual([0, 0, 0, 2])
    expect(() => instalments(1, 0)).toThrow(AppError)
  })
  test('property: they sum to the total', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 60 }), (total, n) => {
        const parts = instalments(total, n)
        expect(parts).toHaveLength(n)
        expect(sum(parts)).toBe(total)
      }),
    )
  })
})

describe('convert', () => {
  test('between currencies of different decimals, rounded once', () => {
    expect(convert(10000, 'EUR', '1.0855', 'USD')).toBe(10855)
    expect(convert(10000, 'EUR', '163.255', 'JPY')).toBe(16326)
    expect(convert(1000, 'JPY', '0.0061253', 'EUR')).toBe(613)
    expect(convert(100, 'EUR', '0.40995', 'BHD')).toBe(410)
    expect(convert(-150, 'EUR', '1.01', 'EUR')).toBe(-152)
    expect(refusal(() => convert(1, 'EUR', '0', 'USD')).errors[0]?.path).toBe('rate')
    expect(refusal(() => convert(1, 'EUR', '-1', 'USD')).errors[0]?.path).toBe('rate')
  })
})

describe('formatMoney', () => {
  const plain = (text: string) => text.replace(/\s/g, ' ')
  test('in the words of the locale', () => {
    expect(formatMoney(123450, 'EUR', 'en')).toBe('€1,234.50')
    expect(plain(formatMoney(123450, 'EUR', 'de'))).toBe('1.234,50 €')
    expect(formatMoney(-5, 'USD', 'en-US')).toBe('-$0.05')
    expect(formatMoney(1500, 'JPY', 'en')).toBe('¥1,500')
  })
  test('is exact to the last digit, with the decimals of ISO 4217', () => {
    expect(formatMoney(Number.MAX_SAFE_INTEGER, 'EUR', 'en')).toBe('€90,071,992,547,409.91')
    expect(plain(formatMoney(1234567, 'IQD', 'en'))).toBe('IQD 1,234.567')
  })
})
