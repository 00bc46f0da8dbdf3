/** What is sold, at which price, with which tax. */
import {
  boolean,
  choice,
  countryCode,
  currencyCode,
  day,
  decimal,
  entity,
  file,
  longText,
  percent,
  price,
  reference,
  type Row,
  text,
} from '../../kernel/entity.ts'

export const productCategory = entity(
  'productCategory',
  {
    label: 'Product category',
    labelPlural: 'Product categories',
    plural: 'product-categories',
    title: 'name',
    owned: false,
    lookup: true,
    defaultSort: 'name',
  },
  {
    name: text({ required: true, unique: true, sort: true, max: 120 }),
    parentId: reference('productCategory', { label: 'Part of' }),
    description: text({ max: 1000 }),
  },
)

/** Decides which rates apply to a product or line; the rates hang on it by country and day. */
export const taxClass = entity(
  'taxClass',
  {
    label: 'Tax class',
    labelPlural: 'Tax classes',
    plural: 'tax-classes',
    title: 'name',
    owned: false,
    lookup: true,
    defaultSort: 'name',
  },
  {
    name: text({ required: true, unique: true, sort: true, max: 80 }),
    description: text({ max: 500 }),
    isDefault: boolean({ label: 'Default for new products', required: true, default: false }),
  },
)

/** One tax of a class in a country from a day on. Codes are those of UNTDID 5305, as EN 16931 asks. */
export const taxRate = entity(
  'taxRate',
  {
    label: 'Tax rate',
    labelPlural: 'Tax rates',
    plural: 'tax-rates',
    title: 'name',
    owned: false,
    lookup: true,
    indexes: [['taxClassId', 'country']],
    defaultSort: 'country',
  },
  {
    name: text({ required: true, sort: true, max: 80, help: 'As printed on documents, such as VAT 19%' }),
    taxClassId: reference('taxClass', { required: true, label: 'Tax class' }),
    country: countryCode({ filter: true, sort: true, help: 'Empty: wherever no rate of the country is set' }),
    rate: percent({ required: true }),
    category: choice(
      {
        S: 'S: standard or reduced rate',
        Z: 'Z: zero rated',
        E: 'E: exempt',
        AE: 'AE: reverse charge',
        K: 'K: intra-community supply',
        G: 'G: export',
        O: 'O: outside the scope of tax',
      },
      { required: true, default: 'S', filter: true },
    ),
    exemptionReason: text({ max: 500, help: 'Printed on the invoice; required for E, AE, K, G and O' }),
    validFrom: day({ sort: true }),
    validTo: day(),
  },
)

export const product = entity(
  'product',
  {
    label: 'Product',
    labelPlural: 'Products',
    plural: 'products',
    title: 'name',
    subtitle: 'sku',
    owned: false,
    defaultSort: 'name',
  },
  {
    name: text({ required: true, search: true, sort: true, filter: true }),
    sku: text({ label: 'SKU', unique: true, search: true, sort: true, filter: true, max: 60 }),
    type: choice(
      {
        stock: 'Stock good',
        service: 'Service',
        subscription: 'Subscription',
        bundle: 'Bundle',
      },
      { required: true, default: 'stock', filter: true },
    ),
    categoryId: reference('productCategory', { label: 'Category' }),
    unit: text({ max: 20, help: 'Such as piece, hour or month' }),
    unitPrice: price({ label: 'List price', sort: true, help: 'Per unit, without tax; price lists go before it' }),
    cost: price({ label: 'Unit cost' }),
    currency: currencyCode({ filter: true, help: 'Of list price and cost' }),
    taxClassId: reference('taxClass', { label: 'Tax class' }),
    active: boolean({ required: true, default: true, filter: true }),
    description: longText({ help: 'Proposed as the text of document lines' }),
    imageId: file({ label: 'Image' }),
    externalId: text({ label: 'External id', filter: true, hidden: true }),
  },
)

/** Prices in one currency, for accounts that are given it, or for all. */
export const priceList = entity(
  'priceList',
  {
    label: 'Price list',
    labelPlural: 'Price lists',
    plural: 'price-lists',
    title: 'name',
    owned: false,
    lookup: true,
    defaultSort: 'name',
  },
  {
    name: text({ required: true, unique: true, sort: true, search: true, max: 120 }),
    currency: currencyCode({ required: true, filter: true }),
    pricesInclude: choice(
      { net: 'Without tax', gross: 'With tax' },
      { label: 'Prices are', required: true, default: 'net' },
    ),
    isDefault: boolean({ label: 'For all accounts without a list of their own', required: true, default: false }),
    validFrom: day({ sort: true }),
    validTo: day({ sort: true }),
    active: boolean({ required: true, default: true, filter: true }),
    description: text({ max: 1000 }),
  },
)

/** A product's price on a list from a quantity on: fixed, or a discount off the product's list price. */
export const priceListEntry = entity(
  'priceListEntry',
  {
    label: 'Price',
    labelPlural: 'Prices',
    plural: 'price-list-entries',
    title: 'unitPrice',
    owned: false,
    globalSearch: false,
    unique: [['priceListId', 'productId', 'minQuantity']],
  },
  {
    priceListId: reference('priceList', { required: true, label: 'Price list', cascade: true }),
    productId: reference('product', { required: true, label: 'Product', cascade: true }),
    minQuantity: decimal({ label: 'From quantity', required: true, default: '1', sort: true }),
    unitPrice: price({ help: 'In the currency of the list' }),
    discountPercent: percent({ label: 'Discount', help: 'Off the list price, instead of a price' }),
  },
)

export type Product = Row<typeof product>
export type PriceList = Row<typeof priceList>
export type PriceListEntry = Row<typeof priceListEntry>
export type TaxRate = Row<typeof taxRate>
