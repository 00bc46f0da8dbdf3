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

/**
 * What a part of a document must take over beside its own lines, so that it is exactly `reached` (the document up to and
 * with this part) less what `earlier` parts hold: each tax group sums to the document's, to the minor unit, once all of it
 * is taken. Null where the part's own amounts say so already.
 */
export const remainderPart = (
  reached: Pick<DocumentTotals, 'bases' | 'taxGroups'>,
  earlier: readonly Pick<DocumentTotals, 'bases' | 'taxGroups'>[],
  own: Pick<DocumentTotals, 'bases' | 'taxGroups'>,
  id: string,
  label: string,
): PostedPart | null => {
  const others = [...earlier, own]
  const groupOf = (of: typeof own, key: string): TaxGroup | undefined => of.taxGroups.find((one) => one.key === key)
  const bases = new Map([reached, ...others].flatMap((of) => of.bases.map((base) => [keyOf(base), base])))
  const groups = new Map([reached, ...others].flatMap((of) => of.taxGroups.map((group) => [group.key, group])))
  const netIn = (of: typeof own, key: string): Minor => of.bases.find((one) => keyOf(one) === key)?.net ?? 0
  const nets = [...bases].map(([key, { keys }]): TaxBase => {
    return { keys, net: sumMinor([netIn(reached, key), ...others.map((of) => -netIn(of, key))]) }
  })
  const taxes = [...groups.keys()].map((key) =>
    sumMinor([groupOf(reached, key)?.tax ?? 0, ...others.map((of) => -(groupOf(of, key)?.tax ?? 0))]),
  )
  if (nets.every((base) => base.net === 0) && taxes.every((tax) => tax === 0)) return null
  const differing = [...groups.values()].map((group, i) => ({ group, tax: taxes[i] ?? 0 }))
  const kept = differing.filter(
    ({ group, tax }) => tax !== 0 || nets.some((base) => base.net !== 0 && base.keys.includes(group.key)),
  )
  return {
    id,
    label,
    bases: nets.filter((base) => base.net !== 0),
    groups: withBases(
      kept.map(({ group }) => group),
      nets,
      kept.map(({ tax }) => tax),
    ),
  }
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
