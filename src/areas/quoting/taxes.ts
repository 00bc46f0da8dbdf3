/** Which taxes a line bears: those of its class in the country of supply on the day of the document. */
import { sql } from 'kysely'
import type { Ctx } from '../../kernel/server/context.ts'
import type { LineTax, TaxCategory } from '../../kernel/taxTypes.ts'

type RateRow = {
  tax_class_id: string
  name: string
  country: string | null
  rate: string
  category: TaxCategory
  exemption_reason: string | null
}

/**
 * Taxes by tax class, as they are copied onto lines. Rates of the country go before those without one; several rates of
 * a class on one day all apply.
 */
export const taxesOfClasses = async (
  c: Pick<Ctx, 'tx' | 'workspace'>,
  classIds: readonly string[],
  { country, day }: { country: string; day: string },
): Promise<Map<string, LineTax[]>> => {
  const r = await sql<RateRow>`select tax_class_id, name, country, rate, category, exemption_reason from tax_rate
    where workspace_id = ${c.workspace.id} and deleted_at is null and tax_class_id = any(${[...classIds]}::uuid[])
      and (country is null or country = ${country})
      and (valid_from is null or valid_from <= ${day}) and (valid_to is null or valid_to >= ${day})
    order by tax_class_id, rate desc, name, id`.execute(c.tx)
  return new Map(
    classIds.map((id) => {
      const own = r.rows.filter((row) => row.tax_class_id === id)
      const local = own.filter((row) => row.country !== null)
      const taxes = (local.length > 0 ? local : own).map(
        (row): LineTax => ({
          code: row.name.slice(0, 40),
          name: row.name,
          rate: row.rate,
          category: row.category,
          exemptionReason: row.exemption_reason,
        }),
      )
      return [id, taxes]
    }),
  )
}
