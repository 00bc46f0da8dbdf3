/** Conditions of a list as SQL. Every column is bound to an alias, every value to a placeholder. */
import { allFields, type Entity, labelOf, snake } from '../../entity.ts'
import { forbidden, invalid } from '../../errors.ts'
import { toMinor } from '../../money.ts'
import { isHidden, reachOf, reachSql, rightsEntity } from '../access.ts'
import { comparedColumn, hasSearchText, quoted } from '../ddl.ts'
import { fold } from '../searchText.ts'
import { periodOf } from './period.ts'
import { type Condition, type FieldPath, type Filter, isInstant, type Operator, type Reader } from './query.ts'
import { fromTable, type Statement } from './statement.ts'

type Comparison = 'gt' | 'gte' | 'lt' | 'lte'
const symbols: Readonly<Record<Comparison, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' }
const isComparison = (op: Operator): op is Comparison => op in symbols

const any = (parts: readonly string[]): string =>
  parts.length === 0 ? 'false' : parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' or ')})`
const not = (condition: string): string => `not coalesce(${condition}, false)`
const isNull = (column: string, wanted: boolean): string => `${column} is ${wanted ? '' : 'not '}null`

/** A pattern that holds `text` literally. */
export const like = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** Words of a search as they lie in the search text. */
const searchWords = (q: string): string[] => [...new Set(fold(q).split(/\s+/u).filter(Boolean))].slice(0, 8)

/**
 * A regular expression that `text` begins a word, as the index of words has it: after a space, or within an address or a
 * compound. The index then answers it nearly alone: `% text%` would read all e-mail addresses at the word to drop them.
 */
export const wordStart = (text: string): string => `(^|[ @._/-])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`

/**
 * A condition that every word of `q` is in the search text; with `atWordStart`, where a word begins. Words under three
 * letters hold no trigram of their own, so they are always looked for there, which the index can answer.
 */
const searchCondition = (s: Statement, alias: string, q: string, atWordStart = false): string => {
  const column = `${alias}."search_text"`
  const parts = searchWords(q).map((word) =>
    word.length > 2 && !atWordStart
      ? `${column} like ${s.param(`%${like(word)}%`, 'text')}`
      : `${column} ~ ${s.param(wordStart(word), 'text')}`,
  )
  return parts.length === 0 ? 'true' : parts.join(' and ')
}

const textTypes: Readonly<Record<string, string>> = {
  integer: 'bigint',
  decimal: 'numeric',
  percent: 'numeric',
  money: 'bigint',
  day: 'date',
  instant: 'timestamptz',
  boolean: 'boolean',
  reference: 'uuid',
  file: 'uuid',
}
/** The type a value of the field is cast to. */
export const castOf = (p: Pick<FieldPath, 'key' | 'field'>): string =>
  p.key === 'id' ? 'uuid' : (textTypes[p.field.kind] ?? 'text')

/** What one condition is compiled in: the alias of the table, and whose rows they are. */
type Place = { s: Statement; e: Entity; alias: string; reader: Reader }

const columnOf = ({ alias, e }: Place, c: FieldPath): string => {
  if (c.sub !== undefined && c.key !== 'custom')
    return `(${alias}.${quoted(snake(c.key))} ->> '${c.sub.replaceAll("'", "''")}')`
  return `${alias}.${quoted(comparedColumn(e, c.key, c.field))}`
}

const scalar = ({ s }: Place, column: string, type: string, op: Operator, values: readonly unknown[]): string => {
  if (isComparison(op)) return `${column} ${symbols[op]} ${s.param(values[0], type)}`
  const single = values.length === 1
  const equal = single ? `${column} = ${s.param(values[0], type)}` : `${column} = any(${s.param(values, `${type}[]`)})`
  return op === 'ne' || op === 'nin' ? not(equal) : equal
}

const textMatch = (place: Place, c: Condition, column: string): string => {
  const { s, e, alias } = place
  const value = c.values[0] ?? ''
  const pattern = (text: string) => `${c.op === 'contains' ? '%' : ''}${like(text)}%`
  const literal = `${column} ilike ${s.param(pattern(value), 'text')}`
  const folded = fold(value)
  const indexed = c.field.options.search && hasSearchText(e) && !['longText', 'richText'].includes(c.field.kind)
  if (!indexed || c.sub !== undefined) return literal
  const accentless = `unaccent(${column}) ilike ${s.param(pattern(folded), 'text')}`
  // The search text holds the value, so its trigram index finds the candidates.
  const candidates = folded.length > 2 ? `${alias}."search_text" like ${s.param(`%${like(folded)}%`, 'text')} and ` : ''
  return `(${candidates}(${literal} or ${accentless}))`
}

/** The bounds of a value over days or instants: from `from` up to, not including, `before`; or one exact instant. */
type Span = { from(): string; before(): string } | { at: string }

const spanOf = ({ s, reader }: Place, path: string, kind: 'day' | 'instant', value: string): Span => {
  if (kind === 'instant' && isInstant(value)) return { at: s.param(new Date(value).toISOString(), 'timestamptz') }
  const period = periodOf(value, reader.today)
  if (!period) throw invalid(path, 'must be a day that exists')
  const bound = (day: string): string =>
    kind === 'day'
      ? s.param(day, 'date')
      : `(${s.param(day, 'date')}::timestamp at time zone ${s.param(reader.timeZone, 'text')})`
  // On demand: PostgreSQL refuses a placeholder that its statement does not use.
  return { from: () => bound(period.from), before: () => bound(period.before) }
}

const inSpan = (column: string, span: Span): string =>
  'at' in span ? `${column} = ${span.at}` : `(${column} >= ${span.from()} and ${column} < ${span.before()})`

const time = (place: Place, c: Condition, column: string, kind: 'day' | 'instant'): string => {
  const spans = c.values.map((v) => spanOf(place, c.path, kind, v))
  const [first] = spans
  if (first && isComparison(c.op)) {
    if ('at' in first) return `${column} ${symbols[c.op]} ${first.at}`
    if (c.op === 'gt') return `${column} >= ${first.before()}`
    if (c.op === 'gte') return `${column} >= ${first.from()}`
    return c.op === 'lt' ? `${column} < ${first.from()}` : `${column} < ${first.before()}`
  }
  const matched = any(spans.map((x) => inSpan(column, x)))
  return c.op === 'ne' || c.op === 'nin' ? not(matched) : matched
}

const state = (place: Place, c: Condition, column: string): string => {
  const { s, e, reader } = place
  const flow = reader.registry.flowOf(e.name)
  const derived = flow?.field === c.key ? flow.derived : {}
  const stored = c.values.filter((v) => !Object.hasOwn(derived, v))
  const parts = c.values.flatMap((v) => {
    const d = Object.hasOwn(derived, v) ? derived[v] : undefined
    return d ? [`(${d.sql.replaceAll('{today}', () => s.param(reader.today, 'date'))})`] : []
  })
  const all = any([...(stored.length > 0 ? [scalar(place, column, 'text', 'in', stored)] : []), ...parts])
  return c.op === 'ne' || c.op === 'nin' ? not(all) : all
}

const referenced = (place: Place, c: Condition, column: string): string => {
  const { s, alias, reader } = place
  const ids = c.values.flatMap((v) => (v === 'me' ? (reader.actor.memberId ?? []) : v === 'team' ? [] : v))
  const team = c.field.to === 'team' ? column : `${alias}."team_id"`
  const all = any([
    ...(ids.length > 0 ? [scalar(place, column, 'uuid', 'in', ids)] : []),
    ...(c.values.includes('team') ? [`${team} = any(${s.param([...reader.actor.teamIds], 'uuid[]')})`] : []),
  ])
  return c.op === 'ne' || c.op === 'nin' ? not(all) : all
}

const toAny = ({ s, alias }: Place, c: Condition, column: string): string => {
  const all = any(
    c.values.map((v) => {
      const [entity, id] = v.includes(':') ? v.split(':') : [undefined, v]
      const same = `${column} = ${s.param(id, 'uuid')}`
      if (entity === undefined) return same
      return `(${same} and ${alias}.${quoted(`${snake(c.key)}_entity`)} = ${s.param(entity, 'text')})`
    }),
  )
  return c.op === 'ne' || c.op === 'nin' ? not(all) : all
}

const several = ({ s }: Place, c: Condition, column: string): string => {
  const matched = `${column} && ${s.param(c.values, 'text[]')}`
  return c.op === 'ne' || c.op === 'nin' ? not(matched) : matched
}

/** Values under `custom` are typed per workspace; from a URL they are text, so every reading of it is tried. */
const custom = ({ s, alias }: Place, c: Condition, sub: string): string => {
  const column = `${alias}."custom"`
  if (c.op === 'null') return isNull(`(${column} ->> ${s.param(sub, 'text')})`, c.values[0] === 'true')
  const readings = c.values.flatMap((v): unknown[] => [
    v,
    [v],
    ...(/^-?\d{1,15}(\.\d+)?$/.test(v) ? [Number(v)] : []),
    ...(v === 'true' || v === 'false' ? [v === 'true'] : []),
  ])
  const matched = any(readings.map((v) => `${column} @> ${s.param(JSON.stringify({ [sub]: v }), 'jsonb')}`))
  return c.op === 'ne' || c.op === 'nin' ? not(matched) : `(${column} <> '{}'::jsonb and ${matched})`
}

const normalised = (c: Condition): readonly string[] => {
  if (c.field.kind === 'email') return c.values.map((v) => v.trim().toLowerCase())
  if (c.field.kind === 'phone') return c.values.map((v) => v.replace(/[\s()/.-]/g, ''))
  return c.values
}

const ownCondition = (place: Place, c: Condition): string => {
  if (c.key === 'custom' && c.sub !== undefined) return custom(place, c, c.sub)
  const column = columnOf(place, c)
  if (c.op === 'null') {
    const wanted = c.values[0] === 'true'
    if (c.field.kind !== 'multiChoice') return isNull(column, wanted)
    return wanted ? `(${column} is null or ${column} = '{}')` : `${column} <> '{}'`
  }
  if (c.op === 'contains' || c.op === 'startsWith') return textMatch(place, c, column)
  switch (c.field.kind) {
    case 'day':
    case 'instant':
      return time(place, c, column, c.field.kind)
    case 'state':
      return state(place, c, column)
    case 'reference':
      return referenced(place, c, column)
    case 'anyReference':
      return toAny(place, c, column)
    case 'multiChoice':
      return several(place, c, column)
    case 'money': {
      const units = c.values.map((v) => toMinor(v, place.reader.baseCurrency, c.path))
      return scalar(place, column, 'bigint', c.op, units)
    }
    default:
      return scalar(place, column, castOf(c), c.op, normalised(c))
  }
}

const always = new Set(['member', 'team', 'option'])

/** How far the actor sees records of an entity that others refer to. Members, teams and options are open to everyone. */
const referencedReach = (reader: Reader, e: Entity) =>
  e.lookup || always.has(e.name) ? 'all' : reachOf(reader.actor, rightsEntity(e), 'view')

/** Whether the actor may know the titles of an entity's records where others refer to them. */
export const knows = (reader: Reader, e: Entity): boolean => referencedReach(reader, e) !== 'none'

/** Throws `forbidden` for a field that the actor's role hides: what may not be seen may not be searched for either. */
export const assertShown = (reader: Reader, e: Entity, p: FieldPath): void => {
  const hidden = p.hop
    ? isHidden(reader.actor, e, p.hop.key) ||
      isHidden(reader.actor, p.hop.target, p.key) ||
      !knows(reader, p.hop.target)
    : isHidden(reader.actor, e, p.key)
  if (hidden) throw forbidden(`Your role does not show the field ${labelOf(p.key, p.field).toLowerCase()}.`)
}

/** Reach over the rows of `alias` as conditions to be joined by `and`. */
export const embedReach = (
  s: Statement,
  reader: Reader,
  e: Entity,
  alias: string,
  reach = referencedReach(reader, e),
): string[] =>
  reach === 'all' || !e.owned ? (reach === 'none' ? ['false'] : []) : [s.embed(reachSql(reader.actor, e, reach, alias))]

/** One condition; over a reference it asks for a record that exists, is not deleted and is within the actor's reach. */
const conditionSql = (s: Statement, e: Entity, reader: Reader, c: Condition): string => {
  assertShown(reader, e, c)
  if (!c.hop) return ownCondition({ s, e, alias: 't', reader }, c)
  const { key, target } = c.hop
  const column = `t.${quoted(snake(key))}`
  const parts = [
    fromTable(target, 'r'),
    `r."id" = ${column}`,
    'r."deleted_at" is null',
    ...embedReach(s, reader, target, 'r'),
    ownCondition({ s, e: target, alias: 'r', reader }, c),
  ]
  // Said aloud, because the planner counts empty references only where it is told to leave them out.
  return `${column} is not null and exists (select 1 from ${parts.join(' and ')})`
}

/** Reach over the rows of `t`: their own owner and team, or those of the document they are part of. */
const reachCondition = (s: Statement, e: Entity, reader: Reader): string[] => {
  const reach = reachOf(reader.actor, rightsEntity(e), 'view')
  if (!e.partOf) return embedReach(s, reader, e, 't', reach)
  const parent = reader.registry.entity(e.partOf.entity)
  const parts = [
    fromTable(parent, 'd'),
    `d."id" = t.${quoted(snake(e.partOf.field))}`,
    'd."deleted_at" is null',
    ...embedReach(s, reader, parent, 'd', reach),
  ]
  return [`exists (select 1 from ${parts.join(' and ')})`]
}

/**
 * The search text mixes all searched fields: where a role hides one of them, only the fields that it shows are searched,
 * each by itself.
 */
const searching = (s: Statement, e: Entity, reader: Reader, q: string | undefined, atWordStart: boolean): string[] => {
  if (!q) return []
  if (!hasSearchText(e)) throw invalid('q', `${e.labelPlural} cannot be searched`)
  const searched = Object.entries(allFields(e)).filter(([, f]) => f.options.search)
  const shown = searched.filter(([k]) => !isHidden(reader.actor, e, k))
  const all = searchCondition(s, 't', q, atWordStart)
  if (shown.length === searched.length) return [all]
  const columns = shown.map(([k]) => `unaccent(t.${quoted(snake(k))})`)
  return [
    all,
    ...searchWords(q).map((word) => {
      const pattern = s.param(`%${like(word)}%`, 'text')
      return any(columns.map((column) => `${column} ilike ${pattern}`))
    }),
  ]
}

/**
 * `"deal" t where <everything>`, without a page's position. `atWordStart`: `q` is looked for where words begin only.
 * Throws `forbidden` for hidden fields.
 */
export const filteredTable = (s: Statement, e: Entity, reader: Reader, f: Filter, atWordStart = false): string =>
  [
    fromTable(e, 't'),
    `t."deleted_at" is ${f.deleted ? 'not ' : ''}null`,
    ...reachCondition(s, e, reader),
    ...f.where.map((c) => conditionSql(s, e, reader, c)),
    ...searching(s, e, reader, f.q, atWordStart),
  ].join(' and ')
