import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deduct, depositPart, grossOf, postedPart } from './deposit.ts'
import { evaluate, explanationProblems } from './explain.ts'
import { sumMinor } from './money.ts'
import type { DocumentInput, DocumentLine, DocumentTotals, LineTax, PostedPart } from './tax.ts'
import { calculateDocument } from './tax.ts'
import { explainDocument } from './taxExplain.ts'

const taxes: LineTax[] = [
  { code: 'STD', name: 'Standard', rate: '23', category: 'S' },
  { code: 'STD2', name: 'Standard, services', rate: '23.00', category: 'S' },
  { code: 'RED', name: 'Reduced', rate: '5.5', category: 'S' },
  { code: 'LOC', name: 'Local', rate: '9.975', category: 'S' },
  { code: 'ZERO', name: 'Zero', rate: '0', category: 'Z' },
  { code: 'EX', name: 'Exempt', rate: '0', category: 'E', exemptionReason: 'Art. 132' },
]

const decimal = (max: number, places: number) =>
  fc.nat({ max: max * 10 ** places }).map((n) => {
    const digits = String(n).padStart(places + 1, '0')
    return `${digits.slice(0, -places)}.${digits.slice(-places)}`
  })

const product = fc.record({
  kind: fc.constant('product' as const),
  optional: fc.boolean(),
  selected: fc.boolean(),
  quantity: decimal(50, 2),
  unitPrice: decimal(900, 4),
  discountPercent: fc.option(decimal(100, 1)),
  taxes: fc.subarray(taxes, { maxLength: 3 }),
  unitCost: fc.option(decimal(500, 2)),
})
const other = fc.record({ kind: fc.constantFrom('text' as const, 'section' as const, 'subtotal' as const) })
const lines = fc
  .array(fc.oneof({ arbitrary: product, weight: 5 }, { arbitrary: other, weight: 1 }), { maxLength: 12 })
  .map((made): DocumentLine[] => made.map((one, i) => ({ id: `l${i}`, ...one })))

const input: fc.Arbitrary<DocumentInput> = fc.record({
  currency: fc.constantFrom('JPY', 'EUR', 'BHD'),
  pricesInclude: fc.constantFrom('net' as const, 'gross' as const),
  rounding: fc.constantFrom('perGroup' as const, 'perLine' as const),
  lines,
  documentDiscount: fc.option(decimal(100, 1).map((percent) => ({ percent }))),
  prepaid: fc.nat({ max: 5000 }),
  cashRounding: fc.constantFrom(null, '5'),
})

/** The same document with some quantities negative: goods taken back. */
const withReturns = fc.tuple(input, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 })).map(([given, back]) => ({
  ...given,
  lines: given.lines.map((one, i) =>
    one.kind === 'product' && back[i] ? { ...one, quantity: `-${one.quantity}` } : one,
  ),
}))

const expectSums = (totals: DocumentTotals) => {
  const counted = totals.lines.filter((line) => line.counted)
  const sum = (field: 'total' | 'net' | 'taxable' | 'tax' | 'gross' | 'documentDiscount' | 'cost') =>
    sumMinor(counted.map((line) => line[field]))
  expect(totals.lineTotal).toBe(sum('total'))
  expect(totals.lineNetTotal).toBe(sum('net'))
  expect(totals.documentDiscount).toBe(sum('documentDiscount'))
  expect(totals.netTotal).toBe(sum('taxable'))
  expect(totals.netTotal).toBe(totals.lineNetTotal - totals.documentDiscountNet)
  expect(totals.taxTotal).toBe(sum('tax'))
  expect(totals.grossTotal).toBe(sum('gross'))
  expect(totals.cost).toBe(sum('cost'))
  expect(totals.taxTotal).toBe(sumMinor(totals.taxGroups.map((group) => group.tax)))
  expect(totals.grossTotal).toBe(totals.netTotal + totals.taxTotal)
  expect(totals.payable).toBe(totals.grossTotal - totals.prepaid + totals.roundingAmount)
  for (const line of counted) expect(line.gross).toBe(line.taxable + line.tax)
}
const figures = (totals: DocumentTotals) => JSON.stringify({ ...totals, lines: [], bases: [] })

describe('document totals', () => {
  test('property: parts sum to the whole, to the minor unit', () => {
    fc.assert(
      fc.property(fc.oneof(input, withReturns), (given) => expectSums(calculateDocument(given))),
      { numRuns: 400 },
    )
  })
  test('property: prices including tax give exactly the gross asked for', () => {
    fc.assert(
      fc.property(fc.oneof(input, withReturns), (given) => {
        const totals = calculateDocument({ ...given, pricesInclude: 'gross' })
        expect(totals.grossTotal).toBe(totals.lineTotal - totals.documentDiscount)
      }),
    )
  })
  test('property: discounts never make a figure negative, nor minus zero', () => {
    fc.assert(
      fc.property(input, (given) => {
        const totals = calculateDocument({ ...given, prepaid: 0 })
        const amounts = [
          totals.netTotal,
          totals.taxTotal,
          totals.grossTotal,
          totals.documentDiscountNet,
          totals.payable,
        ]
        for (const group of totals.taxGroups) amounts.push(group.base, group.tax)
        for (const line of totals.lines) {
          amounts.push(line.total, line.discount, line.documentDiscount, line.net, line.taxable, line.tax, line.gross)
        }
        expect(amounts.every((amount) => amount > 0 || Object.is(amount, 0))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
  test('property: 100 % off is exactly nothing', () => {
    fc.assert(
      fc.property(input, (given) => {
        const free = calculateDocument({ ...given, prepaid: 0, documentDiscount: { percent: '100' } })
        expect([free.netTotal, free.taxTotal, free.grossTotal, free.payable]).toEqual([0, 0, 0, 0])
      }),
    )
  })
  test('property: the order of the lines does not change the totals', () => {
    const shuffled = fc
      .oneof(input, withReturns)
      .chain((given) =>
        fc
          .shuffledSubarray([...given.lines], { minLength: given.lines.length })
          .map((moved) => ({ given, moved: { ...given, lines: moved } })),
      )
    fc.assert(
      fc.property(shuffled, ({ given, moved }) => {
        expect(figures(calculateDocument(moved))).toBe(figures(calculateDocument(given)))
      }),
      { numRuns: 300 },
    )
  })
  test('property: deposits reaching the total leave nothing, in any tax group', () => {
    fc.assert(
      fc.property(input, fc.constantFrom('50', '33.3333', '30', '12.5'), (given, percent) => {
        const bare = { ...given, prepaid: 0, cashRounding: null }
        const whole = calculateDocument(bare)
        fc.pre(whole.grossTotal > 0)
        const parts: PostedPart[] = []
        for (let n = 0; n < 12 && sumMinor(parts.map(grossOf)) < whole.grossTotal; n += 1) {
          parts.push(depositPart(whole, { percent: n < 11 ? percent : '100' }, parts, `d${n}`, `Deposit ${n}`))
        }
        const posted = parts.map((part) =>
          postedPart(
            part.id,
            part.label,
            calculateDocument({ ...bare, lines: [], documentDiscount: null, posted: [part] }),
          ),
        )
        const final = calculateDocument({ ...bare, posted: posted.map(deduct) })
        expect([final.netTotal, final.taxTotal, final.payable]).toEqual([0, 0, 0])
        expect(final.taxGroups.every((group) => group.base === 0 && group.tax === 0)).toBe(true)
      }),
    )
  })
})

describe('explanations', () => {
  test('property: the arithmetic of every figure adds up', () => {
    fc.assert(
      fc.property(fc.oneof(input, withReturns), (given) => {
        expect(explanationProblems(explainDocument(given, calculateDocument(given)))).toEqual([])
      }),
      { numRuns: 400 },
    )
  })
  test('property: also with deposits deducted', () => {
    fc.assert(
      fc.property(input, (given) => {
        const whole = calculateDocument(given)
        fc.pre(whole.grossTotal > 0)
        const deducted = { ...given, posted: [deduct(depositPart(whole, { percent: '30' }, [], 'd', 'Deposit'))] }
        expect(explanationProblems(explainDocument(deducted, calculateDocument(deducted)))).toEqual([])
      }),
    )
  })
  test('open down to the entered numbers', () => {
    const given: DocumentInput = {
      currency: 'EUR',
      pricesInclude: 'net',
      rounding: 'perGroup',
      lines: [
        { id: 'a', kind: 'product', quantity: '9.5', unitPrice: '124.75', taxes: taxes.slice(0, 1), unitCost: null },
      ],
    }
    const found = explainDocument(given, calculateDocument(given))
    expect(found['line.a.amount']?.steps).toEqual([
      {
        label: 'Quantity × unit price',
        operation: 'product',
        operands: [
          { label: 'Quantity', value: '9.5', unit: 'number' },
          { label: 'Unit price', value: '124.75', unit: 'number' },
        ],
        exact: '1185.125',
        rounding: 'halfUp',
        decimals: 2,
        result: '1185.13',
      },
    ])
    expect(found['group.S|23.tax']?.steps[0]).toMatchObject({ exact: '272.5799', result: '272.58' })
    expect(found.grossTotal?.steps[0]?.operands.map((operand) => operand.figure)).toEqual(['netTotal', 'taxTotal'])
  })
  test('a wrong figure is noticed', () => {
    const given: DocumentInput = { currency: 'EUR', pricesInclude: 'net', rounding: 'perGroup', lines: [] }
    const totals = calculateDocument(given)
    expect(explanationProblems(explainDocument(given, { ...totals, taxTotal: 1 }))).not.toEqual([])
  })
  test('each operation does what it says', () => {
    const of = (...values: string[]) => values.map((value) => ({ value }))
    expect(evaluate('netOfGross', of('121', '21')).toFixed()).toBe('100')
    expect(evaluate('taxInGross', of('121', '14', '7')).toFixed()).toBe('21')
    expect(evaluate('percentOf', of('200', '5', '10')).toFixed()).toBe('30')
    expect(evaluate('roundTo', of('1.03', '0.05')).toFixed()).toBe('1.05')
    expect(evaluate('share', of('10', '1', '4')).toFixed()).toBe('2.5')
    expect(evaluate('ratio', of('1', '8')).toFixed()).toBe('12.5')
  })
})
