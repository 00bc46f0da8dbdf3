/**
 * What quotes, orders, invoices and credit notes share in arithmetic: the way from rows to `tax.ts` and back. Their fields
 * are in `documentFields.ts`, so that the browser reads definitions without the arithmetic.
 */
import { invalid } from './errors.ts'
import type { Explanations } from './explain.ts'
import { type Minor, parseDecimal, round, roundMinor } from './money.ts'
import { calculateDocument } from './tax.ts'
import { explainDocument } from './taxExplain.ts'
import type { DocumentInput, DocumentLine, DocumentTotals, LineTax, PostedPart, TaxGroup } from './taxTypes.ts'

/** A line as rows hold it and as forms send it; what is left out counts as none. */
export type LineValues = {
  id?: string | undefined
  kind?: 'product' | 'text' | 'section' | 'subtotal' | undefined
  quantity?: string | undefined
  unitPrice?: string | undefined
  discountPercent?: string | null | undefined
  discountAmount?: Minor | null | undefined
  taxes?: readonly LineTax[] | null | undefined
  optional?: boolean | undefined
  selected?: boolean | undefined
  unitCost?: string | null | undefined
}

/** The header's part in the totals. */
export type PricingHeader = {
  currency: string
  pricesInclude: 'net' | 'gross'
  rounding: 'perGroup' | 'perLine'
  discountPercent?: string | null | undefined
  discountAmount?: Minor | null | undefined
  /** amounts taken over as posted elsewhere: what rounding left of earlier parts */
  posted?: readonly PostedPart[] | null | undefined
}

export type TotalsPatch = {
  netTotal: Minor
  taxTotal: Minor
  grossTotal: Minor
  cost: Minor
  margin: Minor
  taxBreakdown: TaxGroup[]
}

export type Priced = {
  totals: TotalsPatch
  /** beside the lines given, in their order */
  lines: { total: Minor; net: Minor }[]
  calculated: DocumentTotals
  /** any figure opened into its arithmetic; computed when asked */
  explain: () => Explanations
}

const asInput = (line: LineValues, index: number): DocumentLine => {
  const id = line.id ?? `line-${index}`
  const kind = line.kind ?? 'product'
  if (kind !== 'product') return { id, kind }
  return {
    id,
    kind,
    optional: line.optional ?? false,
    selected: line.selected ?? false,
    quantity: line.quantity ?? '1',
    unitPrice: line.unitPrice ?? '0',
    discountPercent: line.discountPercent ?? null,
    discountAmount: line.discountAmount ?? null,
    taxes: line.taxes ?? [],
    unitCost: line.unitCost ?? null,
  }
}

const discountOf = (header: PricingHeader): DocumentInput['documentDiscount'] => {
  const { discountPercent: percent, discountAmount: amount } = header
  const hasPercent = percent !== null && percent !== undefined
  const hasAmount = amount !== null && amount !== undefined
  if (hasPercent && hasAmount)
    throw invalid('discountAmount', 'Give the discount as a percentage or as an amount, not both')
  if (hasPercent) return { percent }
  return hasAmount ? { amount } : null
}

/** The document as `tax.ts` reads it. */
export const documentInput = (header: PricingHeader, lines: readonly LineValues[]): DocumentInput => ({
  currency: header.currency,
  pricesInclude: header.pricesInclude,
  rounding: header.rounding,
  lines: lines.map(asInput),
  documentDiscount: discountOf(header),
  ...(header.posted && header.posted.length > 0 ? { posted: header.posted } : {}),
})

/**
 * All totals of a document and of its lines, ready to be written. Amounts are minor units of `header.currency`.
 * Throws `invalid` with the path of the field at fault (`lines.2.quantity`). Used by server and browser alike.
 */
export const priceDocument = (header: PricingHeader, lines: readonly LineValues[]): Priced => {
  const input = documentInput(header, lines)
  const calculated = calculateDocument(input)
  return {
    totals: {
      netTotal: calculated.netTotal,
      taxTotal: calculated.taxTotal,
      grossTotal: calculated.grossTotal,
      cost: calculated.cost,
      margin: calculated.margin,
      taxBreakdown: calculated.taxGroups,
    },
    lines: calculated.lines.map((line) => ({ total: line.total, net: line.taxable })),
    calculated,
    explain: () => explainDocument(input, calculated),
  }
}

/** Lines that take part in what follows: optional ones the customer left out are not ordered, invoiced or credited. */
export const isCounted = (line: LineValues): boolean =>
  (line.kind ?? 'product') === 'product' && (!line.optional || line.selected === true)

/** Fields of a line that travel to the next document; amounts are priced anew there. */
export const carriedKeys = [
  'kind',
  'productId',
  'description',
  'quantity',
  'unit',
  'unitPrice',
  'discountPercent',
  'discountAmount',
  'taxClassId',
  'taxes',
  'unitCost',
] as const

/** Fields of a document that travel to the next one made from it. */
export const carriedHeaderKeys = [
  'accountId',
  'contactId',
  'companyId',
  'title',
  'customerReference',
  'billingAddress',
  'deliveryAddress',
  'currency',
  'exchangeRate',
  'pricesInclude',
  'rounding',
  'discountPercent',
  'discountAmount',
] as const

/** `pick(row, carriedKeys)`: those fields of a row. */
export const pick = <T extends object, const K extends keyof T>(row: T, keys: readonly K[]): Pick<T, K> => {
  const out: Partial<Pick<T, K>> = {}
  for (const k of keys) out[k] = row[k]
  return out as Pick<T, K>
}

/**
 * The part of an amount (a discount) that belongs to `part` of `whole`, when `taken` of it went to earlier parts; the
 * part that completes the whole takes what is left, so that all parts sum to the amount.
 */
export const shareOf = (
  amount: Minor,
  { part, whole, done, taken }: { part: string; whole: string; done: string; taken: Minor },
): Minor => {
  const total = parseDecimal(whole, 'quantity')
  const reached = parseDecimal(done, 'quantity').plus(parseDecimal(part, 'quantity'))
  if (total.isZero() || reached.greaterThanOrEqualTo(total)) return amount - taken
  return roundMinor(round(parseDecimal(String(amount), 'amount', 0).times(reached).div(total))) - taken
}
