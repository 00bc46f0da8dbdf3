import { expect, test } from 'vitest'
import { currencyCode, entity, money, reference, state, text } from '../../entity.ts'
import { flow } from '../../flow.ts'
import { definitionsOf, registry } from '../../registry.ts'
import { kindOf, phraseOf, shownChanges, timelineOf } from './events.ts'

const member = entity(
  'member',
  { label: 'Member', labelPlural: 'Members', plural: 'members', title: 'name', owned: false },
  { name: text() },
)
const team = entity(
  'team',
  { label: 'Team', labelPlural: 'Teams', plural: 'teams', title: 'name', owned: false },
  { name: text() },
)
const quote = entity(
  'quote',
  { label: 'Quote', labelPlural: 'Quotes', plural: 'quotes', title: 'name' },
  {
    name: text(),
    total: money(),
    currency: currencyCode(),
    buyerId: reference('member'),
    secret: text({ hidden: true }),
    status: state({ draft: 'Draft', sent: 'Sent' }),
  },
)
const quoteFlow = flow()(quote, 'status', { steps: { send: { label: 'Send quote', from: ['draft'], to: 'sent' } } })
const r = registry(definitionsOf([{ member, team, quote, quoteFlow }]))

const told = (event: Record<string, unknown>) => {
  const [e] = timelineOf({
    data: [{ id: '1', at: '2026-01-01T10:00:00Z', entity: 'quote', recordId: 'q', actor: { name: 'Ana' }, ...event }],
  }).data
  if (!e) throw new Error('no event was read')
  return e
}

test.each([
  [{ action: 'quote.create' }, 'Quote created', 'created'],
  [{ action: 'quote.send' }, 'Send quote', 'step'],
  [{ action: 'quote.delete' }, 'Quote moved to the trash', 'step'],
  [
    {
      action: 'quote.update',
      changes: { name: { from: 'a', to: 'b' }, total: { from: 1, to: 2 }, secret: ['x', 'y'] },
    },
    'Changed name and total',
    'change',
  ],
  [{ action: 'fileRecord.create', entity: 'fileRecord' }, 'File added', 'file'],
  [{ action: 'activity.create', entity: 'activity', activity: { id: 'a', version: 1 } }, 'Record created', 'activity'],
])('%j reads as %s', (event, phrase, kind) => {
  const e = told(event)
  expect(phraseOf(r, e)).toBe(phrase)
  expect(kindOf(e)).toBe(kind)
})

test('changes carry both sides with their titles, and money in its currency', () => {
  const e = told({
    action: 'quote.update',
    changes: { total: { from: 1000, to: { amount: '12.50', currency: 'CZK' } }, buyerId: { from: 'm1', to: null } },
    changeLabels: { buyerId: { from: 'Ben', to: null } },
  })
  expect(shownChanges(quote, e, 'CZK').map((c) => [c.label, c.before, c.after])).toEqual([
    [
      'Total',
      { total: { amount: '10.00', currency: 'CZK' }, labels: {} },
      { total: { amount: '12.50', currency: 'CZK' }, labels: {} },
    ],
    ['Buyer', { buyerId: 'm1', labels: { buyerId: 'Ben' } }, { buyerId: null, labels: {} }],
  ])
})

test('what is not an event is left out', () => {
  expect(timelineOf({ data: [null, 3, {}], nextCursor: 7 })).toEqual({ data: [], nextCursor: null })
})
