/** Rows of a chunk on their way: what they would come to, and the records they match. */
import { sql } from 'kysely'
import type { RowData } from '../../../kernel/codec.ts'
import { allFields, labelOf, snake } from '../../../kernel/entity.ts'
import { may } from '../../../kernel/server/access.ts'
import { tableOf, toRow } from '../../../kernel/server/columns.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import type { Draft } from '../../../kernel/server/import/importer.ts'
import type { ParsedRow } from './convert.ts'
import type { Outcome } from './journal.ts'
import { LineIndex } from './lineIndex.ts'
import type { Lookups } from './lookups.ts'
import type { Plan } from './plan.ts'
import { idsBy } from './probe.ts'

/** What an import remembers from chunk to chunk while it runs. */
export type Memory = {
  lookups: Lookups
  /** match key → line of the file that had it first */
  seen: LineIndex
  /** the same for what makes two rows of a file the same beside the match field */
  alike: LineIndex
  titles: ReadonlySet<string> | null
  /** entity → names that would be made (dry run) */
  missing: Map<string, Set<string>>
}
export const newMemory = (titles: ReadonlySet<string> | null): Memory => ({
  lookups: { cache: new Map(), fresh: new Map() },
  seen: new LineIndex(),
  alike: new LineIndex(),
  titles,
  missing: new Map(),
})

export type Entry = {
  draft: Draft
  row: ParsedRow
  refs: Record<string, string>
  pending: Record<string, string>
  result: Outcome
}

export const entryOf = (plan: Plan, row: ParsedRow): Entry => {
  const values = { ...row.values }
  const extra: RowData = {}
  for (const key of Object.keys(values)) {
    if (!plan.virtual.has(key)) continue
    extra[key] = values[key]
    delete values[key]
  }
  return {
    row,
    refs: row.refs,
    pending: {},
    draft: { line: row.line, values, extra, before: null, problems: [...row.problems] },
    result: { line: row.line, outcome: 'create', recordId: null, label: row.label, problems: [], pending: null },
  }
}

const keyOf = (plan: Plan, entry: Entry): string | undefined => {
  const value = plan.matchField === null ? undefined : entry.draft.values[plan.matchField]
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined
}

/** Names that differ in case or legal form only share a key. */
const mostOfOneName = 20

/** The records that rows match, by key. */
const existing = async (
  c: Ctx,
  plan: Plan,
  keys: readonly string[],
  given: readonly string[],
): Promise<Map<string, RowData>> => {
  if (plan.matchField === null || keys.length === 0) return new Map()
  const f = allFields(plan.entity)[plan.matchField]
  const column = sql`t.${sql.ref(snake(plan.matchField))}`
  const derived = plan.matchField === plan.entity.title ? plan.importer?.nameKey : undefined
  // Addresses and numbers are stored in one form and found by their index; so are names by what is derived from them.
  const probes = derived
    ? idsBy(c, plan.entity, derived.field, [...new Set(given.flatMap((v) => derived.of(v) ?? []))], mostOfOneName)
    : idsBy(c, plan.entity, plan.matchField, given, 1)
  const condition =
    !derived && f?.kind === 'text' ? sql`lower(${column}) = any(${keys}::text[])` : sql`t.id in (${probes})`
  const r = await sql<RowData>`select t.* from ${sql.table(tableOf(plan.entity))} t
    where t.workspace_id = ${c.workspace.id} and t.deleted_at is null and ${condition} order by t.id`.execute(c.tx)
  const found = new Map<string, RowData>()
  for (const record of r.rows) {
    const row = toRow(plan.entity, record)
    const key = String(row[plan.matchField]).toLowerCase()
    if (!found.has(key)) found.set(key, row)
  }
  return found
}

export const skip = (entry: Entry, message: string, recordId: string | null): void => {
  entry.result = { ...entry.result, outcome: 'skip', recordId, problems: [{ field: '', message }] }
}

/** Holds rows against what is there; gives back those that repeat an earlier row of this chunk and must wait for it. */
export const match = async (
  c: Ctx,
  plan: Plan,
  entries: readonly Entry[],
  memory: Memory,
  dry: boolean,
): Promise<Entry[]> => {
  if (plan.policy === 'create' || plan.matchField === null) return []
  const matchField = plan.matchField
  const keys = entries.flatMap((x) => keyOf(plan, x) ?? [])
  const given = entries.flatMap((x) =>
    typeof x.draft.values[matchField] === 'string' ? [x.draft.values[matchField]] : [],
  )
  const found = await existing(c, plan, [...new Set(keys)], [...new Set(given)])
  const here = new Set<string>()
  const later: Entry[] = []
  const label = allFields(plan.entity)[matchField]
  const called = (label ? labelOf(matchField, label) : matchField).toLowerCase()
  for (const entry of entries) {
    const key = keyOf(plan, entry)
    if (key === undefined) continue
    const record = found.get(key)
    const line = memory.seen.get(key)
    if (record && plan.policy === 'skip') {
      const own = line !== undefined && line !== entry.row.line
      skip(
        entry,
        own ? `Same ${called} as line ${line}` : 'Is there already',
        may(c.actor, plan.entity, 'view', record) ? String(record.id) : null,
      )
    } else if (record) {
      if (here.has(key)) later.push(entry)
      entry.draft.before = record
      entry.result.outcome = 'update'
      entry.result.recordId = String(record.id)
    } else if (here.has(key) || (dry && line !== undefined && line !== entry.row.line)) {
      if (plan.policy === 'skip') skip(entry, `Same ${called} as line ${line}`, null)
      else if (dry) entry.result.outcome = 'update'
      else later.push(entry)
    }
    if (entry.draft.problems.length > 0) continue
    here.add(key)
    memory.seen.add(key, entry.row.line)
  }
  return later
}
