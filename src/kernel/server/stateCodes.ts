/**
 * The number a source system knows a state by stands beside its name: `statusCode` beside `status`, null where the state
 * has none. Lists take it as a filter: `statusCode=4`, `statusCode[in]=4,1`.
 */
import type { RowData } from '../codec.ts'
import type { Entity, Row } from '../entity.ts'
import type { Flow } from '../flow.ts'
import type { Registry } from '../registry.ts'
import type { Params } from './list/index.ts'

type Codes = { key: string; field: string; flow: Flow | undefined; byState: ReadonlyMap<string, number> }

const known = new WeakMap<Entity, Codes | null>()

const codesOf = (registry: Pick<Registry, 'flowOf'>, e: Entity): Codes | null => {
  const found = known.get(e)
  if (found !== undefined) return found
  const [field, definition] = Object.entries(e.fields).find(([, f]) => f.kind === 'state') ?? []
  const flow = registry.flowOf(e.name)
  const stored = Object.entries(definition?.choices ?? {})
  const derived = Object.entries(flow?.derived ?? {})
  const byState = new Map(
    [...stored, ...derived].flatMap(([k, s]) => (s.code === undefined ? [] : [[k, s.code] as const])),
  )
  const codes = field && byState.size > 0 ? { key: `${field}Code`, field, flow, byState } : null
  known.set(e, codes)
  return codes
}

/** `{ statusCode: 4 }` for a row that carries its state, nothing for other entities. A derived state's code goes first. */
export const stateCode = (registry: Pick<Registry, 'flowOf'>, e: Entity, row: RowData, today: string): RowData => {
  const codes = codesOf(registry, e)
  if (!codes || typeof row[codes.field] !== 'string') return {}
  const derived = Object.entries(codes.flow?.derived ?? {}).find(
    ([k, d]) => codes.byState.has(k) && d.is(row as Row<Entity>, today),
  )
  return { [codes.key]: codes.byState.get(derived?.[0] ?? String(row[codes.field])) ?? null }
}

/** List parameters with codes replaced by the states' names; a number no state has stays, and is refused as no state. */
export const withoutCodes = (registry: Pick<Registry, 'flowOf'>, e: Entity, params: Params): Params => {
  const codes = codesOf(registry, e)
  if (!codes) return params
  const entries: [string, unknown][] =
    params instanceof URLSearchParams ? [...params.entries()] : Object.entries(params)
  if (!entries.some(([k]) => k === codes.key || k.startsWith(`${codes.key}[`))) return params
  const nameOf = (code: string): string => [...codes.byState].find(([, c]) => String(c) === code.trim())?.[0] ?? code
  const named = entries.map(([k, v]): [string, string] =>
    k === codes.key || k.startsWith(`${codes.key}[`)
      ? [codes.field + k.slice(codes.key.length), String(v).split(',').map(nameOf).join(',')]
      : [k, String(v)],
  )
  return new URLSearchParams(named)
}
