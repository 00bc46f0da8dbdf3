import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Caller, testApp, type TestApp, type TestWorkspace } from '../../../test/helpers/app.ts'
import { taxesFor } from './index.ts'

let t: TestApp
let ws: TestWorkspace
let admin: Caller
type Item = Record<string, unknown> & { id: string }
const make = async (path: string, body: Record<string, unknown>): Promise<Item> => {
  const r = await admin.post(path, body)
  expect(r.status, r.text).toBe(201)
  return r.body as unknown as Item
}
const list = async (path: string): Promise<Item[]> => (await admin.get(path)).body.data as Item[]

beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  admin = ws.admin
})
afterAll(() => t?.close())

it('ships tax classes with the rates of the country', async () => {
  const standard = (await list('/tax-classes')).find((x) => x.name === 'Standard')
  expect(standard?.isDefault).toBe(true)
  const taxes = await ws.transaction((c) =>
    taxesFor(c, { taxClassId: standard?.id ?? '', country: 'DE', day: c.today }),
  )
  expect(taxes).toEqual([{ code: 'VAT 19%', name: 'VAT 19%', rate: '19', category: 'S', exemptionReason: null }])
})

it('gives products a free SKU and the default tax class', async () => {
  const first = await make('/products', { name: 'GTX Plus', unitPrice: '10' })
  const second = await make('/products', { name: 'GTX plus', unitPrice: '10' })
  expect([first.sku, second.sku]).toEqual(['GTX-PLUS', 'GTX-PLUS-2'])
  expect((first.labels as Record<string, string>).taxClassId).toBe('Standard')
  expect((await admin.post('/products', { name: 'X', unitPrice: '-1' })).status).toBe(400)
})

describe('prices', () => {
  it('come from the account’s list, by tier, else from the default list, else from the product', async () => {
    const product = await make('/products', { name: 'Chair', unitPrice: '100', cost: '60', unit: 'piece' })
    const own = await make('/price-lists', { name: 'Gold', currency: 'EUR' })
    await make('/price-list-entries', { priceListId: own.id, productId: product.id, minQuantity: '1', unitPrice: '90' })
    await make('/price-list-entries', {
      priceListId: own.id,
      productId: product.id,
      minQuantity: '10',
      discountPercent: '20',
    })
    const both = await admin.post('/price-list-entries', {
      priceListId: own.id,
      productId: product.id,
      minQuantity: '5',
      unitPrice: '1',
      discountPercent: '2',
    })
    expect(both.status).toBe(400)
    const gold = await make('/accounts', { name: 'Gold customer', priceListId: own.id })
    const ask = async (query: string) => (await admin.get(`/products/price?productId=${product.id}&${query}`)).body
    expect(await ask('quantity=1')).toMatchObject({
      unitPrice: '100',
      reason: 'List price of the product',
      unit: 'piece',
      unitCost: '60',
    })
    expect(await ask(`quantity=1&accountId=${gold.id}`)).toMatchObject({ unitPrice: '90', priceListId: own.id })
    expect(await ask(`quantity=12&accountId=${gold.id}`)).toMatchObject({
      unitPrice: '80',
      reason: '20 % off the list price, by the account’s price list Gold, from 10 units',
    })
    expect(await ask('quantity=1')).toMatchObject({ taxes: [{ rate: '19' }] })
    expect(await ask('quantity=1&currency=CHF')).toMatchObject({ unitPrice: null, reason: 'No price is set in CHF' })
    await make('/exchange-rates', { code: 'CHF', validFrom: '2020-01-01', rate: '1.25' })
    expect(await ask('quantity=1&currency=CHF')).toMatchObject({
      unitPrice: '80',
      reason: 'List price, converted from EUR',
    })
    const rep = await ws.as('salesAgent')
    const seen = await rep.get(`/products/price?productId=${product.id}`)
    expect(seen.status, seen.text).toBe(200)
    expect(seen.body).not.toHaveProperty('unitCost')
  })

  it('of another currency cannot be put under a list’s prices', async () => {
    const l = await make('/price-lists', { name: 'Dollar list', currency: 'USD' })
    const p = await make('/products', { name: 'Table', unitPrice: '1' })
    await make('/price-list-entries', { priceListId: l.id, productId: p.id, unitPrice: '3' })
    expect((await admin.patch(`/price-lists/${l.id}`, { currency: 'EUR' })).status).toBe(400)
  })
})

it('refuses tax rates that could not stand on an invoice', async () => {
  const taxClassId = (await list('/tax-classes'))[0]?.id
  expect((await admin.post('/tax-rates', { name: 'X', taxClassId, rate: '0', category: 'AE' })).text).toContain(
    'exemptionReason',
  )
  expect((await admin.post('/tax-rates', { name: 'X', taxClassId, rate: '5', category: 'Z' })).status).toBe(400)
})

describe('prices that include tax', () => {
  let accountId = ''
  let productId = ''
  let lists = 0
  const setUp = async (pricesInclude: 'net' | 'gross', unitPrice: string) => {
    const country = 'CH'
    const taxClassId = (await make('/tax-classes', { name: `Special ${++lists}` })).id
    await make('/tax-rates', { name: 'VAT 8%', rate: '8', taxClassId, country })
    productId = (await make('/products', { name: `Machine ${lists}`, taxClassId })).id
    const priceListId = (await make('/price-lists', { name: `List ${lists}`, currency: 'EUR', pricesInclude })).id
    await make('/price-list-entries', { priceListId, productId, unitPrice })
    accountId = (await make('/accounts', { name: 'Buyer', priceListId, billingAddress: { country } })).id
  }
  const invoice = (pricesInclude: 'net' | 'gross') =>
    make('/invoices', { accountId, pricesInclude, lines: [{ productId, quantity: '1' }] })

  it('stand as listed in a document that includes tax, and are made net in one that does not', async () => {
    await setUp('gross', '2500')
    expect(await invoice('gross')).toMatchObject({
      lines: [{ unitPrice: '2500' }],
      netTotal: { amount: '2314.81' },
      taxTotal: { amount: '185.19' },
      grossTotal: { amount: '2500.00' },
    })
    expect(await invoice('net')).toMatchObject({
      lines: [{ unitPrice: '2314.814815' }],
      netTotal: { amount: '2314.81' },
    })
    const question = `/products/price?productId=${productId}&accountId=${accountId}&country=CH`
    expect((await admin.get(question)).body).toMatchObject({ unitPrice: '2500', pricesInclude: 'gross' })
    expect((await admin.get(`${question}&pricesInclude=net`)).body).toMatchObject({
      unitPrice: '2314.814815',
      pricesInclude: 'net',
    })
  })

  it('take on the tax where the list is net and the document is not', async () => {
    await setUp('net', '100')
    expect(await invoice('gross')).toMatchObject({
      lines: [{ unitPrice: '108' }],
      netTotal: { amount: '100.00' },
      grossTotal: { amount: '108.00' },
    })
  })
})
