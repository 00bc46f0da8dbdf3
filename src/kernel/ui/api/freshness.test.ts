import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { refreshLists, refreshPages, register, setOnScreen } from './freshness.ts'
import { keys } from './keys.ts'
import type { ListParams, WireList, WireRecord } from './types.ts'

const pageSize = 10
type Row = WireRecord & { rank: number }

/** A list of records by rank, as the API would answer it page by page, that counts what it is asked. */
const server = (count: number) => {
  const rows = new Map<string, Row>()
  for (let i = 0; i < count; i++) rows.set(`r${i}`, { id: `r${i}`, version: 1, rank: i * 10 })
  const asked: ListParams[] = []
  const list = async (p: ListParams): Promise<WireList> => {
    asked.push(p)
    const ids = typeof p['id[in]'] === 'string' ? new Set(p['id[in]'].split(',')) : null
    const after = p.cursor ? Number(p.cursor) : -1
    const all = [...rows.values()]
      .sort((a, b) => a.rank - b.rank)
      .filter((r) => r.rank > after && (!ids || ids.has(r.id)))
    const data = all.slice(0, Number(p.limit)).map((r) => ({ ...r }))
    const last = data.at(-1)
    return {
      data,
      nextCursor: all.length > data.length && last ? String(last.rank) : null,
      prevCursor: null,
      ...(p.total === 'none' ? {} : { total: { count: rows.size, exact: true } }),
    }
  }
  return { rows, asked, list }
}

const params: ListParams = { sort: 'rank', limit: pageSize }
const key = keys.infinite('things', params)
let stop = () => {}
afterEach(() => stop())

/** The list on screen with so many pages loaded. */
const shown = async (count: number, pages: number) => {
  const api = server(count)
  const client = new QueryClient()
  const observer = new InfiniteQueryObserver(client, {
    queryKey: key,
    queryFn: ({ pageParam }) => api.list(pageParam ? { ...params, cursor: pageParam, total: 'none' } : params),
    initialPageParam: '',
    getNextPageParam: (last: WireList) => last.nextCursor,
    staleTime: 60_000,
  })
  stop = observer.subscribe(() => {})
  await observer.refetch()
  for (let i = 1; i < pages; i++) await observer.fetchNextPage()
  register(client, key, api.list)
  api.asked.length = 0
  const ids = () => observer.getCurrentResult().data?.pages.flatMap((p) => p.data.map((r) => r.id)) ?? []
  const total = () => observer.getCurrentResult().data?.pages[0]?.total?.count
  const done = async () => {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setTimeout(resolve, 60))
  }
  return { ...api, client, observer, ids, total, done }
}
const inOrder = (rows: Map<string, Row>, count: number): string[] =>
  [...rows.values()]
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map((r) => r.id)

test('a changed row is asked for alone, whatever is loaded', async () => {
  const t = await shown(100, 8)
  t.rows.set('r33', { id: 'r33', version: 2, rank: 330, name: 'New name' })
  refreshLists(t.client, 'things', ['r33'])
  await t.done()
  expect(t.asked).toEqual([expect.objectContaining({ 'id[in]': 'r33', total: 'none' })])
  const row = t.observer
    .getCurrentResult()
    .data?.pages.flatMap((p) => p.data)
    .find((r) => r.id === 'r33')
  expect(row).toMatchObject({ version: 2, name: 'New name' })
})

test('a row that no longer belongs goes, and the total with it', async () => {
  const t = await shown(100, 3)
  t.rows.delete('r15')
  refreshLists(t.client, 'things', ['r15'])
  await t.done()
  expect(t.asked).toHaveLength(1)
  expect(t.ids()).toEqual(inOrder(t.rows, 29))
  expect(t.total()).toBe(99)
})

test('where a row comes, the pages on screen are asked for, others when they are reached', async () => {
  const t = await shown(100, 6)
  setOnScreen(t.client, key, 22, 28)
  t.rows.set('n1', { id: 'n1', version: 1, rank: 255 })
  t.rows.set('n2', { id: 'n2', version: 1, rank: 15 })
  refreshLists(t.client, 'things', ['n1', 'n2'])
  await t.done()
  // the two rows, and the one page in view
  expect(t.asked.map((p) => [p['id[in]'], p.cursor])).toEqual([
    ['n1,n2', undefined],
    [undefined, '190'],
  ])
  expect(t.ids()).toContain('n1')
  expect(t.ids()).not.toContain('n2')
  setOnScreen(t.client, key, 0, 12)
  await t.done()
  expect(t.ids()).toEqual(inOrder(t.rows, 62))
})

test('a row that moves by the order stands once, in its new place', async () => {
  const t = await shown(60, 6)
  setOnScreen(t.client, key, 0, 59)
  t.rows.set('r2', { id: 'r2', version: 2, rank: 475 })
  refreshLists(t.client, 'things', ['r2'])
  await t.done()
  expect(t.ids()).toEqual(inOrder(t.rows, 60))
})

test('more new rows than a page can take let the later pages go, and nothing is missing or twice', async () => {
  const t = await shown(60, 4)
  setOnScreen(t.client, key, 0, 5)
  for (let i = 0; i < 40; i++) t.rows.set(`n${i}`, { id: `n${i}`, version: 1, rank: i + 1 })
  await refreshPages(t.client, key)
  const loaded = t.ids()
  expect(loaded).toEqual(inOrder(t.rows, loaded.length))
  await t.observer.fetchNextPage()
  expect(t.ids()).toEqual(inOrder(t.rows, loaded.length + pageSize))
})

test('a list that is not on screen is asked for when it is shown again, its first page only', async () => {
  const t = await shown(100, 5)
  stop()
  refreshLists(t.client, 'things', ['r1'])
  await t.done()
  expect(t.asked).toEqual([])
  stop = t.observer.subscribe(() => {})
  await t.done()
  expect(t.asked).toHaveLength(1)
  expect(t.ids()).toHaveLength(pageSize)
})
