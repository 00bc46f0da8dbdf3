/** Deals counted: by stage, by period, by person, by reason, by product. One statement each, two for people. */
import { sql } from 'kysely'
import { reachOf } from '../../../kernel/server/access.ts'
import type { ReportCtx } from '../../../kernel/server/report.ts'
import { reportRows } from '../../../kernel/server/report.ts'
import type { Role } from '../../admin/model.ts'
import { opportunity } from '../../opportunities/model.ts'
import { lostReasons, pipelineByStage, salesByPerson, salesByProduct, wonByPeriod } from '../reports/sales.ts'
import { spanOf } from '../rules.ts'
import { daysWithin, grouped, same, series, startSql } from './span.ts'

const count = sql<number>`count(*)::int`
const sum = (column: string) => sql<number>`coalesce(sum(${sql.ref(column)}), 0)::bigint`

export const pipelineRows = reportRows(pipelineByStage, async (c, p) => {
  const stages = p.stages === 'all' ? sql`true` : sql`s.type in ('open', 'onHold')`
  const states = p.stages === 'all' ? sql`true` : sql`t.status in ('open', 'onHold')`
  const r = await sql<{
    stage_id: string | null
    pipeline_id: string | null
    deals: number
    amount: number
    weighted: number
  }>`with deal as (
      select t.stage_id, t.pipeline_id, ${count} as deals, ${sum('t.amount_base')} as amount,
        ${sum('t.weighted_amount_base')} as weighted
      from opportunity t where ${c.seen(opportunity, 't')} and ${states}
        and ${same('t.owner_id', p.ownerId)} and ${same('t.pipeline_id', p.pipelineId)}
      group by t.stage_id, t.pipeline_id
    ), step as (
      select s.id, s.pipeline_id, l.position as place, l.name, s.position from stage s
      join pipeline l on l.workspace_id = s.workspace_id and l.id = s.pipeline_id
      where s.workspace_id = ${c.workspace.id} and s.deleted_at is null and l.deleted_at is null and l.active
        and ${stages} and ${same('s.pipeline_id', p.pipelineId)}
    )
    select coalesce(step.id, deal.stage_id) as stage_id, coalesce(step.pipeline_id, deal.pipeline_id) as pipeline_id,
      coalesce(deal.deals, 0) as deals, coalesce(deal.amount, 0)::bigint as amount,
      coalesce(deal.weighted, 0)::bigint as weighted
    from step full join deal on deal.stage_id = step.id
    order by step.place nulls last, step.name, step.pipeline_id, step.position, stage_id`.execute(c.tx)
  return r.rows.map((x) => ({
    stageId: x.stage_id,
    pipelineId: x.pipeline_id,
    deals: x.deals,
    amount: x.amount,
    weighted: x.weighted,
  }))
})

export const wonRows = reportRows(wonByPeriod, async (c, p) => {
  const s = spanOf(p, c.today)
  const r = await sql<{ starts_on: string; status: string; deals: number; amount: number }>`
    select ${startSql('t.closed_on', p.by)} as starts_on, t.status, ${count} as deals, ${sum('t.amount_base')} as amount
    from opportunity t where ${c.seen(opportunity, 't')} and t.status in ('won', 'lost')
      and ${daysWithin('t.closed_on', s)} and ${same('t.owner_id', p.ownerId)}
    group by 1, 2`.execute(c.tx)
  return series(r.rows, s, p.by, c.today, (rows) => {
    const of = (status: string) => rows.find((x) => x.status === status)
    return {
      wonDeals: of('won')?.deals ?? 0,
      won: of('won')?.amount ?? 0,
      lostDeals: of('lost')?.deals ?? 0,
      lost: of('lost')?.amount ?? 0,
    }
  })
})

type Person = { id: string; rights: Role['rights'] }

/** Those who sell: their role lets them make deals, for themselves or their team. Only as far as the actor's reach goes. */
const sellers = async (c: ReportCtx, p: { teamId: string | null; roleId: string | null }): Promise<Person[]> => {
  const reach = c.reach(opportunity)
  const near =
    reach === 'all'
      ? sql`true`
      : reach === 'team'
        ? sql`(m.id = ${c.actor.memberId}::uuid or m.team_id = any(${[...c.actor.teamIds]}::uuid[]))`
        : sql`m.id = ${c.actor.memberId}::uuid`
  const inTeam =
    p.teamId === null
      ? sql`true`
      : sql`m.team_id in (with recursive tree as (
          select t.id from team t where t.workspace_id = ${c.workspace.id} and t.id = ${p.teamId}::uuid
          union select t.id from team t join tree on t.parent_id = tree.id where t.workspace_id = ${c.workspace.id}
        ) select id from tree)`
  const r = await sql<Person>`select m.id, r.rights from member m
    join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
    where m.workspace_id = ${c.workspace.id} and m.deleted_at is null and m.active and ${near} and ${inTeam}
      and ${same('m.role_id', p.roleId)}`.execute(c.tx)
  return r.rows
}

const sells = (c: ReportCtx, { rights }: Person): boolean =>
  reachOf({ ...c.actor, kind: 'user', rights }, 'opportunity', 'create') !== 'none'

export const personRows = reportRows(salesByPerson, async (c, p) => {
  const closed = daysWithin('t.closed_on', spanOf(p, c.today))
  const r = await sql<{ owner_id: string | null; status: string; deals: number; amount: number }>`
    select t.owner_id, case when t.status = 'onHold' then 'open' else t.status end as status, ${count} as deals,
      ${sum('t.amount_base')} as amount
    from opportunity t where ${c.seen(opportunity, 't')} and (t.status in ('open', 'onHold') or ${closed})
    group by 1, 2`.execute(c.tx)
  const people = await sellers(c, p)
  const narrowed = p.teamId !== null || p.roleId !== null
  const listed = new Set(people.map((x) => x.id))
  const byOwner = grouped(r.rows, (x) => x.owner_id)
  const owners = [...byOwner.keys()].filter((id) => !narrowed || (id !== null && listed.has(id)))
  const everyone = new Set([...owners, ...people.filter((x) => sells(c, x)).map((x) => x.id)])
  return [...everyone].map((ownerId) => {
    const of = (status: string) => byOwner.get(ownerId)?.find((x) => x.status === status)
    return {
      ownerId,
      wonDeals: of('won')?.deals ?? 0,
      won: of('won')?.amount ?? 0,
      lostDeals: of('lost')?.deals ?? 0,
      openDeals: of('open')?.deals ?? 0,
      open: of('open')?.amount ?? 0,
    }
  })
})

export const lostRows = reportRows(lostReasons, async (c, p) => {
  const r = await sql<{ reason: string | null; deals: number; amount: number }>`
    select t.lost_reason_id as reason, ${count} as deals, ${sum('t.amount_base')} as amount
    from opportunity t where ${c.seen(opportunity, 't')} and t.status = 'lost'
      and ${daysWithin('t.closed_on', spanOf(p, c.today))} and ${same('t.owner_id', p.ownerId)}
    group by 1`.execute(c.tx)
  return r.rows.map((x) => ({ lostReasonId: x.reason, deals: x.deals, amount: x.amount }))
})

/**
 * A deal's amount is shared out among its lines so that the shares add up to it exactly: each line gets the rounded
 * sum up to it less the rounded sum before it.
 */
export const productRows = reportRows(salesByProduct, async (c, p) => {
  const r = await sql<{ product_id: string | null; deals: number; amount: number }>`with won as (
      select t.id, t.product_id, t.amount_base from opportunity t where ${c.seen(opportunity, 't')} and t.status = 'won'
        and ${daysWithin('t.closed_on', spanOf(p, c.today))} and ${same('t.owner_id', p.ownerId)}
    ), line as (
      select l.opportunity_id, l.product_id, w.amount_base, l.net::numeric as net,
        sum(l.net) over (partition by l.opportunity_id order by l.position, l.id) as upto,
        sum(l.net) over (partition by l.opportunity_id) as whole
      from opportunity_line l join won w on w.id = l.opportunity_id
      where l.workspace_id = ${c.workspace.id} and l.deleted_at is null
    ), sold as (
      select opportunity_id, product_id,
        round(amount_base * upto / whole) - round(amount_base * (upto - net) / whole) as amount
      from line where whole <> 0
      union all
      select w.id, w.product_id, w.amount_base from won w
      where not exists (select 1 from line l where l.opportunity_id = w.id and l.whole <> 0)
    )
    select product_id, count(distinct opportunity_id)::int as deals, sum(amount)::bigint as amount
    from sold group by 1`.execute(c.tx)
  return r.rows.map((x) => ({ productId: x.product_id, deals: x.deals, amount: x.amount }))
})
