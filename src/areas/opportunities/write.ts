/** How deals are written and moved: one place where the stage changes, so that figures, history and events agree. */
import { sql } from 'kysely'
import type { Values } from '../../kernel/entity.ts'
import { AppError, type FieldError, invalid, refused } from '../../kernel/errors.ts'
import { roundToMinor, sumMinor, toMajor } from '../../kernel/money.ts'
import { unitPriceAs } from '../../kernel/priceBasis.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import {
  find,
  get,
  insert,
  many,
  type PartInput,
  partRows,
  type Reads,
  saveParts,
  update,
} from '../../kernel/server/table.ts'
import { account } from '../customers/model.ts'
import { rateOn, resolvePrice, taxesFor } from '../catalogue/index.ts'
import {
  type Opportunity,
  opportunity,
  opportunityContact,
  opportunityLine,
  type Pipeline,
  pipeline,
  type Stage,
  stage,
  stageChange,
} from './model.ts'
import { lineNet, standing } from './amounts.ts'
import { inOrder, missingFields, whyNotMove } from './rules.ts'

type Lines = PartInput<typeof opportunityLine>[]
type People = PartInput<typeof opportunityContact>[]
type NewOpportunity = Values<typeof opportunity> & {
  id?: string
  createdAt?: string
  lines?: Lines
  people?: People
}

export const stagesOf = (c: Ctx, pipelineId: string): Promise<Stage[]> =>
  many(c, stage, sql`t.pipeline_id = ${pipelineId}`, sql`order by t.position, t.id`)

/** Where deals go whose pipeline nobody says. */
export const defaultPipeline = async (c: Reads): Promise<Pipeline | undefined> =>
  (await many(c, pipeline, sql`t.active`, sql`order by not t.is_default, t.position, t.name limit 1`))[0]

/** The stage a new deal starts in: the one asked for, else the first open one of the pipeline, else of the default pipeline. */
const firstStage = async (c: Ctx, given: { pipelineId?: string | null; stageId?: string | null }): Promise<Stage> => {
  if (given.stageId) {
    const asked = await get(c, stage, given.stageId)
    if (given.pipelineId && given.pipelineId !== asked.pipelineId)
      throw invalid('stageId', 'is not a stage of this pipeline')
    return asked
  }
  const pipelineId = given.pipelineId ?? (await defaultPipeline(c))?.id
  const first = pipelineId ? (await stagesOf(c, pipelineId)).find((s) => s.type === 'open') : undefined
  if (!first)
    throw refused('noPipeline', 'There is no pipeline with an open stage. An admin can add one in the settings.')
  return first
}

/** Lines with what their products give and their nets; products are named and priced where that was not given. */
const pricedLines = async (c: Ctx, lines: Lines, currency: string, accountId: string | null): Promise<Lines> => {
  const out: Lines = []
  for (const [i, line] of lines.entries()) {
    const whole = { ...line, ...(await fromProduct(c, line, currency, accountId, i)) }
    out.push({ ...whole, currency, net: lineNet(whole, currency) })
  }
  return out
}
const given = (line: Record<string, unknown>, key: string): boolean => line[key] !== undefined && line[key] !== null

/** What the line's product says where the line itself says nothing. */
const fromProduct = async (
  c: Ctx,
  line: Lines[number],
  currency: string,
  accountId: string | null,
  index: number,
): Promise<{ description?: string; unit?: string | null; unitPrice?: string }> => {
  const { productId } = line
  const priced = given(line, 'unitPrice')
  if (!productId || (priced && given(line, 'description'))) return {}
  const quantity = line.quantity ?? '1'
  const price = await resolvePrice(c, { productId, quantity, currency, accountId, day: c.today })
  const named = {
    ...(given(line, 'description') ? {} : { description: price.name }),
    ...(given(line, 'unit') ? {} : { unit: price.unit }),
  }
  if (priced) return named
  if (price.unitPrice === null) throw invalid(`lines.${index}.unitPrice`, `is needed: ${price.reason.toLowerCase()}`)
  // A deal is planned without tax, whatever its customer's price list says.
  const { country } = c.workspace
  const taxes = await taxesFor(c, { taxClassId: price.taxClassId, country, day: c.today })
  return { ...named, unitPrice: unitPriceAs(price.unitPrice, price.pricesInclude, 'net', taxes) }
}

const history = (c: Ctx, id: string, from: Stage | null, to: Stage, since: string | null, reason: string | null) =>
  insert(c, stageChange, {
    opportunityId: id,
    fromStageId: from?.id ?? null,
    toStageId: to.id,
    at: c.now,
    byId: c.actor.memberId,
    seconds: since ? Math.max(0, Math.round((Date.parse(c.now) - Date.parse(since)) / 1000)) : null,
    reason: reason?.slice(0, 500) ?? null,
  })

const assertRequired = (to: Stage, row: Record<string, unknown>): void => {
  const missing = missingFields(to, row)
  if (missing.length > 0)
    throw new AppError(
      'refused',
      `${to.name} needs ${missing.map((m) => m.label).join(', ')}. Fill in what is missing first.`,
      {
        reason: 'fieldsRequired',
        errors: missing.map((m) => ({ path: m.key, message: `${m.label} is needed for ${to.name}.` })),
      },
    )
}

const probabilityInRange = (p: string | null | undefined): void => {
  if (p !== null && p !== undefined && (Number(p) < 0 || Number(p) > 100))
    throw invalid('probabilityOverride', 'must lie between 0 and 100')
}

/** Makes a deal with its lines and people, in its first stage. */
export const insertOpportunity = async (c: Ctx, { lines, people, ...values }: NewOpportunity): Promise<Opportunity> => {
  probabilityInRange(values.probabilityOverride)
  const at = await firstStage(c, values)
  const customer = values.accountId && !values.currency ? await find(c, account, values.accountId) : undefined
  const currency = values.currency ?? customer?.currency ?? c.workspace.baseCurrency
  const priced = lines ? await pricedLines(c, lines, currency, values.accountId ?? null) : []
  const amount = priced.length > 0 ? sumMinor(priced.map((l) => l.net ?? 0)) : (values.amount ?? 0)
  if (amount < 0) throw invalid('amount', 'must not be negative')
  const closedOn = at.type === 'won' || at.type === 'lost' ? (values.closedOn ?? c.today) : null
  const own = {
    probabilityOverride: values.probabilityOverride ?? null,
    forecastOverride: values.forecastOverride ?? null,
  }
  const row = await insert(c, opportunity, {
    ...values,
    pipelineId: at.pipelineId,
    stageId: at.id,
    currency,
    exchangeRate: await rateOn(c, currency, closedOn ?? c.today),
    amount,
    ...standing({ amount, holdReason: values.holdReason ?? null, ...own }, at),
    closedOn,
    enteredStageAt: values.enteredStageAt ?? c.now,
  })
  if (priced.length > 0) await saveParts(c, opportunityLine, { id: row.id, currency }, priced)
  if (people) await saveParts(c, opportunityContact, { id: row.id }, people)
  await history(c, row.id, null, at, null, null)
  return row
}

/** Changes a deal; the stage by the rules of its pipeline. Where there are lines, their sum is the amount. */
export const updateOpportunity = async (
  c: Ctx,
  row: Opportunity,
  { lines, people, stageId, pipelineId, ...patch }: Values<typeof opportunity> & { lines?: Lines; people?: People },
): Promise<Opportunity> => {
  probabilityInRange(patch.probabilityOverride)
  const moved = await moveIfAsked(c, row, { stageId, pipelineId })
  const currency = patch.currency ?? moved.currency ?? c.workspace.baseCurrency
  const stored = await partRows(c, opportunityLine, row.id)
  const newCurrency = currency !== moved.currency
  const wanted = lines ? mergeLines(lines, stored) : newCurrency ? stored : undefined
  const priced = wanted
    ? await pricedLines(c, wanted, currency, patch.accountId === undefined ? moved.accountId : patch.accountId)
    : undefined
  const nets = priced ?? stored
  // Another currency keeps the number people see: 10.00 EUR becomes 10 JPY, not 1000.
  const kept = newCurrency
    ? roundToMinor(toMajor(moved.amount, moved.currency ?? c.workspace.baseCurrency), currency)
    : moved.amount
  const amount = nets.length > 0 ? sumMinor(nets.map((l) => l.net ?? 0)) : (patch.amount ?? kept)
  if (amount < 0) throw invalid('amount', 'must not be negative')
  if (patch.amount !== undefined && patch.amount !== amount)
    throw invalid('amount', 'is the sum of the product lines; change those')
  const at = moved.stageId ? await get(c, stage, moved.stageId) : await firstStage(c, moved)
  const next: Opportunity = {
    ...moved,
    probabilityOverride:
      patch.probabilityOverride === undefined ? moved.probabilityOverride : patch.probabilityOverride,
    forecastOverride: patch.forecastOverride === undefined ? moved.forecastOverride : patch.forecastOverride,
    amount,
  }
  const saved = await update(c, opportunity, moved, {
    ...patch,
    amount,
    currency,
    ...(newCurrency ? { exchangeRate: await rateOn(c, currency, moved.closedOn ?? c.today) } : {}),
    ...standing(next, at),
    ...(lines || people ? { contentChangedAt: c.now } : {}),
  })
  if (priced) await saveParts(c, opportunityLine, { id: row.id, currency }, priced)
  if (people) await saveParts(c, opportunityContact, { id: row.id }, people)
  return saved
}

/** A known line keeps what the client leaves out. */
const mergeLines = (lines: Lines, stored: readonly (Lines[number] & { id: string })[]): Lines =>
  lines.map((line) => {
    const known = stored.find((s) => s.id === line.id)
    return known ? { ...known, ...Object.fromEntries(Object.entries(line).filter(([, v]) => v !== undefined)) } : line
  })

const moveIfAsked = async (
  c: Ctx,
  row: Opportunity,
  asked: { stageId?: string | null; pipelineId?: string | null },
): Promise<Opportunity> => {
  const newPipeline = asked.pipelineId && asked.pipelineId !== row.pipelineId
  const newStage = asked.stageId && asked.stageId !== row.stageId
  if (!newPipeline && !newStage) return row
  return moveTo(c, row, await firstStage(c, newStage ? asked : { pipelineId: asked.pipelineId ?? null }), {})
}

type MoveDetails = {
  lostReasonId?: string | null
  competitorId?: string | null
  note?: string | null
  holdReason?: string | null
  resumeOn?: string | null
  closedOn?: string | null
  /** what the pipeline allows is not asked: a quote was accepted, or someone with the right reopens */
  force?: boolean
}

/** Puts a deal on hold where it stands, or lets it go on: for pipelines without a stage for that. */
export const setHold = async (
  c: Ctx,
  row: Opportunity,
  d: { holdReason: string | null; resumeOn: string | null },
): Promise<Opportunity> => {
  const at = row.stageId ? await get(c, stage, row.stageId) : await firstStage(c, row)
  if (at.type !== 'open') throw refused('closed', `The deal is ${at.type}. Reopen it first.`)
  return update(c, opportunity, row, { ...d, ...standing({ ...row, ...d }, at) })
}

const missingFor = (to: Stage, row: Opportunity, d: MoveDetails): FieldError[] => {
  const need = (path: string, value: unknown, message: string): FieldError[] => (value ? [] : [{ path, message }])
  if (to.type === 'lost')
    return [
      ...need('lostReasonId', d.lostReasonId, 'Say why the deal was lost'),
      ...need('competitorId', d.competitorId ?? row.competitorId, 'Say who won it, or that nobody did'),
    ]
  if (to.type === 'onHold')
    return [
      ...need('holdReason', d.holdReason, 'Say why the deal is on hold'),
      ...need('resumeOn', d.resumeOn, 'Say when to go on'),
    ]
  return []
}

const outcome = (c: Ctx, row: Opportunity, to: Stage, d: MoveDetails): Partial<Opportunity> => {
  const closed = to.type === 'won' || to.type === 'lost'
  return {
    closedOn: closed ? (d.closedOn ?? c.today) : null,
    lostReasonId: to.type === 'lost' ? (d.lostReasonId ?? null) : null,
    competitorId: d.competitorId ?? row.competitorId,
    closeNote: closed ? (d.note ?? null) : null,
    holdReason: to.type === 'onHold' ? (d.holdReason ?? null) : null,
    resumeOn: to.type === 'onHold' ? (d.resumeOn ?? null) : null,
  }
}

/** Moves a locked deal to a stage: rules, figures, history and events. Refuses with what helps. */
export const moveTo = async (c: Ctx, row: Opportunity, to: Stage, d: MoveDetails): Promise<Opportunity> => {
  if (row.stageId === to.id) return row
  const from = row.stageId ? await get(c, stage, row.stageId) : undefined
  if (from && !d.force && from.pipelineId === to.pipelineId) {
    const line = await get(c, pipeline, to.pipelineId)
    const refusal = whyNotMove(line.policy, await stagesOf(c, to.pipelineId), from, to)
    if (refusal) throw refused(refusal.reason, refusal.message)
  } else if (from && !d.force && (from.type === 'won' || from.type === 'lost'))
    throw refused('closed', `The deal is ${from.type}. Reopen it before you move it.`)
  const missing = d.force ? [] : missingFor(to, row, d)
  const [first] = missing
  if (first) throw new AppError('refused', `${first.message}.`, { reason: `${first.path}Required`, errors: missing })
  if (d.closedOn && d.closedOn > c.today) throw invalid('closedOn', 'must not lie in the future')
  if (!d.force) assertRequired(to, { ...row, ...d })
  const closing = to.type === 'won' || to.type === 'lost'
  const after = outcome(c, row, to, d)
  const saved = await update(c, opportunity, row, {
    stageId: to.id,
    pipelineId: to.pipelineId,
    lastStageId: row.stageId,
    enteredStageAt: c.now,
    ...after,
    ...standing({ ...row, ...after }, to),
    ...(closing && row.currency ? { exchangeRate: await rateOn(c, row.currency, d.closedOn ?? c.today) } : {}),
  })
  await history(c, row.id, from ?? null, to, row.enteredStageAt, d.note ?? d.holdReason ?? null)
  const told = { fromStageId: from?.id ?? null, toStageId: to.id, fromType: from?.type ?? null, toType: to.type }
  tell(c, 'opportunity.stageChanged', saved, { ...told, fromName: from?.name ?? null, toName: to.name })
  if (closing && from?.type !== to.type) tell(c, `opportunity.${to.type}`, saved, told)
  return saved
}

/** For machines: what people read on the timeline is the move itself. */
const tell = (c: Ctx, name: string, row: Opportunity, data: Record<string, unknown>): void => {
  c.emit(name, opportunity, row, data)
  const told = c.drafts.at(-1)
  if (told) told.subjects = []
}

export const findStageOfType = async (c: Ctx, row: Opportunity, type: Stage['type']): Promise<Stage | undefined> =>
  row.pipelineId ? inOrder(await stagesOf(c, row.pipelineId)).find((s) => s.type === type) : undefined

/** The stage of a type in a deal's own pipeline; refuses where it has none. */
export const stageOfType = async (c: Ctx, row: Opportunity, type: 'won' | 'lost'): Promise<Stage> => {
  const found = await findStageOfType(c, row, type)
  if (!found) throw refused('noSuchStage', `The pipeline has no stage for deals that are ${type}.`)
  return found
}
