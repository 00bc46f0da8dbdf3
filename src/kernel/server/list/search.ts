/** The global search: one statement over every entity the actor may see, ranked. */
import { type Entity, snake } from '../../entity.ts'
import { isHidden, reachOf } from '../access.ts'
import type { Db } from '../database/connect.ts'
import { hasSearchText, literal, quoted } from '../ddl.ts'
import { fold } from '../searchText.ts'
import { filteredTable, like } from './filters.ts'
import { labelSql, showsTitle } from './labels.ts'
import type { Reader } from './query.ts'
import { runStatement, Statement } from './statement.ts'

export type Hit = { entity: string; id: string; title: string; subtitle: string | null; number: string | null }

/** Ranked at most, over all entities together. */
const candidates = 1000

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

/**
 * The best hits of one entity. What begins a word is looked for first; the dearer search within words runs only where
 * that does not fill the candidates, and answers those once more.
 */
const hitsOf = (s: Statement, e: Entity, reader: Reader, q: string, most: number, limit: number): string => {
  const numbered = e.number !== undefined && !isHidden(reader.actor, e, 'number')
  const title = quoted(snake(e.title))
  const columns = ['id', 'search_text', snake(e.title), ...(e.subtitle ? [snake(e.subtitle)] : [])]
  const list = [...new Set(numbered ? [...columns, 'number'] : columns)].map((c) => `t.${quoted(c)}`).join(', ')
  const filter = { q, where: [], deleted: false }
  const candidatesOf = (atWordStart: boolean): string =>
    `(select ${list} from ${filteredTable(s, e, reader, filter, atWordStart)} limit ${most})`
  const pattern = (before: string) => s.param(`${before}${like(q)}%`, 'text')
  const ranks = [
    ...(numbered ? [`when lower(a."number") = ${s.param(q, 'text')} then 4`] : []),
    `when unaccent(a.${title}) ilike ${pattern('')} then 3`,
    `when unaccent(a.${title}) ilike ${pattern('% ')} then 2`,
    `when a."search_text" like ${pattern('% ')} then 1`,
  ]
  const score = `case ${ranks.join(' ')} else 0 end + similarity(a.${title}, ${s.param(q, 'text')})`
  const found = `select * from (${candidatesOf(true)} union all ${candidatesOf(false)}) b limit ${most}`
  const best = `select a.*, ${score} as score from (${found}) a order by score desc, a."id" limit ${limit}`
  const shown = [
    `${literal(e.name)} as entity`,
    'c."id" as id',
    `coalesce(c.${title}, ${literal(e.label)}) as title`,
    `${subtitleSql(e, reader)} as subtitle`,
    `${numbered ? 'c."number"' : 'null'}::text as number`,
    'c.score as score',
  ]
  return `select ${shown.join(', ')} from (${best}) c`
}

/**
 * The best `limit` records of all kinds for what a person typed: exact number, title beginning with it, a word of the
 * title, a word elsewhere, then likeness. Nothing for less than 2 letters.
 */
export const searchAll = async (db: Db, reader: Reader, text: string, limit = 20): Promise<Hit[]> => {
  const q = fold(text).replaceAll('\u0000', '').replace(/\s+/gu, ' ').trim().slice(0, 100)
  const entities = searched(reader)
  if (q.length < 2 || entities.length === 0) return []
  const { workspaceId } = reader.actor
  const s = new Statement(workspaceId)
  const most = Math.ceil(candidates / entities.length)
  const parts = entities.map((e) => `(${hitsOf(s, e, reader, q, most, 2 * limit)})`)
  const sql = `select * from (${parts.join(' union all ')}) x order by score desc, title, id limit ${2 * limit}`
  const rows = await runStatement<Hit & { score: number }>(db, workspaceId, sql, s.values)
  const hits = new Map(rows.map(({ score: _, ...hit }) => [hit.id, hit]))
  return [...hits.values()].slice(0, limit)
}
