import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSearch, stringifySearch } from '../app/searchText.ts'
import type { FilterTerm } from './listState.ts'
import {
  filterChange,
  filterParams,
  listParams,
  operators,
  sameParams,
  selectionParams,
  stateOf,
  viewParams,
} from './listState.ts'

const path = fc
  .stringMatching(/^[a-z]{1,8}(\.[a-z]{1,8})?$/)
  .filter((p) => !['q', 'sort', 'columns', 'group', 'view', 'peek', 'as', 'deleted', 'filter'].includes(p))
const value = fc.string({ minLength: 1, maxLength: 12 }).filter((v) => !v.includes(',') && v.trim() !== '')
const term: fc.Arbitrary<FilterTerm> = fc
  .record({
    path,
    op: fc.constantFrom(...operators),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  })
  .map((t) => (t.op === 'in' || t.op === 'nin' ? t : { ...t, values: t.values.slice(0, 1) }))

test('filters survive the way through the address', () => {
  fc.assert(
    fc.property(fc.uniqueArray(term, { selector: (t) => `${t.path} ${t.op}`, maxLength: 5 }), (terms) => {
      const state = stateOf(parseSearch(stringifySearch(filterParams(terms))))
      expect(state.filters).toEqual(terms)
    }),
  )
})

test('an address says the whole state of a list', () => {
  const params = parseSearch(
    '?status[in]=new,assigned&account.industry=retail&sort=-amount,name&q=acme&peek=1&as=board&deleted=only',
  )
  const state = stateOf(params)
  expect(state.filters).toEqual([
    { path: 'status', op: 'in', values: ['new', 'assigned'] },
    { path: 'account.industry', op: 'eq', values: ['retail'] },
  ])
  expect(state.sort).toEqual([
    { field: 'amount', descending: true },
    { field: 'name', descending: false },
  ])
  expect(selectionParams(state)).toEqual({
    'status[in]': 'new,assigned',
    'account.industry': 'retail',
    q: 'acme',
    deleted: 'only',
  })
  expect(state.as).toBe('board')
})

test('an unknown operator is no filter', () => {
  expect(stateOf({ 'status[like]': 'x' }).filters).toEqual([])
})

test('a group comes first in the order and once', () => {
  expect(listParams(stateOf({ group: 'status', sort: '-amount' }), '-createdAt').sort).toBe('status,-amount')
  expect(listParams(stateOf({ group: 'status', sort: '-status,name' }), undefined).sort).toBe('-status,name')
  expect(listParams(stateOf({}), '-createdAt').sort).toBe('-createdAt')
})

test('new filters take the place of all that were there, and leave the rest of the address alone', () => {
  expect(
    filterChange({ status: 'new', q: 'a', sort: 'name' }, [{ path: 'ownerId', op: 'eq', values: ['me'] }]),
  ).toEqual({
    status: null,
    ownerId: 'me',
  })
})

test('a view keeps what belongs to the list, not where one happens to look', () => {
  expect(viewParams({ status: 'new', peek: '1', view: '2', columns: 'a,b' })).toEqual({ status: 'new', columns: 'a,b' })
  expect(sameParams({ a: '1', b: '' }, { a: '1' })).toBe(true)
  expect(sameParams({ a: '1' }, { a: '2' })).toBe(false)
})
