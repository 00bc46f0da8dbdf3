/** Figures over a list: grouped by up to two fields, counted, summed; the same filters and the same reach as the list. */
import { type Entity, hasBaseAmounts, snake } from '../../entity.ts'
import { invalid } from '../../errors.ts'
import { currencyScale, Exact } from '../../money.ts'
import { assertRight } from '../access.ts'
import type { Db } from '../database/connect.ts'
import { comparedColumn, quoted } from '../ddl.ts'
import { assertShown, embedReach, filteredTable } from './filters.ts'
import { labelSql, showsTitle } from './labels.ts'
import { type FieldPath, type Filter, fieldAt, listed, type Params, parseFilter, type Reader } from './query.ts'
import { fromTable, runStatement, Statement } from './statement.ts'

const units = ['day', 'week', 'month', 'quarter', 'year'] as const
type Unit = (typeof units)[number]
const measures = ['sum', 'avg', 'min', 'max'] as const
type Measure = (typeof measures)[number]

type Grouping = FieldPath & { unit?: Unit }
type AggregateQuery = Filter & { groupBy: readonly Grouping[]; measures: readonly [Measure, FieldPath][] }
/** Money as on the wire, in base currency; other figures as decimal strings, days and instants as themselves. */
type Figure = { amount: string; currency: string } | string | null
type AggregateGroup = {
  key: Record<string, unknown>
  labels: Record<string, string | null>
  count: number
} & Partial<Record<Measure, Record<string, Figure>>>
type Aggregate = { data: AggregateGroup[] /** there are more groups than are answered */; truncated: boolean }

const maxGroups = 1000
const groupable = new Set(['text', 'choice', 'state', 'reference', 'boolean', 'day', 'instant', 'integer', 'email'])
const numeric = new Set(['integer', 'decimal', 'percent', 'money'])
const comparable = new Set([...numeric, 'day', 'instant'])

const pathIn = (e: Entity, reader: Pick<Reader, 'registry'>, name: string, path: string): FieldPath => {
  const found = fieldAt(e, reader.registry, path)
  if (!found) throw invalid(name, `${path} is not a field of ${e.labelPlural.toLowerCase()}`)
  return found
}

const grouping = (e: Entity, reader: Pick<Reader, 'registry'>, text: string): Grouping => {
  const [path = '', unitName, ...more] = text.split(':')
  const found = pathIn(e, reader, 'groupBy', path)
  const timed = found.field.kind === 'day' || found.field.kind === 'instant'
  const unit = units.find((u) => u === (unitName ?? (timed ? 'day' : undefined)))
  if (more.length > 0 || (unitName !== undefined && !(timed && unit)))
    throw invalid('groupBy', `takes ${units.join(', ')} after the colon, and only for days and times`)
  if (!groupable.has(found.field.kind) || found.key === 'id') throw invalid('groupBy', `cannot group by ${path}`)
  return unit ? { ...found, unit } : found
}

const measured = (
  e: Entity,
  reader: Pick<Reader, 'registry'>,
  measure: Measure,
  path: string,
): [Measure, FieldPath] => {
  const found = pathIn(e, reader, measure, path)
  if (found.hop || found.sub !== undefined) throw invalid(measure, `${path} is a field of another record`)
  const fits = measure === 'min' || measure === 'max' ? comparable : numeric
  if (!fits.has(found.field.kind)) throw invalid(measure, `${path} is not a figure`)
  return [measure, found]
}

/** Parameters: filters as in a list, `groupBy=stageId,closedOn:month`, `sum=amount`, `avg`, `min`, `max`, `count=true`. */
export const parseAggregateQuery = (e: Entity, reader: Pick<Reader, 'registry'>, params: Params): AggregateQuery => {
  const groupBy: Grouping[] = []
  const wanted: [Measure, FieldPath][] = []
  const filter = parseFilter(e, reader.registry, params, (name, value) => {
    const measure = measures.find((m) => m === name)
    if (measure) wanted.push(...listed(value).map((p) => measured(e, reader, measure, p)))
    else if (name === 'groupBy') groupBy.push(...listed(value).map((p) => grouping(e, reader, p)))
    else if (name === 'count') {
      if (value !== 'true' && value !== 'false') throw invalid('count', 'must be true or false')
    } else return false
    return true
  })
  if (groupBy.length > 2) throw invalid('groupBy', 'takes at most 2 fields')
  if (wanted.length > 10) throw invalid('sum', 'and its like take at most 10 figures')
  return { ...filter, groupBy, measures: wanted }
}

const expression = (s: Statement, e: Entity, reader: Reader, g: Grouping): string => {
  const target = g.hop?.target ?? e
  const alias = g.hop ? 'r' : 't'
  const sub = g.sub === undefined ? '' : ` ->> '${g.sub.replaceAll("'", "''")}'`
  const column = `${alias}.${quoted(g.sub === undefined ? comparedColumn(target, g.key, g.field) : snake(g.key))}${sub}`
  const local =
    g.field.kind === 'instant' ? `${column} at time zone ${s.param(reader.timeZone, 'text')}` : `${column}::timestamp`
  const own = g.unit ? `date_trunc('${g.unit}', ${local})::date` : column
  if (!g.hop) return own
  const seen = embedReach(s, reader, target, 'r').map((x) => ` and ${x}`)
  return `(select ${own} from ${fromTable(target, 'r')} and r."id" = t.${quoted(snake(g.hop.key))} and r."deleted_at" is null${seen.join('')})`
}

const periodLabel = (unit: Unit, day: string): string => {
  const [year = '', month = ''] = day.split('-')
  if (unit === 'year') return year
  if (unit === 'quarter') return `Q${Math.ceil(Number(month) / 3)} ${year}`
  return unit === 'month' ? `${year}-${month}` : day
}

const assertOneCurrency = (e: Entity, q: AggregateQuery): void => {
  const amounts = q.measures.some(([, p]) => p.field.kind === 'money')
  if (!amounts || hasBaseAmounts(e)) return
  const fixed = q.where.some((c) => c.key === 'currency' && !c.hop && c.op === 'eq')
  if (!fixed && !q.groupBy.some((g) => g.key === 'currency' && !g.hop))
    throw invalid('sum', 'amounts in several currencies: group by currency or filter by one')
}

const currencyOf = (e: Entity, q: AggregateQuery, reader: Reader, record: Record<string, unknown>): string => {
  if (hasBaseAmounts(e)) return reader.baseCurrency
  const group = q.groupBy.findIndex((g) => g.key === 'currency' && !g.hop)
  const filtered = q.where.find((c) => c.key === 'currency' && !c.hop && c.op === 'eq')?.values[0]
  const found = group === -1 ? filtered : record[`g${group}`]
  return typeof found === 'string' ? found : reader.baseCurrency
}

const figure = (p: FieldPath, value: unknown, currency: string): Figure => {
  if (value === null || value === undefined) return null
  if (p.field.kind !== 'money') {
    if (p.field.kind === 'day' || p.field.kind === 'instant') return String(value)
    return new Exact(String(value)).toDecimalPlaces(6).toFixed()
  }
  const scale = currencyScale(currency)
  return { amount: new Exact(String(value)).div(new Exact(10).pow(scale)).toFixed(scale), currency }
}

const measureName = (measure: Measure, p: FieldPath): string => quoted(`${measure}$${p.key}`)

/** One statement for the figures, with the titles of the groups. Throws `forbidden` for hidden fields. */
const compileAggregate = (
  e: Entity,
  q: AggregateQuery,
  reader: Reader,
): { text: string; values: readonly unknown[] } => {
  assertRight(reader.actor, e, 'view')
  assertOneCurrency(e, q)
  for (const p of [...q.groupBy, ...q.measures.map(([, p]) => p)]) assertShown(reader, e, p)
  const s = new Statement(reader.actor.workspaceId)
  const table = filteredTable(s, e, reader, q)
  const groups = q.groupBy.map((g, i) => `${expression(s, e, reader, g)} as g${i}`)
  const sums = q.measures.map(([m, p]) => {
    const column = `t.${quoted(comparedColumn(e, p.key, p.field))}`
    // The sum of integers may pass what JavaScript keeps exactly: figures travel as text.
    const value = p.field.kind === 'day' || p.field.kind === 'instant' ? column : `${column}::numeric`
    return `${m}(${value}) as ${measureName(m, p)}`
  })
  const names = q.groupBy.map((_, i) => `g${i}`)
  const by = names.length === 0 ? '' : ` group by ${names.join(', ')} order by ${names.join(', ')}`
  const inner = `select ${[...groups, 'count(*) as n', ...sums].join(', ')} from ${table}${by} limit ${maxGroups + 1}`
  const labels = q.groupBy.flatMap((g, i) => {
    const target =
      g.field.kind === 'reference' && g.field.to !== undefined ? reader.registry.entity(g.field.to) : undefined
    return target && showsTitle(reader, target) ? [`, ${labelSql(target, `p.g${i}`)} as l${i}`] : []
  })
  return { text: `select p.*${labels.join('')} from (${inner}) p`, values: s.values }
}

const labelOf = (g: Grouping, value: unknown, title: unknown): string | null => {
  if (value === null) return null
  if (g.field.kind === 'reference') return typeof title === 'string' ? title : null
  if (g.unit) return periodLabel(g.unit, String(value))
  if (g.field.kind === 'boolean') return value ? 'Yes' : 'No'
  return g.field.choices?.[String(value)]?.label ?? String(value)
}

/** The figures, at most 1,000 groups, in the order of their keys. */
export const runAggregate = async (db: Db, e: Entity, q: AggregateQuery, reader: Reader): Promise<Aggregate> => {
  const { text, values } = compileAggregate(e, q, reader)
  const records = await runStatement<Record<string, unknown>>(db, reader.actor.workspaceId, text, values)
  const data = records.slice(0, maxGroups).map((record): AggregateGroup => {
    const group: AggregateGroup = { key: {}, labels: {}, count: Number(record.n) }
    for (const [i, g] of q.groupBy.entries()) {
      group.key[g.path] = record[`g${i}`]
      group.labels[g.path] = labelOf(g, record[`g${i}`], record[`l${i}`])
    }
    const currency = currencyOf(e, q, reader, record)
    for (const [m, p] of q.measures) {
      group[m] = { ...group[m], [p.key]: figure(p, record[`${m}$${p.key}`], currency) }
    }
    return group
  })
  return { data, truncated: records.length > maxGroups }
}
