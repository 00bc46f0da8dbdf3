/** Home: what this morning asks of one person, in two statements. */
import { type RawBuilder, sql } from 'kysely'
import { startOf } from '../../kernel/dates.ts'
import { choice, type Entity } from '../../kernel/entity.ts'
import { fromMinor } from '../../kernel/money.ts'
import { isHidden, reachOf, reachSql } from '../../kernel/server/access.ts'
import { labelsOfAny, showsTitle } from '../../kernel/server/list/labels.ts'
import { listReader, query, type ReadCtx } from '../../kernel/server/query.ts'
import { activity } from '../activities/model.ts'
import { invoice } from '../billing/model.ts'
import { account } from '../customers/model.ts'
import { lead } from '../leads/model.ts'
import { opportunity } from '../opportunities/model.ts'
import { quote } from '../quoting/model.ts'
import {
  type BriefKind,
  type BriefRow,
  expiringDays,
  followUpDays,
  forgottenDays,
  reasonFor,
  toneFor,
  urgency,
} from './rules.ts'

type Whose = 'mine' | 'team'
type Row = BriefRow & {
  aboutEntity: string | null
  aboutId: string | null
  amount: number | null
  currency: string | null
  version: number
  total: number
}

const hasNoTeam = (c: ReadCtx): boolean => c.actor.teamIds.length === 0

/** Whether the rows asked for are the person's own: those without a team have no others. */
const isOwn = (c: ReadCtx, whose: Whose): boolean => whose === 'mine' || hasNoTeam(c)

/** What the actor may see of those rows. */
const visible = (c: ReadCtx, e: Entity, whose: Whose): RawBuilder<unknown> => {
  const reach = reachOf(c.actor, e.name, 'view')
  // What is one's own or one's teams' is within these reaches; saying it again keeps the planner from the indexes.
  const isReached = reach === 'all' || reach === 'team' || (reach === 'own' && isOwn(c, whose))
  const reached = isReached ? sql`true` : reachSql(c.actor, e, reach, 't')
  return sql`t.workspace_id = ${c.workspace.id} and t.deleted_at is null and ${reached}`
}

/** The person's own rows, or those of the teams. */
const scope = (c: ReadCtx, e: Entity, whose: Whose): RawBuilder<unknown> => {
  const theirs = isOwn(c, whose)
    ? sql`t.owner_id = ${c.actor.memberId}::uuid`
    : sql`t.team_id = any(${[...c.actor.teamIds]}::uuid[])`
  return sql`${visible(c, e, whose)} and ${theirs}`
}

const table = (e: Entity): RawBuilder<unknown> => sql`${sql.table(e.name)} t`
const perKind = 25
/** Rows looked at for each owner or team and each state, and so the most that is counted. */
const counted = 100

type Part = {
  kind: BriefKind | RawBuilder<unknown>
  e: Entity
  /** what the rows are looked for by, one after the other, so that an index gives the most urgent first */
  states: readonly string[] | 'stages'
  /** the most urgent first; the column after owner and state in the entity's indexes */
  order: string
  /** other columns that `days` is worked out from */
  daysOf?: readonly string[]
  number?: RawBuilder<unknown>
  title: RawBuilder<unknown>
  about: RawBuilder<unknown>
  /** the fields that `about` and the state are made of: what a role hides is left out. What names a record is never hidden. */
  of: { about: string; state?: string }
  /** where it may be about a record of any kind: that kind */
  aboutEntity?: RawBuilder<unknown>
  /** whole days late */
  days: RawBuilder<unknown>
  at?: RawBuilder<unknown>
  priority?: RawBuilder<unknown>
  state?: RawBuilder<unknown>
  /** the money field shown, left out where the role hides it */
  amount?: { key: string; column: string }
  where: RawBuilder<unknown>
}

/**
 * For each owner or team and each state, the first rows of an index: what it costs does not grow with the data. The rows
 * are read whole only for those shown.
 */
const found = (c: ReadCtx, whose: Whose, p: Part): RawBuilder<unknown> => {
  const own = isOwn(c, whose)
  const keys = own ? [c.actor.memberId] : [...c.actor.teamIds]
  const key = sql.ref(own ? 't.owner_id' : 't.team_id')
  const states =
    p.states === 'stages'
      ? sql`(select id, name, coalesce(days_allowed, 14)::int as days_allowed from stage
          where workspace_id = ${c.workspace.id} and deleted_at is null) s`
      : sql`unnest(${[...p.states]}::text[]) s(state)`
  const inState = p.states === 'stages' ? sql`t.stage_id = s.id and t.status = 'open'` : sql`t.status = s.state`
  const stage = p.states === 'stages' ? sql`, s.name as stage_name` : sql``
  const columns = sql.join(['id', p.order, ...(p.daysOf ?? [])].map((name) => sql.ref(`t.${name}`)))
  return sql`select t.*, f.* from (
      select t.id as found_id${stage}, ${p.days} as days_late, least(count(*) over (), ${counted}) as total
      from unnest(${keys}::uuid[]) k(id) cross join ${states} cross join lateral (select ${columns} from ${table(p.e)}
        where ${visible(c, p.e, whose)} and ${key} = k.id and ${inState} and ${p.where} order by ${sql.ref(`t.${p.order}`)} limit ${counted}) t
      order by days_late desc limit ${perKind}) f
    join ${table(p.e)} on t.workspace_id = ${c.workspace.id} and t.id = f.found_id`
}

const select = (c: ReadCtx, whose: Whose, p: Part): RawBuilder<unknown> => {
  const none = sql`null::text`
  const sees = (field: string | undefined): boolean => field !== undefined && !isHidden(c.actor, p.e, field)
  const shown = p.amount && sees(p.amount.key)
  // A name goes with the record it belongs to, as in a list.
  const aboutShown = sees(p.of.about) && (p.of.about !== 'accountId' || showsTitle(listReader(c), account))
  return sql`select ${typeof p.kind === 'string' ? sql`${p.kind}::text` : p.kind} as kind, ${p.e.name}::text as entity, t.id, t.version,
      ${(aboutShown ? p.aboutEntity : undefined) ?? none} as "aboutEntity",
      ${aboutShown && p.aboutEntity ? sql`t.about_id` : sql`null::uuid`} as "aboutId",
      ${p.number ?? none} as number, ${p.title} as title, ${aboutShown ? p.about : none} as about, t.days_late as days,
      ${p.at ?? sql`null::timestamptz`} as at, ${p.priority ?? none} as priority,
      ${(sees(p.of.state) ? p.state : undefined) ?? none} as state,
      ${shown && p.amount ? sql.ref(`t.${p.amount.column}`) : sql`null::bigint`} as amount,
      ${shown ? sql`t.currency` : none} as currency, t.total
    from (${found(c, whose, p)}) t`
}

const accountName = sql`(select a.name from account a where a.workspace_id = t.workspace_id and a.id = t.account_id)`

const parts = (c: ReadCtx): Part[] => {
  const today = sql`${c.today}::date`
  const titled = (e: Entity) => (isHidden(c.actor, e, 'title') ? sql`t.number` : sql`coalesce(t.title, t.number)`)
  const localDay = (column: string) => sql`(${sql.ref(column)} at time zone ${c.workspace.timeZone})::date`
  const quoteRow = {
    e: quote,
    states: ['sent', 'viewed'],
    order: 'valid_until',
    number: sql`t.number`,
    title: titled(quote),
    about: accountName,
    of: { about: 'accountId', state: 'status' },
    state: sql`t.status`,
    amount: { key: 'grossTotal', column: 'gross_total' },
  }
  return [
    {
      kind: sql`case when t.kind = 'meeting' then 'meeting' else 'task' end`,
      e: activity,
      states: ['open'],
      order: 'due_on',
      title: sql`t.subject`,
      about: sql`null::text`,
      of: { about: 'about' },
      aboutEntity: sql`t.about_entity`,
      days: sql`${today} - t.due_on`,
      at: sql`coalesce(t.starts_at, t.due_at)`,
      priority: sql`t.priority`,
      where: sql`t.due_on <= ${today}`,
    },
    {
      kind: 'lead',
      e: lead,
      states: ['new', 'assigned'],
      order: 'created_at',
      title: sql`t.name`,
      about: sql`t.company`,
      of: { about: 'company', state: 'status' },
      days: sql`${today} - ${localDay('t.created_at')}`,
      state: sql`t.status`,
      where: sql`t.created_at > ${today} - ${forgottenDays}::int
        and not exists (select 1 from activity a where a.workspace_id = t.workspace_id and a.about_id = t.id
          and a.status = 'done' and a.deleted_at is null)`,
    },
    {
      ...quoteRow,
      kind: 'quoteExpiring',
      days: sql`${today} - t.valid_until`,
      where: sql`t.valid_until between ${today} and ${today} + ${expiringDays}::int`,
    },
    {
      ...quoteRow,
      kind: 'quoteExpired',
      days: sql`${today} - t.valid_until`,
      where: sql`t.valid_until < ${today} and t.valid_until > ${today} - ${forgottenDays}::int`,
    },
    {
      ...quoteRow,
      kind: 'quoteFollowUp',
      daysOf: ['sent_at'],
      days: sql`${today} - ${localDay('t.sent_at')}`,
      where: sql`(t.valid_until is null or t.valid_until > ${today} + ${expiringDays}::int)
        and t.sent_at < ${today} - (case when t.status = 'viewed' then ${followUpDays.viewed}::int else ${followUpDays.sent}::int end - 1)`,
    },
    {
      kind: 'invoice',
      e: invoice,
      states: ['issued', 'sent', 'partiallyPaid'],
      order: 'due_date',
      number: sql`t.number`,
      title: titled(invoice),
      about: accountName,
      of: { about: 'accountId', state: 'status' },
      days: sql`${today} - t.due_date`,
      state: sql`t.status`,
      amount: { key: 'balance', column: 'balance' },
      where: sql`t.balance > 0 and t.due_date < ${today}`,
    },
    {
      kind: 'stalled',
      e: opportunity,
      states: 'stages',
      order: 'entered_stage_at',
      title: sql`t.name`,
      about: accountName,
      of: { about: 'accountId', state: 'stageId' },
      days: sql`${today} - ${localDay('t.entered_stage_at')} - s.days_allowed`,
      state: sql`t.stage_name`,
      amount: { key: 'amount', column: 'amount' },
      where: sql`t.entered_stage_at < ${today} - s.days_allowed`,
    },
  ]
}

const money = (minor: number | null, currency: string | null) =>
  minor === null || currency === null ? null : { amount: fromMinor(minor, currency), currency }

const withUrgency = (r: Row, titles: ReadonlyMap<string, string>) => ({
  kind: r.kind,
  entity: r.entity,
  id: r.id,
  version: r.version,
  number: r.number,
  title: r.title,
  about: r.about ?? (r.aboutId === null ? null : (titles.get(r.aboutId) ?? null)),
  days: r.days,
  at: r.at,
  priority: r.priority,
  state: r.state,
  amount: money(r.amount, r.currency),
  reason: reasonFor(r),
  tone: toneFor(r),
  urgency: urgency(r),
})

type Figures = { open: number; weighted: number; deals: number; won: number; won_deals: number; won_before: number }

const figuresOf = async (c: ReadCtx, whose: Whose) => {
  if (!c.allows('opportunity', 'view') || isHidden(c.actor, opportunity, 'amount')) return null
  const month = startOf(c.today, 'month')
  const r = await sql<Figures>`select
      coalesce(sum(t.amount_base) filter (where t.status = 'open'), 0)::bigint as open,
      coalesce(sum(t.weighted_amount_base) filter (where t.status = 'open'), 0)::bigint as weighted,
      count(*) filter (where t.status = 'open') as deals,
      coalesce(sum(t.amount_base) filter (where t.status = 'won' and t.closed_on >= ${month}::date), 0)::bigint as won,
      count(*) filter (where t.status = 'won' and t.closed_on >= ${month}::date) as won_deals,
      coalesce(sum(t.amount_base) filter (where t.status = 'won' and t.closed_on < ${month}::date), 0)::bigint as won_before
    from ${table(opportunity)} where ${scope(c, opportunity, whose)}
      and (t.status = 'open' or (t.status = 'won' and t.closed_on >= ${month}::date - interval '1 month'))`.execute(
    c.tx,
  )
  const f = r.rows[0]
  const base = (n: number) => money(n, c.workspace.baseCurrency)
  return f
    ? {
        openPipeline: base(f.open),
        weightedPipeline: isHidden(c.actor, opportunity, 'weightedAmount') ? null : base(f.weighted),
        openDeals: f.deals,
        wonThisMonth: base(f.won),
        wonDealsThisMonth: f.won_deals,
        wonLastMonth: base(f.won_before),
      }
    : null
}

const waiting = async (c: ReadCtx, whose: Whose): Promise<Row[]> => {
  const allowed = parts(c).filter((p) => c.allows(p.e.name, 'view'))
  if (allowed.length === 0) return []
  const selects = allowed.map((p) => select(c, whose, p))
  return (await sql<Row>`${sql.join(selects, sql` union all `)}`.execute(c.tx)).rows
}

/**
 * `GET /home`: rows by urgency, each with its reason; how many of each kind there are (100 for more); and a few figures.
 * Unless told whose, one's own; the teams' where nothing of one's own waits, as for those who lead and do not sell.
 */
export const home = query(
  undefined,
  'home',
  { params: { whose: choice({ mine: 'Mine', team: 'My teams' }) } },
  async (c, { whose: asked }) => {
    const own = await waiting(c, asked ?? 'mine')
    const who = asked ?? (own.length === 0 && !hasNoTeam(c) ? 'team' : 'mine')
    const rows = who === (asked ?? 'mine') ? own : await waiting(c, who)
    const titles = await labelsOfAny(
      c.tx,
      listReader(c),
      rows.map((r) => ({ entity: r.aboutEntity, id: r.aboutId })),
    )
    const ranked = rows
      .map((r) => withUrgency(r, titles))
      .toSorted((a, b) => b.urgency - a.urgency || String(a.at ?? '').localeCompare(String(b.at ?? '')))
    const counts = Object.fromEntries(rows.map((r) => [r.entity === 'activity' ? 'activity' : r.kind, r.total]))
    return { today: c.today, whose: who, data: ranked, counts, figures: await figuresOf(c, who) }
  },
)
