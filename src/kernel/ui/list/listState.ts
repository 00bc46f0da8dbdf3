/** The state of a list as its address says it, and the parameters of the API that follow from it. */
import type { ListParams } from '../api/types.ts'

export const operators = ['eq', 'ne', 'in', 'nin', 'gt', 'gte', 'lt', 'lte', 'contains', 'startsWith', 'null'] as const
export type Operator = (typeof operators)[number]
/** `path`: a field, or a field of a referenced record (`account.industry`). */
export type FilterTerm = { path: string; op: Operator; values: readonly string[] }
export type SortTerm = { field: string; descending: boolean }

export type ListState = {
  q: string
  sort: readonly SortTerm[]
  filters: readonly FilterTerm[]
  /** nothing: the columns of the definition */
  columns: readonly string[] | null
  group: string | null
  view: string | null
  peek: string | null
  as: 'list' | 'board'
  /** the trash instead of what lives */
  trash: boolean
  /** the default filter was taken away on purpose */
  bare: boolean
}

const reserved = new Set(['q', 'sort', 'columns', 'group', 'view', 'peek', 'as', 'deleted', 'filter'])
/** What belongs to a view; the rest of the address is about the moment. */
const moment = new Set(['peek', 'view'])

const isOperator = (s: string): s is Operator => operators.some((o) => o === s)

const termOf = (key: string, value: string): FilterTerm | null => {
  const m = /^([\w.]+)(?:\[(\w+)\])?$/.exec(key)
  const op = m?.[2] ?? 'eq'
  if (!m?.[1] || !isOperator(op)) return null
  const values = op === 'in' || op === 'nin' ? value.split(',').filter(Boolean) : [value]
  return { path: m[1], op, values }
}
export const keyOf = (t: FilterTerm): string => (t.op === 'eq' ? t.path : `${t.path}[${t.op}]`)

export const parseSort = (s: string): SortTerm[] =>
  s
    .split(',')
    .filter(Boolean)
    .map((x) => (x.startsWith('-') ? { field: x.slice(1), descending: true } : { field: x, descending: false }))
export const sortText = (terms: readonly SortTerm[]): string =>
  terms.map((t) => (t.descending ? `-${t.field}` : t.field)).join(',')

export const stateOf = (params: Readonly<Record<string, string>>): ListState => ({
  q: params.q ?? '',
  sort: parseSort(params.sort ?? ''),
  filters: Object.entries(params).flatMap(([k, v]) => (reserved.has(k) ? [] : (termOf(k, v) ?? []))),
  columns: params.columns ? params.columns.split(',') : null,
  group: params.group ?? null,
  view: params.view ?? null,
  peek: params.peek ?? null,
  as: params.as === 'board' ? 'board' : 'list',
  trash: params.deleted === 'only',
  bare: params.filter === 'none',
})

/** The filters as parameters, later ones of the same field and operator in place of earlier ones. */
export const filterParams = (terms: readonly FilterTerm[]): Record<string, string> =>
  Object.fromEntries(terms.map((t) => [keyOf(t), t.values.join(',')]))

/** The change of the address that puts `next` in the place of the filters that are there. */
export const filterChange = (
  params: Readonly<Record<string, string>>,
  next: readonly FilterTerm[],
): Record<string, string | null> => ({
  ...Object.fromEntries(Object.keys(params).flatMap((k) => (reserved.has(k) ? [] : [[k, null]]))),
  ...filterParams(next),
})

/** What a view keeps of an address. */
export const viewParams = (params: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).filter(([k]) => !moment.has(k)))

const looks = new Set(['sort', 'columns', 'group', 'as'])
/** Which records, whatever their order and look. */
export const recordsParams = (params: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).filter(([k]) => !looks.has(k)))

export const sameParams = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean => {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((k) => (a[k] ?? '') === (b[k] ?? ''))
}

/** The parameters that say which records: filters, search, trash. Also those of exports, bulk actions and sums. */
export const selectionParams = (s: ListState): Record<string, string> => ({
  ...filterParams(s.filters),
  ...(s.q ? { q: s.q } : {}),
  ...(s.trash ? { deleted: 'only' } : {}),
})
/** The parameters of the list itself. A group comes first in the order. */
export const listParams = (s: ListState, defaultSort: string | undefined): ListParams => {
  const chosen = s.sort.length > 0 ? sortText(s.sort) : (defaultSort ?? '')
  const rest = parseSort(chosen).filter((t) => t.field !== s.group)
  const grouped = s.group
    ? [parseSort(chosen).find((t) => t.field === s.group) ?? { field: s.group, descending: false }]
    : []
  const sort = sortText([...grouped, ...rest])
  return { ...selectionParams(s), ...(sort ? { sort } : {}), limit: 60, total: 'estimate' }
}
