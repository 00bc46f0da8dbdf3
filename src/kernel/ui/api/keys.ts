/** Names of cached answers. Everything about an entity starts with its plural, so that one call makes all of it stale. */
import type { ListParams } from './types.ts'

export const keys = {
  me: ['me'] as const,
  notifications: ['notifications'] as const,
  savedViews: ['savedViews'] as const,
  home: ['home'] as const,
  all: (plural: string) => [plural] as const,
  lists: (plural: string) => [plural, 'list'] as const,
  list: (plural: string, params: ListParams) => [plural, 'list', params] as const,
  infinite: (plural: string, params: ListParams) => [plural, 'list', 'infinite', params] as const,
  aggregate: (plural: string, params: ListParams) => [plural, 'aggregate', params] as const,
  records: (plural: string) => [plural, 'record'] as const,
  record: (plural: string, id: string) => [plural, 'record', id] as const,
  timeline: (plural: string, id: string) => [plural, 'timeline', id] as const,
  history: (plural: string, id: string) => [plural, 'history', id] as const,
  files: (plural: string, id: string) => [plural, 'files', id] as const,
  search: (q: string) => ['search', q] as const,
}
