/** LEAD-10: a lead becomes account, contact and perhaps a deal, in one transaction; and back, while untouched. */
import { sql } from 'kysely'
import { likelyDuplicate, type Party } from '../../kernel/duplicates.ts'
import type { Entity } from '../../kernel/entity.ts'
import { AppError, forbidden } from '../../kernel/errors.ts'
import { reachOf } from '../../kernel/server/access.ts'
import { step } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { find, insert, many, remove } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { activityLink } from '../activities/model.ts'
import { fileRecord } from '../admin/model.ts'
import { type Candidate, findDuplicates, insertAccount, insertContact, linkContact } from '../customers/index.ts'
import { account, accountContact, contact } from '../customers/model.ts'
import { moveLead } from '../leads/index.ts'
import type { Conversion, Lead } from '../leads/model.ts'
import { convertPolicy, leadFlow, nameOfLead, splitName, whyNotConvert } from '../leads/rules.ts'
import { opportunity } from './model.ts'
import { insertOpportunity } from './write.ts'

/** The person behind a lead; none when it is known by company or address only. */
export const personOf = (row: Lead): { firstName: string | null; lastName: string | null } => {
  if (row.lastName) return { firstName: row.firstName, lastName: row.lastName }
  if (!row.name || row.name === row.company || row.name === row.email) return { firstName: null, lastName: null }
  return splitName(row.name)
}

export const partyOf = (row: Lead): Party => ({
  kind: 'lead',
  name: row.name === row.company ? null : row.name,
  company: row.company,
  emails: [row.email],
  phones: [row.phone, row.mobile],
  website: row.website,
  country: row.country,
})

const likely = (found: readonly Candidate[]): string | undefined =>
  found.find((x) => x.visible && x.score >= likelyDuplicate && x.id !== null)?.id ?? undefined

/** Two conversions of the same person or company wait for each other, so that the second finds what the first made. */
const queueUp = async (c: Ctx, row: Lead): Promise<void> => {
  const keys = [row.email, row.phone, row.mobile, row.companyKey, row.domain].filter((k): k is string => Boolean(k))
  for (const key of [...new Set(keys)].toSorted())
    await sql`select pg_advisory_xact_lock(hashtext(${`convert:${c.workspace.id}:${key}`}))`.execute(c.tx)
}

const assertMayCreate = (c: Ctx, e: Entity): void => {
  if (reachOf(c.actor, e.name, 'create') === 'none')
    throw forbidden(`Your role does not allow you to create ${e.labelPlural.toLowerCase()}.`)
}

type Made = Conversion['made']
type Owner = { ownerId: string | null; teamId: string | null }

const accountFor = async (
  c: Ctx,
  row: Lead,
  input: { accountId?: string | null; createAccount?: boolean | null; accountName?: string | null },
  owner: Owner,
  made: Made,
): Promise<string | null> => {
  if (input.accountId) return input.accountId
  if (input.createAccount === false) return null
  const name = input.accountName || row.company
  if (!name) return null
  if (input.createAccount !== true) {
    const party: Party = { ...partyOf(row), kind: 'account', name, phones: [] }
    const known = likely(await findDuplicates(c, party, { kinds: ['account'] }))
    if (known) return known
  }
  assertMayCreate(c, account)
  const created = await insertAccount(c, {
    name,
    website: row.website,
    industryId: row.industryId,
    employees: row.employees,
    billingAddress: row.address,
    phone: row.phone,
    description: row.description,
    types: ['prospect'],
    ...owner,
  })
  made.push({ entity: 'account', id: created.id, version: created.version })
  return created.id
}

const contactFor = async (
  c: Ctx,
  row: Lead,
  input: { contactId?: string | null; firstName?: string | null; lastName?: string | null },
  accountId: string | null,
  owner: Owner,
  made: Made,
): Promise<string | null> => {
  const person = input.lastName ? { firstName: input.firstName ?? null, lastName: input.lastName } : personOf(row)
  const known =
    input.contactId ?? likely(await findDuplicates(c, { ...partyOf(row), kind: 'contact' }, { kinds: ['contact'] }))
  if (!known && !person.lastName) return null
  if (!known) assertMayCreate(c, contact)
  const created = known
    ? undefined
    : await insertContact(c, {
        firstName: person.firstName,
        lastName: person.lastName ?? '',
        jobTitle: row.jobTitle,
        email: row.email,
        phone: row.phone,
        mobile: row.mobile,
        address: row.address,
        sourceId: row.sourceId,
        lifecycle: 'prospect',
        accountId,
        ...owner,
      })
  if (created) made.push({ entity: 'contact', id: created.id, version: created.version })
  const contactId = known ?? created?.id ?? null
  if (contactId && accountId) {
    const there = await many(c, accountContact, sql`t.account_id = ${accountId} and t.contact_id = ${contactId}`)
    const link = await linkContact(c, { accountId, contactId, jobTitle: row.jobTitle })
    if (created || there.length === 0) made.push({ entity: 'accountContact', id: link.id, version: link.version })
  }
  return contactId
}

/** What was done with the lead shows on what it became: links beside the activities, rows beside the files. */
const carryOver = async (c: Ctx, row: Lead, targets: readonly { entity: string; id: string }[]): Promise<void> => {
  const [main] = targets
  if (!main) return
  const acts = await sql<{
    id: string
  }>`select id from activity where workspace_id = ${c.workspace.id} and deleted_at is null
      and about_entity = 'lead' and about_id = ${row.id}
    union select activity_id from activity_link where workspace_id = ${c.workspace.id} and deleted_at is null
      and target_entity = 'lead' and target_id = ${row.id}`.execute(c.tx)
  for (const { id } of acts.rows)
    for (const target of targets) await insert(c, activityLink, { activityId: id, target, role: 'about' })
  const files = await sql<{ name: string; type: string; size: number; hash: string; owner_id: string | null }>`
    select name, type, size, hash, owner_id from file_record where workspace_id = ${c.workspace.id} and deleted_at is null
      and target_entity = 'lead' and target_id = ${row.id}`.execute(c.tx)
  for (const f of files.rows)
    await insert(c, fileRecord, {
      name: f.name,
      type: f.type,
      size: f.size,
      hash: f.hash,
      target: main,
      ownerId: f.owner_id,
    })
}

export const convertLead = step(leadFlow, 'convert', async (c, row, input, move) => {
  const refusal = whyNotConvert(row, settingOf(c.workspace, convertPolicy), input.force === true)
  // The policy's no is the step's guard; what is left is a warning, which the caller can answer.
  if (refusal)
    throw new AppError('refused', refusal.message, {
      reason: refusal.reason,
      errors: [{ path: 'force', message: refusal.message }],
    })
  await queueUp(c, row)
  const owner: Owner = { ownerId: row.ownerId ?? c.actor.memberId, teamId: row.teamId }
  const made: Made = []
  const accountId = await accountFor(c, row, input, owner, made)
  const contactId = await contactFor(c, row, input, accountId, owner, made)
  if (!accountId && !contactId)
    throw new AppError('refused', 'Nothing would be left of this lead: name its company or its person first.', {
      reason: 'nothingToConvert',
      errors: [{ path: 'accountName', message: 'Name the company or the person of this lead.' }],
    })
  let opportunityId: string | null = null
  if (input.createOpportunity) {
    assertMayCreate(c, opportunity)
    const deal = await insertOpportunity(c, {
      name: input.opportunityName || row.company || nameOfLead(row),
      accountId,
      contactId,
      pipelineId: input.pipelineId ?? null,
      amount: input.amount ?? row.budget ?? 0,
      currency: input.currency ?? row.currency,
      expectedCloseDate: input.expectedCloseDate ?? null,
      sourceId: row.sourceId,
      campaign: row.campaign,
      description: row.need,
      leadId: row.id,
      ...owner,
    })
    made.push({ entity: 'opportunity', id: deal.id, version: deal.version })
    opportunityId = deal.id
  }
  const targets = [
    ...(opportunityId ? [{ entity: 'opportunity', id: opportunityId }] : []),
    ...(contactId ? [{ entity: 'contact', id: contactId }] : []),
    ...(accountId ? [{ entity: 'account', id: accountId }] : []),
  ]
  await carryOver(c, row, targets)
  const patch = { accountId, contactId, opportunityId, convertedAt: c.now, conversion: { made } }
  return moveLead(c, row, 'convert', patch, { move })
})

const entities = { account, contact, accountContact, opportunity }

export const undoLeadConversion = step(leadFlow, 'undoConversion', async (c, row, _input, move) => {
  const made = row.conversion?.made ?? []
  const saved = await moveLead(
    c,
    row,
    'undoConversion',
    { accountId: null, contactId: null, opportunityId: null, convertedAt: null, conversion: null },
    { move },
  )
  // The deal first: it stands on contact and account.
  for (const m of [...made].reverse()) {
    const e: Entity = entities[m.entity]
    const there = await find(c, e, m.id)
    if (there) await remove(c, e, there)
  }
  return saved
})
