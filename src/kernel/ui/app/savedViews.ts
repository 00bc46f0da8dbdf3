/** Saved views: a list's filters, order and columns under a name, for oneself or everyone, pinned to the rail or not. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import type { WireRecord } from '../api/types.ts'
import { listOf, numberOf, recordOf, stringOf, stringOrNull } from '../api/types.ts'
import { messageOf } from '../api/client.ts'
import { toast, toastError } from '../feedback/toastStore.ts'
import { useApp } from './AppContext.tsx'
import { parseSearch, stringifySearch } from './url.ts'

export type SavedView = {
  id: string
  version: number
  entity: string
  name: string
  /** search parameters of the list, as in its address */
  params: Record<string, string>
  shared: boolean
  pinned: boolean
  ownerId: string | null
}
type ViewInput = Partial<Pick<SavedView, 'name' | 'params' | 'shared' | 'pinned'>>

const viewOf = (r: WireRecord): SavedView => ({
  id: r.id,
  version: numberOf(r.version),
  entity: stringOf(r.entity),
  name: stringOf(r.name, 'View'),
  params: parseSearch(stringOf(r.query)),
  shared: r.shared === true,
  pinned: r.pinned === true,
  ownerId: stringOrNull(r.ownerId),
})

/** A view as the API takes it. */
const wireOf = ({ params, ...rest }: ViewInput & { entity?: string }): Record<string, unknown> => ({
  ...rest,
  ...(params ? { query: stringifySearch(params) || '?', display: params.as === 'board' ? 'board' : 'list' } : {}),
})

export const useSavedViews = (entity?: string): readonly SavedView[] => {
  const { api } = useApp()
  const { data } = useQuery({
    queryKey: keys.savedViews,
    queryFn: async ({ signal }) =>
      listOf(await api.fetch('/saved-views', { limit: 200, sort: 'position' }, signal)).data.map(viewOf),
    staleTime: 60_000,
    retry: false,
  })
  const all = data ?? []
  return entity ? all.filter((v) => v.entity === entity) : all
}
export const usePinnedViews = (): readonly SavedView[] => useSavedViews().filter((v) => v.pinned)

export const useViewActions = () => {
  const { api } = useApp()
  const client = useQueryClient()
  const settled = () => void client.invalidateQueries({ queryKey: keys.savedViews })
  const failed = (error: unknown) => toastError(messageOf(error))
  const create = useMutation({
    mutationFn: async (v: { entity: string } & ViewInput) =>
      viewOf(recordOf(await api.post('/saved-views', wireOf(v)))),
    onSettled: settled,
    onError: failed,
  })
  const update = useMutation({
    mutationFn: async ({ view, change }: { view: SavedView; change: ViewInput }) =>
      viewOf(recordOf(await api.patch(`/saved-views/${view.id}`, { ...wireOf(change), version: view.version }))),
    onSettled: settled,
    onError: failed,
  })
  const remove = useMutation({
    mutationFn: (view: SavedView) => api.delete(`/saved-views/${view.id}`),
    onSuccess: (_a, view) =>
      toast(`View “${view.name}” deleted`, {
        undo: async () => {
          await api.restore('saved-views', view.id)
          settled()
        },
      }),
    onSettled: settled,
    onError: failed,
  })
  return { create, update, remove }
}
