import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCounted, type LineValues, type PricingHeader, pick, priceDocument, shareOf } from './document.ts'
import { AppError } from './errors.ts'
import type { LineTax } from './taxTypes.ts'

const vat = (rate: string): LineTax[] => [{ code: `V${rate}`, name: `VAT ${rate} %`, rate, category: 'S' }]
const header = (h: Partial<PricingHeader> = {}): PricingHeader => ({
  currency: 'EUR',
  pricesInclude: 'net',
  rounding: 'perGroup',
  ...h,
})
const line = (unitPrice: string, rate: string, l: Partial<LineValues> = {}): LineValues => ({
  unitPrice,
  taxes: vat(rate),
  ...l,
})
const totals = (lines: LineValues[], h: Partial<PricingHeader> = {}) => priceDocument(header(h), lines).totals

describe('golden totals of documents', () => {
  it.each([
    ['per group', 'perGroup', 1533],
    ['per line', 'perLine', 1534],
  ] as const)('55.55 + 11.11 at 23 %%, %s', (_name, rounding, taxTotal) => {
    expect(totals([line('55.55', '23'), line('11.11', '23')], { rounding })).toMatchObject({ netTotal: 6666, taxTotal })
  })
  it('gross 90 + 55 with 5 % inside', () => {
    const gross = { pricesInclude: 'gross' } as const
    expect(totals([line('90', '5'), line('55', '5')], gross)).toMatchObject({
      netTotal: 13810,
      taxTotal: 690,
      grossTotal: 14500,
    })
  })
  it('9.5 × 124.75', () => {
    expect(totals([line('124.75', '0', { quantity: '9.5' })])).toMatchObject({ netTotal: 118513 })
  })
  it('2.25 × 64.22 with 100 % off', () => {
    expect(totals([line('64.22', '19', { quantity: '2.25', discountPercent: '100' })])).toMatchObject({
      netTotal: 0,
      taxTotal: 0,
      grossTotal: 0,
    })
  })
  it('1,300 gross with 100 % off the document', () => {
    expect(totals([line('1300', '19')], { pricesInclude: 'gross', discountPercent: '100' })).toMatchObject({
      grossTotal: 0,
    })
  })
})

describe('lines', () => {
  it('take defaults for what is left out, and texts count nothing', () => {
    const p = priceDocument(header(), [
      { kind: 'section' },
      { unitPrice: '10' },
      { kind: 'text' },
      { kind: 'subtotal' },
    ])
    expect(p.totals).toMatchObject({ netTotal: 1000, grossTotal: 1000, taxBreakdown: [] })
    expect(p.lines.map((l) => l.total)).toEqual([0, 1000, 0, 1000])
  })
  it('that are optional count when they are taken', () => {
    const option = (selected: boolean) => line('10', '0', { optional: true, selected })
    expect(totals([line('1', '0'), option(false)]).netTotal).toBe(100)
    expect(totals([line('1', '0'), option(true)]).netTotal).toBe(1100)
    expect([option(false), option(true), line('1', '0'), { kind: 'text' as const }].map(isCounted)).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
  it('tell where a number is wrong', () => {
    const at = (work: () => unknown): string | undefined => {
      try {
        work()
      } catch (error) {
        return error instanceof AppError ? error.errors[0]?.path : 'other'
      }
      return undefined
    }
    expect(at(() => totals([line('1', '0'), line('x', '0')]))).toBe('lines.1.unitPrice')
    expect(at(() => totals([line('1', '0', { discountPercent: '101' })]))).toBe('lines.0.discountPercent')
    expect(at(() => totals([], { discountPercent: '1', discountAmount: 5 }))).toBe('discountAmount')
  })
})

describe('shares', () => {
  it('sum to the amount, whatever the parts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
        (amount, parts) => {
          const whole = parts.reduce((all, p) => all + p, 0)
          let done = 0
          let taken = 0
          for (const part of parts) {
            taken += shareOf(amount, { part: String(part), whole: String(whole), done: String(done), taken })
            done += part
          }
          expect(taken).toBe(amount)
        },
      ),
    )
  })
})

it('picks', () => {
  expect(pick({ a: 1, b: 2, c: 3 }, ['a', 'c'])).toEqual({ a: 1, c: 3 })
})
