/**
 * The number a source system knows a state by stands beside its name: `statusCode` beside `status`, null where the state
 * has none. Wherever records are filtered it is a filter too: `statusCode=4`, `statusCode[in]=4,1`, `quote.statusCode=4`.
 */
import type { RowData } from '../codec.ts'
import type { Entity, Row } from '../entity.ts'
import type { Flow } from '../flow.ts'
import type { Registry } from '../registry.ts'

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

/** A filter on codes as one on states: field, operator and values. A number no state has stays, and is refused as no state. */
export const statesOfCodes = (
  registry: Pick<Registry, 'flowOf'>,
  e: Entity,
  key: string,
  op: string,
  values: readonly string[],
): { field: string; op: string; values: string[] } | undefined => {
  const codes = codesOf(registry, e)
  if (codes?.key !== key) return undefined
  const { field, byState } = codes
  if (op === 'null') return { field, op: values[0] === 'true' ? 'nin' : 'in', values: [[...byState.keys()].join(',')] }
  const named = values
    .flatMap((v) => v.split(','))
    .flatMap((code) => {
      const states = [...byState].flatMap(([state, c]) => (String(c) === code.trim() ? [state] : []))
      return states.length > 0 ? states : [code]
    })
  const many = named.length > 1
  return { field, op: many && op === 'eq' ? 'in' : many && op === 'ne' ? 'nin' : op, values: [named.join(',')] }
}
