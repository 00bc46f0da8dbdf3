/** A chunk of rows: matched, checked, and written with a fixed number of statements. */
import { sql } from 'kysely'
import type { RowData } from '../../../kernel/codec.ts'
import { allFields, labelOf, snake } from '../../../kernel/entity.ts'
import { AppError } from '../../../kernel/errors.ts'
import { may, reachOf } from '../../../kernel/server/access.ts'
import type { Action } from '../../../kernel/server/action.ts'
import { bulkInsert, bulkUpdate } from '../../../kernel/server/bulkWrite.ts'
import { columnsOf, tableOf } from '../../../kernel/server/columns.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import { fromDatabase } from '../../../kernel/server/databaseErrors.ts'
import type { Draft, ImportMode } from '../../../kernel/server/import/importer.ts'
import type { ParsedRow } from './convert.ts'
import { findDuplicates } from './duplicates.ts'
import { alsoFor, createdRecords, journal, type Outcome, type Written } from './journal.ts'
import { resolveReferences } from './lookups.ts'
import type { Plan } from './plan.ts'
import { type Entry, entryOf, match, type Memory } from './rows.ts'

/** How single records are written where no importer says how a set is: by the entity's own actions. */
type Actions = { create: Action | undefined; update: Action | undefined }

const isObject = (x: unknown): x is RowData => typeof x === 'object' && x !== null && !Array.isArray(x)

const assertReach = (c: Ctx, plan: Plan, entry: Entry): void => {
  const { draft } = entry
  if (draft.before) {
    if (!may(c.actor, plan.entity, 'edit', draft.before))
      draft.problems.push({ field: '', message: 'There is such a record already, and you may not change it' })
    return
  }
  const owner = draft.values.ownerId
  if (
    plan.entity.owned &&
    owner &&
    owner !== c.actor.memberId &&
    reachOf(c.actor, plan.entity.name, 'create') === 'own'
  )
    draft.problems.push({ field: 'ownerId', message: 'Your role lets you create records for yourself only' })
}

/** Parts of an address that the file does not have stay as they are. */
const mergeAddresses = (plan: Plan, draft: Draft): void => {
  for (const [key, value] of Object.entries(draft.values))
    if (allFields(plan.entity)[key]?.kind === 'address' && isObject(value) && isObject(draft.before?.[key]))
      draft.values[key] = { ...draft.before[key], ...value }
}

const filledIn = new Set(['currency', 'exchangeRate'])

const assertRequired = (plan: Plan, entry: Entry): void => {
  const row = { ...entry.draft.before, ...entry.draft.values }
  for (const [key, f] of Object.entries(plan.entity.fields)) {
    if (!f.options.required || f.options.default !== undefined || filledIn.has(key)) continue
    const empty = row[key] === undefined || row[key] === null || row[key] === ''
    if (empty && !(key in entry.pending) && !entry.draft.problems.some((p) => p.field === key))
      entry.draft.problems.push({ field: key, message: `${labelOf(key, f)} is missing` })
  }
}

const isFailed = (entry: Entry): boolean => entry.result.outcome === 'fail'

const settleProblems = (entries: readonly Entry[]): void => {
  for (const entry of entries)
    if (entry.result.outcome !== 'skip' && entry.draft.problems.length > 0)
      entry.result = { ...entry.result, outcome: 'fail', recordId: null, problems: entry.draft.problems.slice(0, 20) }
}

const ready = (entries: readonly Entry[]): Entry[] =>
  entries.filter((x) => x.result.outcome === 'create' || x.result.outcome === 'update')

/** A unique value that another record, or an earlier row, has already. */
const assertUnique = async (c: Ctx, plan: Plan, entries: readonly Entry[]): Promise<void> => {
  for (const [key, f] of Object.entries(plan.entity.fields)) {
    if (!f.options.unique || (f.kind !== 'text' && f.kind !== 'email')) continue
    const wanted = entries.filter(
      (x) => typeof x.draft.values[key] === 'string' && x.draft.values[key] !== x.draft.before?.[key],
    )
    if (wanted.length === 0) continue
    const values = [...new Set(wanted.map((x) => String(x.draft.values[key])))]
    const r = await sql<{
      value: string
    }>`select ${sql.ref(snake(key))} as value from ${sql.table(tableOf(plan.entity))}
      where workspace_id = ${c.workspace.id} and deleted_at is null and ${sql.ref(snake(key))} = any(${values}::text[])`.execute(
      c.tx,
    )
    const taken = new Set(r.rows.map((x) => x.value))
    for (const entry of wanted) {
      const value = String(entry.draft.values[key])
      if (taken.has(value))
        entry.draft.problems.push({
          field: key,
          message: `Another ${plan.entity.label.toLowerCase()} has "${value}" already`,
        })
      taken.add(value)
    }
  }
}

/** A record is called by its title where it has one by now, not by what the file calls the row. */
const nameByRecord = (plan: Plan, { draft, result }: Entry): void => {
  const title = draft.values[plan.entity.title] ?? draft.before?.[plan.entity.title]
  if (plan.entity.title !== 'number' && typeof title === 'string' && title !== '') result.label = title.slice(0, 120)
}

/** In a dry run: what would be made beside the rows. */
const announce = async (c: Ctx, plan: Plan, entries: readonly Entry[], memory: Memory): Promise<void> => {
  const told = await plan.importer?.announces?.(
    c,
    entries.map((x) => x.draft),
  )
  for (const [entity, names] of told ?? []) {
    const all = memory.missing.get(entity) ?? new Set()
    for (const name of names) if (all.size < 500) all.add(name)
    memory.missing.set(entity, all)
  }
}

/** Everything up to the writing. Rows that repeat one of this chunk come back in `later`. */
const prepare = async (
  c: Ctx,
  plan: Plan,
  entries: readonly Entry[],
  memory: Memory,
  o: { importId: string; dry: boolean },
): Promise<Entry[]> => {
  const waiting = entries.map((x) => ({ draft: x.draft, refs: x.refs, pending: x.pending }))
  await resolveReferences(c, plan.references, waiting, memory.lookups, {
    dry: o.dry,
    also: alsoFor(c, o.importId),
    missing: memory.missing,
    titles: memory.titles,
  })
  const later = await match(c, plan, entries, memory, o.dry)
  const now = ready(entries).filter((x) => !later.includes(x))
  for (const entry of now) {
    assertReach(c, plan, entry)
    mergeAddresses(plan, entry.draft)
  }
  const mode: ImportMode = { dry: o.dry, historical: plan.historical, mapped: plan.mapped }
  const sound = now.filter((x) => x.draft.problems.length === 0)
  await plan.importer?.prepare?.(
    c,
    sound.map((x) => x.draft),
    mode,
  )
  for (const entry of sound) assertRequired(plan, entry)
  await assertUnique(
    c,
    plan,
    sound.filter((x) => x.draft.problems.length === 0),
  )
  settleProblems(now)
  for (const entry of ready(now)) nameByRecord(plan, entry)
  await findDuplicates(c, plan, ready(now), memory, o.importId)
  if (o.dry) await announce(c, plan, ready(now), memory)
  return later
}

/** What the rows would come to; writes nothing. */
export const checkChunk = async (
  c: Ctx,
  plan: Plan,
  rows: readonly ParsedRow[],
  memory: Memory,
  importId: string,
): Promise<Outcome[]> => {
  const entries = rows.map((row) => entryOf(plan, row))
  const later = await prepare(c, plan, entries, memory, { importId, dry: true })
  settleProblems(later)
  return entries.map((x) => ({ ...x.result, pending: null }))
}

const fieldsOnly = (plan: Plan, values: RowData): RowData => {
  const keys = new Set(columnsOf(plan.entity).map((x) => x.key))
  return Object.fromEntries(Object.entries(values).filter(([k]) => keys.has(k)))
}

const writeSet = async (c: Ctx, plan: Plan, entries: readonly Entry[], importId: string): Promise<void> => {
  const also = alsoFor(c, importId)
  const drafts = entries.map((x) => x.draft)
  await plan.importer?.before?.(c, drafts, also)
  const fresh = entries.filter((x) => !x.draft.before)
  for (const entry of fresh) entry.draft.values.id ??= c.newId()
  const made = await bulkInsert(
    c,
    plan.entity,
    fresh.map((x) => fieldsOnly(plan, x.draft.values)),
    { importId },
  )
  const changed = entries.flatMap(({ draft }) =>
    draft.before ? [{ row: draft.before, patch: fieldsOnly(plan, draft.values) }] : [],
  )
  const saved = await bulkUpdate(c, plan.entity, changed, { importId })
  for (const entry of entries) if (entry.draft.before) entry.draft.values.id = entry.draft.before.id
  await plan.importer?.after?.(c, drafts, also)
  await journal(c, importId, [
    ...createdRecords(plan.entity, made),
    ...saved.map(
      (x): Written => ({
        entity: plan.entity.name,
        recordId: String(x.after.id),
        kind: 'update',
        version: Number(x.after.version),
        before: Object.fromEntries(x.changed.map((k) => [k, x.before[k] ?? null])),
      }),
    ),
  ])
  for (const entry of entries) entry.result.recordId = String(entry.draft.values.id)
}

/** One record by the entity's own action, whose rules hold for imports too. */
const writeOne = async (c: Ctx, plan: Plan, actions: Actions, entry: Entry, importId: string): Promise<void> => {
  const { draft } = entry
  const action = draft.before ? actions.update : actions.create
  if (!action)
    throw new AppError(
      'refused',
      `${plan.entity.labelPlural} cannot be ${draft.before ? 'changed' : 'created'} by an import.`,
    )
  const out = await action.run(c, fieldsOnly(plan, draft.values), draft.before ?? {})
  if (!('row' in out)) return
  const { row } = out
  const before = draft.before
  const changed = before
    ? Object.keys(draft.values).filter((k) => JSON.stringify(before[k] ?? null) !== JSON.stringify(row[k] ?? null))
    : []
  entry.result.recordId = String(row.id)
  if (before && changed.length === 0) return
  await journal(c, importId, [
    before
      ? {
          entity: plan.entity.name,
          recordId: String(row.id),
          kind: 'update',
          version: Number(row.version),
          before: Object.fromEntries(changed.map((k) => [k, before[k] ?? null])),
        }
      : {
          entity: plan.entity.name,
          recordId: String(row.id),
          kind: 'create',
          version: Number(row.version),
          before: null,
        },
  ])
}

/** Writes a set; where the database or a rule refuses it, halves, until it is known which rows are at fault. */
const write = async (
  c: Ctx,
  plan: Plan,
  actions: Actions,
  entries: readonly Entry[],
  importId: string,
): Promise<void> => {
  if (entries.length === 0) return
  const alone = !plan.importer && entries.length > 1
  if (alone) {
    for (const entry of entries) await write(c, plan, actions, [entry], importId)
    return
  }
  await sql`savepoint import_rows`.execute(c.tx)
  try {
    if (plan.importer) await writeSet(c, plan, entries, importId)
    else for (const entry of entries) await writeOne(c, plan, actions, entry, importId)
    await sql`release savepoint import_rows`.execute(c.tx)
  } catch (cause) {
    await sql`rollback to savepoint import_rows`.execute(c.tx)
    const error = fromDatabase(cause, c.registry)
    if (!(error instanceof AppError) || error.code === 'timeout') throw cause
    for (const entry of entries) if (!entry.draft.before) delete entry.draft.values.id
    const [only, another] = entries
    if (only && !another) {
      const problems =
        error.errors.length > 0
          ? error.errors.map((x) => ({ field: x.path, message: x.message }))
          : [{ field: '', message: error.message }]
      only.result = { ...only.result, outcome: 'fail', recordId: null, problems }
      return
    }
    const half = Math.ceil(entries.length / 2)
    await write(c, plan, actions, entries.slice(0, half), importId)
    await write(c, plan, actions, entries.slice(half), importId)
  }
}

/** Writes a chunk's records and gives back what came of each row. */
export const writeChunk = async (
  c: Ctx,
  plan: Plan,
  actions: Actions,
  rows: readonly ParsedRow[],
  memory: Memory,
  importId: string,
): Promise<Outcome[]> => {
  const all = rows.map((row) => entryOf(plan, row))
  let wave = all
  // A row that repeats an earlier one of the chunk changes what that one made.
  while (wave.length > 0) {
    const later = await prepare(c, plan, wave, memory, { importId, dry: false })
    const now = wave.filter((x) => !later.includes(x))
    await write(c, plan, actions, ready(now), importId)
    wave = later
    for (const entry of later) Object.assign(entry, entryOf(plan, entry.row))
  }
  return all.map((x) => ({
    ...x.result,
    pending: isFailed(x) || x.result.outcome === 'skip' || Object.keys(x.pending).length === 0 ? null : x.pending,
  }))
}
