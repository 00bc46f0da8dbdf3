/** Records whose names come near to words of a file, out of any number of them. */
import { sql } from 'kysely'
import { type Entity, snake } from '../../../kernel/entity.ts'
import { type Actor, reachOf, reachSql } from '../../../kernel/server/access.ts'
import type { App } from '../../../kernel/server/app.ts'
import { hasSearchText, quoted } from '../../../kernel/server/ddl.ts'
import { fromTable, runStatement, Statement } from '../../../kernel/server/list/statement.ts'
import { fold } from '../../../kernel/server/searchText.ts'
import { type Named, namesOf } from './lookups.ts'
import type { ReferencePlan } from './plan.ts'

type Found = { word: number; id: string; names: (string | null)[] }

const perStatement = 50
const perWord = 8

/**
 * For each word the records whose searched text holds something like it, by the trigram index, at most eight. Runs on
 * the list login, since under row security the index would not be used.
 */
export const nearRecords = async (
  app: App,
  actor: Actor,
  r: Pick<ReferencePlan, 'to' | 'list' | 'scope'>,
  scopeId: string | null,
  words: readonly string[],
): Promise<Map<string, Named[]>> => {
  const near = new Map<string, Named[]>()
  if (!hasSearchText(r.to)) return near
  for (let at = 0; at < words.length; at += perStatement) {
    const batch = words.slice(at, at + perStatement)
    for (const x of await asked(app, actor, r, scopeId, batch)) {
      const word = batch[x.word - 1] ?? ''
      const names = x.names.filter((n): n is string => n !== null && n !== '')
      near.set(word, [...(near.get(word) ?? []), { id: x.id, names }])
    }
  }
  return near
}

const asked = (
  app: App,
  actor: Actor,
  { to, list, scope }: Pick<ReferencePlan, 'to' | 'list' | 'scope'>,
  scopeId: string | null,
  words: readonly string[],
): Promise<Found[]> => {
  const s = new Statement(actor.workspaceId)
  const names = namesOf(to).map((k) => `t.${quoted(snake(k))}::text`)
  const reach = s.embed(reachSql(actor, to, openTo(to, actor), 't'))
  const conditions = [
    't."deleted_at" is null',
    'n.word <% t."search_text"',
    reach,
    ...(list === null ? [] : [`t."list" = ${s.param(list, 'text')}`]),
    ...(scope === null ? [] : [`t.${quoted(snake(scope))} = ${s.param(scopeId, 'uuid')}`]),
  ]
  const wordList = s.param(words.map(fold), 'text[]')
  const text = `select n.place::int as word, x.id, x.names from (select unnest(${wordList}) as word, generate_series(1, ${words.length}) as place) n,
    lateral (select t."id", array[${names.join(', ')}] as names from ${fromTable(to, 't')} and ${conditions.join(' and ')}
      order by word_similarity(n.word, t."search_text") desc, t."id" limit ${perWord}) x`
  return app.database.list.transaction().execute(async (tx) => {
    await sql`set local pg_trgm.word_similarity_threshold = 0.5`.execute(tx)
    return runStatement<Found>(tx, actor.workspaceId, text, s.values)
  })
}

const openTo = (e: Entity, actor: Actor) => (e.lookup === true ? 'all' : reachOf(actor, e.name, 'view'))
