import { describe, expect, it } from 'vitest'
import type { PriceList, PriceListEntry, TaxRate } from './model.ts'
import { choosePrice, convertPrice, skuOf, taxesOn } from './rules.ts'

const base = {
  version: 1,
  createdAt: '',
  updatedAt: '',
  createdBy: null,
  updatedBy: null,
  deletedAt: null,
  ownerId: null,
  teamId: null,
  number: null,
  custom: {},
}
const rate = (over: Partial<TaxRate>): TaxRate => ({
  ...base,
  id: 'r',
  name: 'VAT',
  taxClassId: 'c',
  country: 'DE',
  rate: '19',
  category: 'S',
  exemptionReason: null,
  validFrom: null,
  validTo: null,
  ...over,
})
const priceList = (over: Partial<PriceList>): PriceList => ({
  ...base,
  id: 'l',
  name: 'List',
  currency: 'EUR',
  pricesInclude: 'net',
  isDefault: true,
  validFrom: null,
  validTo: null,
  active: true,
  description: null,
  ...over,
})
const entry = (over: Partial<PriceListEntry>): PriceListEntry => ({
  ...base,
  id: 'e',
  priceListId: 'l',
  productId: 'p',
  minQuantity: '1',
  unitPrice: '9',
  discountPercent: null,
  ...over,
})

describe('taxes', () => {
  it('are those of the country and day, the newest beginning wins', () => {
    const rates = [
      rate({ name: 'Old', rate: '16' }),
      rate({ name: 'New', validFrom: '2021-01-01' }),
      rate({ name: 'Else', country: null, rate: '0', category: 'Z' }),
    ]
    expect(taxesOn(rates, 'DE', '2020-12-31').map((x) => x.name)).toEqual(['Old'])
    expect(taxesOn(rates, 'DE', '2021-01-01').map((x) => x.name)).toEqual(['New'])
    expect(taxesOn(rates, 'US', '2021-01-01').map((x) => x.name)).toEqual(['Else'])
  })

  it('may be several on one base', () => {
    const rates = [rate({ name: 'SGST', rate: '14', country: 'IN' }), rate({ name: 'CGST', rate: '14', country: 'IN' })]
    expect(taxesOn(rates, 'IN', '2026-01-01').map((x) => x.name)).toEqual(['CGST', 'SGST'])
  })
})

describe('prices', () => {
  const product = { id: 'p', currency: 'EUR' }
  const ask = (own: PriceList | undefined, defaults: PriceList[], entries: PriceListEntry[], quantity = '1') =>
    choosePrice(
      product,
      quantity,
      'EUR',
      '2026-01-15',
      {
        own: own ? { list: own, entries: entries.filter((e) => e.priceListId === own.id) } : undefined,
        defaults: defaults.map((list) => ({ list, entries: entries.filter((e) => e.priceListId === list.id) })),
      },
      '10',
    )

  it('go by the highest tier not above the quantity', () => {
    const entries = [
      entry({}),
      entry({ minQuantity: '10', unitPrice: '8' }),
      entry({ minQuantity: '100', unitPrice: '7' }),
    ]
    expect(ask(undefined, [priceList({})], entries, '9.5').unitPrice).toBe('9')
    expect(ask(undefined, [priceList({})], entries, '10').unitPrice).toBe('8')
    expect(ask(undefined, [priceList({})], entries, '1000').unitPrice).toBe('7')
  })

  it('prefer the account’s list, and pass over lists that do not hold', () => {
    const entries = [entry({}), entry({ priceListId: 'own', unitPrice: '5' })]
    const own = priceList({ id: 'own', name: 'Own', isDefault: false })
    expect(ask(own, [priceList({})], entries).unitPrice).toBe('5')
    expect(ask({ ...own, validTo: '2025-12-31' }, [priceList({})], entries).unitPrice).toBe('9')
    expect(ask({ ...own, currency: 'USD' }, [], entries).reason).toBe('List price of the product')
  })

  it('do not hang on the order the lists come in', () => {
    const lists = [priceList({ id: 'a', name: 'A' }), priceList({ id: 'b', name: 'B', validFrom: '2026-01-01' })]
    const entries = [entry({ priceListId: 'a', unitPrice: '1' }), entry({ priceListId: 'b', unitPrice: '2' })]
    expect(ask(undefined, lists, entries).unitPrice).toBe('2')
    expect(ask(undefined, lists.toReversed(), entries).unitPrice).toBe('2')
  })

  it('convert with six decimals', () => {
    expect(convertPrice('10', '0.333333333333')).toBe('3.333333')
  })
})

it('makes SKUs of names', () => {
  expect(skuOf('GTX Plus Pro')).toBe('GTX-PLUS-PRO')
  expect(skuOf('Žluťoučký kůň!')).toBe('ZLUTOUCKY-KUN')
  expect(skuOf('—')).toBe('PRODUCT')
})
