/** What a new workspace ships with: tax classes, with the rates of its country. Admins check and change them. */
import { sql } from 'kysely'
import type { Ctx } from '../../kernel/server/context.ts'
import { within } from '../../kernel/server/jobs.ts'
import { insert, many } from '../../kernel/server/table.ts'
import { taxClass, type TaxRate, taxRate } from './model.ts'
import { vatRates } from './shippedTaxes.ts'

type Rate = Pick<TaxRate, 'name' | 'rate' | 'category'> & { exemptionReason?: string; country: string | null }

const ship = async (
  c: Ctx,
  name: string,
  description: string,
  isDefault: boolean,
  rates: readonly Rate[],
): Promise<void> => {
  const [there] = await many(c, taxClass, sql`t.name = ${name}`)
  if (there) return
  const { id } = await insert(c, taxClass, { name, description, isDefault })
  for (const r of rates) await insert(c, taxRate, { ...r, taxClassId: id })
}

export const shipTaxes = within('workspace.setUp', 'catalogue: tax classes', async (c) => {
  const { country } = c.workspace
  const vat = vatRates[country]
  // A country whose tax is not known starts untaxed, for the admin to fill in: a wrong rate would be worse than none.
  const standard: Rate = vat
    ? { name: `VAT ${vat.standard}%`, rate: vat.standard, category: 'S', country: null }
    : { name: 'No tax', rate: '0', category: 'Z', country: null }
  await ship(c, 'Standard', 'Most goods and services', true, [standard])
  if (vat?.reduced)
    await ship(c, 'Reduced', 'Goods and services at the reduced rate', false, [
      { name: `VAT ${vat.reduced}%`, rate: vat.reduced, category: 'S', country: null },
    ])
  await ship(c, 'Zero rated', 'Taxed at nought', false, [{ name: 'VAT 0%', rate: '0', category: 'Z', country: null }])
  await ship(c, 'Exempt', 'Exempt from tax', false, [
    { name: 'Exempt', rate: '0', category: 'E', exemptionReason: 'Exempt from VAT', country: null },
  ])
  await ship(c, 'Reverse charge', 'The customer owes the tax', false, [
    {
      name: 'Reverse charge',
      rate: '0',
      category: 'AE',
      exemptionReason: 'Reverse charge: the recipient is liable for VAT',
      country: null,
    },
  ])
  await ship(c, 'Intra-community supply', 'Goods to a business in another EU country', false, [
    {
      name: 'Intra-community supply',
      rate: '0',
      category: 'K',
      exemptionReason: 'VAT-exempt intra-community supply',
      country: null,
    },
  ])
  await ship(c, 'Export', 'Goods that leave the customs territory', false, [
    { name: 'Export', rate: '0', category: 'G', exemptionReason: 'VAT-exempt export', country: null },
  ])
})
