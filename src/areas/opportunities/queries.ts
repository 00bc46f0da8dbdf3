/** What a conversion would do, asked before it is done; a deal's people and its way through the stages. */
import { sql } from 'kysely'
import { likelyDuplicate } from '../../kernel/duplicates.ts'
import { toMoney } from '../../kernel/money.ts'
import { isHidden, reachOf, reachSql } from '../../kernel/server/access.ts'
import { recordQuery } from '../../kernel/server/query.ts'
import { get } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { type Candidate, findDuplicates } from '../customers/index.ts'
import { contact } from '../customers/model.ts'
import { lead } from '../leads/model.ts'
import { bantVerdict, convertPolicy } from '../leads/rules.ts'
import { partyOf, personOf } from './convert.ts'
import { opportunity } from './model.ts'
import { defaultPipeline } from './write.ts'

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
  const line = await defaultPipeline(c)
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
      pipelineId: line?.id ?? null,
      pipeline: line?.name ?? null,
    },
    may: {
      createAccount: c.allows('account', 'create'),
      createContact: c.allows('contact', 'create'),
      createOpportunity: c.allows('opportunity', 'create'),
    },
  }
})

type PersonRow = {
  id: string
  contact_id: string
  name: string | null
  job_title: string | null
  role: string | null
  attitude: string | null
  note: string | null
}
type ChangeRow = {
  id: string
  at: string
  from: string | null
  to: string
  by: string | null
  seconds: number | null
  reason: string | null
}

/** `GET /opportunities/{id}/story`: who is on the deal and the way it took through its stages, with names. */
export const story = recordQuery(opportunity, 'story', {}, async (c, id) => {
  const seesName = !isHidden(c.actor, contact, 'name')
  const people = await sql<PersonRow>`select p.id, p.contact_id, t.name, t.job_title, p.role, p.attitude, p.note
    from opportunity_contact p join contact t on t.workspace_id = p.workspace_id and t.id = p.contact_id
    where p.workspace_id = ${c.workspace.id} and p.opportunity_id = ${id} and p.deleted_at is null
      and ${reachSql(c.actor, contact, reachOf(c.actor, 'contact', 'view'), 't')}
    order by t.name, p.id`.execute(c.tx)
  const changes =
    await sql<ChangeRow>`select h.id, h.at, f.name as from, s.name as to, m.name as by, h.seconds, h.reason
    from stage_change h
    join stage s on s.workspace_id = h.workspace_id and s.id = h.to_stage_id
    left join stage f on f.workspace_id = h.workspace_id and f.id = h.from_stage_id
    left join member m on m.workspace_id = h.workspace_id and m.id = h.by_id
    where h.workspace_id = ${c.workspace.id} and h.opportunity_id = ${id} and h.deleted_at is null order by h.at desc, h.id desc limit 200`.execute(
      c.tx,
    )
  return {
    people: people.rows.map((p) => ({
      id: p.id,
      contactId: p.contact_id,
      name: seesName ? p.name : null,
      jobTitle: p.job_title,
      role: p.role,
      attitude: p.attitude,
      note: p.note,
    })),
    changes: changes.rows,
  }
})
