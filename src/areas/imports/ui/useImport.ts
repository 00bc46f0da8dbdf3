/** The import on screen: followed while there is work on it, and changed step by step. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { keys } from '../../../kernel/ui/api/keys.ts'
import { recordOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import type { FileSettings, Mapping } from '../mapping.ts'
import { fieldsOf, importOf, kindsOf, matchesOf, problemsOf } from './wire.ts'

const underWay = new Set(['checking', 'running', 'undoing'])
export const isUnderWay = (status: string): boolean => underWay.has(status)

export const useImportView = (id: string) => {
  const { api } = useApp()
  return useQuery({
    queryKey: keys.record('imports', id),
    queryFn: ({ signal }) => api.get('imports', id, {}, signal),
    select: importOf,
    refetchInterval: (query) => (isUnderWay(String(query.state.data?.status)) ? 700 : false),
  })
}

export const useImportFields = (id: string) => {
  const { api } = useApp()
  return useQuery({
    queryKey: ['imports', 'fields', id],
    queryFn: ({ signal }) => api.fetch(`/imports/${id}/fields`, {}, signal),
    select: fieldsOf,
    staleTime: 300_000,
  })
}

/** `version` of the import makes the answer new after each change of the mapping. */
export const useMatches = (id: string, version: number) => {
  const { api } = useApp()
  return useQuery({
    queryKey: ['imports', 'matches', id, version],
    queryFn: ({ signal }) => api.fetch(`/imports/${id}/matches`, {}, signal),
    select: matchesOf,
  })
}

/** What is wrong with the rows, each kind of complaint once. */
export const useProblems = (id: string, version: number, enabled: boolean) => {
  const { api } = useApp()
  return useQuery({
    queryKey: ['imports', 'problems', id, version],
    queryFn: ({ signal }) => api.fetch(`/imports/${id}/problems`, {}, signal),
    select: problemsOf,
    enabled,
  })
}

/** Kinds of records a file may hold, those that people import first before the others by name. */
export const useKinds = () => {
  const { api } = useApp()
  return useQuery({
    queryKey: ['imports', 'kinds'],
    queryFn: ({ signal }) => api.fetch('/imports/kinds', {}, signal),
    select: kindsOf,
    staleTime: 300_000,
  })
}

type Patch = {
  mapping?: Mapping
  policy?: string
  duplicates?: string
  matchField?: string | null
  historical?: boolean
}

export const useImportActions = (id: string) => {
  const { api } = useApp()
  const client = useQueryClient()
  const settle = (record: WireRecord) => {
    client.setQueryData(keys.record('imports', id), record)
    void client.invalidateQueries({ queryKey: keys.lists('imports') })
    void client.invalidateQueries({ queryKey: ['imports', 'rows', id] })
  }
  const onError = (error: unknown) => toastError(messageOf(error))
  const save = useMutation({
    mutationFn: ({ version, ...patch }: Patch & { version: number }) => api.update('imports', id, version, patch),
    onSuccess: settle,
    onError,
  })
  const act = useMutation({
    mutationFn: (verb: 'check' | 'run' | 'cancel' | 'undo') => api.act('imports', id, verb),
    onSuccess: settle,
    onError,
  })
  const readAnew = useMutation({
    mutationFn: async (how: { settings: FileSettings } | { entity: string }) =>
      recordOf(await api.post(`/imports/${id}/read`, how)),
    onSuccess: (record) => {
      settle(record)
      void client.invalidateQueries({ queryKey: ['imports', 'fields', id] })
    },
    onError,
  })
  return { save, act, readAnew }
}
