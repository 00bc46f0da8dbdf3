/** Every write of products, prices and taxes. */
import { sql } from 'kysely'
import type { Values } from '../../kernel/entity.ts'
import { invalid } from '../../kernel/errors.ts'
import { creates, removes, restores, updates } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { soleDefault } from '../../kernel/server/soleDefault.ts'
import { get, insert, many, update } from '../../kernel/server/table.ts'
import { priceList, priceListEntry, product, productCategory, taxClass, taxRate } from './model.ts'
import { checkEntry, checkPeriod, checkProduct, checkRate, skuOf } from './rules.ts'

export const categoryActions = [
  creates(productCategory),
  updates(productCategory, {
    run: async (c, row, patch) => {
      if (patch.parentId && patch.parentId !== row.parentId) {
        const r = await sql`with recursive up as (
            select id, parent_id from product_category where workspace_id = ${c.workspace.id} and id = ${patch.parentId}
            union
            select p.id, p.parent_id from product_category p join up on p.id = up.parent_id
              and p.workspace_id = ${c.workspace.id}
          ) select 1 from up where id = ${row.id}`.execute(c.tx)
        if (r.rows.length > 0) throw invalid('parentId', 'must not be the category itself or one of those in it')
      }
      return update(c, productCategory, row, patch)
    },
  }),
  removes(productCategory),
  restores(productCategory),
]

/** A SKU no other product has, made from the name: `GTX Pro` → `GTX-PRO`, then `GTX-PRO-2`. */
const freeSku = async (c: Ctx, name: string): Promise<string> => {
  const base = skuOf(name)
  const taken = await many(c, product, sql`(t.sku = ${base} or t.sku like ${`${base}-%`})`)
  const used = new Set(taken.map((p) => p.sku))
  if (!used.has(base)) return base
  for (let n = 2; ; n++) if (!used.has(`${base}-${n}`)) return `${base}-${n}`
}

const defaultTaxClass = async (c: Ctx): Promise<string | null> => {
  const [first] = await many(c, taxClass, sql`t.is_default`, sql`order by t.name limit 1`)
  return first?.id ?? null
}

const insertProduct = async (c: Ctx, values: Values<typeof product> & { id?: string; createdAt?: string }) => {
  checkProduct(values)
  return insert(c, product, {
    ...values,
    sku: values.sku || (await freeSku(c, values.name ?? '')),
    taxClassId: values.taxClassId === undefined ? await defaultTaxClass(c) : values.taxClassId,
  })
}
export const productActions = [
  creates(product, { run: insertProduct }),
  updates(product, {
    run: async (c, row, patch) => {
      checkProduct(patch)
      return update(c, product, row, patch)
    },
  }),
  removes(product),
  restores(product),
]

export const taxClassActions = [...soleDefault(taxClass), removes(taxClass), restores(taxClass)]

export const taxRateActions = [
  creates(taxRate, {
    run: async (c, input) => insert(c, taxRate, { ...input, ...checkRate(input) }),
  }),
  updates(taxRate, {
    run: async (c, row, patch) => update(c, taxRate, row, { ...patch, ...checkRate({ ...row, ...defined(patch) }) }),
  }),
  removes(taxRate),
  restores(taxRate),
]

const defined = <T extends object>(patch: T): Partial<T> =>
  Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined)) as Partial<T>

export const priceListActions = [
  creates(priceList, {
    run: async (c, input) => {
      checkPeriod(input)
      return insert(c, priceList, input)
    },
  }),
  updates(priceList, {
    run: async (c, row, patch) => {
      checkPeriod({ ...row, ...defined(patch) })
      if (patch.currency && patch.currency !== row.currency) {
        const [priced] = await many(
          c,
          priceListEntry,
          sql`t.price_list_id = ${row.id} and t.unit_price is not null`,
          sql`limit 1`,
        )
        if (priced) throw invalid('currency', 'cannot change while the list holds prices')
      }
      return update(c, priceList, row, patch)
    },
  }),
  removes(priceList),
  restores(priceList),
]

export const priceListEntryActions = [
  creates(priceListEntry, {
    run: async (c, input) => {
      checkEntry(input)
      await get(c, priceList, input.priceListId)
      return insert(c, priceListEntry, input)
    },
  }),
  updates(priceListEntry, {
    run: async (c, row, patch) => {
      checkEntry({ ...row, ...defined(patch) })
      return update(c, priceListEntry, row, patch)
    },
  }),
  removes(priceListEntry),
]
