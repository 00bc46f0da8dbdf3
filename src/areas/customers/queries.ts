/** The account at a glance, its tree, and likely duplicates of someone new. */
import { sql } from 'kysely'
import { choice, email, phone, reference, text } from '../../kernel/entity.ts'
import { normalisePhone } from '../../kernel/phone.ts'
import { isHidden, reachOf, reachSql } from '../../kernel/server/access.ts'
import { query, type ReadCtx, recordQuery } from '../../kernel/server/query.ts'
import { findDuplicates } from './duplicates.ts'
import { account, contact } from './model.ts'
import { baseMoney, related } from './related.ts'

type PersonRow = {
  id: string
  name: string | null
  email: string | null
  phone: string | null
  job_title: string | null
  department: string | null
  is_primary: boolean
  link_id: string
}

/** Who works there: the links with the people themselves, those left out whom the reader may not see. */
const peopleAt = async (c: ReadCtx, accountId: string) => {
  const reach = reachOf(c.actor, 'contact', 'view')
  const r =
    await sql<PersonRow>`select t.id, t.name, t.email, coalesce(t.mobile, t.phone) as phone, coalesce(l.job_title, t.job_title) as job_title,
      coalesce(l.department, t.department) as department, l.is_primary, l.id as link_id
    from account_contact l join contact t on t.workspace_id = l.workspace_id and t.id = l.contact_id and t.deleted_at is null
    where l.workspace_id = ${c.workspace.id} and l.account_id = ${accountId} and l.deleted_at is null and l.ended_on is null
      and ${reachSql(c.actor, contact, reach, 't')}
    order by l.is_primary desc, t.name limit 50`.execute(c.tx)
  const hidden = (key: string): boolean => isHidden(c.actor, contact, key)
  return r.rows.map((p) => ({
    id: p.id,
    linkId: p.link_id,
    name: hidden('name') ? null : p.name,
    jobTitle: hidden('jobTitle') ? null : p.job_title,
    department: hidden('department') ? null : p.department,
    email: hidden('email') ? null : p.email,
    phone: hidden('phone') ? null : p.phone,
    isPrimary: p.is_primary,
  }))
}

/** A condition on reach for another area's table; false where the reader may not see such records. */
const reachable = (c: ReadCtx, entity: string, alias: string) => {
  const e = c.registry.find(entity)
  return e ? reachSql(c.actor, e, reachOf(c.actor, e.name, 'view'), alias) : sql<boolean>`false`
}

/** Whether sums of this field may be told: the role sees such records, and the field of them. */
const shows = (c: ReadCtx, entity: string, field: string): boolean => {
  const e = c.registry.find(entity)
  return e !== undefined && c.allows(entity, 'view') && !isHidden(c.actor, e, field)
}

type Figures = {
  open_count: number
  open: string | null
  weighted: string | null
  won_count: number
  won: string | null
  balance: string | null
  overdue: string | null
  credit: string | null
}

/** Sums in base currency over the accounts whose ids the subquery `ids` gives. One statement. */
const figuresOf = async (c: ReadCtx, accountId: string): Promise<Figures> => {
  const r = await sql<Figures>`select o.*, i.*, p.* from
    (select count(*) filter (where status in ('open', 'onHold')) as open_count,
        sum(amount_base) filter (where status in ('open', 'onHold'))::text as open,
        sum(weighted_amount_base) filter (where status in ('open', 'onHold'))::text as weighted,
        count(*) filter (where status = 'won') as won_count, sum(amount_base) filter (where status = 'won')::text as won
      from opportunity t where workspace_id = ${c.workspace.id} and account_id = ${accountId} and deleted_at is null
        and ${reachable(c, 'opportunity', 't')}) o,
    (select sum(balance_base)::text as balance, sum(balance_base) filter (where due_date < ${c.today})::text as overdue
      from invoice t where workspace_id = ${c.workspace.id} and account_id = ${accountId} and deleted_at is null
        and status not in ('draft', 'cancelled') and ${reachable(c, 'invoice', 't')}) i,
    (select sum(unallocated_base)::text as credit from payment t where workspace_id = ${c.workspace.id}
        and account_id = ${accountId} and deleted_at is null and status = 'recorded'
        and ${reachable(c, 'payment', 't')}) p`.execute(c.tx)
  const [row] = r.rows
  if (!row) throw new Error('sums gave no row')
  return row
}

type ActivityRow = {
  id: string
  kind: string
  subject: string
  due_on: string | null
  starts_at: string | null
  status: string
  owner_id: string | null
  owner: string | null
}

/** Open activities about the account, its people and its deals, the next first. */
const openActivities = async (c: ReadCtx, accountId: string) => {
  const r =
    await sql<ActivityRow>`select t.id, t.kind, t.subject, t.due_on, t.starts_at, t.status, t.owner_id, m.name as owner
    from activity t left join member m on m.workspace_id = t.workspace_id and m.id = t.owner_id
    where t.workspace_id = ${c.workspace.id} and t.deleted_at is null and t.status = 'open' and ${reachable(c, 'activity', 't')}
      and t.id in (
        select a.id from activity a where a.workspace_id = ${c.workspace.id} and a.deleted_at is null and a.status = 'open'
          and a.about_id in (
          select ${accountId}::uuid union all
          select id from opportunity where workspace_id = ${c.workspace.id} and account_id = ${accountId} and deleted_at is null
          union all
          select contact_id from account_contact where workspace_id = ${c.workspace.id} and account_id = ${accountId}
            and deleted_at is null)
        union select l.activity_id from activity_link l where l.workspace_id = ${c.workspace.id}
          and l.target_id = ${accountId} and l.deleted_at is null)
    order by t.due_on nulls last, t.starts_at nulls last, t.id limit 10`.execute(c.tx)
  return r.rows.map((a) => ({
    id: a.id,
    kind: a.kind,
    subject: a.subject,
    dueOn: a.due_on,
    startsAt: a.starts_at,
    status: a.status,
    ownerId: a.owner_id,
    labels: { ownerId: a.owner },
  }))
}

/** `GET /accounts/{id}/overview`: the 360° view in one request. Lists hold ten at most, with their totals. */
export const overview = recordQuery(account, 'overview', {}, async (c, id) => {
  const f = await figuresOf(c, id)
  const deals = shows(c, 'opportunity', 'amount')
  const bills = shows(c, 'invoice', 'balance')
  return {
    people: c.allows('contact', 'view') ? await peopleAt(c, id) : null,
    opportunities: await related(c, 'opportunity', {
      accountId: id,
      'status[in]': 'open,onHold',
      sort: 'expectedCloseDate',
    }),
    closedOpportunities: await related(c, 'opportunity', {
      accountId: id,
      'status[in]': 'won,lost',
      sort: '-closedOn',
      limit: '5',
    }),
    quotes: await related(c, 'quote', { accountId: id, sort: '-createdAt' }),
    orders: await related(c, 'order', { accountId: id, sort: '-createdAt' }),
    invoices: await related(c, 'invoice', { accountId: id, sort: '-createdAt' }),
    activities: c.allows('activity', 'view') ? await openActivities(c, id) : null,
    money: {
      openOpportunities: Number(f.open_count),
      openPipeline: deals ? baseMoney(c, f.open) : null,
      weightedPipeline: deals ? baseMoney(c, f.weighted) : null,
      wonOpportunities: Number(f.won_count),
      wonRevenue: deals ? baseMoney(c, f.won) : null,
      balance: bills ? baseMoney(c, f.balance) : null,
      overdue: bills ? baseMoney(c, f.overdue) : null,
      credit: shows(c, 'payment', 'unallocated') ? baseMoney(c, f.credit) : null,
    },
  }
})

/** `GET /contacts/{id}/overview`: the person's accounts, deals and quotes. */
export const contactOverview = recordQuery(contact, 'overview', {}, async (c, id) => {
  const r = await sql<{
    link_id: string
    id: string
    name: string
    job_title: string | null
    department: string | null
    is_primary: boolean
    ended_on: string | null
  }>`
    select l.id as link_id, t.id, t.name, l.job_title, l.department, l.is_primary, l.ended_on
    from account_contact l join account t on t.workspace_id = l.workspace_id and t.id = l.account_id and t.deleted_at is null
    where l.workspace_id = ${c.workspace.id} and l.contact_id = ${id} and l.deleted_at is null
      and ${reachSql(c.actor, account, reachOf(c.actor, 'account', 'view'), 't')}
    order by l.is_primary desc, t.name`.execute(c.tx)
  return {
    accounts: r.rows.map((a) => ({
      id: a.id,
      linkId: a.link_id,
      name: a.name,
      jobTitle: a.job_title,
      department: a.department,
      isPrimary: a.is_primary,
      endedOn: a.ended_on,
    })),
    opportunities: await related(c, 'opportunity', { contactId: id, sort: '-createdAt' }),
    quotes: await related(c, 'quote', { contactId: id, sort: '-createdAt' }),
    leads: await related(c, 'lead', { contactId: id, sort: '-createdAt' }),
  }
})

type Node = {
  id: string
  parent_id: string | null
  name: string
  country: string | null
  seen: boolean
  open: string
  won: string
  balance: string
}

/**
 * `GET /accounts/{id}/tree`: the whole hierarchy the account stands in, parents before children. Each node has its own
 * figures and those of all beneath it, in base currency. Accounts out of reach appear without name.
 */
export const tree = recordQuery(account, 'tree', {}, async (c, id) => {
  const ws = c.workspace.id
  const r = await sql<Node>`with recursive up as (
      select id, parent_id, 0 as depth from account where workspace_id = ${ws} and id = ${id}
      union all
      select a.id, a.parent_id, up.depth + 1 from account a join up on a.id = up.parent_id
        where a.workspace_id = ${ws} and a.deleted_at is null and up.depth < 50),
    down as (
      select id from (select id from up order by depth desc limit 1) root
      union
      select a.id from account a join down on a.parent_id = down.id where a.workspace_id = ${ws} and a.deleted_at is null),
    money as (
      select d.id,
        (select coalesce(sum(amount_base) filter (where status in ('open', 'onHold')), 0) from opportunity t
          where t.workspace_id = ${ws} and t.account_id = d.id and t.deleted_at is null and ${reachable(c, 'opportunity', 't')}) as open,
        (select coalesce(sum(amount_base) filter (where status = 'won'), 0) from opportunity t
          where t.workspace_id = ${ws} and t.account_id = d.id and t.deleted_at is null and ${reachable(c, 'opportunity', 't')}) as won,
        (select coalesce(sum(balance_base), 0) from invoice t
          where t.workspace_id = ${ws} and t.account_id = d.id and t.deleted_at is null and status not in ('draft', 'cancelled')
            and ${reachable(c, 'invoice', 't')}) as balance
      from down d)
    select t.id, t.parent_id, t.name, t.country, ${reachable(c, 'account', 't')} as seen, m.open::text, m.won::text, m.balance::text
    from money m join account t on t.workspace_id = ${ws} and t.id = m.id order by t.name, t.id limit 2000`.execute(
    c.tx,
  )
  return { data: rolledUp(r.rows).map((n) => nodeOf(c, n)), currentId: id }
})

type Rolled = Node & { depth: number; total: { open: number; won: number; balance: number } }

/** Depth first, each with the sums of its subtree. */
const rolledUp = (rows: readonly Node[]): Rolled[] => {
  const ids = new Set(rows.map((n) => n.id))
  const children = new Map<string | null, Node[]>()
  for (const n of rows) {
    const parent = n.parent_id !== null && ids.has(n.parent_id) ? n.parent_id : null
    children.set(parent, [...(children.get(parent) ?? []), n])
  }
  const walk = (n: Node, depth: number): Rolled[] => {
    const beneath = (children.get(n.id) ?? []).map((x) => walk(x, depth + 1))
    const heads = beneath.flatMap((list) => list.slice(0, 1))
    const sum = (key: 'open' | 'won' | 'balance'): number =>
      Number(n[key]) + heads.reduce((s, h) => s + h.total[key], 0)
    return [{ ...n, depth, total: { open: sum('open'), won: sum('won'), balance: sum('balance') } }, ...beneath.flat()]
  }
  return (children.get(null) ?? []).flatMap((n) => walk(n, 0))
}

const nodeOf = (c: ReadCtx, n: Rolled) => ({
  id: n.seen ? n.id : null,
  parentId: n.parent_id,
  depth: n.depth,
  name: n.seen && !isHidden(c.actor, account, 'name') ? n.name : null,
  country: n.seen ? n.country : null,
  ...sums(c, n),
  total: sums(c, n.total),
})

const sums = (c: ReadCtx, of: { open: unknown; won: unknown; balance: unknown }) => {
  const deals = shows(c, 'opportunity', 'amount')
  return {
    openPipeline: deals ? baseMoney(c, of.open) : null,
    wonRevenue: deals ? baseMoney(c, of.won) : null,
    balance: shows(c, 'invoice', 'balance') ? baseMoney(c, of.balance) : null,
  }
}

/**
 * `GET /duplicates?kind=lead&name=…&company=…&email=…`: who this might already be, over leads, contacts and accounts. Open
 * to everyone signed in: of records out of reach it tells only that they exist and why they match.
 */
export const duplicates = query(
  undefined,
  'duplicates',
  {
    params: {
      kind: choice({ account: 'Account', contact: 'Contact', lead: 'Lead' }, { required: true }),
      name: text(),
      firstName: text(),
      lastName: text(),
      company: text(),
      email: email(),
      phone: phone(),
      mobile: phone(),
      website: text(),
      taxId: text(),
      country: text({ max: 2 }),
      /** the record itself, where it is being edited */
      exceptId: reference('account'),
    },
  },
  async (c, p) => {
    const numbers = [p.phone, p.mobile].flatMap((x) => (x ? [normalisePhone(x, c.workspace.country) ?? x] : []))
    const party = { ...p, emails: [p.email], phones: numbers }
    return { data: await findDuplicates(c, party, p.exceptId ? { except: [p.exceptId] } : {}) }
  },
)
