import { expect, test } from 'vitest'
import { placed, shownPins, unpinned } from './pins.ts'

const lists = ['list:/leads', 'list:/quotes', 'list:/invoices']

test('pins come in the stored order; what is gone is left out, what was pinned since comes last', () => {
  expect(shownPins(['view:b', 'list:/gone', 'list:/leads'], lists, ['view:a', 'view:b'])).toEqual([
    'view:b',
    'list:/leads',
    'view:a',
  ])
})

test.each([
  ['a new one to the top', 'list:/quotes', 0, ['list:/quotes', 'view:a', 'view:b', 'list:/leads']],
  ['a new one to the end', 'list:/quotes', 3, ['view:a', 'view:b', 'list:/leads', 'list:/quotes']],
  ['the first behind the second', 'view:a', 2, ['view:b', 'view:a', 'list:/leads']],
  ['the last to the top', 'list:/leads', 0, ['list:/leads', 'view:a', 'view:b']],
  ['one where it is', 'view:b', 1, ['view:a', 'view:b', 'list:/leads']],
])('%s', (_name, key, index, order) => {
  const shown = ['view:a', 'view:b', 'list:/leads']
  expect(placed(shown, shown, key, index)).toEqual(order)
})

test('a view that others pinned stays away once it was taken off', () => {
  const stored = unpinned([], ['view:a', 'view:b'], 'view:a', true)
  expect(shownPins(stored, lists, ['view:a', 'view:b'])).toEqual(['view:b'])
  expect(shownPins(placed(stored, ['view:b'], 'view:b', 0), lists, ['view:a', 'view:b'])).toEqual(['view:b'])
})
