// What goes into the totals of a document and what comes out. Amounts are minor units; the rest are decimal strings.
import type { Minor } from './money.ts'

/** UNTDID 5305: standard, zero, exempt, reverse charge, intra-community, export, outside the scope. */
export type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O'

/** One tax as copied onto the line; `rate` in percent (`23` or `5.5`). */
export type LineTax = {
  code: string
  name: string
  rate: string
  category: TaxCategory
  exemptionReason?: string | null
}

/** `discountPercent` or `discountAmount` (minor units, never negative), not both. Prices are in the document's `pricesInclude`. */
export type ProductLine = {
  id: string
  kind: 'product'
  optional?: boolean
  selected?: boolean
  quantity: string
  unitPrice: string
  discountPercent?: string | null
  discountAmount?: Minor | null
  taxes: readonly LineTax[]
  unitCost?: string | null
}
export type DocumentLine = ProductLine | { id: string; kind: 'text' | 'section' | 'subtotal' }

/** A net amount and the keys of the tax groups it is in (none: not taxed; two: two taxes on one base). */
export type TaxBase = { keys: string[]; net: Minor }

/** One line of the tax breakdown. `key` is `category|rate`, and `category|rate|code` where one line bears such taxes twice. */
export type TaxGroup = {
  key: string
  category: TaxCategory
  rate: string
  name: string
  codes: string[]
  base: Minor
  tax: Minor
  exemptionReason: string | null
}

/** Amounts taken over from another document exactly as posted there (a deposit: negative when deducted). */
export type PostedPart = { id: string; label: string; bases: TaxBase[]; groups: TaxGroup[] }

export type DocumentInput = {
  currency: string
  /** `net`: prices exclude tax; `gross`: they include it. */
  pricesInclude: 'net' | 'gross'
  /** Round the tax once per tax group (EN 16931, the default of the trade) or on every line. */
  rounding: 'perGroup' | 'perLine'
  lines: readonly DocumentLine[]
  documentDiscount?: { percent: string } | { amount: Minor } | null
  posted?: readonly PostedPart[]
  prepaid?: Minor
  /** Smallest coin, such as `0.05`. */
  cashRounding?: string | null
}

/** `net` is before, `taxable` after the document discount; `amount`, `discount`, `total`, `documentDiscount` are in the prices' mode. */
export type LineTotals = {
  id: string
  kind: DocumentLine['kind']
  /** Part of the totals: false for texts and for optional lines not selected. */
  counted: boolean
  /** Tax groups the line is in, highest rate first. */
  keys: string[]
  amount: Minor
  discount: Minor
  total: Minor
  documentDiscount: Minor
  net: Minor
  taxable: Minor
  tax: Minor
  gross: Minor
  cost: Minor
}

export type DocumentTotals = {
  currency: string
  lines: LineTotals[]
  /** Sum of the lines as priced (net or gross). */
  lineTotal: Minor
  /** BT-106. */
  lineNetTotal: Minor
  /** As priced (net or gross). */
  documentDiscount: Minor
  /** BT-107. */
  documentDiscountNet: Minor
  taxGroups: TaxGroup[]
  bases: TaxBase[]
  /** BT-109, BT-110, BT-112, BT-113, BT-114, BT-115. */
  netTotal: Minor
  taxTotal: Minor
  grossTotal: Minor
  prepaid: Minor
  roundingAmount: Minor
  payable: Minor
  cost: Minor
  /** False if a counted line has no unit cost: the margin is then too good. */
  costComplete: boolean
  /** Of the document's own lines, after discounts, before posted parts. */
  margin: Minor
  /** Of the net after discounts, two decimals; null if that is 0. */
  marginPercent: string | null
}
