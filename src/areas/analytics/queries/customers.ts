/** Where leads come from, and what groups of accounts have brought. */
import { sql } from 'kysely'
import { reportRows } from '../../../kernel/server/report.ts'
import { account } from '../../customers/model.ts'
import { lead } from '../../leads/model.ts'
import { opportunity } from '../../opportunities/model.ts'
import { accountGroups, leadConversion } from '../reports.ts'
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

/** Deeper than any company is built; a ring, which no account can be part of, would end there too. */
const deepest = 20

type Member = { id: string; parent_id: string | null; root: string; level: number; deals: number; won: number }
type Group = { accounts: number; won: number }

/** The members of a tree, each above those beneath it, the best first among siblings; with the sums of all beneath. */
const walked = (members: readonly Member[]) => {
  const children = grouped(members, (m) => m.parent_id)
  const sums = new Map<string, Group>()
  const sumOf = (m: Member): Group => {
    const known = sums.get(m.id)
    if (known) return known
    const below = (children.get(m.id) ?? []).map(sumOf)
    const made = {
      accounts: 1 + below.reduce((n, x) => n + x.accounts, 0),
      won: m.won + below.reduce((n, x) => n + x.won, 0),
    }
    sums.set(m.id, made)
    return made
  }
  const best = (list: readonly Member[]): Member[] =>
    list.toSorted((a, b) => sumOf(b).won - sumOf(a).won || a.id.localeCompare(b.id))
  const below = (m: Member): Member[] => [m, ...best(children.get(m.id) ?? []).flatMap(below)]
  return best(members.filter((m) => m.level === 0))
    .flatMap(below)
    .map((m) => ({ ...m, group: sumOf(m) }))
}

export const groupRows = reportRows(accountGroups, async (c, p) => {
  const r = await sql<Member>`with recursive tree as (
      select a.id, null::uuid as parent_id, a.id as root, 0 as level from account a
      where ${c.seen(account, 'a')}
        and not exists (select 1 from account u where u.id = a.parent_id and ${c.seen(account, 'u')})
        and exists (select 1 from account k where k.parent_id = a.id and ${c.seen(account, 'k')})
      union all
      select a.id, a.parent_id, tree.root, tree.level + 1 from account a join tree on a.parent_id = tree.id
      where ${c.seen(account, 'a')} and tree.level < ${deepest}
    )
    select tree.id, tree.parent_id, tree.root, tree.level, coalesce(w.deals, 0) as deals, coalesce(w.won, 0)::bigint as won
    from tree left join (
      select t.account_id, count(*)::int as deals, sum(t.amount_base) as won from opportunity t
      where ${c.seen(opportunity, 't')} and t.status = 'won' and ${daysWithin('t.closed_on', spanOf(p, c.today))}
        and t.account_id in (select id from tree)
      group by 1
    ) w on w.account_id = tree.id`.execute(c.tx)
  return walked(r.rows).map((m) => ({
    accountId: m.id,
    level: m.level,
    accounts: m.group.accounts,
    deals: m.deals,
    won: m.won,
    groupWon: m.group.won,
  }))
})
