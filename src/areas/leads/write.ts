/** How leads are written and moved: one place where status and stage change, so that they always agree and are told. */
import { sql } from 'kysely'
import type { Values } from '../../kernel/entity.ts'
import { AppError, invalid } from '../../kernel/errors.ts'
import { companyDomain, normaliseName } from '../../kernel/match.ts'
import { advance } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { insert, many, update } from '../../kernel/server/table.ts'
import { countryOf, personKey } from '../customers/rules.ts'
import { type Lead, lead, type LeadStage, leadStage } from './model.ts'
import { type LeadFacts, leadFlow, nameOfLead, stageFor, type StepName } from './rules.ts'

export const keysOf = (l: Values<typeof lead>) => ({
  nameKey: personKey(l.name ?? ''),
  companyKey: normaliseName(l.company ?? '').slice(0, 255) || null,
  domain: companyDomain(l.website ?? '') || companyDomain(l.email ?? '') || null,
  country: countryOf(l.address),
})

/** All stages, in order; the first pipeline by name's default comes first. */
export const leadStages = (c: Ctx): Promise<LeadStage[]> =>
  many(c, leadStage, sql`true`, sql`order by t.pipeline <> 'Leads', t.pipeline, t.position, t.id`)

export const insertLead = async (
  c: Ctx,
  values: Values<typeof lead> & { id?: string; createdAt?: string },
): Promise<Lead> => {
  const name = nameOfLead(values)
  if (!name) throw invalid('name', 'is required where neither company nor email is given')
  const named = { ...values, name }
  const status = values.status ?? 'new'
  const stage = values.leadStageId ? undefined : stageFor(await leadStages(c), status, undefined)
  return insert(c, lead, {
    ...named,
    ...keysOf(named),
    leadStageId: values.leadStageId ?? stage?.id ?? null,
    enteredStageAt: values.enteredStageAt ?? c.now,
  })
}

export const updateLead = async (c: Ctx, row: Lead, patch: Values<typeof lead>): Promise<Lead> => {
  const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))
  const next: Lead = { ...row, ...given }
  const renamed = patch.name === undefined && (patch.firstName !== undefined || patch.lastName !== undefined)
  const name = renamed ? nameOfLead({ ...next, name: null }) : nameOfLead(next)
  if (!name) throw invalid('name', 'is required where neither company nor email is given')
  return update(c, lead, row, { ...patch, name, ...keysOf({ ...next, name }) })
}

type Told = { fromStatus: string; toStatus: string; fromStageId: string | null; toStageId: string | null }

/** Every move of column or status is told under one name, with both. */
const tell = (c: Ctx, before: Lead, after: Lead): void => {
  if (before.status === after.status && before.leadStageId === after.leadStageId) return
  const data: Told = {
    fromStatus: before.status,
    toStatus: after.status,
    fromStageId: before.leadStageId,
    toStageId: after.leadStageId,
  }
  c.emit('lead.statusChanged', lead, after, data)
  // For machines: what people read on the timeline is the step itself.
  const told = c.drafts.at(-1)
  if (told) told.subjects = []
}

/** The steps that a dropped card takes have no guard. */
const unasked: LeadFacts = { policy: 'off', touched: null, columns: [] }

/**
 * What a step writes beside the status: the column that goes with it, and since when. `move` is the kernel's, which
 * writes the status; without it (a card that was dropped) the step is checked and written here.
 */
export const moveLead = async (
  c: Ctx,
  row: Lead,
  step: StepName,
  patch: Partial<Lead>,
  o: { move?: (patch: Partial<Lead>) => Promise<Lead>; stage?: LeadStage } = {},
): Promise<Lead> => {
  const { to } = leadFlow.steps[step]
  const stages = await leadStages(c)
  const current = stages.find((s) => s.id === row.leadStageId)
  const stage = o.stage ?? stageFor(stages, to, current) ?? current
  const whole: Partial<Lead> = { ...patch, leadStageId: stage?.id ?? row.leadStageId, enteredStageAt: c.now }
  const saved = o.move ? await o.move(whole) : await advance(c, leadFlow, step, row, unasked, whole)
  tell(c, row, saved)
  return saved
}

/** Another column of the same status. */
export const moveColumn = async (c: Ctx, row: Lead, stage: LeadStage, note: string | null): Promise<Lead> => {
  if (row.leadStageId === stage.id) return row
  const saved = await update(c, lead, row, {
    leadStageId: stage.id,
    enteredStageAt: c.now,
    ...(note ? { statusNote: note } : {}),
  })
  tell(c, row, saved)
  return saved
}

export const assertFuture = (c: Ctx, path: string, day: string): void => {
  if (day < c.today) throw invalid(path, 'must not lie in the past')
}

export const needed = (path: string, reason: string, message: string): AppError =>
  new AppError('refused', message, { reason, errors: [{ path, message }] })
