/** What a conversion would do, asked before it is done. */
import { likelyDuplicate } from '../../kernel/duplicates.ts'
import { toMoney } from '../../kernel/money.ts'
import { recordQuery } from '../../kernel/server/query.ts'
import { get } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { type Candidate, findDuplicates } from '../customers/index.ts'
import { lead } from '../leads/model.ts'
import { bantVerdict, convertPolicy } from '../leads/rules.ts'
import { partyOf, personOf } from './convert.ts'

const best = (found: readonly Candidate[]): string | null =>
  found.find((x) => x.visible && x.score >= likelyDuplicate)?.id ?? null

/**
 * `GET /leads/{id}/conversionPreview`: who the lead might already be, which of them would be linked, what would be made,
 * and whether the lead is qualified under the workspace's policy. Changes nothing.
 */
export const conversionPreview = recordQuery(lead, 'conversionPreview', {}, async (c, id) => {
  const row = await get(c, lead, id)
  const party = partyOf(row)
  const accounts = row.company
    ? await findDuplicates(c, { ...party, kind: 'account', name: row.company, phones: [] }, { kinds: ['account'] })
    : []
  const contacts = await findDuplicates(c, { ...party, kind: 'contact' }, { kinds: ['contact'] })
  const leads = await findDuplicates(c, party, { kinds: ['lead'], except: [id] })
  const currency = row.currency ?? c.workspace.baseCurrency
  return {
    policy: settingOf(c.workspace, convertPolicy),
    bant: bantVerdict(row),
    accounts,
    contacts,
    leads,
    defaults: {
      accountId: best(accounts),
      contactId: best(contacts),
      accountName: row.company,
      ...personOf(row),
      opportunityName: row.company ?? row.name,
      amount: row.budget === null ? null : toMoney(row.budget, currency),
      currency,
    },
    may: {
      createAccount: c.allows('account', 'create'),
      createContact: c.allows('contact', 'create'),
      createOpportunity: c.allows('opportunity', 'create'),
    },
  }
})
