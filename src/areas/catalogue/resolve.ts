/** Prices, taxes and exchange rates for a document's lines, in a fixed small number of statements. */
import { sql } from 'kysely'
import { AppError, invalid } from '../../kernel/errors.ts'
import { decimalString, Exact, round } from '../../kernel/money.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { find, many } from '../../kernel/server/table.ts'
import type { LineTax } from '../../kernel/taxTypes.ts'
import {
  type PriceList,
  priceList,
  type PriceListEntry,
  priceListEntry,
  type Product,
  product,
  taxRate,
} from './model.ts'
import { assertQuantity, choosePrice, convertPrice, type Price, taxesOn } from './rules.ts'

type Reader = Pick<Ctx, 'tx' | 'workspace'>

/** Units of the base currency for one of `currency` on `day`. Throws `invalid` at `currency` where no rate is known. */
export const rateOn = async (c: Reader, currency: string, day: string): Promise<string> => {
  const known = await ratesOn(c, [currency], day)
  const rate = known.get(currency)
  if (rate === undefined)
    throw invalid('currency', `has no exchange rate on ${day}: ask an admin to enter one for ${currency}`)
  return rate
}

const ratesOn = async (c: Reader, currencies: readonly string[], day: string): Promise<Map<string, string>> => {
  const foreign = [...new Set(currencies)].filter((x) => x !== c.workspace.baseCurrency)
  const own: [string, string] = [c.workspace.baseCurrency, '1']
  if (foreign.length === 0) return new Map([own])
  const r = await sql<{ code: string; rate: string }>`select distinct on (code) code, rate from exchange_rate
    where workspace_id = ${c.workspace.id} and deleted_at is null and code = any(${foreign}::text[]) and valid_from <= ${day}
    order by code, valid_from desc`.execute(c.tx)
  return new Map([own, ...r.rows.map((x): [string, string] => [x.code, decimalString(x.rate)])])
}

type PriceQuestion = {
  productId: string
  quantity: string
  currency: string
  accountId?: string | null
  /** a list chosen on the document goes before the account's */
  priceListId?: string | null
  day: string
}
/** `unitPrice` and `unitCost` in the asked currency, with what a line takes over from the product. */
export type LinePrice = Price & {
  productId: string
  name: string
  description: string | null
  unit: string | null
  taxClassId: string | null
  unitCost: string | null
}

const productOf = async (c: Reader, id: string): Promise<Product> => {
  const found = await find(c, product, id)
  if (!found)
    throw new AppError('invalid', 'productId does not exist.', {
      errors: [{ path: 'productId', message: 'does not exist' }],
    })
  return found
}

const listsFor = async (
  c: Reader,
  q: PriceQuestion,
): Promise<{ own: PriceList | undefined; defaults: PriceList[] }> => {
  const found = await many(
    c,
    priceList,
    sql`t.active and (t.is_default or t.id = ${q.priceListId ?? null}::uuid or t.id = (select price_list_id from account a
      where a.workspace_id = ${c.workspace.id} and a.id = ${q.accountId ?? null}::uuid))`,
  )
  if (!q.accountId && !q.priceListId) return { own: undefined, defaults: found }
  const r = await sql<{ id: string | null }>`select price_list_id as id from account
    where workspace_id = ${c.workspace.id} and id = ${q.accountId ?? null}::uuid`.execute(c.tx)
  const ownId = q.priceListId ?? r.rows[0]?.id
  return { own: found.find((l) => l.id === ownId), defaults: found.filter((l) => l.isDefault && l.id !== ownId) }
}

/** The price of a product for a line, with what the line takes over from the product. The reason is a sentence. */
export const resolvePrice = async (c: Reader, q: PriceQuestion): Promise<LinePrice> => {
  assertQuantity(q.quantity)
  const p = await productOf(c, q.productId)
  const { own, defaults } = await listsFor(c, q)
  const listIds = [...(own ? [own] : []), ...defaults].map((l) => l.id)
  const entries: PriceListEntry[] =
    listIds.length === 0
      ? []
      : await many(c, priceListEntry, sql`t.product_id = ${q.productId} and t.price_list_id = any(${listIds}::uuid[])`)
  const rates = await ratesOn(c, [q.currency, p.currency ?? c.workspace.baseCurrency], q.day)
  const [from, to] = [rates.get(p.currency ?? c.workspace.baseCurrency), rates.get(q.currency)]
  const factor =
    (p.currency ?? c.workspace.baseCurrency) === q.currency
      ? '1'
      : from && to
        ? decimalString(round(new Exact(from).div(to), 12))
        : undefined
  const at = (price: string | null): string | null =>
    price === null || factor === undefined ? null : factor === '1' ? decimalString(price) : convertPrice(price, factor)
  const withEntries = (list: PriceList) => ({ list, entries: entries.filter((e) => e.priceListId === list.id) })
  const price = choosePrice(
    { id: p.id, currency: p.currency },
    q.quantity,
    q.currency,
    q.day,
    { own: own ? withEntries(own) : undefined, defaults: defaults.map(withEntries) },
    at(p.unitPrice),
  )
  return {
    ...price,
    productId: p.id,
    name: p.name,
    description: p.description,
    unit: p.unit,
    taxClassId: p.taxClassId,
    unitCost: at(p.cost),
  }
}

/** Taxes of several classes in a country on a day, as they are copied onto lines. Classes without a rate get none. */
export const taxesOfClasses = async (
  c: Reader,
  classIds: readonly string[],
  { country, day }: { country: string | null; day: string },
): Promise<Map<string, LineTax[]>> => {
  if (classIds.length === 0) return new Map()
  const rates = await many(c, taxRate, sql`t.tax_class_id = any(${[...classIds]}::uuid[])`)
  return new Map(
    classIds.map((id) => [
      id,
      taxesOn(
        rates.filter((r) => r.taxClassId === id),
        country,
        day,
      ),
    ]),
  )
}

/** The taxes of a class, or of a product by its class. */
export const taxesFor = async (
  c: Reader,
  q: { taxClassId?: string | null; productId?: string | null; country: string | null; day: string },
): Promise<LineTax[]> => {
  const classId = q.taxClassId ?? (q.productId ? (await productOf(c, q.productId)).taxClassId : null)
  return classId ? ((await taxesOfClasses(c, [classId], q)).get(classId) ?? []) : []
}
