/** What an answer to a quote brings about. */
import { sql } from 'kysely'
import { within } from '../../kernel/server/jobs.ts'
import { find, get, lock, many, update } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { notify } from '../admin/index.ts'
import { winOpportunity } from '../opportunities/index.ts'
import { lead } from '../leads/model.ts'
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

/** What a lead was offered goes with it: from now on the quotes can become orders. */
export const quotesOfLead = within('lead.convert', 'gives the quotes of a lead to its account', async (c, event) => {
  const source = await get(c, lead, event.recordId)
  const open = await many(c, quote, sql`t.lead_id = ${source.id} and t.account_id is null`, sql`order by t.id`)
  for (const { id } of open) {
    const row = await lock(c, quote, id)
    await update(c, quote, row, {
      accountId: source.accountId,
      contactId: row.contactId ?? source.contactId,
      opportunityId: row.opportunityId ?? source.opportunityId,
    })
  }
})
