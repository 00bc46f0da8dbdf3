/** The tax classes a line can have, with the taxes each stands for in a country on a day. */
import { useQuery } from '@tanstack/react-query'
import type { LineTax } from '../../taxTypes.ts'
import type { WireRecord } from '../api/types.ts'
import { listOf, stringOf, stringOrNull } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { taxesOf } from './lines.ts'

export type TaxOption = { id: string; label: string; taxes: readonly LineTax[]; isDefault: boolean }

/**
 * Rates of the country that hold on the day, else those of no country; of several beginnings the latest. The server
 * decides for good when it saves; this is what the totals show meanwhile.
 */
const taxesOnDay = (rates: readonly WireRecord[], classId: string, country: string, day: string): LineTax[] => {
  const current = rates.filter((r) => {
    const from = stringOrNull(r['validFrom'])
    const to = stringOrNull(r['validTo'])
    return r['taxClassId'] === classId && (from === null || from <= day) && (to === null || to >= day)
  })
  const own = current.filter((r) => stringOf(r['country']) === country)
  const chosen = own.length > 0 ? own : current.filter((r) => !r['country'])
  const latest = chosen.reduce((max, r) => (stringOf(r['validFrom']) > max ? stringOf(r['validFrom']) : max), '')
  return taxesOf(
    chosen
      .filter((r) => stringOf(r['validFrom']) === latest)
      .map((r) => ({ ...r, code: stringOf(r['name']).slice(0, 40) })),
  )
}

/** Tax classes with their taxes, for the tax column. Empty until they are known, or where there is no catalogue. */
export const useTaxOptions = (country: string, day: string): readonly TaxOption[] => {
  const { api, registry } = useApp()
  const enabled = registry.find('taxClass') !== undefined && registry.find('taxRate') !== undefined
  const { data } = useQuery({
    queryKey: ['tax-rates', 'list', 'options'],
    queryFn: async ({ signal }) => {
      const [classes, rates] = await Promise.all([
        api.fetch('/tax-classes', { limit: 200, total: 'none' }, signal),
        api.fetch('/tax-rates', { limit: 200, total: 'none' }, signal),
      ])
      return { classes: listOf(classes).data, rates: listOf(rates).data }
    },
    enabled,
    staleTime: 5 * 60_000,
  })
  return (data?.classes ?? []).map((c) => {
    const taxes = taxesOnDay(data?.rates ?? [], c.id, country, day)
    return {
      id: c.id,
      label: taxes.map((t) => t.name).join(' + ') || stringOf(c['name']),
      taxes,
      isDefault: c['isDefault'] === true,
    }
  })
}
