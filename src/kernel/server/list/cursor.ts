/** Where a page begins: the sort values of its neighbour, opaque to clients. */
import { createHash } from 'node:crypto'
import { isDay } from '../../dates.ts'
import type { Entity, Field } from '../../entity.ts'
import { invalid } from '../../errors.ts'
import { isDecimal } from '../../money.ts'
import { isInstant, isStorable, type SortTerm, uuidPattern } from './query.ts'

export type CursorValue = string | number | boolean | null
export type Cursor = {
  /** read towards the list's beginning */
  backward: boolean
  /** one per sort term */
  values: readonly CursorValue[]
  id: string
}

const hashes = new Map<string, string>()
const hashOf = (e: Entity, sort: readonly SortTerm[]): string => {
  const text = `${e.name} ${sort.map((t) => `${t.descending ? '-' : ''}${t.key}`).join(',')}`
  const known = hashes.get(text)
  if (known) return known
  const made = createHash('sha256').update(text).digest('base64url').slice(0, 8)
  if (hashes.size > 1000) hashes.clear()
  hashes.set(text, made)
  return made
}

export const encodeCursor = (e: Entity, sort: readonly SortTerm[], c: Cursor): string =>
  Buffer.from(JSON.stringify([hashOf(e, sort), c.backward ? 1 : 0, ...c.values, c.id])).toString('base64url')

const fits = (f: Field, key: string, v: unknown): v is CursorValue => {
  if (v === null) return !f.options.required
  if (key === 'id' || f.kind === 'reference' || f.kind === 'file') return typeof v === 'string' && uuidPattern.test(v)
  if (f.kind === 'integer' || f.kind === 'money') return typeof v === 'number' && Number.isSafeInteger(v)
  if (f.kind === 'boolean') return typeof v === 'boolean'
  if (typeof v !== 'string' || !isStorable(v)) return false
  if (f.kind === 'decimal' || f.kind === 'percent') return isDecimal(v, 12)
  if (f.kind === 'day') return isDay(v)
  return f.kind === 'instant' ? isInstant(v) : true
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** Throws `invalid` for a cursor that was altered or belongs to a list in another order. */
export const decodeCursor = (e: Entity, sort: readonly SortTerm[], text: string): Cursor => {
  const no = () => invalid('cursor', 'is not a cursor of this list in this order; leave it out to begin anew')
  const all = parsed(text)
  if (!Array.isArray(all) || all.length !== sort.length + 3) throw no()
  const [hash, direction, ...rest]: unknown[] = all
  const id = rest.at(-1)
  if (hash !== hashOf(e, sort) || (direction !== 0 && direction !== 1)) throw no()
  if (typeof id !== 'string' || !uuidPattern.test(id)) throw no()
  const values = sort.map((t, i) => {
    const v = rest[i]
    if (!fits(t.field, t.key, v)) throw no()
    return v
  })
  return { backward: direction === 1, values, id }
}
