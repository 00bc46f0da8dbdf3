/** Reading and writing records from components: cached, optimistic, with undo, and kept fresh by live events. */
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import {
  hashKey,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { Entity } from '../../entity.ts'
import { labelOf } from '../../entity.ts'
import { useApp } from '../app/AppContext.tsx'
import { askConflict } from '../feedback/conflictStore.ts'
import { toast, toastError } from '../feedback/toastStore.ts'
import { messageOf, StaleError } from './client.ts'
import { leave, refreshLists, refreshScreen, register, setOnScreen } from './freshness.ts'
import { keys } from './keys.ts'
import type { ListParams, WireList, WireRecord } from './types.ts'

/** An entity or its name. */
export type EntityRef = Entity | string

export const useEntity = (entity: EntityRef): Entity => {
  const { registry } = useApp()
  return typeof entity === 'string' ? registry.entity(entity) : entity
}

/** One record with `can`, parts and labels. Without an id it waits. */
export const useRecord = (entity: EntityRef, id: string | null | undefined, params: ListParams = {}) => {
  const { api } = useApp()
  const e = useEntity(entity)
  return useQuery({
    queryKey:
      Object.keys(params).length > 0 ? [...keys.record(e.plural, id ?? ''), params] : keys.record(e.plural, id ?? ''),
    queryFn: ({ signal }) => api.get(e.plural, id ?? '', params, signal),
    enabled: Boolean(id),
  })
}

/** One page of records. Keeps the last answer on screen while the next is on its way. */
export const useList = (entity: EntityRef, params: ListParams = {}, options: { enabled?: boolean } = {}) => {
  const { api } = useApp()
  const e = useEntity(entity)
  return useQuery({
    queryKey: keys.list(e.plural, params),
    queryFn: ({ signal }) => api.list(e.plural, params, signal),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    ...(e.lookup ? { staleTime: 5 * 60_000 } : {}),
  })
}

/** Records page by page by cursor; `data.pages.flatMap((p) => p.data)`. */
export const useInfiniteList = (entity: EntityRef, params: ListParams = {}, options: { enabled?: boolean } = {}) => {
  const { api } = useApp()
  const client = useQueryClient()
  const e = useEntity(entity)
  const key = keys.infinite(e.plural, params)
  const hash = hashKey(key)
  const latest = useRef(key)
  latest.current = key
  useEffect(() => {
    const shown = latest.current
    register(client, shown, (p) => api.list(e.plural, p))
    return () => {
      queueMicrotask(() => leave(client, shown))
    }
  }, [client, api, e, hash])
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      api.list(
        e.plural,
        // the total is counted once, with the first page
        pageParam ? { ...params, total: 'none', cursor: pageParam } : params,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    // live events keep it fresh; asking for every page at each return to the window would not be missed
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  })
}

/** Tells which rows of an infinite list are on screen, so that only their pages are kept fresh. */
export const useOnScreen = (entity: EntityRef, params: ListParams): ((first: number, last: number) => void) => {
  const client = useQueryClient()
  const e = useEntity(entity)
  const key = useRef(keys.infinite(e.plural, params))
  key.current = keys.infinite(e.plural, params)
  return useCallback((first, last) => setOnScreen(client, key.current, first, last), [client])
}

export const useAggregate = (entity: EntityRef, params: ListParams, options: { enabled?: boolean } = {}) => {
  const { api } = useApp()
  const e = useEntity(entity)
  return useQuery({
    queryKey: keys.aggregate(e.plural, params),
    queryFn: ({ signal }) => api.aggregate(e.plural, params, signal),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  })
}

type Snapshot = [QueryKey, unknown][]
type AnyList = WireList | InfiniteData<WireList>
const isInfinite = (x: AnyList): x is InfiniteData<WireList> => 'pages' in x
const mapList = (list: AnyList, each: (page: WireList) => WireList): AnyList =>
  isInfinite(list) ? { ...list, pages: list.pages.map(each) } : each(list)

/** Writes `patch` into every cached copy of a record and answers what was there, for a rollback. */
const patchEverywhere = (
  client: QueryClient,
  plural: string,
  id: string,
  patch: (r: WireRecord) => WireRecord,
): Snapshot => {
  const before: Snapshot = [
    ...client.getQueriesData({ queryKey: keys.record(plural, id) }),
    ...client.getQueriesData({ queryKey: keys.lists(plural) }),
  ]
  client.setQueriesData<WireRecord>({ queryKey: keys.record(plural, id) }, (r) => r && patch(r))
  client.setQueriesData<AnyList>(
    { queryKey: keys.lists(plural) },
    (list) =>
      list &&
      mapList(list, (page) =>
        page.data.some((r) => r.id === id)
          ? { ...page, data: page.data.map((r) => (r.id === id ? patch(r) : r)) }
          : page,
      ),
  )
  return before
}
const rollBack = (client: QueryClient, before: Snapshot): void => {
  for (const [key, data] of before) client.setQueryData(key, data)
}

/** A record's fields after a write, everywhere it is shown; lists keep what only they asked for. */
const settle = (client: QueryClient, e: Entity, record: WireRecord): void => {
  patchEverywhere(client, e.plural, record.id, (old) => ({
    ...old,
    ...record,
    ...(old.labels || record.labels ? { labels: { ...old.labels, ...record.labels } } : {}),
  }))
  refresh(client, e, record.id)
}

/** Makes everything stale that a write to this record may have changed. */
export const refresh = (client: QueryClient, e: Entity, id?: string): void => {
  refreshLists(client, e.plural, id ? [id] : undefined)
  void client.invalidateQueries({ queryKey: [e.plural, 'aggregate'] })
  void client.invalidateQueries({ queryKey: keys.home })
  if (!id) return
  void client.invalidateQueries({ queryKey: keys.record(e.plural, id) })
  void client.invalidateQueries({ queryKey: keys.timeline(e.plural, id) })
  void client.invalidateQueries({ queryKey: keys.history(e.plural, id) })
}

const find = (client: QueryClient, plural: string, id: string): WireRecord | undefined => {
  const [, full] = client.getQueriesData<WireRecord>({ queryKey: keys.record(plural, id) }).find(([, r]) => r) ?? []
  if (full) return full
  for (const [, list] of client.getQueriesData<AnyList>({ queryKey: keys.lists(plural) })) {
    if (!list) continue
    const pages = isInfinite(list) ? list.pages : [list]
    for (const p of pages) {
      const r = p.data.find((x) => x.id === id)
      if (r) return r
    }
  }
  return undefined
}

type UpdateInput = {
  id: string
  changes: Record<string, unknown>
  /** the version seen; taken from the cache unless told */
  version?: number
  /** display titles of changed references, so that the screen can show them at once */
  labels?: Record<string, string>
  /** no message and no undo (a form that says so itself) */
  quiet?: boolean
}

/**
 * Changes fields of a record: at once on screen, rolled back when refused, with an undo for ten seconds. Where someone
 * else changed the same field it opens the conflict dialog.
 */
export const useUpdate = (entity: EntityRef) => {
  const { api } = useApp()
  const client = useQueryClient()
  const e = useEntity(entity)
  const send = (id: string, version: number, changes: Record<string, unknown>) =>
    api.update(e.plural, id, version, changes).then((r) => {
      settle(client, e, r)
      return r
    })
  return useMutation({
    mutationFn: ({ id, changes, version }: UpdateInput) =>
      api.update(e.plural, id, version ?? find(client, e.plural, id)?.version ?? 0, changes),
    onMutate: async ({ id, changes, labels }: UpdateInput) => {
      await client.cancelQueries({ queryKey: keys.lists(e.plural) })
      await client.cancelQueries({ queryKey: keys.record(e.plural, id) })
      const old = find(client, e.plural, id)
      const before = patchEverywhere(client, e.plural, id, (r) => ({
        ...r,
        ...changes,
        ...(labels ? { labels: { ...r.labels, ...labels } } : {}),
      }))
      return { before, old }
    },
    onError: (error, { id, changes }, context) => {
      if (context) rollBack(client, context.before)
      if (error instanceof StaleError) {
        askConflict({
          entity: e.name,
          id,
          mine: changes,
          current: error.current,
          fields: Object.keys(changes).filter((k) => error.changed.length === 0 || error.changed.includes(k)),
          save: (chosen, version) => send(id, version, chosen),
        })
        patchEverywhere(client, e.plural, id, (r) => ({ ...r, ...error.current }))
      } else toastError(messageOf(error))
    },
    onSuccess: (record, { id, changes, quiet }, context) => {
      settle(client, e, record)
      if (quiet) return
      const names = Object.keys(changes)
      const first = names[0] ?? ''
      const definition = e.fields[first]
      const what = names.length === 1 && definition ? labelOf(first, definition) : `${names.length} fields`
      const old = context?.old
      const message = `${names.length === 1 && !definition ? 'Change' : what} saved`
      if (!old || !names.every((k) => k in old)) {
        toast(message, { tone: 'success' })
        return
      }
      const previous = Object.fromEntries(names.map((k) => [k, old[k] ?? null]))
      toast(message, { tone: 'success', undo: () => send(id, record.version, previous) })
    },
  })
}

/** Makes a record. */
export const useCreate = (entity: EntityRef) => {
  const { api } = useApp()
  const client = useQueryClient()
  const e = useEntity(entity)
  return useMutation({
    mutationFn: (input: Record<string, unknown>) => api.create(e.plural, input),
    onSuccess: (record) => {
      client.setQueryData(keys.record(e.plural, record.id), (old: WireRecord | undefined) => old ?? record)
      refresh(client, e, record.id)
      if (e.partOf) refreshParent(client, e, record)
    },
  })
}
/** Rows of a document are shown inside it. */
const refreshParent = (client: QueryClient, e: Entity, record: WireRecord): void => {
  const parent = e.partOf && record[e.partOf.field]
  if (typeof parent === 'string')
    void client.invalidateQueries({ predicate: (q) => q.queryKey[1] === 'record' && q.queryKey[2] === parent })
}

/** Moves a record to the trash; its message offers to restore it. */
export const useRemove = (entity: EntityRef) => {
  const { api } = useApp()
  const client = useQueryClient()
  const e = useEntity(entity)
  return useMutation({
    mutationFn: ({ id }: { id: string; title?: string }) => api.remove(e.plural, id),
    onMutate: async ({ id }) => {
      await client.cancelQueries({ queryKey: keys.lists(e.plural) })
      const before: Snapshot = client.getQueriesData({ queryKey: keys.lists(e.plural) })
      client.setQueriesData<AnyList>(
        { queryKey: keys.lists(e.plural) },
        (list) => list && mapList(list, (page) => ({ ...page, data: page.data.filter((r) => r.id !== id) })),
      )
      return { before }
    },
    onError: (error, _input, context) => {
      if (context) rollBack(client, context.before)
      toastError(messageOf(error))
    },
    onSuccess: (_answer, { id, title }) => {
      refresh(client, e)
      toast(`${title ? `“${title}”` : e.label} moved to the trash`, {
        undo: async () => {
          await api.restore(e.plural, id)
          refresh(client, e, id)
        },
      })
    },
  })
}

type ActInput = { id: string; verb: string; input?: Record<string, unknown> }

/** Runs a verb on a record. Refusals throw `ApiError`; callers show them where the person is looking. */
export const useAct = (entity: EntityRef) => {
  const { api } = useApp()
  const client = useQueryClient()
  const e = useEntity(entity)
  return useMutation({
    mutationFn: ({ id, verb, input }: ActInput) => api.act(e.plural, id, verb, input),
    onSuccess: (record) => {
      if (record.id) settle(client, e, record)
      // an action may reach other records: what is on screen is asked for again
      void refreshScreen(client)
    },
  })
}

/** Runs a verb of the collection. */
export const useActOn = (entity: EntityRef) => {
  const { api } = useApp()
  const client = useQueryClient()
  const e = useEntity(entity)
  return useMutation({
    mutationFn: ({ verb, input }: { verb: string; input?: Record<string, unknown> }) =>
      api.actOn(e.plural, verb, input),
    onSuccess: () => void refreshScreen(client),
  })
}
