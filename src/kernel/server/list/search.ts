/** The global search: over every entity the actor may see, ranked, and no further than the page asks. */
import { allFields, type Entity, snake } from '../../entity.ts'
import { isHidden, reachOf } from '../access.ts'
import type { Database } from '../database/connect.ts'
import { hasSearchText, literal, quoted } from '../ddl.ts'
import { fold } from '../searchText.ts'
import { filteredTable, like, wordStart } from './filters.ts'
import { labelSql, showsTitle } from './labels.ts'
import type { Reader } from './query.ts'
import { runStatement, Statement } from './statement.ts'

type Hit = { entity: string; id: string; title: string; subtitle: string | null; number: string | null }

/** Ranked at most, of each entity. */
const candidates = 100

/**
 * Where an entity is looked in: at the beginning of the title's index, which costs the same whatever the data; in the
 * index of words where words begin, whose costs grow with the word's frequency; there within words too.
 */
type Place = 'title' | 'word' | 'anywhere'

type Databases = Pick<Database, 'list' | 'search'>

const searched = (reader: Reader): Entity[] =>
  reader.registry.entities.filter(
    (e) =>
      e.globalSearch && hasSearchText(e) && reachOf(reader.actor, e.name, 'view') !== 'none' && showsTitle(reader, e),
  )

const subtitleSql = (e: Entity, reader: Reader): string => {
  const f = e.subtitle === undefined ? undefined : e.fields[e.subtitle]
  if (e.subtitle === undefined || !f || isHidden(reader.actor, e, e.subtitle)) return 'null'
  const column = `c.${quoted(snake(e.subtitle))}`
  if (f.choices) {
    const cases = Object.entries(f.choices).map(([k, c]) => `when ${literal(k)} then ${literal(c.label)}`)
    return `case ${column} ${cases.join(' ')} end`
  }
  if (f.kind !== 'reference' || f.to === undefined) return `${column}::text`
  const target = reader.registry.entity(f.to)
  return showsTitle(reader, target) ? labelSql(target, column) : 'null'
}

const seesAll = (reader: Reader, e: Entity): boolean => !e.owned || reachOf(reader.actor, e.name, 'view') === 'all'

/** The fields that name a record, where an index holds them in their order. */
const namesOf = (e: Entity, reader: Reader): string[] =>
  [...new Set(['number', e.title])].filter((k) => allFields(e)[k]?.options.sort && !isHidden(reader.actor, e, k))

/** The candidates of one entity: what begins with `q` as names are sorted, upper case and accents apart; or by words. */
const candidatesOf = (s: Statement, e: Entity, reader: Reader, q: string, place: Place, columns: string): string => {
  if (place !== 'title') {
    const filter = { q, where: [], deleted: false }
    return `(select ${columns} from ${filteredTable(s, e, reader, filter, place === 'word')} limit ${candidates})`
  }
  const all = filteredTable(s, e, reader, { where: [], deleted: false })
  const [from, before] = [q, `${q}\uffff`].map((text) => s.param(text, 'text'))
  const parts = namesOf(e, reader).map((k) => {
    const name = `t.${quoted(snake(k))}`
    return `(select ${columns} from ${all} and ${name} >= ${from} and ${name} < ${before} order by ${name} limit ${candidates})`
  })
  return parts.join(' union ')
}

/** The best hits of one entity in one place. */
const hitsOf = (s: Statement, e: Entity, reader: Reader, q: string, place: Place, limit: number): string => {
  const numbered = e.number !== undefined && !isHidden(reader.actor, e, 'number')
  const title = quoted(snake(e.title))
  const keys = ['id', 'search_text', snake(e.title), ...(e.subtitle ? [snake(e.subtitle)] : [])]
  const columns = [...new Set(numbered ? [...keys, 'number'] : keys)].map((c) => `t.${quoted(c)}`).join(', ')
  const found = candidatesOf(s, e, reader, q, place, columns)
  const ranks = [
    ...(numbered ? [`when lower(a."number") = ${s.param(q, 'text')} then 4`] : []),
    ...(place === 'title'
      ? ['when true then 3']
      : [
          `when unaccent(a.${title}) ilike ${s.param(`${like(q)}%`, 'text')} then 3`,
          `when unaccent(a.${title}) ~* ${s.param(wordStart(q), 'text')} then 2`,
          `when a."search_text" ~ ${s.param(wordStart(q), 'text')} then 1`,
        ]),
  ]
  // A document without a number yet has no title to be like.
  const likeness = `coalesce(similarity(a.${title}, ${s.param(q, 'text')}), 0)`
  const score = `case ${ranks.join(' ')} else 0 end + ${likeness}`
  const best = `select a.*, ${score} as score from (${found}) a order by score desc, a."id" limit ${limit}`
  const shown = [
    `${literal(e.name)} as entity`,
    'c."id" as id',
    `coalesce(c.${title}, ${literal(e.label)}) as title`,
    `${subtitleSql(e, reader)} as subtitle`,
    `${numbered ? 'c."number"' : 'null'}::text as number`,
    'c.score as score',
  ]
  return `(select ${shown.join(', ')} from (${best}) c)`
}

type Ranked = Hit & { score: number }
type Look = { place: Place; entities: readonly Entity[] }

const look = (
  db: Databases,
  reader: Reader,
  q: string,
  { place, entities }: Look,
  limit: number,
): Promise<Ranked[]> => {
  const { workspaceId } = reader.actor
  const s = new Statement(workspaceId)
  const parts = entities.map((e) => hitsOf(s, e, reader, q, place, limit))
  const sql = `select * from (${parts.join(' union all ')}) x order by score desc, title, id limit ${limit}`
  return entities.length === 0
    ? Promise.resolve([])
    : runStatement(place === 'title' ? db.list : db.search, workspaceId, sql, s.values)
}

/**
 * The rounds of a search, each dearer than the one before; a round's looks are taken at once. The first finds every title
 * that begins with what was typed: by its index, or where that would read what the actor may not see, by words.
 */
const roundsOf = (reader: Reader, entities: readonly Entity[]): Look[][] => {
  const main = entities.filter((e) => e.globalSearch !== 'last')
  const last = entities.filter((e) => e.globalSearch === 'last')
  const byTitle = main.filter((e) => seesAll(reader, e) && namesOf(e, reader).length > 0)
  const byWord = main.filter((e) => !byTitle.includes(e))
  return [
    [
      { place: 'title', entities: byTitle },
      { place: 'word', entities: byWord },
    ],
    [{ place: 'word', entities: byTitle }],
    [{ place: 'word', entities: last }],
    [{ place: 'anywhere', entities: main }],
    [{ place: 'anywhere', entities: last }],
  ]
}

/**
 * The best `limit` records of all kinds for what a person typed: exact number, title beginning with it, a word of the
 * title, a word elsewhere, then likeness. Looks no further than it takes to fill the page. Nothing for less than 2 letters.
 */
export const searchAll = async (db: Databases, reader: Reader, text: string, limit = 20): Promise<Hit[]> => {
  const q = fold(text).replaceAll('\u0000', '').replace(/\s+/gu, ' ').trim().slice(0, 100)
  if (q.length < 2) return []
  const hits = new Map<string, Ranked>()
  for (const [i, round] of roundsOf(reader, searched(reader)).entries()) {
    const found = await Promise.all(round.map((x) => look(db, reader, q, x, limit)))
    for (const hit of found.flat()) if (!hits.has(hit.id)) hits.set(hit.id, hit)
    // What the first round finds by other words is no match for what the next finds in titles.
    const sure = [...hits.values()].filter((h) => i > 0 || h.score >= 3)
    if (sure.length >= limit) break
  }
  const ranked = [...hits.values()].toSorted((a, b) => b.score - a.score || a.title.localeCompare(b.title))
  return ranked.slice(0, limit).map(({ score: _, ...hit }) => hit)
}
