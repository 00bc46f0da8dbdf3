import { expect, test } from 'vitest'
import { walked } from './customers.ts'

const account = (id: string, parent_id: string | null, won: number) => ({ id, parent_id, deals: 0, won })

test('groups: the best first, those beneath under their parent, sums of all beneath', () => {
  const rows = walked([
    account('a', null, 1),
    account('a1', 'a', 2),
    account('b', null, 0),
    account('b1', 'b', 5),
    account('b2', 'b', 7),
    account('b21', 'b2', 1),
    account('alone', null, 100),
    account('seen', 'out of sight', 3),
    account('seen1', 'seen', 0),
  ])
  expect(rows.map((r) => [r.id, r.level, r.accounts, r.groupWon])).toEqual([
    ['b', 0, 4, 13],
    ['b2', 1, 2, 8],
    ['b21', 2, 1, 1],
    ['b1', 1, 1, 5],
    ['a', 0, 2, 3],
    ['a1', 1, 1, 2],
    ['seen', 0, 2, 3],
    ['seen1', 1, 1, 0],
  ])
})

test('groups may be deeper than the stack of calls', () => {
  const deep = Array.from({ length: 30_000 }, (_, i) => account(`${i}`, i === 0 ? null : `${i - 1}`, 1))
  const rows = walked(deep)
  expect([rows.length, rows[0]?.groupWon, rows.at(-1)?.level]).toEqual([30_000, 30_000, 29_999])
})
