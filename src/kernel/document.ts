/**
 * What quotes, orders, invoices and credit notes have in common: their fields, the fields of their lines, and the way
 * from rows to the arithmetic of `tax.ts` and back.
 */
import {
  address,
  boolean,
  choice,
  currencyCode,
  decimal,
  instant,
  integer,
  json,
  longText,
  money,
  percent,
  reference,
  richText,
  text,
} from './entity.ts'
import { invalid } from './errors.ts'
import type { Explanations } from './explain.ts'
import { type Minor, parseDecimal, round, roundMinor } from './money.ts'
import { calculateDocument } from './tax.ts'
import { explainDocument } from './taxExplain.ts'
import type { DocumentInput, DocumentLine, DocumentTotals, LineTax, TaxGroup } from './taxTypes.ts'

/** Fields of every commercial document. Spread into an entity beside its own. */
export const documentFields = () => ({
  accountId: reference('account', { label: 'Customer' }),
  contactId: reference('contact'),
  companyId: reference('company', { label: 'Issued by' }),
  title: text({ search: true, sort: true }),
  customerReference: text({ label: 'Customer’s reference', search: true, max: 120 }),
  billingAddress: address(),
  deliveryAddress: address(),
  intro: richText({ heavy: true, label: 'Introduction' }),
  terms: richText({ heavy: true, label: 'Terms' }),
  internalNotes: longText({ heavy: true }),
  /** the workspace's base currency unless told */
  currency: currencyCode({ filter: true }),
  /** units of the base currency for one of the document's; kept from the day it was made */
  exchangeRate: decimal({ scale: 10 }),
  pricesInclude: choice(
    { net: 'Prices exclude tax', gross: 'Prices include tax' },
    { label: 'Prices', required: true, default: 'net' },
  ),
  rounding: choice(
    { perGroup: 'Once per tax rate', perLine: 'On every line' },
    { label: 'Tax rounding', required: true, default: 'perGroup' },
  ),
  discountPercent: percent({ label: 'Discount %' }),
  discountAmount: money({ label: 'Discount' }),
  netTotal: money({ label: 'Net', required: true, readOnly: true, default: 0, sort: true }),
  taxTotal: money({ label: 'Tax', required: true, readOnly: true, default: 0 }),
  grossTotal: money({ label: 'Total', required: true, readOnly: true, default: 0, sort: true, filter: true }),
  cost: money({ readOnly: true }),
  margin: money({ readOnly: true }),
  taxBreakdown: json<TaxGroup[]>()({ label: 'Tax breakdown', readOnly: true }),
  /** so that a change of lines alone is a change of the document, with a version of its own */
  contentChangedAt: instant({ readOnly: true, hidden: true }),
})

export const lineKinds = { product: 'Product', text: 'Text', section: 'Section', subtotal: 'Subtotal' } as const

/** Fields of every document line, without the reference to its document. */
export const lineFields = () => ({
  kind: choice(lineKinds, { required: true, default: 'product' }),
  productId: reference('product'),
  /** its first line is the name on paper, the rest the small print under it */
  description: longText(),
  quantity: decimal({ required: true, default: '1' }),
  unit: text({ max: 40 }),
  unitPrice: decimal({ required: true, default: '0' }),
  discountPercent: percent({ label: 'Discount %' }),
  discountAmount: money({ label: 'Discount' }),
  taxClassId: reference('taxClass'),
  /** copied at writing: a later change of a rate does not touch the document */
  taxes: json<LineTax[]>()({ heavy: false }),
  optional: boolean({ required: true, default: false }),
  selected: boolean({ required: true, default: false }),
  unitCost: decimal(),
  /** as priced (net or gross), after the line's discount */
  total: money({ label: 'Amount', required: true, readOnly: true, default: 0 }),
  /** after the line's and the document's discount */
  net: money({ required: true, readOnly: true, default: 0 }),
  currency: currencyCode(),
  position: integer({ required: true, default: 0 }),
})

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
