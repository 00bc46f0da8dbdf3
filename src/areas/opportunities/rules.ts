/** Moves between stages. Pure. */
import { day, option, reference, text } from '../../kernel/entity.ts'
import { labelOf } from '../../kernel/entity.ts'
import { guardedVerbs, type Refusal } from '../../kernel/flow.ts'
import { type Opportunity, opportunity, type Stage } from './model.ts'

const lostFields = {
  lostReasonId: option('lossReason', { label: 'Reason', required: true }),
  competitorId: option('competitor', { label: 'Competitor', required: true }),
  note: text({ label: 'What can we learn from it?', max: 2000 }),
} as const

type Place = Pick<Stage, 'id' | 'name' | 'type' | 'position' | 'pipelineId'>

const no = (reason: string, message: string): Refusal => ({ reason, message })

/** The stages of a pipeline in their order. */
export const inOrder = <S extends Place>(stages: readonly S[]): S[] =>
  stages.toSorted((a, b) => a.position - b.position)

/**
 * Why a deal may not go from one stage to another, or nothing. `free` pipelines allow any move; `stepwise` ones one open
 * stage forward at a time, any back, won from the last open stage, lost from anywhere. A closed deal must be reopened.
 */
export const whyNotMove = (
  policy: 'free' | 'stepwise',
  stages: readonly Place[],
  from: Place,
  to: Place,
): Refusal | undefined => {
  if (from.id === to.id) return undefined
  if (from.type === 'won' || from.type === 'lost')
    return no('closed', `The deal is ${from.type}. Reopen it before you move it.`)
  if (policy === 'free' || to.type === 'lost' || to.type === 'onHold') return undefined
  const open = inOrder(stages.filter((s) => s.type === 'open'))
  const at = open.findIndex((s) => s.id === from.id)
  const last = open.at(-1)
  if (to.type === 'won')
    return last && last.id !== from.id
      ? no('notLastStage', `Deals are won from ${last.name}. Move this one there first.`)
      : undefined
  const target = open.findIndex((s) => s.id === to.id)
  const next = open[at + 1]
  return from.type === 'open' && target > at + 1 && next
    ? no('oneStepForward', `This pipeline goes one stage forward at a time: ${next.name} comes next.`)
    : undefined
}

/** What the guards need beside the deal: where it stands, and who moved it there. */
export type OpportunityFacts = {
  policy: 'free' | 'stepwise'
  /** of its pipeline */
  stages: readonly Place[]
  /** the actor moved it there a moment ago and may take that back, also out of Won or Lost */
  takesBack: boolean
}

const closed = (row: Pick<Opportunity, 'status'>): Refusal | undefined =>
  row.status === 'won' || row.status === 'lost'
    ? no('closed', `The deal is ${row.status}. Reopen it first.`)
    : undefined

const ends =
  (type: 'won' | 'lost') =>
  (row: Opportunity, f: OpportunityFacts): Refusal | undefined => {
    const from = f.stages.find((s) => s.id === row.stageId)
    const to = inOrder(f.stages).find((s) => s.type === type)
    if (!to) return no('noSuchStage', `The pipeline has no stage for deals that are ${type}.`)
    return closed(row) ?? (from ? whyNotMove(f.policy, f.stages, from, to) : undefined)
  }

const hasOpenStage = (f: OpportunityFacts): Refusal | undefined =>
  f.stages.some((s) => s.type === 'open') ? undefined : no('noSuchStage', 'The pipeline has no open stage.')

export const opportunityVerbs = guardedVerbs<OpportunityFacts>()(opportunity, {
  moveStage: {
    label: 'Move to stage',
    done: 'Stage changed',
    hidden: true,
    input: {
      stageId: reference('stage', { label: 'Stage', required: true }),
      lostReasonId: option('lossReason', { label: 'Reason' }),
      competitorId: option('competitor', { label: 'Competitor' }),
      note: text({ label: 'Note', max: 2000 }),
      holdReason: text({ label: 'On hold because', max: 500 }),
      resumeOn: day({ label: 'Resume on' }),
      closedOn: day({ label: 'Closed on' }),
    },
    guard: (row, f) => (f.takesBack ? undefined : closed(row)),
  },
  win: {
    label: 'Mark as won',
    done: 'Won',
    tone: 'green',
    input: { closedOn: day({ label: 'Closed on' }), note: text({ label: 'What made the difference?', max: 2000 }) },
    guard: ends('won'),
  },
  lose: {
    label: 'Mark as lost',
    done: 'Lost',
    tone: 'red',
    input: { ...lostFields, closedOn: day({ label: 'Closed on' }) },
    guard: ends('lost'),
  },
  hold: {
    label: 'Put on hold',
    done: 'Put on hold',
    input: {
      holdReason: text({ label: 'Reason', required: true, max: 500 }),
      resumeOn: day({ label: 'Resume on', required: true }),
    },
    guard: (row) => closed(row) ?? (row.status === 'onHold' ? no('onHold', 'The deal is on hold already.') : undefined),
  },
  resume: {
    label: 'Resume',
    done: 'Resumed',
    input: {},
    guard: (row, f) =>
      row.status === 'onHold' ? hasOpenStage(f) : no('notOnHold', 'Only deals that are on hold can be resumed.'),
  },
  reopen: {
    label: 'Reopen',
    done: 'Reopened',
    input: { note: text({ label: 'Reason', max: 500 }) },
    guard: (row, f) => (closed(row) ? hasOpenStage(f) : no('notClosed', 'Only won and lost deals can be reopened.')),
  },
})

const isEmpty = (v: unknown): boolean => v === null || v === undefined || v === '' || v === 0

/** The fields that a stage requires and the deal lacks. */
export const missingFields = (
  stage: Pick<Stage, 'requiredFields'>,
  row: Record<string, unknown>,
): { key: string; label: string }[] =>
  (stage.requiredFields ?? []).flatMap((key) => {
    const f = Object.entries(opportunity.fields).find(([k]) => k === key)?.[1]
    return f && isEmpty(row[key]) ? [{ key, label: labelOf(key, f) }] : []
  })

/** Days in the stage before a deal counts as stagnant, where the stage says nothing. */
export const defaultDaysAllowed = 14
