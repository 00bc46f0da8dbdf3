/** What a list is asked for: the parameters of the URL as typed data, checked against the definitions. */
import { allFields, type Entity, type Field, type FieldKind } from '../../entity.ts'
import { AppError, type FieldError, invalid } from '../../errors.ts'
import { isDecimal } from '../../money.ts'
import type { Registry } from '../../registry.ts'
import type { Actor } from '../access.ts'
import { statesOfCodes } from '../stateCodes.ts'
import { isPeriod } from './period.ts'

export const operators = ['eq', 'ne', 'in', 'nin', 'gt', 'gte', 'lt', 'lte', 'contains', 'startsWith', 'null'] as const
export type Operator = (typeof operators)[number]

/** Who reads, and what relative values mean to them. */
export type Reader = {
  registry: Registry
  actor: Actor
  /** the company's calendar day */
  today: string
  /** IANA; calendar days in filters over instants are days in this zone */
  timeZone: string
  /** ISO 4217; amounts are compared and summed in it */
  baseCurrency: string
}

/** A field of the entity, of one it references (`hop`), or a member of an address or of `custom` (`sub`). */
export type FieldPath = { path: string; hop?: { key: string; target: Entity }; key: string; field: Field; sub?: string }
export type Condition = FieldPath & { op: Operator; values: readonly string[] }
export type SortTerm = { key: string; field: Field; descending: boolean }
export type Filter = { q?: string; where: readonly Condition[]; deleted: boolean }
export type ListQuery = Filter & {
  sort: readonly SortTerm[]
  limit: number
  cursor?: string | undefined
  /** nothing: every field that is not heavy */
  fields?: readonly string[]
  include: readonly string[]
  total: 'exact' | 'estimate' | 'none'
}
export type Params = URLSearchParams | Readonly<Record<string, unknown>>

const addressParts = new Set(['street', 'street2', 'postalCode', 'city', 'region', 'country'])
const jsonField: Field = { kind: 'json', options: {} }
const partField: Field = { kind: 'text', options: {} }

/** `account` stands for the reference `accountId`. */
const keyIn = (e: Entity, name: string): string | undefined => {
  const fields = allFields(e)
  if (Object.hasOwn(fields, name)) return name
  const key = `${name}Id`
  return Object.hasOwn(fields, key) && fields[key]?.kind === 'reference' ? key : undefined
}

const ownField = (e: Entity, names: readonly string[]): Pick<FieldPath, 'key' | 'field' | 'sub'> | undefined => {
  const [name = '', sub, ...more] = names
  if (more.length > 0) return undefined
  if (name === 'custom' && sub !== undefined)
    return /^\w{1,64}$/.test(sub) ? { key: name, field: jsonField, sub } : undefined
  const key = keyIn(e, name)
  const field = key === undefined ? undefined : allFields(e)[key]
  if (key === undefined || !field) return undefined
  if (sub === undefined) return { key, field }
  return field.kind === 'address' && addressParts.has(sub) ? { key, field: partField, sub } : undefined
}

/** The field a path names: `status`, `billingAddress.city`, `custom.size`, `account.industry`, `accountId.industry`. */
export const fieldAt = (e: Entity, registry: Registry, path: string): FieldPath | undefined => {
  const names = path.split('.')
  const own = ownField(e, names)
  if (own) return { path, ...own }
  const [first = '', ...rest] = names
  const key = keyIn(e, first)
  const to = key === undefined ? undefined : allFields(e)[key]?.to
  if (key === undefined || to === undefined || rest.length === 0) return undefined
  const target = registry.entity(to)
  const found = ownField(target, rest)
  return found ? { path, hop: { key, target }, ...found } : undefined
}

const equality: readonly Operator[] = ['eq', 'ne', 'in', 'nin', 'null']
const ordered: readonly Operator[] = [...equality, 'gt', 'gte', 'lt', 'lte']
const textual: readonly Operator[] = [...ordered, 'contains', 'startsWith']
const operatorsByKind: Readonly<Record<FieldKind, readonly Operator[]>> = {
  text: textual,
  email: textual,
  phone: textual,
  longText: ['contains', 'startsWith', 'null'],
  richText: ['contains', 'startsWith', 'null'],
  integer: ordered,
  decimal: ordered,
  money: ordered,
  percent: ordered,
  day: ordered,
  instant: ordered,
  boolean: ['eq', 'ne', 'null'],
  choice: equality,
  state: equality,
  multiChoice: [...equality, 'contains'],
  reference: equality,
  anyReference: equality,
  file: equality,
  address: ['null'],
  json: ['null'],
}
/** The operators a filter on this field may use. */
export const operatorsOf = (p: Pick<FieldPath, 'field' | 'key' | 'sub'>): readonly Operator[] =>
  p.key === 'custom' && p.sub !== undefined ? equality : p.key === 'id' ? equality : operatorsByKind[p.field.kind]

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/
export const isInstant = (v: string): boolean => instantPattern.test(v) && !Number.isNaN(Date.parse(v))
/** PostgreSQL stores, and so finds, neither null characters nor halves of surrogate pairs. */
export const isStorable = (v: string): boolean => !v.includes('\u0000') && !/\p{Surrogate}/u.test(v)
const isWhole = (v: string): boolean => /^-?\d{1,16}$/.test(v) && Number.isSafeInteger(Number(v))
const oneOf = (choices: readonly string[]) => ({
  ok: (v: string) => choices.includes(v),
  hint: `must be one of ${choices.join(', ')}`,
})
const matches = (ok: (v: string) => boolean, hint: string) => ({ ok, hint })

const referenceValue = (p: FieldPath) => {
  const isId = (v: string) => uuidPattern.test(v)
  if (p.field.to === 'team') return matches((v) => v === 'team' || isId(v), 'must be an id, or team for your teams')
  if (p.field.to === 'member' && p.key === 'ownerId')
    return matches((v) => v === 'me' || v === 'team' || isId(v), 'must be an id, me, or team for your teams')
  if (p.field.to === 'member') return matches((v) => v === 'me' || isId(v), 'must be an id or me')
  return matches(isId, 'must be an id')
}

const valueRule = (p: FieldPath, e: Entity, registry: Registry): { ok: (v: string) => boolean; hint: string } => {
  const { field } = p
  if (p.key === 'id' || field.kind === 'file') return matches((v) => uuidPattern.test(v), 'must be an id')
  switch (field.kind) {
    case 'integer':
      return matches(isWhole, 'must be a whole number')
    case 'decimal':
    case 'percent':
    case 'money':
      return matches((v) => isDecimal(v), 'must be a number such as 1234.50')
    case 'day':
      return matches(isPeriod, 'must be a day such as 2026-03-31, today-7 or thisMonth')
    case 'instant':
      return matches(
        (v) => isInstant(v) || isPeriod(v),
        'must be a time such as 2026-03-31T10:00:00Z, a day, today-7 or thisMonth',
      )
    case 'boolean':
      return oneOf(['true', 'false'])
    case 'choice':
    case 'multiChoice':
      return oneOf(Object.keys(field.choices ?? {}))
    case 'state': {
      const flow = registry.flowOf((p.hop?.target ?? e).name)
      const derived = flow?.field === p.key ? Object.keys(flow.derived) : []
      return oneOf([...Object.keys(field.choices ?? {}), ...derived])
    }
    case 'reference':
      return referenceValue(p)
    case 'anyReference':
      return matches((v) => {
        const [entity, id] = v.includes(':') ? v.split(':') : [undefined, v]
        return uuidPattern.test(id ?? '') && (entity === undefined || registry.find(entity) !== undefined)
      }, 'must be an id, or an entity and an id such as account:<id>')
    default:
      return matches((v) => v.length <= 500, 'must have at most 500 characters')
  }
}

const entriesOf = (params: Params): [string, string[]][] => {
  const grouped = new Map<string, string[]>()
  const put = (k: string, v: unknown) => {
    if (v === undefined || v === null) return
    const text = typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean' ? String(v) : undefined
    if (text === undefined || !isStorable(text)) throw invalid(k, 'must be text')
    grouped.set(k, [...(grouped.get(k) ?? []), text])
  }
  const all = params instanceof URLSearchParams ? [...params] : Object.entries(params)
  for (const [k, v] of all) for (const one of Array.isArray(v) ? v : [v]) put(k, one)
  return [...grouped]
}

/** Splits `a,b,c`; empty pieces are dropped. */
export const listed = (text: string): string[] =>
  text
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean)

/** `statusCode=4` as the condition on `status` that it stands for, also over a reference. */
const codeCondition = (
  e: Entity,
  registry: Registry,
  path: string,
  op: string,
  given: readonly string[],
): Condition | undefined => {
  const at = path.lastIndexOf('.')
  const hop = at < 0 ? undefined : fieldAt(e, registry, path.slice(0, at))
  const target = hop ? registry.find(hop.field.to ?? '') : e
  const found = target && statesOfCodes(registry, target, path.slice(at + 1), op, given)
  return found && conditionOf(e, registry, `${path.slice(0, at + 1)}${found.field}[${found.op}]`, found.values)
}

const conditionOf = (e: Entity, registry: Registry, name: string, given: readonly string[]): Condition => {
  const [, path = '', opName] = /^([\w.]+)(?:\[(\w+)\])?$/.exec(name) ?? []
  const found = fieldAt(e, registry, path)
  const byCode = found ? undefined : codeCondition(e, registry, path, opName ?? 'eq', given)
  if (byCode) return byCode
  if (!found) throw invalid(name, `is not a field of ${e.labelPlural.toLowerCase()}`)
  const several = given.length > 1 && (opName === undefined || opName === 'eq')
  const asked = opName ?? 'eq'
  const op = several ? 'in' : operators.find((o) => o === asked)
  const allowed = operatorsOf(found)
  if (!op || !allowed.includes(op))
    throw invalid(name, `cannot be compared by ${asked}; possible are ${allowed.join(', ')}`)
  if (given.length > 1 && !several && op !== 'in' && op !== 'nin') throw invalid(name, 'is given more than once')
  if (op === 'null') {
    if (given[0] !== 'true' && given[0] !== 'false') throw invalid(name, 'must be true or false')
    return { ...found, op, values: given }
  }
  const values = op === 'in' || op === 'nin' ? given.flatMap(listed) : [...given]
  if (values.length === 0) throw invalid(name, 'needs at least one value')
  if (values.length > 1000) throw invalid(name, 'has more than 1000 values')
  const rule = op === 'contains' || op === 'startsWith' ? undefined : valueRule(found, e, registry)
  const { ok, hint } = rule ?? matches((v) => v.length > 0 && v.length <= 200, 'must have 1 to 200 characters')
  if (found.field.kind === 'multiChoice' && op === 'contains') return conditionOf(e, registry, path, given)
  for (const v of values) if (!ok(v)) throw invalid(name, hint)
  return { ...found, op, values }
}

/** Whether a list may be put in the field's order. References stand in the order of ids: rows of one record together. */
export const isOrdered = (key: string, f: Field): boolean =>
  f.options.sort === true || key === 'id' || (f.kind === 'reference' && f.options.filter === true)

/** Sort terms of `-score,createdAt`. Throws `invalid` for fields that lists do not sort by. */
export const parseSort = (e: Entity, text: string): SortTerm[] => {
  const fields = allFields(e)
  const terms = listed(text).map((term) => {
    const descending = term.startsWith('-')
    const key = term.replace(/^[-+]/, '')
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (!field || !isOrdered(key, field)) {
      const possible = Object.entries(fields).flatMap(([k, f]) => (isOrdered(k, f) ? [k] : []))
      throw invalid('sort', `cannot sort by ${key}; possible are ${possible.join(', ')}`)
    }
    return { key, field, descending }
  })
  if (terms.length > 3) throw invalid('sort', 'takes at most 3 fields')
  if (new Set(terms.map((t) => t.key)).size < terms.length) throw invalid('sort', 'names a field twice')
  return terms
}

const whole = (path: string, text: string, min: number, max: number): number => {
  const n = Number(text)
  if (!/^\d+$/.test(text) || n < min || n > max) throw invalid(path, `must be a whole number from ${min} to ${max}`)
  return n
}

type Own = Partial<{ -readonly [K in Exclude<keyof ListQuery, keyof Filter>]: ListQuery[K] }>
const totals = ['exact', 'estimate', 'none'] as const

const projection = (e: Entity, text: string): string[] => {
  const known = new Set([...Object.keys(allFields(e)), 'custom'])
  const keys = listed(text)
  for (const k of keys)
    if (!known.has(k)) throw invalid('fields', `${k} is not a field of ${e.labelPlural.toLowerCase()}`)
  return keys
}

/** Collects every complaint, so that a client sees all of them at once. */
const collecting = (work: (name: string, values: string[]) => void, entries: [string, string[]][]): void => {
  const errors: FieldError[] = []
  for (const [name, values] of entries) {
    try {
      work(name, values)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid') throw error
      errors.push(...(error.errors.length > 0 ? error.errors : [{ path: name, message: error.message }]))
    }
  }
  const [first] = errors
  if (first) throw new AppError('invalid', `${first.path} ${first.message}.`, { errors })
}

/**
 * Reads filters from `params`; `others` gets what is not one and says whether it took it.
 * A name with an operator (`total[gte]`) is always a field.
 */
export const parseFilter = (
  e: Entity,
  registry: Registry,
  params: Params,
  others: (name: string, value: string) => boolean = () => false,
): Filter => {
  const where: Condition[] = []
  const found: { q?: string; deleted: boolean } = { deleted: false }
  collecting((name, values) => {
    const value = values.join(',')
    if (name === 'q') {
      const q = value.trim()
      if (q.length > 200) throw invalid('q', 'must have at most 200 characters')
      if (q) found.q = q
    } else if (name === 'deleted' && !('deleted' in e.fields)) {
      if (value !== 'only') throw invalid('deleted', 'must be only')
      found.deleted = true
    } else if (!others(name, value)) where.push(conditionOf(e, registry, name, values))
  }, entriesOf(params))
  if (where.length > 30) throw invalid('filter', 'has more than 30 conditions')
  return { ...found, where }
}

/** The order of a list that asks for none. */
const defaultSort = (e: Entity): SortTerm[] => parseSort(e, e.defaultSort ?? '-createdAt')

/**
 * The query that URL parameters (or the same as a record) ask for. Throws `invalid` with a path and a sentence for every
 * unknown field, operator or value. Who may see what is asked when it is compiled.
 */
export const parseListQuery = (e: Entity, { registry }: Pick<Reader, 'registry'>, params: Params): ListQuery => {
  const own: Own = {}
  const filter = parseFilter(e, registry, params, (name, value) => {
    if (name === 'sort') own.sort = parseSort(e, value)
    else if (name === 'limit') own.limit = whole('limit', value, 1, 200)
    else if (name === 'cursor') own.cursor = value || undefined
    else if (name === 'fields') own.fields = projection(e, value)
    else if (name === 'include') own.include = listed(value)
    else if (name === 'total') {
      const total = totals.find((t) => t === value)
      if (!total && 'total' in e.fields) return false
      if (!total) throw invalid('total', `must be one of ${totals.join(', ')}`)
      own.total = total
    } else return false
    return true
  })
  return {
    limit: 50,
    include: [],
    total: 'none',
    ...own,
    ...filter,
    sort: own.sort?.length ? own.sort : defaultSort(e),
  }
}
