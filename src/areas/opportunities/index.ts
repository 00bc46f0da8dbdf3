/** What other areas may call. */
import { refused } from '../../kernel/errors.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { lock } from '../../kernel/server/table.ts'
import { type Opportunity, opportunity } from './model.ts'
import { moveTo, stageOfType } from './write.ts'

/**
 * Wins a deal because something else says so (an accepted quote): the pipeline's allowed moves are not asked. A deal that
 * is won already stays as it is; a lost one is refused (`dealLost`), because two outcomes would contradict each other.
 */
export const winOpportunity = async (
  c: Ctx,
  id: string,
  o: { note?: string; closedOn?: string } = {},
): Promise<Opportunity> => {
  const row = await lock(c, opportunity, id)
  if (row.status === 'won') return row
  if (row.status === 'lost') throw refused('dealLost', 'The opportunity is lost. Reopen it first.')
  return moveTo(c, row, await stageOfType(c, row, 'won'), { ...o, force: true })
}
