/**
 * Half a year in the life of the demo company, told through the product's own actions with a clock that walks from then
 * to now: whatever the demo shows, the product did.
 */
import { sql } from 'kysely'
import { addDays, daysBetween } from '../../kernel/dates.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Actor } from '../../kernel/server/access.ts'
import type { App } from '../../kernel/server/app.ts'
import { systemActor } from '../../kernel/server/auth.ts'
import { execute } from '../../kernel/server/execute.ts'
import { reading } from '../../kernel/server/records.ts'
import {
  cities,
  companies,
  firstNames,
  groupOf,
  jobTitles,
  lastNames,
  needs,
  products,
  streets,
  titles,
  tradeOf,
} from './world.ts'

type Row = Record<string, unknown>
type Chance = {
  next(): number
  below(n: number): number
  pick<T>(list: readonly T[]): T
  happens(share: number): boolean
}

/** Mulberry32: the same seed tells the same story. */
const chance = (seed: number): Chance => {
  let a = seed
  const next = () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    pick: (list) => {
      const x = list[below(list.length)]
      if (x === undefined) throw new Error('nothing to pick from')
      return x
    },
    happens: (share) => next() < share,
  }
}

type Teller = {
  app: App
  /** who sells; deals go round among them */
  sellers: readonly Actor[]
  finance: Actor
  dice: Chance
  today(): string
  /** the day the story ends */
  lastDay: string
  act(actor: Actor, name: string, body?: Row, id?: string): Promise<Row>
  find(name: string, where: string, value: string): Promise<Row[]>
}

const teller = (
  app: App,
  workspaceId: string,
  sellers: readonly Actor[],
  finance: Actor,
  clock: { at: Date },
): Teller => {
  const then: App = { ...app, now: () => clock.at }
  return {
    app: then,
    lastDay: app.now().toISOString().slice(0, 10),
    sellers,
    finance,
    dice: chance(20_260),
    today: () => clock.at.toISOString().slice(0, 10),
    async act(actor, name, body = {}, id) {
      const action = app.actions.get(name)
      if (!action) throw new Error(`no action ${name}`)
      const r = await execute(then, actor, action, { body, ...(id === undefined ? {} : { id }) })
      return r.row ?? (typeof r.data === 'object' && r.data !== null ? { ...r.data } : {})
    },
    find: (name, where, value) =>
      reading(then, systemActor(workspaceId), async (c) => {
        const r = await sql<Row>`select * from ${sql.table(name)} where workspace_id = ${workspaceId}
          and ${sql.ref(where)} = ${value} and deleted_at is null order by id`.execute(c.tx)
        return r.rows
      }),
  }
}

const idOf = (row: Row): string => String(row.id)

type Catalogue = { products: { id: string; price: string; taxClassId: string; unit: string }[]; stages: Row[] }

const makeCatalogue = async (t: Teller, boss: Actor): Promise<Catalogue> => {
  const [standard] = await t.find('tax_class', 'name', 'Standard')
  const [reduced] = await t.find('tax_class', 'name', 'Reduced')
  const made: Catalogue['products'] = []
  for (const { reduced: isReduced, ...p } of products) {
    const taxClassId = idOf((isReduced ? reduced : standard) ?? standard ?? {})
    const row = await t.act(boss, 'product.create', { ...p, taxClassId })
    made.push({ id: idOf(row), price: p.unitPrice, taxClassId, unit: p.unit })
  }
  const [pipeline] = await t.find('pipeline', 'name', 'Sales process')
  const stages = (await t.find('stage', 'pipeline_id', idOf(pipeline ?? {}))).toSorted(
    (a, b) => Number(a.position) - Number(b.position),
  )
  return { products: made, stages }
}

const makeLead = async (t: Teller, company: string): Promise<Row> => {
  const { dice } = t
  const first = dice.pick(firstNames)
  const last = dice.pick(lastNames)
  const domain = `${company.split(' ')[0]?.toLowerCase() ?? 'firm'}.example`
  const place = dice.pick(cities)
  const industry = (await t.find('option', 'list', 'industry')).find((o) => o.label === tradeOf(company))
  const source = dice.pick(await t.find('option', 'list', 'leadSource'))
  return t.act(dice.pick(t.sellers), 'lead.create', {
    firstName: first,
    lastName: last,
    company,
    email: `${first}.${last}@${domain}`.toLowerCase(),
    jobTitle: dice.pick(jobTitles),
    sourceId: idOf(source),
    ...(industry ? { industryId: idOf(industry) } : {}),
    employees: 20 + [...company].reduce((n, ch) => (n * 31 + ch.charCodeAt(0)) % 480, 7),
    website: `https://${domain}`,
    need: dice.pick(needs),
    address: { ...place, street: `${dice.pick(streets)} ${1 + dice.below(90)}` },
  })
}

/** The largest families of firms belong to a holding each. */
const makeGroups = async (t: Teller): Promise<void> => {
  const firms = await t.find('account', 'kind', 'company')
  const families = [...new Set(firms.map((f) => groupOf(String(f.name))))]
    .map((family) => ({ family, members: firms.filter((f) => groupOf(String(f.name)) === family) }))
    .toSorted((a, b) => b.members.length - a.members.length)
  for (const { family, members } of families.slice(0, 4)) {
    const holding = await t.act(t.finance, 'account.create', {
      name: `${family} Holding AG`,
      types: ['customer'],
      billingAddress: { ...t.dice.pick(cities), street: `${t.dice.pick(streets)} 1` },
    })
    for (const m of members)
      await t.act(t.finance, 'account.update', { parentId: idOf(holding), version: m.version }, idOf(m))
  }
}

const ownerOf = (t: Teller, row: Row): Actor => t.sellers.find((s) => s.memberId === row.ownerId) ?? t.finance

/** From first contact to a deal, or not: what becomes of a lead. */
const workLead = async (t: Teller, lead: Row, catalogue: Catalogue): Promise<string | undefined> => {
  const owner = ownerOf(t, lead)
  const id = idOf(lead)
  await t.act(owner, 'lead.assign', { ownerId: owner.memberId }, id)
  if (t.dice.happens(0.1)) return undefined
  await t.act(owner, 'lead.start', {}, id)
  await logCall(t, owner, { entity: 'lead', id }, `First call with ${String(lead.company)}`)
  if (t.dice.happens(0.12)) {
    const [reason] = await t.find('option', 'list', 'leadLostReason')
    await t.act(owner, 'lead.markDead', { kind: 'lost', lostReasonId: idOf(reason ?? {}) }, id)
    return undefined
  }
  if (t.dice.happens(0.1)) {
    await t.act(owner, 'lead.recycle', { recontactOn: addDays(t.lastDay, 10 + t.dice.below(60)) }, id)
    return undefined
  }
  await t.act(
    owner,
    'lead.update',
    { bantBudget: 'yes', bantAuthority: 'yes', bantNeed: 'yes', bantTimeline: t.dice.pick(['urgent', 'midTerm']) },
    id,
  )
  if (t.dice.happens(0.15)) return undefined
  const done = await t.act(
    owner,
    'lead.convert',
    {
      createAccount: true,
      createOpportunity: true,
      opportunityName: `${String(lead.company).split(' ')[0]} – ${t.dice.pick(titles)}`,
      expectedCloseDate: addDays(t.today(), 20 + t.dice.below(50)),
      force: true,
    },
    id,
  )
  const dealId = typeof done.opportunityId === 'string' ? done.opportunityId : undefined
  const next = catalogue.stages[1 + t.dice.below(3)]
  if (!dealId) return undefined
  // What it is worth follows from its lines, which the quote takes over.
  await t.act(owner, 'opportunity.update', { lines: dealLines(t, catalogue) }, dealId)
  if (next) await t.act(owner, 'opportunity.moveStage', { stageId: next.id }, dealId)
  return dealId
}

const logCall = (t: Teller, owner: Actor, about: { entity: string; id: string }, subject: string) =>
  t.act(owner, 'activity.log', {
    kind: 'call',
    subject,
    targets: [about],
    direction: 'out',
    durationMinutes: 5 + t.dice.below(40),
  })

const addTask = (t: Teller, owner: Actor, about: { entity: string; id: string }, subject: string, dueOn: string) =>
  t.act(owner, 'activity.create', { kind: 'task', subject, about, dueOn })

const dealLines = (t: Teller, catalogue: Catalogue): Row[] =>
  Array.from({ length: 2 + t.dice.below(3) }, () => {
    const p = t.dice.pick(catalogue.products)
    return {
      productId: p.id,
      // The dear ones go singly.
      quantity: String(1 + t.dice.below(Number(p.price) > 10_000 ? 2 : 6)),
      unitPrice: p.price,
      ...(t.dice.happens(0.25) ? { discountPercent: String(5 * (1 + t.dice.below(3))) } : {}),
    }
  })

const quoteLines = async (t: Teller, dealId: string, catalogue: Catalogue): Promise<Row[]> =>
  (await t.find('opportunity_line', 'opportunity_id', dealId)).map((l) => {
    const p = catalogue.products.find((x) => x.id === l.product_id)
    return {
      productId: l.product_id,
      quantity: l.quantity,
      unitPrice: l.unit_price,
      discountPercent: l.discount_percent,
      unit: p?.unit,
      taxClassId: p?.taxClassId,
    }
  })

const lose = async (t: Teller, owner: Actor, dealId: string): Promise<void> => {
  const reason = t.dice.pick(await t.find('option', 'list', 'lossReason'))
  const competitor = t.dice.pick(await t.find('option', 'list', 'competitor'))
  await t.act(owner, 'opportunity.lose', { lostReasonId: reason.id, competitorId: competitor.id }, dealId)
}

/** A customer who says nothing: the deal is negotiated for a while, then given up. */
const chase = async (t: Teller, dealId: string, weeks: number, catalogue: Catalogue): Promise<void> => {
  const [deal] = await t.find('opportunity', 'id', dealId)
  if (!deal || deal.status !== 'open') return
  const owner = t.sellers.find((s) => s.memberId === deal.owner_id) ?? t.finance
  const negotiation = catalogue.stages.find((s) => s.name === 'Negotiation')
  if (weeks === 2 && negotiation && t.dice.happens(0.6))
    await t.act(owner, 'opportunity.moveStage', { stageId: negotiation.id }, dealId)
  if (weeks === 6) await lose(t, owner, dealId)
}

/** From a deal to a quote and what the customer says to it; the id of an accepted one. */
const quoteDeal = async (t: Teller, dealId: string, catalogue: Catalogue): Promise<string | undefined> => {
  const [deal] = await t.find('opportunity', 'id', dealId)
  if (!deal || deal.status !== 'open') return undefined
  const owner = t.sellers.find((s) => s.memberId === deal.owner_id) ?? t.finance
  const quote = await t.act(owner, 'quote.create', {
    accountId: deal.account_id,
    contactId: deal.contact_id,
    opportunityId: dealId,
    title: String(deal.name),
    lines: await quoteLines(t, dealId, catalogue),
  })
  const stage = catalogue.stages.find((s) => s.name === 'Quote')
  if (stage) await t.act(owner, 'opportunity.moveStage', { stageId: stage.id }, dealId)
  if (t.dice.happens(0.15)) return undefined
  await t.act(owner, 'quote.send', {}, idOf(quote))
  // Older ones were followed up long ago.
  if (daysBetween(t.today(), t.lastDay) < 9)
    await addTask(
      t,
      owner,
      { entity: 'quote', id: idOf(quote) },
      `Follow up on ${String(quote.number)}`,
      addDays(t.lastDay, t.dice.below(3) - 1),
    )
  if (t.dice.happens(0.3)) return undefined
  if (t.dice.happens(0.2)) {
    await t.act(t.finance, 'quote.decline', { reason: 'Went with a cheaper offer' }, idOf(quote))
    await lose(t, owner, dealId)
    return undefined
  }
  const stranger = `${t.dice.pick(firstNames)} ${t.dice.pick(lastNames)}`
  const [buyer] = typeof deal.contact_id === 'string' ? await t.find('contact', 'id', deal.contact_id) : []
  const name = typeof buyer?.name === 'string' ? buyer.name : stranger
  await t.act(t.finance, 'quote.accept', { name }, idOf(quote))
  return idOf(quote)
}

/** From an accepted quote to the order, its delivery and the invoice; the invoice's id. */
const deliver = async (t: Teller, quoteId: string): Promise<string | undefined> => {
  const boss = t.finance
  await t.act(boss, 'quote.toOrder', {}, quoteId)
  const [order] = await t.find('order', 'quote_id', quoteId)
  if (!order) return undefined
  await t.act(boss, 'order.confirm', {}, idOf(order))
  if (t.dice.happens(0.2)) return undefined
  const lines = (await t.find('order_line', 'order_id', idOf(order))).map((l) => ({
    lineId: idOf(l),
    quantity: String(l.quantity),
  }))
  await t.act(boss, 'order.fulfil', { lines }, idOf(order))
  const made = await t.act(boss, 'order.createInvoice', {}, idOf(order))
  const invoiceId = idOf(made)
  if (t.dice.happens(0.1)) return undefined
  await t.act(boss, 'invoice.issue', {}, invoiceId)
  await t.act(boss, 'invoice.send', {}, invoiceId)
  return invoiceId
}

const pay = async (t: Teller, invoiceId: string): Promise<void> => {
  const [invoice] = await t.find('invoice', 'id', invoiceId)
  const balance = Number(invoice?.balance ?? 0)
  if (balance <= 0 || t.dice.happens(0.18)) return
  const share = t.dice.happens(0.15) ? Math.floor(balance / 2) : balance
  const amount = `${Math.floor(share / 100)}.${String(share % 100).padStart(2, '0')}`
  await t.act(t.finance, 'invoice.recordPayment', { amount, reference: `Transfer ${t.today()}` }, invoiceId)
}

/** One thing that the rules of the trade refuse does not end the story. */
const unlessRefused = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

type StoryOptions = {
  sellers: readonly Actor[]
  finance: Actor /** weeks back from now */
  weeks: number
  leadsPerWeek: number
}

/**
 * Tells the story into a workspace. `finance` confirms, delivers and invoices and must have every right. Runs some
 * hundred actions, a few seconds for half a year.
 */
export const tellStory = async (app: App, workspaceId: string, o: StoryOptions): Promise<void> => {
  const now = app.now()
  const clock = { at: new Date(now.getTime() - o.weeks * 7 * 86_400_000) }
  const t = teller(app, workspaceId, o.sellers, o.finance, clock)
  const catalogue = await makeCatalogue(t, o.finance)
  const names = companies.slice()
  let deals: string[] = []
  let quotes: string[] = []
  let invoices: { id: string; week: number }[] = []
  const waiting: { id: string; week: number }[] = []
  for (let week = 0; week < o.weeks; week++) {
    clock.at = new Date(now.getTime() - (o.weeks - week) * 7 * 86_400_000 + 9 * 3_600_000)
    for (const quoteId of quotes) {
      const id = await unlessRefused(deliver(t, quoteId))
      if (id) invoices.push({ id, week })
    }
    quotes = []
    for (const i of invoices.filter((x) => week - x.week === 3)) await unlessRefused(pay(t, i.id))
    invoices = invoices.filter((x) => week - x.week < 3)
    for (const d of waiting) await unlessRefused(chase(t, d.id, week - d.week, catalogue))
    const ripe = deals.filter(() => t.dice.happens(0.25))
    deals = deals.filter((d) => !ripe.includes(d))
    for (const d of ripe) {
      const accepted = await unlessRefused(quoteDeal(t, d, catalogue))
      if (accepted) quotes.push(accepted)
      else waiting.push({ id: d, week })
    }
    for (let i = 0; i < o.leadsPerWeek; i++) {
      const name = names.splice(t.dice.below(names.length), 1)[0]
      if (!name) break
      const lead = await makeLead(t, name)
      // The newest leads are for the reader to work.
      if (week >= o.weeks - 1) continue
      const dealId = await unlessRefused(workLead(t, lead, catalogue))
      if (dealId) deals.push(dealId)
    }
  }
  clock.at = now
  await makeGroups(t)
  for (const d of deals.slice(0, 6)) {
    const [deal] = await t.find('opportunity', 'id', d)
    const owner = t.sellers.find((s) => s.memberId === deal?.owner_id) ?? t.finance
    await addTask(
      t,
      owner,
      { entity: 'opportunity', id: d },
      `Call about ${String(deal?.name)}`,
      addDays(t.today(), t.dice.below(4) - 1),
    )
  }
}
