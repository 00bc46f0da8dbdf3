import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { currentToasts, dismiss, toast, undo } from './toastStore.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  for (const t of currentToasts()) dismiss(t.id)
  vi.useRealTimers()
})

test('what can be undone is offered for ten seconds', () => {
  toast('Saved', { undo: async () => {} })
  vi.advanceTimersByTime(9_900)
  expect(currentToasts()).toHaveLength(1)
  vi.advanceTimersByTime(200)
  expect(currentToasts()).toHaveLength(0)
})

test('Z takes back the latest, once', async () => {
  const first = vi.fn<() => Promise<void>>(async () => {})
  const second = vi.fn<() => Promise<void>>(async () => {})
  toast('One', { undo: first })
  toast('Two', { undo: second })
  toast('Three')
  expect(await undo()).toBe(true)
  expect(second).toHaveBeenCalledOnce()
  expect(first).not.toHaveBeenCalled()
  expect(await undo()).toBe(true)
  expect(first).toHaveBeenCalledOnce()
  expect(await undo()).toBe(false)
})

test('an undo that is refused says why', async () => {
  toast('One', { undo: async () => Promise.reject(new Error('It was changed since.')) })
  await undo()
  expect(currentToasts().at(-1)).toMatchObject({ message: 'It was changed since.', tone: 'error' })
})
