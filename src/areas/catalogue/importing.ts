/** How files of products become records. */
import { sql } from 'kysely'
import { AppError } from '../../kernel/errors.ts'
import { importing } from '../../kernel/server/import/importer.ts'
import { many } from '../../kernel/server/table.ts'
import { product, productCategory, taxClass } from './model.ts'
import { checkProduct, skuOf } from './rules.ts'

export const categoryImporter = importing(productCategory)

export const productImporter = importing(product, {
  fills: ['sku'],
  prepare: async (c, drafts) => {
    const fresh = drafts.filter((d) => !d.before)
    const bases = fresh.flatMap((d) => (d.values.sku ? [] : [`${skuOf(String(d.values.name ?? ''))}%`]))
    const taken = bases.length > 0 ? await many(c, product, sql`t.sku like any(${bases}::text[])`) : []
    const used = new Set(taken.map((p) => p.sku))
    const [tax] = fresh.length > 0 ? await many(c, taxClass, sql`t.is_default`, sql`order by t.name limit 1`) : []
    for (const draft of drafts) {
      const { values } = draft
      try {
        checkProduct(values)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        draft.problems.push(...error.errors.map((e) => ({ field: e.path, message: e.message })))
      }
      if (draft.before) continue
      if (values.taxClassId === undefined) values.taxClassId = tax?.id ?? null
      if (!values.sku) {
        const base = skuOf(String(values.name ?? ''))
        let sku = base
        for (let n = 2; used.has(sku); n++) sku = `${base}-${n}`
        values.sku = sku
      }
      used.add(String(values.sku))
    }
  },
})
