/** Where leads come from, and what groups of accounts have brought. */
import { sql } from 'kysely'
import { reportRows } from '../../../kernel/server/report.ts'
import { account } from '../../customers/model.ts'
import { lead } from '../../leads/model.ts'
import { opportunity } from '../../opportunities/model.ts'
import { accountGroups, leadConversion } from '../reports/customers.ts'
import { spanOf } from '../rules.ts'
import { daysWithin, grouped, instantsWithin, same } from './span.ts'

export const leadRows = reportRows(leadConversion, async (c, p) => {
  const r = await sql<{ source: string | null; status: string; n: number }>`
    select t.source_id as source, t.status, count(*)::int as n
    from lead t where ${c.seen(lead, 't')} and ${instantsWithin(c, 't.created_at', spanOf(p, c.today))}
      and ${same('t.owner_id', p.ownerId)}
    group by 1, 2`.execute(c.tx)
  return [...grouped(r.rows, (x) => x.source)].map(([sourceId, rows]) => {
    const of = (status: string): number => rows.find((x) => x.status === status)?.n ?? 0
    return {
      sourceId,
      leads: rows.reduce((all, x) => all + x.n, 0),
      new: of('new'),
      assigned: of('assigned'),
      inProcess: of('inProcess'),
      converted: of('converted'),
      recycled: of('recycled'),
      dead: of('dead'),
    }
  })
})

type Member = { id: string; parent_id: string | null; deals: number; won: number }
/** `accounts` and `groupWon`: of it and all beneath it. */
type Placed = Member & {
  level: number
  accounts: number
  groupWon: number
  parent: Placed | undefined
  below: Placed[]
}

/**
 * The members of all trees, each above those beneath it, the best first among siblings; with the sums of all beneath.
 * Who has nobody above and nobody beneath stands alone and is left out; a ring, which no accounts can form, has no top.
 */
export const walked = (members: readonly Member[]): Placed[] => {
  const known = new Map<string, Placed>()
  for (const { id, parent_id, deals, won } of members)
    known.set(id, { id, parent_id, deals, won, level: 0, accounts: 1, groupWon: won, parent: undefined, below: [] })
  const all = [...known.values()]
  for (const m of all) {
    m.parent = m.parent_id === null ? undefined : known.get(m.parent_id)
    m.parent?.below.push(m)
  }
  const tops = all.filter((m) => !m.parent && m.below.length > 0)
  // With lists instead of calls within calls: trees may be deeper than the stack.
  const parentsFirst = [...tops]
  for (const m of parentsFirst)
    for (const x of m.below) {
      x.level = m.level + 1
      parentsFirst.push(x)
    }
  for (const { parent, accounts, groupWon } of parentsFirst.toReversed())
    if (parent) {
      parent.accounts += accounts
      parent.groupWon += groupWon
    }
  const worstFirst = (a: Placed, b: Placed): number => a.groupWon - b.groupWon || (a.id < b.id ? 1 : -1)
  const placed: Placed[] = []
  const waiting = tops.sort(worstFirst)
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    placed.push(next)
    for (const x of next.below.sort(worstFirst)) waiting.push(x)
  }
  return placed
}

export const groupRows = reportRows(accountGroups, async (c, p) => {
  // Accounts are read once, from the index of parents, and deals are added up only for those that belong to a group.
  const r = await sql<Member>`with belongs as materialized (
      select a.id, a.parent_id from account a where ${c.seen(account, 'a')} and (a.parent_id is not null or a.id in (
        select b.parent_id from account b where ${c.seen(account, 'b')} and b.parent_id is not null))
    )
    select b.id, b.parent_id, coalesce(w.deals, 0) as deals, coalesce(w.won, 0)::bigint as won
    from belongs b left join (
      select t.account_id, count(*)::int as deals, sum(t.amount_base) as won from opportunity t
      where ${c.seen(opportunity, 't')} and t.status = 'won' and ${daysWithin('t.closed_on', spanOf(p, c.today))}
        and t.account_id in (select id from belongs)
      group by 1
    ) w on w.account_id = b.id`.execute(c.tx)
  return walked(r.rows).map((m) => ({
    accountId: m.id,
    level: m.level,
    accounts: m.accounts,
    deals: m.deals,
    won: m.won,
    groupWon: m.groupWon,
  }))
})
