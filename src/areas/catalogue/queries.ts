/** What the line editor asks while one types. */
import { choice, currencyCode, day, decimal, reference, text } from '../../kernel/entity.ts'
import { unitPriceAs } from '../../kernel/priceBasis.ts'
import { isHidden } from '../../kernel/server/access.ts'
import { query } from '../../kernel/server/query.ts'
import type { LineTax } from '../../kernel/taxTypes.ts'
import { product } from './model.ts'
import { resolvePrice, taxesOfClasses } from './resolve.ts'

/** `GET /products/price?productId=…&quantity=…&currency=…&accountId=…&pricesInclude=…` */
export const price = query(
  product,
  'price',
  {
    params: {
      productId: reference('product', { required: true }),
      quantity: decimal({ required: true, default: '1' }),
      currency: currencyCode({}),
      accountId: reference('account'),
      priceListId: reference('priceList'),
      country: text({ max: 2 }),
      day: day(),
      pricesInclude: choice({ net: 'Without tax', gross: 'With tax' }, { help: 'As the price list says unless told' }),
    },
  },
  async (c, p) => {
    const on = p.day ?? c.today
    const currency = p.currency ?? c.workspace.baseCurrency
    const found = await resolvePrice(c, {
      productId: p.productId,
      quantity: p.quantity ?? '1',
      currency,
      accountId: p.accountId ?? null,
      priceListId: p.priceListId ?? null,
      day: on,
    })
    const country = p.country ?? c.workspace.country
    const known = found.taxClassId ? await taxesOfClasses(c, [found.taxClassId], { country, day: on }) : new Map()
    const taxes: LineTax[] = known.get(found.taxClassId) ?? []
    const { unitCost, ...open } = found
    const pricesInclude = p.pricesInclude ?? found.pricesInclude
    return {
      ...open,
      unitPrice: found.unitPrice && unitPriceAs(found.unitPrice, found.pricesInclude, pricesInclude, taxes),
      pricesInclude,
      currency,
      taxes,
      ...(isHidden(c.actor, product, 'cost') ? {} : { unitCost }),
    }
  },
)
