/** What an answer to a quote brings about. */
import { within } from '../../kernel/server/jobs.ts'
import { find, get } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { notify } from '../admin/index.ts'
import { winOpportunity } from '../opportunities/index.ts'
import { opportunity } from '../opportunities/model.ts'
import { quote } from './model.ts'
import { winDealOnAccept } from './rules.ts'

/** The customer's yes always counts: a deal somebody closed as lost is told to its owner instead of refusing it. */
export const winDeal = within('quote.accept', 'wins the deal of an accepted quote', async (c, event) => {
  if (!settingOf(c.workspace, winDealOnAccept)) return
  const row = await get(c, quote, event.recordId)
  const deal = row.opportunityId ? await find(c, opportunity, row.opportunityId) : undefined
  if (!deal || deal.status === 'won') return
  if (deal.status !== 'lost') {
    await winOpportunity(c, deal.id, { note: `Quote ${row.number} was accepted by ${row.acceptedBy}` })
    return
  }
  await notify(c, deal.ownerId, {
    kind: 'lostDealAccepted',
    title: `${row.number} was accepted, but its deal is lost`,
    body: 'Reopen the deal if it is won after all.',
    target: { entity: 'opportunity', id: deal.id },
  })
})
