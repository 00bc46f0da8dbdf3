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
type Below = { accounts: number; won: number }
type Placed = Member & { level: number; group: Below }

/**
 * The members of all trees, each above those beneath it, the best first among siblings; with the sums of all beneath.
 * Who has nobody above and nobody beneath stands alone and is left out; a ring, which no accounts can form, has no top.
 */
export const walked = (members: readonly Member[]): Placed[] => {
  const known = new Set(members.map((m) => m.id))
  const isTop = (m: Member): boolean => m.parent_id === null || !known.has(m.parent_id)
  const children = grouped(
    members.filter((m) => !isTop(m)),
    (m) => m.parent_id,
  )
  const below = (m: Member): readonly Member[] => children.get(m.id) ?? []
  // With a list instead of calls within calls: trees may be deeper than the stack.
  const parentsFirst = members.filter((m) => isTop(m) && children.has(m.id))
  const tops = [...parentsFirst]
  for (const m of parentsFirst) parentsFirst.push(...below(m))
  const groups = new Map<string, Below>()
  const groupOf = (m: Member): Below => groups.get(m.id) ?? { accounts: 1, won: m.won }
  for (const m of parentsFirst.toReversed()) {
    const all = below(m).map(groupOf)
    groups.set(m.id, {
      accounts: all.reduce((sum, g) => sum + g.accounts, 1),
      won: all.reduce((sum, g) => sum + g.won, m.won),
    })
  }
  const byWorth = (a: Member, b: Member): number => groupOf(b).won - groupOf(a).won || (a.id < b.id ? -1 : 1)
  const placed: Placed[] = []
  const waiting = tops
    .toSorted(byWorth)
    .toReversed()
    .map((m) => ({ m, level: 0 }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { m, level } = next
    placed.push({ ...m, level, group: groupOf(m) })
    for (const x of below(m).toSorted(byWorth).toReversed()) waiting.push({ m: x, level: level + 1 })
  }
  return placed
}

export const groupRows = reportRows(accountGroups, async (c, p) => {
  const r = await sql<Member>`with child as materialized (
      select a.id, a.parent_id from account a where ${c.seen(account, 'a')} and a.parent_id is not null
    ), belongs as (
      select id, parent_id from child
      union all
      select a.id, null from account a where ${c.seen(account, 'a')} and a.parent_id is null
        and a.id in (select parent_id from child)
    )
    select b.id, b.parent_id, coalesce(w.deals, 0) as deals, coalesce(w.won, 0)::bigint as won
    from belongs b left join (
      select t.account_id, count(*)::int as deals, sum(t.amount_base) as won from opportunity t
      where ${c.seen(opportunity, 't')} and t.status = 'won' and ${daysWithin('t.closed_on', spanOf(p, c.today))}
        and t.account_id is not null
      group by 1
    ) w on w.account_id = b.id`.execute(c.tx)
  return walked(r.rows).map((m) => ({
    accountId: m.id,
    level: m.level,
    accounts: m.group.accounts,
    deals: m.deals,
    won: m.won,
    groupWon: m.group.won,
  }))
})
