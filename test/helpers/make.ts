/** Builds valid input for any entity from its definition, making what it must refer to first. */
import type { Entity, Field } from '../../src/kernel/entity.ts'
import { writableFields } from '../../src/kernel/entity.ts'
import type { Registry } from '../../src/kernel/registry.ts'
import type { Caller } from './app.ts'

let serial = 0

/** A valid value of the field, on the wire; unique where text is concerned. References are made by `made`. */
export const sample = (f: Field, n = ++serial): unknown => {
  switch (f.kind) {
    case 'text':
      return f.max !== undefined && f.max <= 3 ? 'EUR' : `Text ${n}`.slice(0, f.max ?? 255)
    case 'longText':
    case 'richText':
      return `Long text ${n}`
    case 'integer':
      return n
    case 'decimal':
    case 'percent':
      return '12.5'
    case 'money':
      return '100.00'
    case 'day':
      return '2026-03-31'
    case 'instant':
      return '2026-03-31T09:00:00.000Z'
    case 'boolean':
      return true
    case 'choice':
    case 'state':
      return Object.keys(f.choices ?? {})[0]
    case 'multiChoice':
      return Object.keys(f.choices ?? {}).slice(0, 1)
    case 'email':
      return `person${n}@example.com`
    case 'phone':
      return '+493012345678'
    case 'address':
      return { street: 'Main street 1', city: 'Berlin', country: 'DE' }
    case 'json':
      return {}
    case 'reference':
    case 'anyReference':
    case 'file':
      return undefined
  }
}

/** A value no field of this kind takes. */
export const wrong = (f: Field): unknown => {
  switch (f.kind) {
    case 'text':
    case 'longText':
    case 'richText':
    case 'email':
    case 'phone':
    case 'address':
    case 'reference':
    case 'anyReference':
    case 'file':
    case 'day':
    case 'instant':
    case 'choice':
    case 'state':
      return 17
    case 'boolean':
      return 'yes please'
    case 'multiChoice':
      return 'one'
    case 'integer':
    case 'decimal':
    case 'percent':
    case 'money':
      return 'twelve'
    case 'json':
      return undefined
  }
}

/** What an entity needs beyond its required fields, where a rule of the trade says so. */
export type Extras = Readonly<Record<string, () => Record<string, unknown>>>

/** The smallest input `POST` accepts. */
export const minimalInput = async (
  registry: Registry,
  caller: Caller,
  e: Entity,
  extras: Extras = {},
  depth = 0,
): Promise<Record<string, unknown>> => {
  if (depth > 4) throw new Error(`${e.name}: references too deep`)
  const input: Record<string, unknown> = { ...extras[e.name]?.() }
  for (const [key, f] of Object.entries(writableFields(e))) {
    if (key in input || !f.options.required || f.options.default !== undefined) continue
    input[key] = f.kind === 'reference' ? await existing(registry, caller, f, extras, depth) : sample(f)
  }
  return input
}

/** The id of some record a reference may point to; made when there is none. */
export const existing = async (
  registry: Registry,
  caller: Caller,
  f: Field,
  extras: Extras,
  depth: number,
): Promise<string> => {
  const target = registry.entity(f.to ?? '')
  if (target.name === 'member') return caller.memberId
  if (target.name === 'option') {
    const r = await caller.post('/options', { list: f.list, label: `Value ${++serial}` })
    return String(r.body.id)
  }
  const found = await caller.get(`/${target.plural}?limit=1`)
  const [first] = Array.isArray(found.body.data) ? found.body.data : []
  if (first && typeof first === 'object' && 'id' in first) return String(first.id)
  const r = await caller.post(`/${target.plural}`, await minimalInput(registry, caller, target, extras, depth + 1))
  if (r.status !== 201) throw new Error(`cannot make ${target.name}: ${r.text}`)
  return String(r.body.id)
}
