/** Lists and sums of other areas' records for one screen, each within the reader's reach and field rights. */
import { encodeRow, type Wire } from '../../kernel/codec.ts'
import { toMoney } from '../../kernel/money.ts'
import { type ListPage, type Params, parseListQuery, type Reader, runList } from '../../kernel/server/list/index.ts'
import type { ReadCtx } from '../../kernel/server/query.ts'

const readerOf = (c: ReadCtx): Reader => ({
  registry: c.registry,
  actor: c.actor,
  today: c.today,
  timeZone: c.workspace.timeZone,
  baseCurrency: c.workspace.baseCurrency,
})

type Related = { data: Wire[]; total: ListPage['total'] } | null

/** A short list as the API would answer it; null where the reader may not see such records at all. */
export const related = async (
  c: ReadCtx,
  entity: string,
  params: Params & Readonly<Record<string, unknown>>,
): Promise<Related> => {
  const e = c.registry.find(entity)
  if (!e || !c.allows(e.name, 'view')) return null
  const reader = readerOf(c)
  const page = await runList(c.tx, e, parseListQuery(e, reader, { limit: '10', total: 'exact', ...params }), reader)
  const data = page.data.map(({ labels, ...row }) => ({ ...encodeRow(e, row, c.workspace.baseCurrency), labels }))
  return { data, total: page.total }
}

/** An amount in base currency from a sum that the database gave as text, number or nothing. */
export const baseMoney = (c: Pick<ReadCtx, 'workspace'>, minor: unknown) =>
  toMoney(Number(minor ?? 0), c.workspace.baseCurrency)
