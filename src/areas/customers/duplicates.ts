/**
 * Likely duplicates of someone who is about to be written, over leads, contacts and accounts. Candidates come by equal
 * keys and by the beginning of the name, which row security leaves their indexes; the pure scoring decides.
 */
import { sql } from 'kysely'
import { type DuplicateReason, type Party, possibleDuplicate, scoreDuplicate } from '../../kernel/duplicates.ts'
import { companyDomain, normaliseEmail, normaliseName } from '../../kernel/match.ts'
import { isHidden, reachOf, within } from '../../kernel/server/access.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { personKey } from './rules.ts'

type Reader = Pick<Ctx, 'tx' | 'actor' | 'workspace' | 'registry'>

/** `id` and `title` only of records the actor may see: of others it is said that they exist, and why they match. */
export type Candidate = {
  entity: 'account' | 'contact' | 'lead'
  visible: boolean
  id: string | null
  title: string | null
  subtitle: string | null
  score: number
  reasons: DuplicateReason[]
}

type Found = {
  entity: Candidate['entity']
  id: string
  name: string | null
  company: string | null
  emails: (string | null)[]
  phones: (string | null)[]
  website: string | null
  tax_id: string | null
  country: string | null
  owner_id: string | null
  team_id: string | null
}

const filled = (list: readonly (string | null | undefined)[] | undefined): string[] => [
  ...new Set((list ?? []).filter((x): x is string => typeof x === 'string' && x !== '')),
]

/** Names that begin alike; short ones must be equal. */
const block = (key: string | null): { from: string; to: string } | undefined => {
  if (!key) return undefined
  const from = key.slice(0, 4)
  return { from, to: `${from}\uffff` }
}

const perKind = 50

const candidates = async (c: Reader, p: Party, kinds: readonly Candidate['entity'][]): Promise<Found[]> => {
  const emails = filled(p.emails).map(normaliseEmail).filter(Boolean)
  const phones = filled(p.phones)
  const company = (p.kind === 'account' ? p.name : p.company) ?? ''
  const person = p.kind === 'account' ? '' : p.name || [p.firstName, p.lastName].filter(Boolean).join(' ')
  const firm = block(normaliseName(company) || null)
  const who = block(personKey(person))
  const domains = filled([companyDomain(p.website ?? ''), ...emails.map(companyDomain)])
  const none = '\uffff'
  const ws = c.workspace.id
  const selects = {
    account: sql`select 'account' as entity, id, name, null as company, array[email] as emails, array[phone] as phones,
        website, tax_id, country, owner_id, team_id from account t
      where workspace_id = ${ws} and deleted_at is null and (email = any(${emails}::text[]) or phone = any(${phones}::text[])
        or website_domain = any(${domains}::text[]) or tax_id = ${p.taxId || none}
        or (name_key >= ${firm?.from ?? none} and name_key < ${firm?.to ?? none})) limit ${perKind}`,
    contact: sql`select 'contact' as entity, t.id, t.name, a.name as company, array[t.email, t.second_email] as emails,
        array[t.phone, t.mobile] as phones, null as website, null as tax_id, t.country, t.owner_id, t.team_id
      from contact t left join account a on a.workspace_id = t.workspace_id and a.id = t.account_id
      where t.workspace_id = ${ws} and t.deleted_at is null and (t.email = any(${emails}::text[])
        or t.second_email = any(${emails}::text[]) or t.phone = any(${phones}::text[]) or t.mobile = any(${phones}::text[])
        or (t.name_key >= ${who?.from ?? none} and t.name_key < ${who?.to ?? none})) limit ${perKind}`,
    lead: sql`select 'lead' as entity, id, name, company, array[email] as emails, array[phone, mobile] as phones,
        website, null as tax_id, country, owner_id, team_id from lead t
      where workspace_id = ${ws} and deleted_at is null and status <> 'converted' and (email = any(${emails}::text[])
        or phone = any(${phones}::text[]) or mobile = any(${phones}::text[])
        or (name_key >= ${who?.from ?? none} and name_key < ${who?.to ?? none})
        or (company_key >= ${firm?.from ?? none} and company_key < ${firm?.to ?? none})) limit ${perKind}`,
  }
  const parts = kinds.map((k) => sql`(${selects[k]})`)
  const r = await sql<Found>`${sql.join(parts, sql` union all `)}`.execute(c.tx)
  return r.rows
}

const asParty = (f: Found): Party => ({
  kind: f.entity,
  name: f.name,
  company: f.company,
  emails: f.emails,
  phones: f.phones,
  website: f.website,
  taxId: f.tax_id,
  country: f.country,
})

/** The ten likeliest, best first. `except`: records that are not their own duplicates. */
export const findDuplicates = async (
  c: Reader,
  party: Party,
  o: { kinds?: readonly Candidate['entity'][]; except?: readonly string[] } = {},
): Promise<Candidate[]> => {
  const kinds = o.kinds ?? ['account', 'contact', 'lead']
  if (kinds.length === 0) return []
  const found = await candidates(c, party, kinds)
  return found
    .filter((f) => !o.except?.includes(f.id))
    .map((f) => ({ f, ...scoreDuplicate(party, asParty(f)) }))
    .filter((x) => x.score >= possibleDuplicate)
    .toSorted((a, b) => b.score - a.score || (a.f.id < b.f.id ? -1 : 1))
    .slice(0, 10)
    .map(({ f, score, reasons }) => {
      const e = c.registry.entity(f.entity)
      const owned = { ownerId: f.owner_id, teamId: f.team_id }
      const visible = within(c.actor, e, reachOf(c.actor, e.name, 'view'), owned)
      const title = visible && !isHidden(c.actor, e, 'name') ? f.name : null
      const company = visible && !isHidden(c.actor, e, 'company') ? f.company : null
      return { entity: f.entity, visible, id: visible ? f.id : null, title, subtitle: company, score, reasons }
    })
}
