import { expect, test } from 'vitest'
import { createClient } from '../../../kernel/ui/api/client.ts'
import type { ListParams, WireList } from '../../../kernel/ui/api/types.ts'
import { idsOf, logWith, PartlyLogged } from './massLog.ts'

/** A client whose lists come in pages of two and whose posts are written down. */
const fake = (total: number) => {
  const posts: { verb: string; input: Record<string, unknown> }[] = []
  const api = {
    ...createClient(),
    list: async (_plural: string, params: ListParams = {}): Promise<WireList> => {
      const from = Number(params.cursor ?? 0)
      const to = Math.min(total, from + 2)
      const data = Array.from({ length: to - from }, (_, i) => ({ id: `r${from + i}`, version: 1 }))
      return { data, nextCursor: to < total ? String(to) : null, prevCursor: null }
    },
    actOn: async (_plural: string, verb: string, input: Record<string, unknown> = {}) => {
      posts.push({ verb, input })
      const n = Array.isArray(input.targets) ? input.targets.length : 0
      return input.each
        ? { created: n, ids: Array.from({ length: n }, (_, i) => `a${posts.length}-${i}`) }
        : { id: 'a' }
    },
  }
  return { api, posts }
}

test('all that a filter finds is meant, over its pages', async () => {
  expect(await idsOf(fake(5).api, 'leads', { filter: { status: 'new' } })).toEqual(['r0', 'r1', 'r2', 'r3', 'r4'])
})

test('too many are refused before anything is written', async () => {
  const { api, posts } = fake(5)
  await expect(idsOf(api, 'leads', { filter: {} }, 4)).rejects.toThrow('At most 4 records at once')
  await expect(idsOf(api, 'leads', { ids: ['a', 'b'] }, 1)).rejects.toThrow('Narrow the filter')
  expect(posts).toEqual([])
})

test('one for each goes in parts, and all that was made can be taken back', async () => {
  const { api, posts } = fake(0)
  const ids = Array.from({ length: 1201 }, (_, i) => `r${i}`)
  const made = await logWith(api, 'lead', ids, { kind: 'call', subject: 'Round call', each: true }, () => {})
  expect(posts.map((p) => (Array.isArray(p.input.targets) ? p.input.targets.length : 0))).toEqual([500, 500, 201])
  expect(made).toHaveLength(1201)
  expect(posts[2]?.input).toMatchObject({ kind: 'call', each: true })
})

test('where a later part fails, it is known who has it and who has not', async () => {
  const { api, posts } = fake(0)
  const ids = Array.from({ length: 1201 }, (_, i) => `r${i}`)
  const failing = {
    ...api,
    actOn: async (plural: string, verb: string, input: Record<string, unknown> = {}) => {
      if (posts.length === 2) throw new Error('The server does not answer.')
      return api.actOn(plural, verb, input)
    },
  }
  const call = { kind: 'call', subject: 'Round call', each: true }
  const error: unknown = await logWith(failing, 'lead', ids, call, () => {}).catch((x: unknown) => x)
  expect(error).toBeInstanceOf(PartlyLogged)
  expect(error).toMatchObject({ message: 'The server does not answer.', left: ids.slice(1000) })
  expect(error instanceof PartlyLogged && error.made).toHaveLength(1000)
})

test('one linked to all is one call', async () => {
  const { api, posts } = fake(0)
  expect(await logWith(api, 'lead', ['x', 'y'], { kind: 'email', subject: 'News' }, () => {})).toEqual(['a'])
  expect(posts).toEqual([
    {
      verb: 'log',
      input: {
        kind: 'email',
        subject: 'News',
        targets: [
          { entity: 'lead', id: 'x' },
          { entity: 'lead', id: 'y' },
        ],
      },
    },
  ])
})
