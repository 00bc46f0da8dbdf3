import { expect, test } from 'vitest'
import { ticksOf } from './chartScale.ts'

test.each([
  [83, 2, [0, 50, 100]],
  [271_000, 4, [0, 100_000, 200_000, 300_000]],
  [7, 4, [0, 2, 4, 6, 8]],
  [0.9, 3, [0, 0.5, 1]],
  [100, 4, [0, 25, 50, 75, 100]],
])('marks up to %d in about %d steps are round', (most, steps, marks) => expect(ticksOf(most, steps)).toEqual(marks))

test('nothing to draw still has a ground', () => expect(ticksOf(0, 4)).toEqual([0, 1]))
