/** The status machine of LEAD-2, qualification by BANT, and where a lead stands in its pipeline. Pure. */
import { boolean, choice, currencyCode, day, money, option, reference, text } from '../../kernel/entity.ts'
import { flow, guardedVerbs, type Refusal } from '../../kernel/flow.ts'
import { setting } from '../../kernel/setting.ts'
import { type Lead, lead, type LeadStage } from './model.ts'

export const convertPolicy = setting(
  'leads.convertPolicy',
  choice(
    {
      warn: 'Warn, and let people decide',
      block: 'Block until the lead is qualified',
      off: 'Do not ask',
    },
    { default: 'warn' },
  ),
  { label: 'Converting a lead that is not qualified', area: 'Leads' },
)

const kinds = { lost: 'Lost', junk: 'Junk', disqualified: 'Disqualified' } as const
const note = text({ label: 'Note', max: 2000 })

/** What is asked where a lead becomes account, contact and perhaps a deal. Ids link what is there already. */
const conversionInput = {
  accountId: reference('account', { label: 'Link to account' }),
  createAccount: boolean({ label: 'Create an account', help: 'Where none is linked' }),
  accountName: text({ label: 'Account name' }),
  contactId: reference('contact', { label: 'Link to contact' }),
  firstName: text({ max: 100 }),
  lastName: text({ max: 100 }),
  createOpportunity: boolean({ label: 'Create an opportunity' }),
  opportunityName: text({ label: 'Opportunity name' }),
  pipelineId: reference('pipeline', { label: 'Pipeline' }),
  amount: money({ label: 'Amount' }),
  currency: currencyCode({}),
  expectedCloseDate: day({ label: 'Expected close' }),
  force: boolean({ label: 'Convert although it is not qualified', hidden: true }),
} as const

export type LeadFacts = {
  /** what the workspace asks of a lead before it is converted */
  policy: 'warn' | 'block' | 'off'
  /** why its conversion can no longer be undone: a sentence on what was changed since */
  touched: string | null
  /** the states that columns stand for */
  columns: readonly string[]
}

export const leadFlow = flow<LeadFacts>()(lead, 'status', {
  steps: {
    assign: {
      label: 'Assign',
      done: 'Lead assigned',
      from: ['new'],
      to: 'assigned',
      input: { ownerId: reference('member', { label: 'Assign to', required: true }), note },
      proposes: ['ownerId'],
      primary: true,
    },
    start: {
      label: 'Start work',
      done: 'Work started',
      from: ['assigned', 'recycled'],
      to: 'inProcess',
      input: { note },
      primary: true,
    },
    convert: {
      label: 'Convert',
      done: 'Lead converted',
      from: ['inProcess'],
      to: 'converted',
      input: conversionInput,
      primary: true,
      tone: 'green',
      guard: (row, f) => (f.policy === 'block' ? whyNotConvert(row, 'block', false) : undefined),
    },
    recycle: {
      label: 'Recycle',
      done: 'Lead recycled',
      from: ['inProcess'],
      to: 'recycled',
      input: { recontactOn: day({ label: 'Contact again on', required: true }), note },
    },
    markDead: {
      label: 'Mark as dead',
      done: 'Marked as dead',
      from: ['new', 'assigned', 'inProcess'],
      to: 'dead',
      input: {
        kind: choice(kinds, { label: 'Kind', required: true }),
        lostReasonId: option('leadLostReason', { label: 'Reason', help: 'Required when the lead is lost' }),
        note,
      },
      tone: 'red',
    },
    reopen: { label: 'Reopen', done: 'Lead reopened', from: ['dead'], to: 'inProcess', input: { note } },
    undoConversion: {
      label: 'Undo conversion',
      done: 'Conversion undone',
      from: ['converted'],
      to: 'inProcess',
      confirm: 'What the conversion made is moved to the trash. This works only while nobody has changed it.',
      guard: (_row, f) => (f.touched ? { reason: 'conversionTouched', message: f.touched } : undefined),
    },
  },
})

export const leadVerbs = guardedVerbs<LeadFacts>()(lead, {
  moveStage: {
    label: 'Move to stage',
    done: 'Stage changed',
    hidden: true,
    input: {
      leadStageId: reference('leadStage', { label: 'Stage', required: true }),
      ownerId: reference('member', { label: 'Assign to' }),
      recontactOn: day({ label: 'Contact again on', help: 'Required when the lead is recycled' }),
      note,
    },
    guard: (row, f) =>
      f.columns.some((status) => status === row.status || stepBetween(row.status, status))
        ? undefined
        : { reason: 'illegalMove', message: `There is no column to move this lead to. ${hintFrom(row.status)}` },
  },
})

export type StepName = keyof typeof leadFlow.steps

/** The step that leads from one status to another by moving a card; none where LEAD-2 has no such way. */
export const stepBetween = (from: string, to: string): 'assign' | 'start' | 'recycle' | undefined => {
  const names = ['assign', 'start', 'recycle'] as const
  return names.find((n) => leadFlow.steps[n].to === to && (leadFlow.steps[n].from as readonly string[]).includes(from))
}

const hintFrom = (status: string): string =>
  status === 'dead'
    ? 'Reopen it first.'
    : status === 'converted'
      ? 'Undo the conversion first.'
      : 'Leads go from New to Assigned to In process; from there they are converted or recycled.'

/** Why a lead cannot be moved to a stage, or nothing. */
export const whyNotStage = (row: Lead, stage: Pick<LeadStage, 'status' | 'label'>): Refusal | undefined => {
  if (row.status === stage.status) return undefined
  if (stepBetween(row.status, stage.status)) return undefined
  const from = lead.fields.status.choices?.[row.status]?.label ?? row.status
  const to = lead.fields.status.choices?.[stage.status]?.label ?? stage.status
  const hint = row.status === 'new' && stage.status === 'inProcess' ? 'Assign it first.' : hintFrom(row.status)
  return { reason: 'illegalMove', message: `A lead cannot go from ${from} to ${stage.label} (${to}). ${hint}` }
}

/** The column where a lead of `status` stands: the one it is in if it fits, else the first of the pipeline that does. */
export const stageFor = (
  stages: readonly LeadStage[],
  status: string,
  current: LeadStage | undefined,
): LeadStage | undefined => {
  if (current?.status === status) return current
  const pipeline = current?.pipeline ?? stages[0]?.pipeline
  return stages
    .filter((s) => s.pipeline === pipeline && s.status === status)
    .toSorted((a, b) => a.position - b.position)[0]
}

export type Bant = Pick<Lead, 'bantBudget' | 'bantAuthority' | 'bantNeed' | 'bantTimeline'>
type Verdict = {
  verdict: 'qualified' | 'notQualified' | 'open'
  /** sentences: what speaks against it, or what is still to be asked */
  missing: string[]
}

/**
 * LEAD-4: qualified are leads with need and authority, whose budget is not a no and whose timeline is not unclear.
 * `open` while an answer that decides is missing and none speaks against it.
 */
export const bantVerdict = (b: Bant): Verdict => {
  const against = [
    b.bantNeed === 'no' ? 'No need was identified.' : '',
    b.bantAuthority === 'no' ? 'We are not speaking to a decision maker.' : '',
    b.bantBudget === 'no' ? 'There is no budget.' : '',
    b.bantTimeline === 'unclear' ? 'The timeline is unclear.' : '',
  ].filter(Boolean)
  const unknown = [
    b.bantNeed ? '' : 'Is a specific need identified?',
    b.bantAuthority ? '' : 'Are we speaking to a decision maker?',
    b.bantTimeline ? '' : 'Is a timeline defined?',
  ].filter(Boolean)
  if (against.length > 0) return { verdict: 'notQualified', missing: [...against, ...unknown] }
  return unknown.length > 0 ? { verdict: 'open', missing: unknown } : { verdict: 'qualified', missing: [] }
}

/** Why a lead must not be converted under the workspace's policy, or nothing. `force`: someone saw the warning. */
export const whyNotConvert = (b: Bant, policy: 'warn' | 'block' | 'off', force: boolean): Refusal | undefined => {
  if (policy === 'off' || (policy === 'warn' && force)) return undefined
  const { verdict, missing } = bantVerdict(b)
  if (verdict === 'qualified') return undefined
  const why = `This lead is not qualified yet. ${missing.join(' ')}`
  return policy === 'block'
    ? { reason: 'notQualified', message: `${why} Complete the BANT sheet first.` }
    : { reason: 'notQualifiedWarning', message: `${why} Confirm that you want to convert it all the same.` }
}

/** First and last name of a full one: the last word is the last name, and so is the only one. */
export const splitName = (full: string): { firstName: string | null; lastName: string } => {
  const comma = /^([^,]+),\s*(.+)$/.exec(full.trim())
  if (comma) return { firstName: comma[2] ?? null, lastName: comma[1] ?? full }
  const parts = full.trim().split(/\s+/)
  const lastName = parts.at(-1) ?? ''
  const firstName = parts.slice(0, -1).join(' ')
  return { firstName: firstName === '' ? null : firstName, lastName }
}

/** What a lead is called: its name, else the parts of it, the company or the address; '' when nothing is known. */
export const nameOfLead = (l: {
  name?: string | null
  firstName?: string | null
  lastName?: string | null
  company?: string | null
  email?: string | null
}): string => l.name || [l.firstName, l.lastName].filter(Boolean).join(' ') || l.company || l.email || ''
