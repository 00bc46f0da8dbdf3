import { expect, test } from 'vitest'
import { entity, state, text } from '../../entity.ts'
import { flow } from '../../flow.ts'
import { leadsBack, stepTo } from './steps.ts'

const ticket = entity(
  'ticket',
  { label: 'Ticket', labelPlural: 'Tickets', plural: 'tickets', title: 'name' },
  {
    name: text(),
    status: state({ new: 'New', assigned: 'Assigned', working: 'Working', waiting: 'Waiting', shut: 'Shut' }),
  },
)
const f = flow()(ticket, 'status', {
  steps: {
    assign: { label: 'Assign', from: ['new'], to: 'assigned' },
    start: { label: 'Start', from: ['assigned', 'waiting'], to: 'working', primary: true },
    wait: { label: 'Wait', from: ['working'], to: 'waiting', input: { why: text({ required: true }) } },
    shut: { label: 'Shut', from: ['working'], to: 'shut' },
    reopen: { label: 'Reopen', from: ['shut'], to: 'working', confirm: 'The customer is told.' },
  },
})

test.each([
  ['within one state', 'working', 'working', true],
  ['where the step back needs something', 'waiting', 'working', false],
  ['where the step back asks nothing', 'working', 'waiting', true],
  ['where no step leads back', 'new', 'assigned', false],
  ['where the step back asks first', 'working', 'shut', false],
])('a move %s can be undone or not', (_name, was, is, expected) => {
  expect(leadsBack(f, was, is)).toBe(expected)
})

test('the primary step is taken where several lead there', () => {
  expect(stepTo(f, 'waiting', 'working')).toBe('start')
  expect(stepTo(f, 'new', 'working')).toBeUndefined()
})
