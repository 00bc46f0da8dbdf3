import { expect, test } from 'vitest'
import type { TimelineEvent } from '../../../kernel/ui/timeline/events.ts'
import { definitions } from '../../../main/definitions.ts'
import { plainChanges } from './auditChanges.ts'

const event = (entity: string, changes: TimelineEvent['changes']): TimelineEvent => ({
  id: 'e',
  at: '2026-01-01T00:00:00Z',
  actor: { id: null, name: 'Ann', kind: 'user' },
  action: `${entity}.update`,
  entity,
  recordId: 'r',
  label: '',
  changes,
  changeLabels: {},
  data: {},
  activity: null,
})

test('a changed role tells each right that changed, not the whole list', () => {
  const changed = plainChanges(
    definitions,
    event('role', {
      rights: [
        { 'quote.send': 'own', 'lead.view': 'all' },
        { 'quote.send': 'all', 'lead.view': 'all', '*': 'none' },
      ],
      fieldRights: [{}, { 'quote.margin': 'readOnly' }],
    }),
  )
  expect(changed.map((c) => [c.label, c.before, c.after])).toEqual([
    ['Everything', '–', 'None'],
    ['Quotes: send', 'Own', 'All'],
    ['Quotes: margin', '–', 'Read only'],
  ])
})

test('a changed setting goes by its label, and says what the default was', () => {
  const changed = plainChanges(
    definitions,
    event('setting', { 'security.requireSecondFactor': [null, true], 'notifications.digestHour': ['07', '16'] }),
  )
  expect(changed.map((c) => [c.label, c.before, c.after])).toEqual([
    ['Everyone needs a second factor', 'No (default)', 'Yes'],
    ['Daily digest at', '07:00', '16:00'],
  ])
  expect(
    plainChanges(definitions, event('workspace', { name: ['A', 'A'], timeZone: ['UTC', 'Europe/Berlin'] })),
  ).toEqual([{ key: 'timeZone', label: 'Time zone', before: 'UTC', after: 'Europe/Berlin' }])
  expect(plainChanges(definitions, event('quote', { title: ['A', 'B'] }))).toEqual([])
})
