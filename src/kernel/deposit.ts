// Deposits and their deduction: amounts that pass from one document to another exactly as posted.
import { invalid } from './errors.ts'
import type { Minor } from './money.ts'
import { allocate, parseDecimal, percentOf, sumMinor } from './money.ts'
import type { DocumentTotals, PostedPart, TaxBase, TaxGroup } from './taxTypes.ts'

const keyOf = (base: TaxBase): string => base.keys.join('\n')
const netOf = (part: PostedPart): Minor => sumMinor(part.bases.map((base) => base.net))

/** Net plus taxes of a part. */
export const grossOf = (part: PostedPart): Minor => sumMinor([netOf(part), ...part.groups.map((group) => group.tax)])

/** A calculated document as a part of another (the posted deposit invoice, the credited invoice). */
export const postedPart = (
  id: string,
  label: string,
  totals: Pick<DocumentTotals, 'bases' | 'taxGroups'>,
): PostedPart => ({
  id,
  label,
  bases: totals.bases.map((base) => ({ ...base })),
  groups: totals.taxGroups.map((group) => ({ ...group })),
})

const negate = (amount: Minor): Minor => (amount === 0 ? 0 : -amount)

/** The same part with the opposite sign: how a final invoice deducts a deposit, and a credit note an invoice. */
export const deduct = (part: PostedPart): PostedPart => ({
  ...part,
  bases: part.bases.map((base) => ({ ...base, net: negate(base.net) })),
  groups: part.groups.map((group) => ({ ...group, base: negate(group.base), tax: negate(group.tax) })),
})

/** The base of each group is what the bases in it sum to. */
const withBases = (groups: readonly TaxGroup[], bases: readonly TaxBase[], taxes: readonly Minor[]): TaxGroup[] =>
  groups.map((group, i) => ({
    ...group,
    base: sumMinor(bases.filter((base) => base.keys.includes(group.key)).map((base) => base.net)),
    tax: taxes[i] ?? 0,
  }))

/**
 * The next deposit on `whole`, of its gross total: as a percentage (0 < p ≤ 100) or an amount in minor units. Each
 * net and tax amount follows the cumulative share less what `earlier` parts hold, so deposits that reach the gross
 * total leave exactly nothing in any tax group; a percentage never takes more than what is left, an amount that
 * does is refused (`invalid`). Source: domain-rules 1, odoo #125140.
 */
export const depositPart = (
  whole: Pick<DocumentTotals, 'bases' | 'taxGroups' | 'grossTotal'>,
  share: { percent: string } | { amount: Minor },
  earlier: readonly PostedPart[],
  id: string,
  label: string,
): PostedPart => {
  const taken = sumMinor(earlier.map(grossOf))
  const left = sumMinor([whole.grossTotal, -taken])
  const target =
    taken +
    ('amount' in share ? amountWithin(share.amount, left) : percentWithin(share.percent, whole.grossTotal, left))
  const cells = [...whole.bases.map((base) => base.net), ...whole.taxGroups.map((group) => group.tax)]
  const reached = allocate(target, cells)
  const bases = whole.bases.map((base, i) => {
    const before = earlier.flatMap((part) => part.bases.filter((one) => keyOf(one) === keyOf(base)))
    return { keys: base.keys, net: sumMinor([reached[i] ?? 0, ...before.map((one) => -one.net)]) }
  })
  const taxes = whole.taxGroups.map((group, i) => {
    const before = earlier.flatMap((part) => part.groups.filter((one) => one.key === group.key))
    return sumMinor([reached[whole.bases.length + i] ?? 0, ...before.map((one) => -one.tax)])
  })
  return { id, label, bases, groups: withBases(whole.taxGroups, bases, taxes) }
}

const amountWithin = (amount: Minor, left: Minor): Minor => {
  if (amount <= 0 || amount > left) throw invalid('amount', 'A deposit is greater than zero and at most what is left')
  return amount
}

const percentWithin = (percent: string, gross: Minor, left: Minor): Minor => {
  const read = parseDecimal(percent, 'percent', 4)
  if (!read.greaterThan(0) || read.greaterThan(100))
    throw invalid('percent', 'A deposit is more than 0 and at most 100 %')
  return Math.min(percentOf(gross, read), left)
}
