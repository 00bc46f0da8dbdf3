/** Which price and which taxes apply. Pure. */
import { countryByCode } from '../../kernel/countries.ts'
import { AppError, type FieldError, invalid } from '../../kernel/errors.ts'
import { needsReason } from '../../kernel/exemption.ts'
import { unaccent } from '../../kernel/match.ts'
import { decimalString, Exact, isCurrency, round } from '../../kernel/money.ts'
import type { LineTax } from '../../kernel/taxTypes.ts'
import type { PriceList, PriceListEntry, Product, TaxRate } from './model.ts'

/** `GTX Pro` → `GTX-PRO` */
export const skuOf = (name: string): string =>
  unaccent(name)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50) || 'PRODUCT'

const fail = (errors: readonly FieldError[]): void => {
  const [first] = errors
  if (first) throw new AppError('invalid', `${first.path} ${first.message}.`, { errors: [...errors] })
}
const negative = (v: string | null | undefined): boolean =>
  typeof v === 'string' && v !== '' && new Exact(v).isNegative()

export const checkProduct = (p: Partial<Pick<Product, 'unitPrice' | 'cost' | 'currency'>>): void =>
  fail([
    ...(negative(p.unitPrice) ? [{ path: 'unitPrice', message: 'must not be negative' }] : []),
    ...(negative(p.cost) ? [{ path: 'cost', message: 'must not be negative' }] : []),
    ...(p.currency && !isCurrency(p.currency)
      ? [{ path: 'currency', message: 'must be a currency code such as EUR' }]
      : []),
  ])

export const checkPeriod = (p: {
  validFrom?: string | null
  validTo?: string | null
  currency?: string | null
}): void =>
  fail([
    ...(p.validFrom && p.validTo && p.validTo < p.validFrom
      ? [{ path: 'validTo', message: 'must not lie before the first day' }]
      : []),
    ...(p.currency && !isCurrency(p.currency)
      ? [{ path: 'currency', message: 'must be a currency code such as EUR' }]
      : []),
  ])

export const checkEntry = (e: Partial<Pick<PriceListEntry, 'unitPrice' | 'discountPercent' | 'minQuantity'>>): void => {
  const has = (v: string | null | undefined): boolean => v !== null && v !== undefined
  const discount = has(e.discountPercent) ? new Exact(e.discountPercent ?? '0') : undefined
  fail([
    ...(has(e.unitPrice) === has(e.discountPercent)
      ? [{ path: 'unitPrice', message: 'Give either a price or a discount' }]
      : []),
    ...(negative(e.unitPrice) ? [{ path: 'unitPrice', message: 'must not be negative' }] : []),
    ...(negative(e.minQuantity) ? [{ path: 'minQuantity', message: 'must not be negative' }] : []),
    ...(discount && (discount.isNegative() || discount.greaterThan(100))
      ? [{ path: 'discountPercent', message: 'must lie between 0 and 100' }]
      : []),
  ])
}

/** Refuses a rate that could not stand on an invoice (EN 16931); gives back its country in upper case. */
export const checkRate = (
  r: Partial<Pick<TaxRate, 'rate' | 'category' | 'exemptionReason' | 'country' | 'validFrom' | 'validTo'>>,
): { country: string | null } => {
  checkPeriod(r)
  const rate = new Exact(r.rate ?? '0')
  const country = r.country ? countryByCode(r.country)?.code : null
  fail([
    ...(rate.isNegative() || rate.greaterThan(100) ? [{ path: 'rate', message: 'must lie between 0 and 100' }] : []),
    ...(r.category && r.category !== 'S' && !rate.isZero()
      ? [{ path: 'rate', message: 'must be 0 for this category' }]
      : []),
    ...(r.category && needsReason(r.category) && !r.exemptionReason
      ? [{ path: 'exemptionReason', message: 'is required for this category, because invoices must state it' }]
      : []),
    ...(country === undefined ? [{ path: 'country', message: 'must be a country code such as DE' }] : []),
  ])
  return { country: country ?? null }
}

/** Whether a row with a period holds on a day; open ends hold for ever. */
export const holds = (x: { validFrom: string | null; validTo: string | null }, day: string): boolean =>
  (x.validFrom === null || x.validFrom <= day) && (x.validTo === null || x.validTo >= day)

/**
 * The taxes of a class in a country on a day: the country's rates if it has any then, else those set for no country.
 * Of rates with the same name the latest beginning wins, so that a new rate needs no end date on the old one.
 */
export const taxesOn = (rates: readonly TaxRate[], country: string | null, day: string): LineTax[] => {
  const current = rates.filter((r) => holds(r, day))
  const own = current.filter((r) => country !== null && r.country === country)
  const chosen = own.length > 0 ? own : current.filter((r) => !r.country)
  const latest = chosen.reduce((max, r) => ((r.validFrom ?? '') > max ? (r.validFrom ?? '') : max), '')
  return chosen
    .filter((r) => (r.validFrom ?? '') === latest)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((r) => ({
      code: r.name.slice(0, 40),
      name: r.name,
      rate: decimalString(r.rate),
      category: r.category,
      exemptionReason: r.exemptionReason,
    }))
}

export type Price = {
  /** in the asked currency; null: no price is known */
  unitPrice: string | null
  /** a sentence for people */
  reason: string
  priceListId: string | null
  pricesInclude: 'net' | 'gross'
}
type ListWithEntries = { list: PriceList; entries: readonly PriceListEntry[] }

const atTier = (entries: readonly PriceListEntry[], productId: string, quantity: string): PriceListEntry | undefined =>
  entries
    .filter((e) => e.productId === productId && new Exact(e.minQuantity).lessThanOrEqualTo(quantity))
    .toSorted((a, b) => new Exact(b.minQuantity).comparedTo(a.minQuantity))[0]

/** A decimal price at another rate, six decimals at most. */
export const convertPrice = (price: string, factor: string): string =>
  decimalString(round(new Exact(price).times(factor), 6))

/**
 * The price of one unit. Deterministic: the account's own list, then the default lists of the currency (latest beginning,
 * then name), each by its highest tier not above the quantity; then the product's list price at the day's rate.
 * `listPrice`: that price in the asked currency, or null where product or rate has none.
 */
export const choosePrice = (
  product: Pick<Product, 'id' | 'currency'>,
  quantity: string,
  currency: string,
  day: string,
  lists: { own: ListWithEntries | undefined; defaults: readonly ListWithEntries[] },
  listPrice: string | null,
): Price => {
  const usable = (l: ListWithEntries): boolean => l.list.active && l.list.currency === currency && holds(l.list, day)
  const byPreference = lists.defaults
    .filter((l) => l.list.isDefault)
    .toSorted((a, b) =>
      (a.list.validFrom ?? '') === (b.list.validFrom ?? '')
        ? a.list.name.localeCompare(b.list.name, 'en')
        : (a.list.validFrom ?? '') > (b.list.validFrom ?? '')
          ? -1
          : 1,
    )
  for (const l of [...(lists.own ? [lists.own] : []), ...byPreference].filter(usable)) {
    const entry = atTier(l.entries, product.id, quantity)
    if (!entry) continue
    const tier = new Exact(entry.minQuantity).greaterThan(1) ? `, from ${decimalString(entry.minQuantity)} units` : ''
    const whose = l === lists.own ? 'the account’s price list' : 'price list'
    if (entry.unitPrice !== null)
      return {
        unitPrice: decimalString(entry.unitPrice),
        reason: `From ${whose} ${l.list.name}${tier}`,
        priceListId: l.list.id,
        pricesInclude: l.list.pricesInclude,
      }
    if (listPrice === null) continue
    const share = new Exact(100).minus(entry.discountPercent ?? '0').div(100)
    return {
      unitPrice: decimalString(round(new Exact(listPrice).times(share), 6)),
      reason: `${decimalString(entry.discountPercent ?? '0')} % off the list price, by ${whose} ${l.list.name}${tier}`,
      priceListId: l.list.id,
      pricesInclude: 'net',
    }
  }
  const converted = product.currency !== null && product.currency !== currency
  return {
    unitPrice: listPrice,
    reason:
      listPrice === null
        ? `No price is set in ${currency}`
        : converted
          ? `List price, converted from ${product.currency}`
          : 'List price of the product',
    priceListId: null,
    pricesInclude: 'net',
  }
}

/** Throws where a quantity is no number above zero. */
export const assertQuantity = (quantity: string): void => {
  if (!/^\d{1,14}(\.\d{1,6})?$/.test(quantity)) throw invalid('quantity', 'must be a number such as 10')
}
