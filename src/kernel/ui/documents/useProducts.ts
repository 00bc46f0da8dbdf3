/** Products as one types, and what a chosen one fills into its line. */
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type PriceBasis, unitPriceAs } from '../../priceBasis.ts'
import type { WireRecord } from '../api/types.ts'
import { listOf, objectOf, stringOf, stringOrNull } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import type { Line } from './lines.ts'
import { taxesOf } from './lines.ts'

export type PriceContext = {
  currency: string
  accountId?: string | null
  country?: string | null
  day?: string | null
  /** whether the document's prices include tax */
  pricesInclude: PriceBasis
}

export const useProductSearch = (
  typed: string,
  enabled: boolean,
): { products: readonly WireRecord[]; busy: boolean } => {
  const { api, registry } = useApp()
  const [q] = useDebouncedValue(typed.trim(), 140)
  const { data, isFetching } = useQuery({
    queryKey: ['products', 'list', 'suggest', q],
    queryFn: async ({ signal }) =>
      listOf(await api.fetch('/products', { q, active: true, limit: 8, total: 'none' }, signal)),
    enabled: enabled && registry.find('product') !== undefined,
    staleTime: 60_000,
  })
  return { products: data?.data ?? [], busy: isFetching }
}

/** Name and proposed text first; price and tax as the price lists say, else the product's own. */
export const useFillProduct = () => {
  const { api } = useApp()
  return async (line: Line, product: WireRecord, c: PriceContext): Promise<Line> => {
    const name = stringOf(product['name'])
    const text = stringOf(product['description'])
    const filled: Line = {
      ...line,
      productId: product.id,
      description: text && text !== name ? (text.startsWith(name) ? text : `${name}\n${text}`) : name,
      unit: stringOf(product['unit'], line.unit),
      unitPrice: unitPriceAs(stringOf(product['unitPrice'], '0'), 'net', c.pricesInclude, line.taxes),
      unitCost: stringOrNull(product['cost']) ?? line.unitCost,
      taxClassId: stringOrNull(product['taxClassId']) ?? line.taxClassId,
    }
    try {
      const priced = objectOf(
        await api.fetch('/products/price', {
          productId: product.id,
          quantity: line.quantity || '1',
          currency: c.currency,
          accountId: c.accountId,
          country: c.country,
          day: c.day,
          pricesInclude: c.pricesInclude,
        }),
      )
      const taxes = taxesOf(priced['taxes'])
      return {
        ...filled,
        unitPrice: stringOrNull(priced['unitPrice']) ?? filled.unitPrice,
        unitCost: stringOrNull(priced['unitCost']) ?? filled.unitCost,
        taxClassId: stringOrNull(priced['taxClassId']) ?? filled.taxClassId,
        taxes: taxes.length > 0 ? taxes : filled.taxes,
      }
    } catch {
      // without the price list the product's own price is still better than none
      return filled
    }
  }
}
