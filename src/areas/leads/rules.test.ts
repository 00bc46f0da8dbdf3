import { describe, expect, it } from 'vitest'
import { type Bant, bantVerdict, leadFlow, nameOfLead, splitName, stepBetween, whyNotConvert } from './rules.ts'

const bant = (b: Partial<Bant> = {}): Bant => ({
  bantBudget: 'yes',
  bantAuthority: 'yes',
  bantNeed: 'yes',
  bantTimeline: 'urgent',
  ...b,
})

describe('LEAD-2', () => {
  it('allows these steps and nothing else', () => {
    const steps: [string, { from: readonly string[] }][] = Object.entries(leadFlow.steps)
    const table = Object.fromEntries(
      ['new', 'assigned', 'inProcess', 'converted', 'recycled', 'dead'].map((status) => [
        status,
        steps.flatMap(([name, step]) => (step.from.includes(status) ? [name] : [])),
      ]),
    )
    expect(table).toEqual({
      new: ['assign', 'markDead'],
      assigned: ['start', 'markDead'],
      inProcess: ['convert', 'recycle', 'markDead'],
      converted: ['undoConversion'],
      recycled: ['start'],
      dead: ['reopen'],
    })
  })

  it('knows which step a dropped card means', () => {
    expect(stepBetween('new', 'assigned')).toBe('assign')
    expect(stepBetween('recycled', 'inProcess')).toBe('start')
    expect(stepBetween('new', 'inProcess')).toBeUndefined()
    expect(stepBetween('dead', 'inProcess')).toBeUndefined()
  })
})

describe('BANT', () => {
  it('needs need and authority, no refusal of budget, and a timeline', () => {
    expect(bantVerdict(bant()).verdict).toBe('qualified')
    expect(bantVerdict(bant({ bantBudget: 'unknown' })).verdict).toBe('qualified')
    expect(bantVerdict(bant({ bantBudget: null })).verdict).toBe('qualified')
    expect(bantVerdict(bant({ bantTimeline: 'midTerm' })).verdict).toBe('qualified')
    expect(bantVerdict(bant({ bantBudget: 'no' }))).toEqual({
      verdict: 'notQualified',
      missing: ['There is no budget.'],
    })
    expect(bantVerdict(bant({ bantTimeline: 'unclear' })).verdict).toBe('notQualified')
    expect(bantVerdict(bant({ bantNeed: null })).verdict).toBe('open')
  })

  it('warns, blocks or keeps quiet, as the workspace wants', () => {
    const no = bant({ bantNeed: 'no' })
    expect(whyNotConvert(no, 'warn', false)?.reason).toBe('notQualifiedWarning')
    expect(whyNotConvert(no, 'warn', true)).toBeUndefined()
    expect(whyNotConvert(no, 'block', true)?.reason).toBe('notQualified')
    expect(whyNotConvert(no, 'off', false)).toBeUndefined()
    expect(whyNotConvert(bant(), 'block', false)).toBeUndefined()
  })
})

it('splits names', () => {
  expect(splitName('Ada Lovelace')).toEqual({ firstName: 'Ada', lastName: 'Lovelace' })
  expect(splitName('Lovelace, Ada King')).toEqual({ firstName: 'Ada King', lastName: 'Lovelace' })
  expect(splitName('Plato')).toEqual({ firstName: null, lastName: 'Plato' })
})

it('names a lead by what is known', () => {
  expect(nameOfLead({ name: '', firstName: 'A', lastName: 'B', company: 'C' })).toBe('A B')
  expect(nameOfLead({ company: 'C', email: 'x@y.z' })).toBe('C')
  expect(nameOfLead({})).toBe('')
})
