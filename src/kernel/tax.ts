// Totals of a commercial document (quote, order, invoice): lines, discounts, taxes, rounding, margin.
// Order of arithmetic: EN 16931 (domain-rules 1). Amounts are minor units; prices, quantities, percentages are strings.
import { invalid } from './errors.ts'
import type { Minor } from './money.ts'
import {
  allocate,
  currencyScale,
  decimalString,
  Exact,
  multiply,
  parseDecimal,
  percentOf,
  round,
  roundMinor,
  roundToMinor,
  sumMinor,
  toMinor,
} from './money.ts'
import type {
  DocumentInput,
  DocumentLine,
  DocumentTotals,
  LineTax,
  LineTotals,
  PostedPart,
  ProductLine,
  TaxBase,
  TaxGroup,
} from './taxTypes.ts'

export type {
  LineTax,
  ProductLine,
  DocumentLine,
  PostedPart,
  DocumentInput,
  DocumentTotals,
} from './taxTypes.ts'

type KeyedTax = LineTax & { key: string; percent: Exact }
type Keyed = { taxes: KeyedTax[]; combination: string; percent: Exact }
type Counted = Keyed & { line: LineTotals }
type Accumulator = {
  codes: Set<string>
  names: Set<string>
  reasons: Set<string>
  tax: KeyedTax
  base: Minor
  amount: Minor
}

const hundred = new Exact(100)

/** Percentage from 0 to 100 with at most four decimals. */
const percentage = (value: string, path: string): Exact => {
  const percent = parseDecimal(value, path, 4)
  if (percent.isNegative() && !percent.isZero()) throw invalid(path, 'A percentage is not negative')
  if (percent.greaterThan(100)) throw invalid(path, 'A percentage is at most 100')
  return percent
}

const discountOf = (amount: Minor, discount: Minor, path: string): Minor => {
  if (!Number.isSafeInteger(discount) || discount < 0) throw invalid(path, 'A discount is not negative')
  if (discount > Math.abs(amount)) throw invalid(path, 'The discount is larger than the amount it reduces')
  return amount < 0 && discount > 0 ? -discount : discount
}

/** Keys each line's taxes so that equal category and rate fall into one group (EN 16931), but never two taxes of one line. */
const keyTaxes = (lines: readonly DocumentLine[]): Map<string, Keyed> => {
  const plain = new Map<string, KeyedTax[]>()
  const doubled = new Set<string>()
  for (const [index, line] of lines.entries()) {
    if (line.kind !== 'product') continue
    const taxes = line.taxes.map((tax, at) => {
      const path = `lines.${index}.taxes.${at}.rate`
      const percent = percentage(tax.rate, path)
      if (tax.category !== 'S' && !percent.isZero()) throw invalid(path, `A tax of category ${tax.category} has rate 0`)
      return { ...tax, percent, key: `${tax.category}|${decimalString(percent)}` }
    })
    if (new Set(taxes.map((tax) => tax.code)).size < taxes.length) {
      throw invalid(`lines.${index}.taxes`, 'A tax applies only once to a line')
    }
    for (const tax of taxes) if (taxes.filter((other) => other.key === tax.key).length > 1) doubled.add(tax.key)
    if (plain.has(line.id)) throw invalid(`lines.${index}.id`, 'Two lines have the same id')
    plain.set(line.id, taxes)
  }
  const keyed = new Map<string, Keyed>()
  for (const [id, found] of plain) {
    const taxes = found
      .map((tax) => (doubled.has(tax.key) ? { ...tax, key: `${tax.key}|${tax.code}` } : tax))
      .sort((a, b) => b.percent.comparedTo(a.percent) || (a.key < b.key ? -1 : 1))
    const percent = taxes.reduce((all, tax) => all.plus(tax.percent), new Exact(0))
    keyed.set(id, { taxes, percent, combination: taxes.map((tax) => tax.key).join('\n') })
  }
  return keyed
}

/** Whole units that sum to `total`, none further than one unit from its ideal; `total` is the ideals' sum, rounded. */
const settle = (total: Minor, ideals: readonly Exact[]): Minor[] => {
  const floors = ideals.map((ideal) => ideal.floor())
  const left = total - sumMinor(floors.map((floor) => floor.toNumber()))
  const extra = allocate(left, left === 0 ? ideals.map(() => 0) : ideals.map((ideal, i) => ideal.minus(floors[i] ?? 0)))
  return floors.map((floor, i) => floor.toNumber() + (extra[i] ?? 0))
}

const netOfGross = (gross: Minor, percent: Exact): Minor =>
  roundMinor(new Exact(gross).times(hundred).div(hundred.plus(percent)))

/** The tax contained in each gross amount of one combination; the whole is rounded once. */
const containedTaxes = (gross: readonly Minor[], percent: Exact): { tax: Minor; parts: Minor[] } => {
  const whole = sumMinor(gross)
  const tax = whole - netOfGross(whole, percent)
  const ideals = gross.map((amount) => new Exact(amount).times(percent).div(hundred.plus(percent)))
  return { tax, parts: settle(tax, ideals) }
}

const emptyLine = (line: DocumentLine): LineTotals => ({
  id: line.id,
  kind: line.kind,
  counted: false,
  keys: [],
  amount: 0,
  discount: 0,
  total: 0,
  documentDiscount: 0,
  net: 0,
  taxable: 0,
  tax: 0,
  gross: 0,
  cost: 0,
})

/** A product line up to its total; the discount is taken off the amount after that has been rounded. */
const priceLine = (line: ProductLine, index: number, currency: string): LineTotals => {
  const at = (field: string) => `lines.${index}.${field}`
  const quantity = parseDecimal(line.quantity, at('quantity'))
  const amount = roundToMinor(
    multiply(quantity, parseDecimal(line.unitPrice, at('unitPrice'))),
    currency,
    at('unitPrice'),
  )
  const percent = line.discountPercent ?? null
  const reduction = line.discountAmount ?? null
  if (percent !== null && reduction !== null) {
    throw invalid(at('discountAmount'), 'Give the discount as a percentage or as an amount, not both')
  }
  let discount = 0
  if (percent !== null) discount = percentOf(amount, percentage(percent, at('discountPercent')))
  if (reduction !== null) discount = discountOf(amount, reduction, at('discountAmount'))
  const cost = line.unitCost
    ? roundToMinor(multiply(quantity, parseDecimal(line.unitCost, at('unitCost'))), currency)
    : 0
  const counted = !line.optional || line.selected === true
  return { ...emptyLine(line), counted, amount, discount, total: amount - discount, cost }
}

/** Spreads the document discount over tax combinations, then over the lines of each. Returns the whole discount. */
const spreadDiscount = (input: DocumentInput, byCombination: readonly Counted[][]): Minor => {
  const totals = byCombination.map((lines) => sumMinor(lines.map(({ line }) => line.total)))
  const whole = sumMinor(totals)
  const given = input.documentDiscount
  let discount = 0
  if (given && 'percent' in given) discount = percentOf(whole, percentage(given.percent, 'documentDiscount.percent'))
  if (given && 'amount' in given) discount = discountOf(whole, given.amount, 'documentDiscount.amount')
  if (discount === 0) return 0
  const shares = allocate(discount, totals)
  for (const [i, lines] of byCombination.entries()) {
    const share = shares[i] ?? 0
    if (share === 0) continue
    const parts = allocate(
      share,
      lines.map(({ line }) => line.total),
    )
    for (const [j, { line }] of lines.entries()) line.documentDiscount = parts[j] ?? 0
  }
  return discount
}

/** Writes net, taxable, tax and gross of the lines of one combination; returns the tax of each of its taxes. */
const taxInclusive = (input: DocumentInput, lines: readonly Counted[], percent: Exact, rates: Exact[]): Minor[] => {
  const sets = input.rounding === 'perLine' ? lines.map((one) => [one]) : [lines]
  const amounts = rates.map(() => 0)
  for (const set of sets) {
    const before = containedTaxes(
      set.map(({ line }) => line.total),
      percent,
    )
    const after = containedTaxes(
      set.map(({ line }) => line.total - line.documentDiscount),
      percent,
    )
    for (const [i, { line }] of set.entries()) {
      line.gross = line.total - line.documentDiscount
      line.tax = after.parts[i] ?? 0
      line.taxable = line.gross - line.tax
      line.net = line.total - (before.parts[i] ?? 0)
    }
    if (rates.length === 0) continue
    for (const [i, part] of allocate(after.tax, rates).entries()) amounts[i] = (amounts[i] ?? 0) + part
  }
  return amounts
}

/** Tax-exclusive, rounded per group: base × rate once, then told apart to the lines. */
const taxGroupsOnce = (sums: Map<string, Accumulator>, counted: readonly Counted[]): void => {
  for (const { line } of counted) line.tax = 0
  for (const [key, group] of sums) {
    group.amount = percentOf(group.base, group.tax.percent)
    const bearers = counted.filter((one) => one.taxes.some((tax) => tax.key === key))
    const parts = settle(
      group.amount,
      bearers.map(({ line }) => new Exact(line.taxable).times(group.tax.percent).div(100)),
    )
    for (const [i, { line }] of bearers.entries()) line.tax += parts[i] ?? 0
  }
  for (const { line } of counted) line.gross = line.taxable + line.tax
}

const sortGroups = (a: TaxGroup, b: TaxGroup): number =>
  new Exact(b.rate).comparedTo(a.rate) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

const addPosted = (groups: Map<string, TaxGroup>, bases: Map<string, TaxBase>, posted: readonly PostedPart[]): void => {
  for (const part of posted) {
    for (const group of part.groups) {
      const own = groups.get(group.key)
      if (!own) groups.set(group.key, { ...group })
      else groups.set(group.key, { ...own, base: own.base + group.base, tax: own.tax + group.tax })
    }
    for (const base of part.bases) {
      const key = base.keys.join('\n')
      bases.set(key, { keys: base.keys, net: (bases.get(key)?.net ?? 0) + base.net })
    }
  }
}

const smallestCoin = (value: string, currency: string): Minor => {
  const coin = toMinor(value, currency, 'cashRounding')
  if (coin <= 0) throw invalid('cashRounding', 'The smallest coin is greater than zero')
  return coin
}

/** Sums the lines since the last heading into each subtotal line. */
const fillSubtotals = (lines: readonly LineTotals[]): void => {
  let open: LineTotals[] = []
  for (const line of lines) {
    if (line.counted) open.push(line)
    if (line.kind === 'subtotal') {
      for (const field of [
        'amount',
        'discount',
        'total',
        'documentDiscount',
        'net',
        'taxable',
        'tax',
        'gross',
        'cost',
      ] as const) {
        line[field] = sumMinor(open.map((one) => one[field]))
      }
    }
    if (line.kind !== 'product' && line.kind !== 'text') open = []
  }
}

/**
 * All figures of a document. Throws `invalid` with the path of the field (`lines.3.quantity`) for bad numbers, a discount
 * above its amount, a rate on a category that has none. Every total is the exact sum of its parts; the totals do not
 * hang on the order of the lines. Optional lines not selected show what they would cost alone.
 */
export const calculateDocument = (input: DocumentInput): DocumentTotals => {
  const { currency, lines } = input
  currencyScale(currency)
  const keyed = keyTaxes(lines)
  const none: Keyed = { taxes: [], combination: '', percent: new Exact(0) }
  const results = lines.map((line, i) => (line.kind === 'product' ? priceLine(line, i, currency) : emptyLine(line)))
  const products = results
    .filter((line) => line.kind === 'product')
    .map((line): Counted => ({ ...(keyed.get(line.id) ?? none), line }))
  for (const { line, taxes } of products) line.keys = taxes.map((tax) => tax.key)
  const counted = products.filter(({ line }) => line.counted)
  const combinations = [...new Set(counted.map((one) => one.combination))].sort()
  const byCombination = combinations.map((key) => counted.filter((one) => one.combination === key))
  const lineTotal = sumMinor(counted.map(({ line }) => line.total))
  const documentDiscount = spreadDiscount(input, byCombination)

  const sums = new Map<string, Accumulator>()
  const bases = new Map<string, TaxBase>()
  const accumulator = (tax: KeyedTax): Accumulator => {
    const found = sums.get(tax.key)
    if (found) return found
    const made = {
      codes: new Set<string>(),
      names: new Set<string>(),
      reasons: new Set<string>(),
      tax,
      base: 0,
      amount: 0,
    }
    sums.set(tax.key, made)
    return made
  }
  const alone = products.filter(({ line }) => !line.counted).map((one) => [one])
  for (const set of [...byCombination, ...alone]) {
    const first = set[0]
    if (!first) continue
    const { taxes, percent, combination } = first
    const inTotals = first.line.counted
    let amounts = taxes.map(() => 0)
    if (input.pricesInclude === 'gross') {
      amounts = taxInclusive(
        input,
        set,
        percent,
        taxes.map((tax) => tax.percent),
      )
    } else {
      for (const { line } of set) {
        line.net = line.total
        line.taxable = line.total - line.documentDiscount
        const parts = taxes.map((tax) => percentOf(line.taxable, tax.percent))
        if (input.rounding === 'perLine' || !inTotals) line.tax = sumMinor(parts)
        amounts = amounts.map((amount, i) => amount + (parts[i] ?? 0))
        line.gross = line.taxable + line.tax
      }
    }
    if (!inTotals) continue
    const net = sumMinor(set.map(({ line }) => line.taxable))
    bases.set(combination, { keys: taxes.map((tax) => tax.key), net })
    for (const one of set) {
      for (const tax of one.taxes) {
        const group = accumulator(tax)
        group.codes.add(tax.code)
        group.names.add(tax.name)
        if (tax.exemptionReason) group.reasons.add(tax.exemptionReason)
      }
    }
    for (const [i, tax] of taxes.entries()) {
      const group = accumulator(tax)
      group.base += net
      group.amount += amounts[i] ?? 0
    }
  }
  if (input.pricesInclude === 'net' && input.rounding === 'perGroup') taxGroupsOnce(sums, counted)

  const groups = new Map<string, TaxGroup>()
  for (const [key, { codes, names, reasons, tax, base, amount }] of sums) {
    groups.set(key, {
      key,
      category: tax.category,
      rate: decimalString(tax.percent),
      name: [...names].sort().join(' / '),
      codes: [...codes].sort(),
      base,
      tax: amount,
      exemptionReason: [...reasons].sort().join('; ') || null,
    })
  }
  addPosted(groups, bases, input.posted ?? [])
  fillSubtotals(results)

  const taxGroups = [...groups.values()].sort(sortGroups)
  const lineNetTotal = sumMinor(counted.map(({ line }) => line.net))
  const taxable = sumMinor(counted.map(({ line }) => line.taxable))
  const netTotal = sumMinor([...bases.values()].map((base) => base.net))
  const taxTotal = sumMinor(taxGroups.map((group) => group.tax))
  const grossTotal = sumMinor([netTotal, taxTotal])
  const prepaid = input.prepaid ?? 0
  const due = sumMinor([grossTotal, -prepaid])
  const coin = input.cashRounding ? smallestCoin(input.cashRounding, currency) : 1
  const payable = roundMinor(round(new Exact(due).div(coin)).times(coin))
  const cost = sumMinor(counted.map(({ line }) => line.cost))
  const margin = sumMinor([taxable, -cost])
  return {
    currency,
    lines: results,
    lineTotal,
    lineNetTotal,
    documentDiscount,
    documentDiscountNet: sumMinor([lineNetTotal, -taxable]),
    taxGroups,
    bases: [...bases.values()],
    netTotal,
    taxTotal,
    grossTotal,
    prepaid,
    roundingAmount: payable - due,
    payable,
    cost,
    costComplete: lines.every((line, i) => line.kind !== 'product' || !results[i]?.counted || Boolean(line.unitCost)),
    margin,
    marginPercent: taxable === 0 ? null : round(new Exact(margin).times(100).div(taxable), 2).toFixed(2),
  }
}
