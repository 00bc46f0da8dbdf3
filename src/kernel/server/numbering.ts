/** Document numbers: taken inside the transaction that needs them, so that a rolled-back one leaves no gap. */
import { sql } from 'kysely'
import type { Entity } from '../entity.ts'
import { refused } from '../errors.ts'
import { formatNumber, periodKey } from '../numberPattern.ts'
import type { Ctx } from './context.ts'

type Series = { pattern: string; allow_back_date: boolean }

/** The workspace's pattern for this kind of document (`numberSeries` rows, by company), else the definition's. */
export const seriesOf = async (c: Ctx, e: Entity, companyId: string | null): Promise<Series> => {
  const r = await sql<Series>`select pattern, allow_back_date from number_series
    where workspace_id = ${c.workspace.id} and entity = ${e.name} and deleted_at is null
      and (company_id is null or company_id = ${companyId}::uuid)
    order by company_id nulls last limit 1`.execute(c.tx)
  return r.rows[0] ?? { pattern: e.number?.pattern ?? '{00000}', allow_back_date: false }
}

const noCompany = '00000000-0000-0000-0000-000000000000'

/**
 * The next number of a document whose date is `day`. Take it as the last statement before the kernel's own writes: the
 * counter's row stays locked until the transaction ends, which is what makes the series gapless.
 * Refuses (`numberBackDated`) a day before the last one of a gapless series, so that numbers and dates agree.
 */
export const nextNumber = async (
  c: Ctx,
  e: Entity,
  { day, companyId = null }: { day: string; companyId?: string | null },
): Promise<string> => {
  const { pattern, allow_back_date } = await seriesOf(c, e, companyId)
  const anyOrder = allow_back_date || !e.number?.gapless
  const r = await sql<{ value: number }>`
    insert into counter as k (workspace_id, company_id, series, period, value, last_date)
    values (${c.workspace.id}, ${companyId ?? noCompany}, ${e.name}, ${periodKey(pattern, day)}, 1, ${day})
    on conflict (workspace_id, company_id, series, period) do update
      set value = k.value + 1, last_date = greatest(k.last_date, excluded.last_date)
      where ${anyOrder} or k.last_date <= excluded.last_date
    returning value`.execute(c.tx)
  const [row] = r.rows
  if (!row)
    throw refused(
      'numberBackDated',
      `A later ${e.label.toLowerCase()} was already issued: numbers and dates must agree. Use a later date.`,
    )
  return formatNumber(pattern, row.value, day)
}
