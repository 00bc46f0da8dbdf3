/** Which fields a list filters by, with which operators, and how a condition reads. */
import type { Entity, Field, FieldKind } from '../../entity.ts'
import { allFields, labelOf } from '../../entity.ts'
import type { Registry } from '../../registry.ts'
import type { FilterTerm, Operator } from './listState.ts'

export type FilterField = {
  /** parameter of the API: `status`, `account.industry` */
  path: string
  field: Field
  key: string
  /** the entity the field belongs to: another one over a reference */
  entity: Entity
  label: string
  /** "Account" for fields of the referenced account */
  over?: string
}

const unfit: ReadonlySet<FieldKind> = new Set(['json', 'richText', 'file', 'address', 'anyReference'])
const fits = (f: Field): boolean =>
  !unfit.has(f.kind) &&
  !f.options.hidden &&
  Boolean(f.options.filter || f.options.sort || f.options.search || f.options.unique || f.kind === 'state')

const own = (e: Entity): [string, Field][] => Object.entries(allFields(e)).filter(([, f]) => fits(f))
/** References whose own fields would say nothing more about the record. */
const flat = new Set(['member', 'team', 'option'])

/** Own fields first, then those of referenced records. */
export const filterFields = (registry: Registry, e: Entity): FilterField[] => [
  ...own(e).map(([key, field]) => ({ path: key, key, field, entity: e, label: labelOf(key, field) })),
  ...own(e).flatMap(([key, field]) => {
    const target = field.kind === 'reference' && field.to ? registry.find(field.to) : undefined
    if (!target || flat.has(target.name) || !key.endsWith('Id')) return []
    return own(target)
      .filter(([k]) => k in target.fields)
      .map(([k, f]) => ({
        path: `${key.slice(0, -2)}.${k}`,
        key: k,
        field: f,
        entity: target,
        label: labelOf(k, f),
        over: labelOf(key, field),
      }))
  }),
]

export type Input = 'none' | 'text' | 'number' | 'date' | 'set' | 'boolean'
export type OperatorChoice = { op: Operator; label: string; input: Input /** fixed value */; value?: string }

const emptiness: readonly OperatorChoice[] = [
  { op: 'null', value: 'true', label: 'is empty', input: 'none' },
  { op: 'null', value: 'false', label: 'is not empty', input: 'none' },
]
const ofText: readonly OperatorChoice[] = [
  { op: 'contains', label: 'contains', input: 'text' },
  { op: 'eq', label: 'is', input: 'text' },
  { op: 'ne', label: 'is not', input: 'text' },
  { op: 'startsWith', label: 'starts with', input: 'text' },
  ...emptiness,
]
const ofNumbers: readonly OperatorChoice[] = [
  { op: 'gte', label: 'is at least', input: 'number' },
  { op: 'lte', label: 'is at most', input: 'number' },
  { op: 'gt', label: 'is more than', input: 'number' },
  { op: 'lt', label: 'is less than', input: 'number' },
  { op: 'eq', label: 'is', input: 'number' },
  ...emptiness,
]
const ofDates: readonly OperatorChoice[] = [
  { op: 'eq', label: 'is', input: 'date' },
  { op: 'gte', label: 'is from', input: 'date' },
  { op: 'lte', label: 'is up to', input: 'date' },
  { op: 'lt', label: 'is before', input: 'date' },
  { op: 'gt', label: 'is after', input: 'date' },
  ...emptiness,
]
const ofSets: readonly OperatorChoice[] = [
  { op: 'in', label: 'is', input: 'set' },
  { op: 'nin', label: 'is not', input: 'set' },
  ...emptiness,
]
const ofLong = ofText.filter((o) => o.op !== 'eq' && o.op !== 'ne')

export const operatorsOf = (f: Field): readonly OperatorChoice[] => {
  switch (f.kind) {
    case 'integer':
    case 'decimal':
    case 'money':
    case 'percent':
      return f.options.required ? ofNumbers.filter((o) => o.op !== 'null') : ofNumbers
    case 'day':
    case 'instant':
      return f.options.required ? ofDates.filter((o) => o.op !== 'null') : ofDates
    case 'choice':
    case 'state':
    case 'multiChoice':
    case 'reference':
      return f.options.required ? ofSets.filter((o) => o.op !== 'null') : ofSets
    case 'boolean':
      return [{ op: 'eq', label: 'is', input: 'boolean' }]
    case 'longText':
      return ofLong
    default:
      return ofText
  }
}

/** The operator a term shows as; `eq` and `ne` on sets read as `in` and `nin`. */
export const operatorOf = (f: Field, t: FilterTerm): OperatorChoice | undefined => {
  const all = operatorsOf(f)
  return (
    all.find((o) => o.op === t.op && (o.value === undefined || o.value === t.values[0])) ??
    all.find((o) => (t.op === 'eq' && o.op === 'in') || (t.op === 'ne' && o.op === 'nin'))
  )
}

const words: Readonly<Record<string, string>> = {
  today: 'today',
  yesterday: 'yesterday',
  tomorrow: 'tomorrow',
  thisWeek: 'this week',
  lastWeek: 'last week',
  nextWeek: 'next week',
  thisMonth: 'this month',
  lastMonth: 'last month',
  nextMonth: 'next month',
  thisQuarter: 'this quarter',
  lastQuarter: 'last quarter',
  nextQuarter: 'next quarter',
  thisYear: 'this year',
  lastYear: 'last year',
  nextYear: 'next year',
}
export const periods: readonly string[] = Object.keys(words)

/** `today-7` → `7 days ago`; `thisMonth` → `this month`; nothing for a plain day. */
export const periodLabel = (value: string): string | undefined => {
  const m = /^today([+-])(\d+)$/.exec(value)
  if (m) return m[1] === '-' ? `${m[2]} days ago` : `in ${m[2]} days`
  return words[value]
}
