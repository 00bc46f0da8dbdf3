/** Rows that are probably records of the workspace already, or rows of the same file, though no match field says so. */
import { type RawBuilder, sql } from 'kysely'
import type { RowData } from '../../../kernel/codec.ts'
import { type DuplicateReason, likelyDuplicate, possibleDuplicate } from '../../../kernel/duplicates.ts'
import type { Entity } from '../../../kernel/entity.ts'
import { isHidden, may } from '../../../kernel/server/access.ts'
import { tableOf, toRow } from '../../../kernel/server/columns.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import type { DuplicateRules } from '../../../kernel/server/import/importer.ts'
import type { Plan } from './plan.ts'
import { idsBy, idsByPair } from './probe.ts'
import { type Entry, type Memory, skip } from './rows.ts'

/** A key that more records share than these tells little; the oldest are held against the row. */
const mostOfOneKey = 5

type Candidate = { row: RowData; own: boolean }

const textOf = (v: unknown): string | null => (typeof v === 'string' && v !== '' ? v : null)
const byKeys = (c: Ctx, e: Entity, rules: DuplicateRules, rows: readonly RowData[]): RawBuilder<unknown>[] =>
  rules.keys.flatMap((group) => {
    const values = [...new Set(rows.flatMap((row) => group.flatMap((k) => textOf(row[k]) ?? [])))]
    return values.length === 0 ? [] : group.map((k) => idsBy(c, e, k, values, mostOfOneKey))
  })

const byPairs = (c: Ctx, e: Entity, rules: DuplicateRules, rows: readonly RowData[]): RawBuilder<unknown>[] =>
  rules.pairs.flatMap((pair) => {
    const both = rows.flatMap((row) => {
      const [x, y] = [textOf(row[pair[0]]), textOf(row[pair[1]])]
      return x === null || y === null ? [] : [[x, y] as const]
    })
    return both.length === 0 ? [] : [idsByPair(c, e, pair, both, mostOfOneKey)]
  })

/** Stored records that share a key with one of the rows; one statement. */
const candidates = async (
  c: Ctx,
  plan: Plan,
  rules: DuplicateRules,
  rows: readonly RowData[],
  importId: string,
): Promise<Candidate[]> => {
  const e = plan.entity
  const parts = [...byKeys(c, e, rules, rows), ...byPairs(c, e, rules, rows)]
  if (parts.length === 0) return []
  const r = await sql<RowData & { own: boolean }>`with f as materialized (${sql.join(parts, sql` union `)})
    select t.*, i.record_id is not null as own from f
    join ${sql.table(tableOf(e))} t on t.workspace_id = ${c.workspace.id} and t.id = f.id
    left join import_record i on i.workspace_id = t.workspace_id and i.import_id = ${importId} and i.record_id = t.id
      and i.kind = 'create'`.execute(c.tx)
  return r.rows.map(({ own, ...row }) => ({ own, row: toRow(e, row) }))
}

/** Keys under which a row may meet others. */
const meetingKeys = (rules: DuplicateRules, row: RowData): string[] => [
  ...rules.keys.flatMap((group, i) => group.flatMap((k) => textOf(row[k]) ?? []).map((v) => `${i}\0${v}`)),
  ...rules.pairs.flatMap(([a, b], i) => (textOf(row[a]) && textOf(row[b]) ? [`p${i}\0${row[a]}\0${row[b]}`] : [])),
]

type Finding = { score: number; reasons: readonly DuplicateReason[]; with: string; recordId: string | null }

const told = (reasons: readonly DuplicateReason[]): string =>
  reasons.map((r, i) => (i === 0 ? r.message : r.message.charAt(0).toLowerCase() + r.message.slice(1))).join(', ')

const titleOf = (c: Ctx, e: Entity, row: RowData): { with: string; recordId: string | null } => {
  const seen = may(c.actor, e, 'view', row) && !isHidden(c.actor, e, e.title)
  const title = textOf(row[e.title])
  return seen
    ? { with: title === null ? `another ${e.label.toLowerCase()}` : `“${title}”`, recordId: String(row.id) }
    : { with: `a ${e.label.toLowerCase()} you may not see`, recordId: null }
}

/** The record or earlier row that this one is likest to. Of records of this import only those count that a dry run would find too. */
const likest = (
  c: Ctx,
  plan: Plan,
  rules: DuplicateRules,
  row: RowData,
  found: readonly Candidate[],
): Finding | undefined => {
  let best: Finding | undefined
  for (const other of found) {
    if (other.own) continue
    const { score, reasons } = rules.score(row, other.row)
    if (score >= possibleDuplicate && (!best || score > best.score))
      best = { score, reasons, ...titleOf(c, plan.entity, other.row) }
  }
  return best
}

/** An earlier row of the file that says the same; after a broken run the records it made stand for it. */
const repeated = (
  rules: DuplicateRules,
  row: RowData,
  line: number,
  found: readonly Candidate[],
  memory: Memory,
): Finding | undefined => {
  for (const { key, message } of rules.same(row)) {
    const earlier = memory.alike.get(key)
    const reasons: DuplicateReason[] = [{ rule: 'name', message }]
    if (earlier !== undefined && earlier !== line)
      return { score: likelyDuplicate, reasons, with: `line ${earlier}`, recordId: null }
    const made = found.find((f) => f.own && rules.same(f.row).some((x) => x.key === key))
    if (made)
      return { score: likelyDuplicate, reasons, with: 'an earlier row of the file', recordId: String(made.row.id) }
  }
  return undefined
}

/** Says of each new record what it is probably the same as; leaves those out where that was asked. */
export const findDuplicates = async (
  c: Ctx,
  plan: Plan,
  entries: readonly Entry[],
  memory: Memory,
  importId: string,
): Promise<void> => {
  const rules = plan.importer?.duplicates
  if (!rules || plan.duplicates === 'ignore') return
  const fresh = entries.filter((x) => !x.draft.before)
  if (fresh.length === 0) return
  const stored = await candidates(
    c,
    plan,
    rules,
    fresh.map((x) => x.draft.values),
    importId,
  )
  const byKey = new Map<string, Candidate[]>()
  for (const one of stored)
    for (const key of meetingKeys(rules, one.row)) byKey.set(key, [...(byKey.get(key) ?? []), one])
  for (const entry of fresh) {
    const row = entry.draft.values
    const met = byKey.size === 0 ? [] : [...new Set(meetingKeys(rules, row).flatMap((k) => byKey.get(k) ?? []))]
    const found = repeated(rules, row, entry.row.line, met, memory) ?? likest(c, plan, rules, row, met)
    for (const { key } of rules.same(row)) memory.alike.add(key, entry.row.line)
    if (!found) continue
    const likely = found.score >= likelyDuplicate
    const message = `${likely ? 'Probably' : 'Perhaps'} the same as ${found.with}: ${told(found.reasons).toLowerCase()}`
    if (likely && plan.duplicates === 'skip') skip(entry, message, found.recordId)
    else entry.result.problems = [{ field: '', message }]
  }
}
