/** The standard load's rows: customers, leads, deals, activities, invoices of one workspace, as statements. */
import { activity, activityLink } from '../../src/areas/activities/model.ts'
import { invoice, invoiceLine } from '../../src/areas/billing/model.ts'
import { product } from '../../src/areas/catalogue/model.ts'
import { account, accountContact, contact } from '../../src/areas/customers/model.ts'
import { lead } from '../../src/areas/leads/model.ts'
import { opportunity, stageChange } from '../../src/areas/opportunities/model.ts'
import { literal } from '../../src/kernel/server/ddl.ts'
import { byShare, fill, idOf, madeMs, oneOf, type Sql, upTo } from './filler.ts'
import { type Counts, type Kinds, kindsOf, linesPerInvoice, products } from './kinds.ts'
import { addressSql, cap, cityArrays, dayOf, familyName, invented, phoneSql, plain, sometimes } from './values.ts'
import * as words from './words.ts'

type Stage = { id: string; type: string; probability: string; forecast_category: string }

/** What set-up made in the workspace, and its people: rows refer to it. */
export type Ground = {
  workspaceId: string
  /** 0 to 99; makes ids differ between workspaces */
  ordinal: number
  companyId: string
  people: readonly { memberId: string; teamId: string | null }[]
  /** list → ids of its values */
  options: ReadonlyMap<string, readonly string[]>
  pipelineId: string
  /** in their order */
  stages: readonly Stage[]
  /** status → id of a column */
  leadStages: ReadonlyMap<string, string>
  taxClassId: string
  /** the day the load stands at, YYYY-MM-DD */
  today: string
}

const ownership = (g: Ground, salt: number): Record<string, Sql> => {
  const members = g.people.map((p) => p.memberId)
  const teams = g.people.map((p) => p.teamId ?? '')
  return {
    owner_id: oneOf(members, salt, { type: 'uuid' }),
    team_id: `nullif(${oneOf(teams, salt)}, '')::uuid`,
    created_by: oneOf(members, salt, { type: 'uuid' }),
    updated_by: oneOf(members, salt + 1, { type: 'uuid' }),
  }
}
const optionSql = (g: Ground, list: string, salt: number, power = 1.5): Sql => {
  const ids = g.options.get(list) ?? []
  return ids.length === 0 ? 'null::uuid' : oneOf(ids, salt, { type: 'uuid', power })
}
const accountRows = (g: Ground, k: Kinds): string => {
  const base = `(case when pg_temp.u(n, 10) < 0.35 then ${familyName(11)} else ${invented(12)} end || ' ' || ${oneOf(words.trades, 15)})`
  return fill(
    account,
    g.workspaceId,
    k.account,
    {
      name: `b.base || ' ' || ${oneOf(words.legalForms, 16)}`,
      name_key: 'lower(unaccent(b.base))',
      legal_name: sometimes(0.1, 17, `b.base || ' Holding'`),
      types: `case when pg_temp.u(n, 18) < 0.6 then '{prospect}'::text[] when pg_temp.u(n, 18) < 0.92 then '{customer}'::text[]
        when pg_temp.u(n, 18) < 0.96 then '{customer,partner}'::text[] else '{supplier}'::text[] end`,
      parent_id: `case when n % 10 = 0 then ${idOf(k.account, 'n / 10')} end`,
      industry_id: optionSql(g, 'industry', 19),
      website: `'https://www.' || b.domain`,
      website_domain: 'b.domain',
      email: `'info@' || b.domain`,
      phone: phoneSql(20),
      employees: `floor(exp(2 + 6 * pg_temp.u(n, 21)))::bigint`,
      annual_revenue: `floor(exp(11 + 7 * pg_temp.u(n, 21)))::bigint * 100`,
      founded_year: `1900 + ${upTo(124, 22)}`,
      currency: `'EUR'`,
      payment_terms_days: `(array[14, 30, 30, 30, 60])[${upTo(5, 23)}]`,
      billing_address: addressSql(24),
      country: oneOf(cityArrays.country, 24),
      ...ownership(g, 27),
    },
    { from: `cross join lateral (select ${base} as base, ${plain(base)} || n % 97 || '.example' as domain) b` },
  )
}

/** The account a person or a deal belongs to: a few have many. */
const accountOf = (k: Kinds, salt: number, power: number): Sql => idOf(k.account, upTo(k.account.count, salt, power))

const contactRows = (g: Ground, k: Kinds): string[] => [
  fill(
    contact,
    g.workspaceId,
    k.contact,
    {
      first_name: 'p.first',
      last_name: 'p.last',
      name: `p.first || ' ' || p.last`,
      name_key: `lower(unaccent(p.last || ' ' || p.first))`,
      account_id: accountOf(k, 31, 1.3),
      job_title: oneOf(words.jobTitles, 32),
      department: sometimes(0.6, 33, oneOf(words.departments, 33)),
      email: `${plain('p.first')} || '.' || ${plain('p.last')} || n || '@' || ${plain(invented(34))} || '.example'`,
      phone: sometimes(0.7, 37, phoneSql(37)),
      mobile: sometimes(0.5, 38, phoneSql(38)),
      country: oneOf(cityArrays.country, 39),
      language: `(array['de', 'en', 'fr', 'it', 'es'])[${upTo(5, 40, 2)}]`,
      lifecycle: byShare({ lead: 0.2, prospect: 0.4, customer: 0.35, former: 0.05 }, 41),
      source_id: optionSql(g, 'leadSource', 42),
      do_not_email: 'pg_temp.u(n, 43) < 0.06',
      ...ownership(g, 44),
    },
    {
      from: `cross join lateral (select ${oneOf(words.firstNames, 30)} as first, ${familyName(46)} || case when pg_temp.u(n, 47) < 0.12 then '-' || ${familyName(48)} else '' end as last) p`,
    },
  ),
  fill(accountContact, g.workspaceId, k.accountContact, {
    account_id: accountOf(k, 31, 1.3),
    contact_id: idOf(k.contact, 'n'),
    job_title: oneOf(words.jobTitles, 32),
    is_primary: 'true',
  }),
]

const leadRows = (g: Ground, k: Kinds): string => {
  const made = madeMs(k.lead, 'n')
  const stageCases = [...g.leadStages].map(([status, id]) => `when ${literal(status)} then ${literal(id)}::uuid`)
  return fill(
    lead,
    g.workspaceId,
    k.lead,
    {
      first_name: 'p.first',
      last_name: 'p.last',
      name: `p.first || ' ' || p.last`,
      name_key: `lower(unaccent(p.last || ' ' || p.first))`,
      company: 'p.company',
      company_key: 'lower(unaccent(p.company))',
      domain: `${plain('p.company')} || '.example'`,
      website: `'https://' || ${plain('p.company')} || '.example'`,
      job_title: oneOf(words.jobTitles, 56),
      email: `${plain('p.first')} || '.' || ${plain('p.last')} || '@' || ${plain('p.company')} || '.example'`,
      phone: sometimes(0.7, 57, phoneSql(57)),
      status: 'p.status',
      lead_stage_id: `case p.status ${stageCases.join(' ')} end`,
      type_id: optionSql(g, 'leadType', 58, 2),
      source_id: optionSql(g, 'leadSource', 59),
      campaign: sometimes(0.4, 60, oneOf(words.campaigns, 61)),
      industry_id: optionSql(g, 'industry', 62),
      employees: `floor(exp(1 + 6 * pg_temp.u(n, 63)))::bigint`,
      address: addressSql(64),
      country: oneOf(cityArrays.country, 64),
      follow_up_on: `case when p.status in ('new', 'assigned', 'inProcess') then ${literal(g.today)}::date + (${upTo(60, 67)} - 30)::int end`,
      score: `(${upTo(101, 68)} - 1)`,
      budget: sometimes(0.5, 69, `floor(exp(6 + 5 * pg_temp.u(n, 70)))::bigint * 100`),
      currency: `'EUR'`,
      bant_budget: sometimes(0.6, 71, byShare({ yes: 0.5, no: 0.2, unknown: 0.3 }, 72)),
      bant_authority: sometimes(0.6, 73, byShare({ yes: 0.6, no: 0.4 }, 74)),
      bant_need: sometimes(0.6, 75, byShare({ yes: 0.8, no: 0.2 }, 76)),
      bant_timeline: sometimes(0.6, 77, byShare({ urgent: 0.2, midTerm: 0.5, unclear: 0.3 }, 78)),
      dead_kind: `case when p.status = 'dead' then ${byShare({ lost: 0.5, junk: 0.3, disqualified: 0.2 }, 79)} end`,
      recontact_on: `case when p.status = 'recycled' then ${literal(g.today)}::date + ${upTo(180, 80)}::int end`,
      entered_stage_at: `to_timestamp(${made} / 1000.0) + interval '2 days'`,
      converted_at: `case when p.status = 'converted' then to_timestamp(${made} / 1000.0) + interval '9 days' end`,
      account_id: `case when p.status = 'converted' then ${accountOf(k, 81, 1.3)} end`,
      ...ownership(g, 82),
    },
    {
      from: `cross join lateral (select ${oneOf(words.firstNames, 50)} as first, ${familyName(51)} as last,
        ${invented(52)} || ' ' || ${oneOf(words.trades, 55)} as company,
        ${byShare({ converted: 0.45, dead: 0.2, inProcess: 0.15, new: 0.08, assigned: 0.07, recycled: 0.05 }, 49)} as status) p`,
    },
  )
}

/** Shares of the stages: a third is won, a third lost, the rest is spread over the open ones. */
const stageSql = (g: Ground, pick: (s: Stage) => string, type: string): Sql => {
  const open = g.stages.filter((s) => s.type === 'open')
  const share = (s: Stage): number => (s.type === 'won' ? 0.34 : s.type === 'lost' ? 0.33 : 0.33 / open.length)
  let sum = 0
  const cases = g.stages.map((s) => {
    sum += share(s)
    return `when pg_temp.u(n, 100) < ${sum.toFixed(4)} then ${literal(pick(s))}`
  })
  return `(case ${cases.join(' ')} else ${literal(pick(g.stages[0] ?? { id: '', type: '', probability: '', forecast_category: '' }))} end)::${type}`
}

const opportunityRows = (g: Ground, k: Kinds): string[] => {
  const made = madeMs(k.opportunity, 'n')
  const amount = `(floor(exp(6.5 + 4.5 * pg_temp.u(n, 101)))::bigint * 100)`
  return [
    fill(
      opportunity,
      g.workspaceId,
      k.opportunity,
      {
        name: `${oneOf(words.dealKinds, 102)} || ' ' || ${invented(103)} || ' ' || ${oneOf(words.trades, 106)}`,
        account_id: accountOf(k, 107, 1.6),
        contact_id: idOf(k.contact, upTo(k.contact.count, 108)),
        pipeline_id: `${literal(g.pipelineId)}::uuid`,
        stage_id: stageSql(g, (s) => s.id, 'uuid'),
        status: 's.status',
        amount,
        amount_base: amount,
        currency: `'EUR'`,
        exchange_rate: '1',
        expected_close_date: dayOf(made, `30 + ${upTo(150, 109)}`),
        source_id: optionSql(g, 'leadSource', 110),
        competitor_id: sometimes(0.3, 111, optionSql(g, 'competitor', 111)),
        campaign: sometimes(0.3, 112, oneOf(words.campaigns, 113)),
        probability: 's.probability',
        weighted_amount: `round(${amount} * s.probability / 100)::bigint`,
        weighted_amount_base: `round(${amount} * s.probability / 100)::bigint`,
        forecast_category: stageSql(g, (s) => s.forecast_category, 'text'),
        engaged_on: dayOf(made, '2'),
        closed_on: `case when s.status in ('won', 'lost') then least(${dayOf(made, `20 + ${upTo(150, 109)}`)}, ${literal(g.today)}::date) end`,
        lost_reason_id: `case when s.status = 'lost' then ${optionSql(g, 'lossReason', 114)} end`,
        entered_stage_at: `to_timestamp(${made} / 1000.0) + interval '10 days'`,
        ...ownership(g, 115),
      },
      {
        from: `cross join lateral (select ${stageSql(g, (s) => s.type, 'text')} as status, ${stageSql(g, (s) => s.probability, 'numeric')} as probability) s`,
      },
    ),
    fill(stageChange, g.workspaceId, k.stageChange, {
      opportunity_id: idOf(k.opportunity, 'n'),
      to_stage_id: stageSql(g, (s) => s.id, 'uuid'),
      at: `to_timestamp(${made} / 1000.0) + interval '10 days'`,
      by_id: ownership(g, 115).owner_id ?? 'null',
    }),
  ]
}

const activityRows = (g: Ground, k: Kinds): string[] => {
  const made = madeMs(k.activity, 'n')
  const about = (what: 'entity' | 'id'): Sql => {
    const kinds = [
      ['account', 0.35, k.account],
      ['contact', 0.6, k.contact],
      ['opportunity', 0.85, k.opportunity],
      ['lead', 1, k.lead],
    ] as const
    const cases = kinds.map(
      ([name, share, kind]) =>
        `when pg_temp.u(n, 120) < ${share} then ${what === 'entity' ? literal(name) : idOf(kind, upTo(kind.count, 121, 1.3))}`,
    )
    return `case ${cases.join(' ')} end`
  }
  return [
    fill(
      activity,
      g.workspaceId,
      k.activity,
      {
        kind: 'a.kind',
        subject: `${oneOf(words.activitySubjects, 122)} || ' ' || ${invented(123)}`,
        about_entity: about('entity'),
        about_id: about('id'),
        due_on: `case when a.open then ${literal(g.today)}::date + (${upTo(60, 126)} - 20)::int else ${dayOf(made, upTo(14, 126))} end`,
        starts_at: `case when a.kind in ('meeting', 'call') then to_timestamp(${made} / 1000.0) + interval '3 days' end`,
        duration_minutes: `case when a.kind in ('meeting', 'call') then ${upTo(12, 127)} * 10 end`,
        direction: `case when a.kind in ('call', 'email') then (array['in', 'out'])[${upTo(2, 128)}] end`,
        outcome_id: optionSql(g, 'activityOutcome', 129),
        priority: byShare({ normal: 0.7, high: 0.15, low: 0.15 }, 130),
        status: `case when a.open then 'open' when pg_temp.u(n, 131) < 0.05 then 'cancelled' else 'done' end`,
        done_at: `case when not a.open then to_timestamp(${made} / 1000.0) + interval '4 days' end`,
        ...ownership(g, 132),
      },
      {
        from: `cross join lateral (select ${byShare({ task: 0.35, call: 0.25, meeting: 0.12, note: 0.13, email: 0.15 }, 125)} as kind,
          pg_temp.u(n, 134) < 0.03 as open) a`,
      },
    ),
    fill(activityLink, g.workspaceId, k.activityLink, {
      activity_id: idOf(k.activity, 'n'),
      target_entity: about('entity'),
      target_id: about('id'),
      role: `'about'`,
    }),
  ]
}

const productRows = (g: Ground, k: Kinds): string =>
  fill(product, g.workspaceId, k.product, {
    name: `${oneOf(words.trades, 140)} || ' ' || ${cap(invented(141))} || ' ' || n`,
    sku: `'P-' || lpad(n::text, 5, '0')`,
    unit_price: `(10 + ${upTo(990, 144)})`,
    currency: `'EUR'`,
    tax_class_id: `${literal(g.taxClassId)}::uuid`,
    ...(product.owned ? ownership(g, 145) : {}),
  })

const invoiceRows = (g: Ground, k: Kinds): string[] => {
  const made = madeMs(k.invoice, 'n')
  // Each line is 100 to 5,000, the same for both statements, so that documents and lines agree.
  const net = Array.from({ length: linesPerInvoice }, (_, i) =>
    lineNet(`((n - 1) * ${linesPerInvoice} + ${i + 1})`),
  ).join(' + ')
  const money = (name: string, value: Sql): Record<string, Sql> => ({ [name]: value, [`${name}_base`]: value })
  return [
    fill(
      invoice,
      g.workspaceId,
      k.invoice,
      {
        number: `case when i.status <> 'draft' then 'INV-' || extract(year from i.day) || '-' || lpad(n::text, 6, '0') end`,
        company_id: `${literal(g.companyId)}::uuid`,
        account_id: accountOf(k, 150, 1.6),
        title: `${oneOf(words.dealKinds, 151)} || ' ' || ${invented(152)}`,
        billing_address: addressSql(155),
        currency: `'EUR'`,
        exchange_rate: '1',
        ...money('net_total', 'i.net'),
        ...money('tax_total', 'round(i.net * 0.19)::bigint'),
        ...money('gross_total', 'i.net + round(i.net * 0.19)::bigint'),
        status: 'i.status',
        issue_date: 'i.day',
        due_date: 'i.day + 30',
        issued_at: `to_timestamp(${made} / 1000.0)`,
        sent_at: `case when i.status in ('sent', 'paid', 'partiallyPaid') then to_timestamp(${made} / 1000.0) end`,
        paid_at: `case when i.status = 'paid' then to_timestamp(${made} / 1000.0) + interval '20 days' end`,
        ...money(
          'paid_total',
          `case when i.status = 'paid' then i.net + round(i.net * 0.19)::bigint when i.status = 'partiallyPaid' then i.net else 0 end`,
        ),
        ...money(
          'balance',
          `case i.status when 'paid' then 0 when 'draft' then 0 when 'cancelled' then 0 when 'partiallyPaid' then round(i.net * 0.19)::bigint else i.net + round(i.net * 0.19)::bigint end`,
        ),
        ...ownership(g, 158),
      },
      {
        from: `cross join lateral (select ${byShare({ paid: 0.84, sent: 0.07, issued: 0.03, partiallyPaid: 0.02, draft: 0.03, cancelled: 0.01 }, 160)} as status,
          ${dayOf(made, '0')} as day, (${net})::bigint as net) i`,
      },
    ),
    fill(invoiceLine, g.workspaceId, k.invoiceLine, {
      invoice_id: idOf(k.invoice, `(n - 1) / ${linesPerInvoice} + 1`),
      position: `(n - 1) % ${linesPerInvoice}`,
      product_id: idOf(k.product, upTo(products, 161)),
      description: `${oneOf(words.dealKinds, 162)} || ' ' || n`,
      quantity: '1',
      unit_price: `${lineNet('n')} / 100.0`,
      total: lineNet('n'),
      net: lineNet('n'),
      currency: `'EUR'`,
      tax_class_id: `${literal(g.taxClassId)}::uuid`,
    }),
  ]
}
const lineNet = (n: Sql): Sql => `(100 + floor(4900 * pg_temp.u(${n}, 163)))::bigint * 100`

/** The statements that fill one workspace, named by what they fill. */
export const statementsFor = (g: Ground, counts: Counts): { name: string; sql: string }[] => {
  const k = kindsOf(g, counts)
  const named = (name: string, sql: string | string[]) =>
    (typeof sql === 'string' ? [sql] : sql).map((x) => ({ name, sql: x }))
  return [
    ...named('accounts', accountRows(g, k)),
    ...named('contacts', contactRows(g, k)),
    ...named('leads', leadRows(g, k)),
    ...named('opportunities', opportunityRows(g, k)),
    ...named('activities', activityRows(g, k)),
    ...named('products', productRows(g, k)),
    ...named('invoices', invoiceRows(g, k)),
  ]
}
