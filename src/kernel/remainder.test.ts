import fc from 'fast-check'
import { expect, it } from 'vitest'
import { remainderPart } from './deposit.ts'
import { type LineValues, type PricingHeader, priceDocument } from './document.ts'
import { explanationProblems } from './explain.ts'
import { sumMinor } from './money.ts'
import type { DocumentTotals, LineTax, TaxGroup } from './taxTypes.ts'

const taxes: LineTax[] = [
  { code: 'STD', name: 'Standard', rate: '23', category: 'S' },
  { code: 'RED', name: 'Reduced', rate: '5.5', category: 'S' },
  { code: 'LOC', name: 'Local', rate: '9.975', category: 'S' },
  { code: 'EX', name: 'Exempt', rate: '0', category: 'E', exemptionReason: 'Art. 132' },
]
const lines = fc.array(
  fc.record({
    quantity: fc.integer({ min: 1, max: 6 }),
    unitPrice: fc.integer({ min: 0, max: 100_000 }).map((n) => (n / 1000).toFixed(3)),
    taxes: fc.subarray(taxes, { maxLength: 2 }),
    discountPercent: fc.option(fc.integer({ min: 0, max: 100 }).map(String)),
  }),
  { minLength: 1, maxLength: 6 },
)
const header: fc.Arbitrary<PricingHeader> = fc.record({
  currency: fc.constantFrom('EUR', 'JPY'),
  pricesInclude: fc.constantFrom('net' as const, 'gross' as const),
  rounding: fc.constantFrom('perGroup' as const, 'perLine' as const),
  discountPercent: fc.option(fc.integer({ min: 0, max: 100 }).map(String)),
})
/** How much of each line goes next: a random quantity at a time, then all the rest. */
const pace = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }), { maxLength: 5 })

const sums = (all: readonly DocumentTotals[]): Record<string, number> => {
  const groups = all.flatMap((one) => one.taxGroups)
  const of = (key: string, field: keyof Pick<TaxGroup, 'base' | 'tax'>) =>
    sumMinor(groups.filter((g) => g.key === key).map((g) => g[field]))
  const keys = [...new Set(groups.map((g) => g.key))].sort()
  return Object.fromEntries(
    keys.flatMap((key) => [
      [`${key} base`, of(key, 'base')],
      [`${key} tax`, of(key, 'tax')],
    ]),
  )
}

it('parts of a document are together exactly the document, in every tax group, whatever the order', () => {
  fc.assert(
    fc.property(header, lines, pace, (head, given, steps) => {
      const whole = priceDocument(
        head,
        given.map((l): LineValues => ({ ...l, quantity: String(l.quantity) })),
      )
      const done = given.map(() => 0)
      const parts: DocumentTotals[] = []
      const all = given.map((l) => l.quantity)
      for (const step of [...steps, all]) {
        const part = given.map((l, i) => Math.min(step[i] ?? 0, l.quantity - (done[i] ?? 0)))
        if (part.every((q) => q === 0)) continue
        for (const [i, q] of part.entries()) done[i] = (done[i] ?? 0) + q
        const lineOf = (quantities: readonly number[]): LineValues[] =>
          given.flatMap((l, i) => (quantities[i] ? [{ ...l, id: `l${i}`, quantity: String(quantities[i]) }] : []))
        const reached = priceDocument(head, lineOf(done)).calculated
        const own = priceDocument(head, lineOf(part)).calculated
        const rest = remainderPart(reached, parts, own, 'rounding', 'Rounding')
        const made = priceDocument({ ...head, posted: rest ? [rest] : null }, lineOf(part))
        expect(explanationProblems(made.explain())).toEqual([])
        parts.push(made.calculated)
      }
      expect(sums(parts)).toEqual(sums([whole.calculated]))
      expect(sumMinor(parts.map((p) => p.netTotal))).toBe(whole.totals.netTotal)
      expect(sumMinor(parts.map((p) => p.grossTotal))).toBe(whole.totals.grossTotal)
    }),
    { numRuns: 400 },
  )
})
