/** Filters, sorts and searches as people could build them on screen: taken from the definitions, valued from the data. */
import type { Entity, Field } from '../../src/kernel/entity.ts'
import { allFields } from '../../src/kernel/entity.ts'
import type { Registry } from '../../src/kernel/registry.ts'
import { filterFields, operatorsOf } from '../../src/kernel/ui/list/filterModel.ts'
import { type Client, seeded } from './client.ts'

type Wire = Record<string, unknown>
type Random = () => number
const pick = <T>(values: readonly T[], random: Random): T | undefined => values[Math.floor(random() * values.length)]

const at = (row: Wire | undefined, key: string): string | undefined => {
  const v = row?.[key]
  if (v === null || v === undefined) return undefined
  if (Array.isArray(v)) return typeof v[0] === 'string' ? v[0] : undefined
  if (typeof v === 'object') return 'amount' in v ? String(v.amount) : undefined
  return String(v)
}

/** A piece of a value as somebody types it: the beginning of one of its words. */
const piece = (text: string, random: Random): string => {
  const word =
    pick(
      text.split(/[^\p{L}\p{N}]+/u).filter((w) => w.length > 2),
      random,
    ) ?? text
  return word.slice(0, 3 + Math.floor(random() * 4))
}

const valueFor = (f: Field, found: string, input: string, random: Random): string => {
  if (input === 'text') return piece(found, random)
  if (input === 'date')
    return random() < 0.3
      ? (pick(['today', 'thisMonth', 'lastQuarter', 'thisYear', 'today-7'], random) ?? found)
      : found.slice(0, 10)
  if (input !== 'set' || random() < 0.6) return found
  const others = Object.keys(f.choices ?? {})
  return [...new Set([found, ...(others.length > 0 ? [pick(others, random) ?? found] : [])])].join(',')
}

/** Rows of the entity, spread over its age, that values are taken from. */
const samples = async (client: Client, e: Entity): Promise<Wire[]> => {
  const out: Wire[] = []
  for (const sort of ['createdAt', '-createdAt', 'updatedAt', '-updatedAt']) {
    const { data } = await client.json(`/${e.plural}?limit=60&sort=${sort}`)
    if (Array.isArray(data)) out.push(...(data as Wire[]))
  }
  return out
}

/** `count` list addresses, the same for the same data: up to three filters, every fourth with a search, most with a sort. */
export const combinations = async (
  client: Client,
  registry: Registry,
  entities: readonly Entity[],
  count: number,
  seed = 20_260_331,
): Promise<string[]> => {
  const random = seeded(seed)
  const rows = new Map<string, Wire[]>()
  for (const name of [
    'account',
    'contact',
    'lead',
    'opportunity',
    'activity',
    'invoice',
    'product',
    'pipeline',
    'stage',
    'company',
  ])
    rows.set(name, await samples(client, registry.entity(name)))
  const sampleOf = (e: Entity): Wire | undefined => pick(rows.get(e.name) ?? [], random)
  const out: string[] = []
  while (out.length < count) {
    const e = pick(entities, random)
    if (!e) break
    const params = new URLSearchParams({ limit: '50', total: 'estimate' })
    const fields = filterFields(registry, e)
    for (let i = Math.floor(random() * 4); i > 0; i--) {
      const f = pick(fields, random)
      if (!f) continue
      const operator = pick(operatorsOf(f.field), random)
      const found = at(sampleOf(f.entity), f.key)
      if (!operator || params.has(`${f.path}[${operator.op}]`)) continue
      const value =
        operator.value ?? (found === undefined ? undefined : valueFor(f.field, found, operator.input, random))
      if (value) params.set(`${f.path}[${operator.op}]`, value)
    }
    const title = at(sampleOf(e), e.title)
    if (random() < 0.25 && title) params.set('q', piece(title, random))
    const sorted = Object.entries(allFields(e)).filter(([, f]) => f.options.sort)
    const sort = pick(sorted, random)
    if (sort && random() < 0.8) params.set('sort', `${random() < 0.5 ? '-' : ''}${sort[0]}`)
    out.push(`/${e.plural}?${params}`)
  }
  return out
}
