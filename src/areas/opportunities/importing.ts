/** How files of deals become records: stages with what follows from them, history, and the product as a line. */
import { sql } from 'kysely'
import type { RowData } from '../../kernel/codec.ts'
import type { Values } from '../../kernel/entity.ts'
import { AppError } from '../../kernel/errors.ts'
import { fromMinor, roundToMinor } from '../../kernel/money.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { type Draft, importing, type ImportMode } from '../../kernel/server/import/importer.ts'
import { zonedInstant } from '../../kernel/server/import/values.ts'
import { many } from '../../kernel/server/table.ts'
import { rateOn } from '../catalogue/index.ts'
import { type Product, product } from '../catalogue/model.ts'
import { account } from '../customers/model.ts'
import { type Opportunity, opportunity, opportunityLine, pipeline, type Stage, stage, stageChange } from './model.ts'
import { defaultPipeline } from './write.ts'
import { standing } from './amounts.ts'
import { inOrder } from './rules.ts'

const idsOf = (drafts: readonly Draft[], key: string): string[] => [
  ...new Set(drafts.flatMap(({ values: v }) => (typeof v[key] === 'string' ? [v[key]] : []))),
]

const productsOf = async (c: Ctx, drafts: readonly Draft[]): Promise<Map<string, Product>> => {
  const ids = idsOf(drafts, 'productId')
  const rows = ids.length > 0 ? await many(c, product, sql`t.id = any(${ids}::uuid[])`) : []
  return new Map(rows.map((p) => [p.id, p]))
}

const accountNames = async (c: Ctx, drafts: readonly Draft[]): Promise<Map<string, string>> => {
  const ids = idsOf(
    drafts.filter((d) => !d.values.name && !d.before),
    'accountId',
  )
  if (ids.length === 0) return new Map()
  const rows = await many(c, account, sql`t.id = any(${ids}::uuid[])`)
  return new Map(rows.map((a) => [a.id, a.name]))
}

/** Deals with lines: their amount is not the file's to set. */
const withLines = async (c: Ctx, drafts: readonly Draft[]): Promise<Set<string>> => {
  const ids = drafts.flatMap((d) => (d.before && d.values.amount !== undefined ? [String(d.before.id)] : []))
  if (ids.length === 0) return new Set()
  const lines = await many(c, opportunityLine, sql`t.opportunity_id = any(${ids}::uuid[])`)
  return new Set(lines.map((l) => l.opportunityId))
}

type Known = {
  stages: Map<string, Stage>
  first: Stage | undefined
  products: Map<string, Product>
  accounts: Map<string, string>
  lined: Set<string>
  rates: Map<string, string>
}

const isClosed = (s: Stage): boolean => s.type === 'won' || s.type === 'lost'
const text = (v: unknown): string | null => (typeof v === 'string' && v !== '' ? v : null)

const stageFor = (draft: Draft, known: Known): Stage | undefined => {
  const { values: v, before } = draft
  const asked = text(v.stageId) ?? (v.pipelineId && v.pipelineId !== before?.pipelineId ? null : text(before?.stageId))
  if (asked) return known.stages.get(asked)
  const pipelineId = text(v.pipelineId)
  if (pipelineId === null) return known.first
  return inOrder([...known.stages.values()].filter((s) => s.pipelineId === pipelineId)).find((s) => s.type === 'open')
}

/** `price` of a product as an amount in the deal's currency, where it is in that currency. */
const worth = (p: Product | undefined, currency: string, base: string): number =>
  p?.unitPrice && (p.currency ?? base) === currency ? roundToMinor(p.unitPrice, currency, 'amount') : 0

const nameFor = (draft: Draft, known: Known): string =>
  [
    known.accounts.get(String(draft.values.accountId)),
    known.products.get(String(draft.values.productId))?.name,
    text(draft.values.externalId),
  ]
    .filter((x): x is string => typeof x === 'string')
    .slice(0, 2)
    .join(' · ')
    .slice(0, 255) || 'Imported deal'

const exchangeRate = async (c: Ctx, known: Known, currency: string, day: string): Promise<string> => {
  if (currency === c.workspace.baseCurrency) return '1'
  const key = `${currency} ${day}`
  const rate = known.rates.get(key) ?? (await rateOn(c, currency, day))
  known.rates.set(key, rate)
  return rate
}

const closing = (c: Ctx, draft: Draft, at: Stage, mode: ImportMode): void => {
  const { values: v, before } = draft
  const given = text(v.closedOn)
  if (given && given > c.today) draft.problems.push({ field: 'closedOn', message: 'must not lie in the future' })
  if (
    before &&
    v.stageId &&
    v.stageId !== before.stageId &&
    (before.status === 'won' || before.status === 'lost') &&
    !mode.historical
  )
    draft.problems.push({
      field: 'stageId',
      message: `The deal is ${String(before.status)}. Reopen it before you move it.`,
    })
  if (isClosed(at)) v.closedOn = given ?? text(before?.closedOn) ?? c.today
  else {
    // A date in the column of closing dates is when an open deal is expected to close.
    if (given && !v.expectedCloseDate) v.expectedCloseDate = given
    v.closedOn = null
  }
}

const past = (c: Ctx, draft: Draft, mode: ImportMode): void => {
  const { values: v, before } = draft
  const midnight = (day: string) => zonedInstant(day, '00:00:00', c.workspace.timeZone)
  const days = [text(v.engagedOn), text(v.closedOn)].filter((d): d is string => d !== null).toSorted()
  if (mode.historical && !before && !v.createdAt && days[0]) v.createdAt = midnight(days[0])
  if (!before || (v.stageId && v.stageId !== before.stageId)) {
    const entered = text(v.closedOn) ?? text(v.engagedOn)
    v.enteredStageAt = mode.historical && entered ? midnight(entered) : c.now
  }
}

const prepareOne = async (c: Ctx, draft: Draft, known: Known, mode: ImportMode): Promise<void> => {
  const { values: v, before } = draft
  const base = c.workspace.baseCurrency
  const currency = text(v.currency) ?? text(before?.currency) ?? base
  v.currency = currency
  if (!before && !v.name) v.name = nameFor(draft, known)
  const at = stageFor(draft, known)
  if (!at) {
    if (!mode.dry) draft.problems.push({ field: 'stageId', message: 'There is no open stage to start in' })
    return
  }
  if (before && known.lined.has(String(before.id)) && v.amount !== before.amount)
    draft.problems.push({ field: 'amount', message: 'is the sum of the product lines; change those' })
  v.pipelineId = at.pipelineId
  v.stageId = at.id
  if (before && before.stageId !== at.id) v.lastStageId = before.stageId
  closing(c, draft, at, mode)
  past(c, draft, mode)
  if (!before && v.amount === undefined)
    v.amount = isClosed(at) ? 0 : worth(known.products.get(String(v.productId)), currency, base)
  if (typeof v.amount === 'number' && v.amount < 0)
    draft.problems.push({ field: 'amount', message: 'must not be negative' })
  const whole: Values<typeof opportunity> = { ...before, ...v }
  const standings = standing(
    {
      amount: whole.amount ?? 0,
      probabilityOverride: whole.probabilityOverride ?? null,
      forecastOverride: whole.forecastOverride ?? null,
      holdReason: whole.holdReason ?? null,
    } satisfies Pick<Opportunity, 'amount' | 'probabilityOverride' | 'forecastOverride' | 'holdReason'>,
    at,
  )
  Object.assign(v, standings)
  if (before && currency === before.currency) return
  try {
    v.exchangeRate = await exchangeRate(c, known, currency, text(v.closedOn) ?? c.today)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    draft.problems.push({ field: 'currency', message: error.message })
  }
}

export const opportunityImporter = importing(opportunity, {
  fills: ['name', 'pipelineId', 'stageId', 'status'],
  historical: ['closedOn', 'lostReasonId', 'closeNote'],
  prepare: async (c, drafts, mode) => {
    const stages = await many(c, stage, sql`true`, sql`order by t.position, t.id`)
    const home = await defaultPipeline(c)
    const known: Known = {
      stages: new Map(stages.map((s) => [s.id, s])),
      first: stages.find((s) => s.pipelineId === home?.id && s.type === 'open'),
      products: await productsOf(c, drafts),
      accounts: await accountNames(c, drafts),
      lined: await withLines(c, drafts),
      rates: new Map(),
    }
    for (const draft of drafts) await prepareOne(c, draft, known, mode)
  },
  after: async (c, drafts, also) => {
    const fresh = drafts.filter((d) => !d.before)
    const products = await productsOf(c, fresh)
    const sold = fresh.flatMap(({ values: v }): RowData[] => {
      const p = products.get(String(v.productId))
      const currency = String(v.currency)
      const net = typeof v.amount === 'number' ? v.amount : 0
      return p
        ? [
            {
              opportunityId: v.id,
              position: 0,
              productId: p.id,
              description: p.name,
              quantity: '1',
              unit: p.unit,
              unitPrice: fromMinor(net, currency),
              net,
              currency,
            },
          ]
        : []
    })
    await also(opportunityLine, sold)
    const moved = drafts.filter((d) => !d.before || (d.values.stageId && d.values.stageId !== d.before.stageId))
    await also(
      stageChange,
      moved.map(({ values: v, before }) => ({
        opportunityId: v.id,
        fromStageId: before?.stageId ?? null,
        toStageId: v.stageId,
        at: v.enteredStageAt ?? c.now,
        byId: v.ownerId ?? c.actor.memberId,
      })),
    )
  },
})

const next = async (c: Ctx, e: typeof pipeline | typeof stage, where = sql`true`): Promise<number> => {
  const [last] = await many(c, e, where, sql`order by t.position desc limit 1`)
  return last ? last.position + 1 : 0
}

export const pipelineImporter = importing(pipeline, {
  missing: async (c, names) => {
    const position = await next(c, pipeline)
    return names.map((name, i) => ({ name, policy: 'free', isDefault: false, active: true, position: position + i }))
  },
})

/** Parts of the words stages go by, in the order deals pass them. */
const path =
  'new lead suspect prospect identif contact engag qualif discover need analysis demo present value solution proposal quote offer evaluat decision negotiat contract verbal commit clos'.split(
    ' ',
  )
const typeOf = (name: string): Stage['type'] =>
  /\bwon\b|\bwin\b|gewonnen|success/i.test(name)
    ? 'won'
    : /\blost\b|\blose\b|verloren|dropped|disqualified/i.test(name)
      ? 'lost'
      : /hold|paused|parked|stalled/i.test(name)
        ? 'onHold'
        : 'open'
const placeOf = (name: string): number => {
  const at = path.findIndex((word) => name.toLowerCase().includes(word))
  return at === -1 ? path.length / 2 : at
}
const end: Record<Stage['type'], number> = { open: 0, onHold: 1, won: 2, lost: 3 }

/** Stages by the words of a file: won and lost by name, the others in the order such words usually come. */
export const stageImporter = importing(stage, {
  missing: async (c, names, scope) => {
    const start = await next(c, stage, sql`t.pipeline_id = ${scope.pipelineId}`)
    const ordered = names
      .map((name) => ({ name, type: typeOf(name) }))
      .toSorted((a, b) => end[a.type] - end[b.type] || placeOf(a.name) - placeOf(b.name))
    const open = ordered.filter((s) => s.type === 'open').length
    return ordered.map(({ name, type }, i): RowData => {
      const probability = type === 'won' ? 100 : type === 'lost' ? 0 : Math.round((80 * (i + 0.5)) / Math.max(open, 1))
      return {
        ...scope,
        name,
        type,
        probability: String(probability),
        forecastCategory:
          type === 'won' ? 'closed' : type === 'lost' ? 'omitted' : probability >= 50 ? 'bestCase' : 'pipeline',
        position: start + i,
        tone: type === 'won' ? 'green' : type === 'lost' ? 'red' : type === 'onHold' ? 'amber' : 'blue',
      }
    })
  },
})
