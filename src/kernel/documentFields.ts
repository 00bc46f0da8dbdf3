/** The fields that quotes, orders, invoices and credit notes have in common, and those of their lines. */
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
  price,
  reference,
  richText,
  text,
} from './entity.ts'
import type { LineTax, TaxGroup } from './taxTypes.ts'

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
    { net: 'Excluding tax', gross: 'Including tax' },
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

const lineKinds = { product: 'Product', text: 'Text', section: 'Section', subtotal: 'Subtotal' } as const

/** Fields of every document line, without the reference to its document. */
export const lineFields = () => ({
  kind: choice(lineKinds, { required: true, default: 'product' }),
  productId: reference('product'),
  /** its first line is the name on paper, the rest the small print under it */
  description: longText(),
  quantity: decimal({ required: true, default: '1' }),
  unit: text({ max: 40 }),
  unitPrice: price({ required: true, default: '0' }),
  discountPercent: percent({ label: 'Discount %' }),
  discountAmount: money({ label: 'Discount' }),
  taxClassId: reference('taxClass'),
  /** copied at writing: a later change of a rate does not touch the document */
  taxes: json<LineTax[]>()({ heavy: false }),
  optional: boolean({ required: true, default: false }),
  selected: boolean({ required: true, default: false }),
  unitCost: price(),
  /** as priced (net or gross), after the line's discount */
  total: money({ label: 'Amount', required: true, readOnly: true, default: 0 }),
  /** after the line's and the document's discount */
  net: money({ required: true, readOnly: true, default: 0 }),
  currency: currencyCode(),
  position: integer({ required: true, default: 0 }),
})
