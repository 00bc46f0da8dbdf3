/**
 * Keeps infinite lists fresh without asking for all of their pages again: rows that changed are asked for by id and put in
 * their places; where rows came or moved, the pages on screen are asked for again, the others when they come into view.
 */
import type { InfiniteData, Query, QueryClient, QueryKey } from '@tanstack/react-query'
import type { ListParams, WireList, WireRecord } from './types.ts'
import { isObject } from './types.ts'

type Pages = InfiniteData<WireList, string>
type Ask = (params: ListParams) => Promise<WireList>

type Screen = {
  ask: Ask
  /** rows on screen; all of them where nobody says */
  first: number
  last: number
  /** cursors of the pages that are out of date */
  stale: Set<string>
  /** one after the other, so that no answer overwrites a newer one */
  work: Promise<unknown>
}
const screens = new WeakMap<Query, Screen>()

/** More than this at once is another list, not a change of rows. */
const mostRows = 100
const mostInPage = 200

const isInfiniteKey = (key: QueryKey): boolean => key[1] === 'list' && key[2] === 'infinite'
const isParams = (x: unknown): x is ListParams => isObject(x)
const paramsOf = (key: QueryKey): ListParams => (isParams(key[3]) ? key[3] : {})
const find = (client: QueryClient, key: QueryKey): Query | undefined =>
  client.getQueryCache().find({ queryKey: key, exact: true })
const pagesOf = (client: QueryClient, key: QueryKey): Pages | undefined => client.getQueryData<Pages>(key)

/** A list that is shown says how its rows are asked for. */
export const register = (client: QueryClient, key: QueryKey, ask: Ask): void => {
  const query = find(client, key)
  if (!query) return
  const known = screens.get(query)
  if (known) known.ask = ask
  else screens.set(query, { ask, first: 0, last: Number.POSITIVE_INFINITY, stale: new Set(), work: Promise.resolve() })
}

/** A list says which of its rows are on screen; stale pages among them are asked for. */
export const setOnScreen = (client: QueryClient, key: QueryKey, first: number, last: number): void => {
  const screen = screenOf(client, key)
  if (!screen) return
  screen.first = first
  screen.last = last
  if (screen.stale.size > 0) void inTurn(screen, () => refreshVisible(client, key, screen))
}

const screenOf = (client: QueryClient, key: QueryKey): Screen | undefined => {
  const query = find(client, key)
  return query && screens.get(query)
}

const inTurn = (screen: Screen, work: () => Promise<void>): Promise<void> => {
  const next = screen.work.then(work)
  // a refused or lost question leaves what is there; the next event or visit asks again
  screen.work = next.catch(() => {})
  return next.catch(() => {})
}

/** Waits for a page that is on its way: it would be put over what is written meanwhile. */
const idle = async (client: QueryClient, key: QueryKey): Promise<void> => {
  for (let i = 0; i < 100 && find(client, key)?.state.fetchStatus === 'fetching'; i++)
    await new Promise((resolve) => setTimeout(resolve, 50))
}

const markAll = (pages: Pages | undefined, screen: Screen): void => {
  for (const p of pages?.pageParams ?? []) screen.stale.add(p)
}

const sortFields = (params: ListParams): string[] =>
  String(params.sort ?? '')
    .split(',')
    .filter(Boolean)
    .map((s) => s.replace(/^-/, ''))
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

const withTotal = (pages: Pages, by: number): Pages => {
  const [head, ...rest] = pages.pages
  if (!head?.total || by === 0) return pages
  return {
    ...pages,
    pages: [{ ...head, total: { ...head.total, count: Math.max(0, head.total.count + by) } }, ...rest],
  }
}

/** Asks for the rows with these ids and puts them in their places. Rows that no longer belong to the list go. */
const patchRows = async (client: QueryClient, key: QueryKey, screen: Screen, ids: readonly string[]): Promise<void> => {
  await idle(client, key)
  const params = paramsOf(key)
  const found = await screen.ask({ ...params, 'id[in]': ids.join(','), limit: mostRows, total: 'none' })
  await idle(client, key)
  const now = new Map(found.data.map((r) => [r.id, r]))
  const wanted = new Set(ids)
  const sorted = sortFields(params)
  let moved = false
  let gone = 0
  client.setQueryData<Pages>(key, (old) => {
    if (!old) return old
    const loaded = new Set(old.pages.flatMap((p) => p.data.map((r) => r.id)))
    const fresh = found.data.filter((r) => !loaded.has(r.id)).length
    moved = fresh > 0
    const place = (r: WireRecord): WireRecord[] => {
      if (!wanted.has(r.id)) return [r]
      const next = now.get(r.id)
      if (!next) {
        gone++
        return []
      }
      if (sorted.some((k) => !same(next[k], r[k]))) moved = true
      return [next]
    }
    const pages = old.pages.map((p) =>
      p.data.some((r) => wanted.has(r.id)) ? { ...p, data: p.data.flatMap(place) } : p,
    )
    return withTotal({ ...old, pages }, fresh - gone)
  })
  if (!moved) return
  markAll(pagesOf(client, key), screen)
  await refreshVisible(client, key, screen)
}

/** Rows of a page asked for anew that come before those of the next page; nothing when it does not reach the next page. */
const before = (answer: WireList, next: WireList): WireRecord[] | undefined => {
  const following = new Set(next.data.map((r) => r.id))
  const at = answer.data.findIndex((r) => following.has(r.id))
  return at < 0 ? undefined : answer.data.slice(0, at)
}

/** The list with page `i` as `answer` says it. Pages whose rows the answer no longer meets are let go, to be loaded anew. */
const withPage = (pages: Pages, i: number, answer: WireList): Pages => {
  const next = pages.pages[i + 1]
  const rows = next && next.data.length > 0 ? before(answer, next) : undefined
  const page = rows ? { ...answer, data: rows, nextCursor: pages.pages[i]?.nextCursor ?? null } : answer
  const ids = new Set(page.data.map((r) => r.id))
  const others = (p: WireList): WireList =>
    p.data.some((r) => ids.has(r.id)) ? { ...p, data: p.data.filter((r) => !ids.has(r.id)) } : p
  const count = rows ? pages.pages.length : i + 1
  return {
    pages: pages.pages
      .slice(0, count)
      .map((p, k) =>
        k === i ? { ...page, ...((answer.total ?? p.total) ? { total: answer.total ?? p.total } : {}) } : others(p),
      ),
    pageParams: pages.pageParams.slice(0, count),
  }
}

const refreshVisible = async (client: QueryClient, key: QueryKey, screen: Screen): Promise<void> => {
  await idle(client, key)
  const params = paramsOf(key)
  for (let i = 0, at = 0; ; i++) {
    const pages = pagesOf(client, key)
    const page = pages?.pages[i]
    const cursor = pages?.pageParams[i]
    if (!page || cursor === undefined || at > screen.last) return
    const end = at + page.data.length
    if (end >= screen.first && screen.stale.has(cursor)) {
      screen.stale.delete(cursor)
      const usual = Math.max(Number(params.limit ?? 0), page.data.length)
      // a few more, so that the rows before the next page are met although some came
      const limit = Math.min(mostInPage, usual + 20)
      const answer = await screen.ask({ ...params, limit, ...(cursor ? { cursor, total: 'none' } : {}) })
      await idle(client, key)
      client.setQueryData<Pages>(key, (old) => old && withPage(old, i, answer))
    }
    at = end
  }
}

/** A list that is left keeps its first page: coming back one begins at its top, and only that is asked for again. */
export const leave = (client: QueryClient, key: QueryKey): void => {
  const query = find(client, key)
  if (query && !query.isActive()) keepFirst(client, key)
}
const keepFirst = (client: QueryClient, key: QueryKey): void => {
  const pages = pagesOf(client, key)
  if (pages && pages.pages.length > 1)
    client.setQueryData<Pages>(
      key,
      { pages: pages.pages.slice(0, 1), pageParams: pages.pageParams.slice(0, 1) },
      { updatedAt: find(client, key)?.state.dataUpdatedAt ?? 0 },
    )
}

/** What is not on screen is asked for when it is shown. */
const shorten = (client: QueryClient, query: Query): void => {
  keepFirst(client, query.queryKey)
  query.invalidate()
}

const eachInfinite = (
  client: QueryClient,
  plural: string | null,
  work: (query: Query, screen: Screen) => void,
): void => {
  for (const query of client.getQueryCache().findAll(plural === null ? {} : { queryKey: [plural, 'list'] })) {
    if (!isInfiniteKey(query.queryKey)) continue
    const screen = screens.get(query)
    if (screen && query.isActive()) work(query, screen)
    else if (query.state.data) shorten(client, query)
  }
}

/** Makes the lists of an entity fresh where they are on screen: these rows, or whatever is shown where no rows are named. */
export const refreshLists = (client: QueryClient, plural: string, ids?: readonly string[]): void => {
  void client.invalidateQueries({ queryKey: [plural, 'list'], predicate: (q) => !isInfiniteKey(q.queryKey) })
  eachInfinite(client, plural, (query, screen) => {
    const byId = Object.keys(paramsOf(query.queryKey)).some((k) => k === 'id' || k.startsWith('id['))
    if (ids && ids.length <= mostRows && !byId)
      void inTurn(screen, () => patchRows(client, query.queryKey, screen, ids))
    else void refreshPages(client, query.queryKey)
  })
}

/** Asks again for the pages of one list that are on screen, now, and for the others when they come into view. */
export const refreshPages = (client: QueryClient, key: QueryKey): Promise<void> => {
  const screen = screenOf(client, key)
  if (!screen) return client.invalidateQueries({ queryKey: key })
  return inTurn(screen, async () => {
    markAll(pagesOf(client, key), screen)
    await refreshVisible(client, key, screen)
  })
}

/** Everything on screen is asked for again: an action may have reached any record. */
export const refreshScreen = async (client: QueryClient): Promise<void> => {
  const pages: Promise<void>[] = []
  eachInfinite(client, null, (query) => pages.push(refreshPages(client, query.queryKey)))
  await client.invalidateQueries({ refetchType: 'active', predicate: (q) => !isInfiniteKey(q.queryKey) })
  await Promise.all(pages)
}
