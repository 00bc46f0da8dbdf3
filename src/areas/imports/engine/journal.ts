/** What an import wrote: its rows' outcomes and the records, for results, the error file and undo. */
import { sql } from 'kysely'
import type { RowData } from '../../../kernel/codec.ts'
import type { Entity } from '../../../kernel/entity.ts'
import { bulkInsert } from '../../../kernel/server/bulkWrite.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import type { Also, Problem } from '../../../kernel/server/import/importer.ts'

export type Outcome = {
  line: number
  outcome: 'create' | 'update' | 'skip' | 'fail'
  recordId: string | null
  label: string
  problems: Problem[]
  pending: Record<string, string> | null
}

export const writeOutcomes = async (c: Ctx, importId: string, list: readonly Outcome[]): Promise<void> => {
  if (list.length === 0) return
  const rows = list.map((o) => ({ ...o, problems: o.problems.length > 0 ? o.problems : null }))
  await sql`insert into import_row (workspace_id, import_id, line, outcome, record_id, label, problems, pending)
    select ${c.workspace.id}::uuid, ${importId}::uuid, x.line, x.outcome, x."recordId", x.label, x.problems, x.pending
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(line int, outcome text, "recordId" uuid, label text,
      problems jsonb, pending jsonb)
    on conflict (workspace_id, import_id, line) do update set outcome = excluded.outcome, record_id = excluded.record_id,
      label = excluded.label, problems = excluded.problems, pending = excluded.pending`.execute(c.tx)
}

export const clearOutcomes = (c: Ctx, importId: string) =>
  sql`delete from import_row where workspace_id = ${c.workspace.id} and import_id = ${importId}`.execute(c.tx)

export type Written = {
  entity: string
  recordId: string
  kind: 'create' | 'update'
  version: number
  before: RowData | null
}

/** A record that was made by this import and changed by it again stays one it made; former values stay the first ones. */
export const journal = async (c: Ctx, importId: string, list: readonly Written[]): Promise<void> => {
  if (list.length === 0) return
  await sql`insert into import_record (workspace_id, import_id, record_id, entity, kind, version, before)
    select ${c.workspace.id}::uuid, ${importId}::uuid, x."recordId", x.entity, x.kind, x.version, x.before
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as x("recordId" uuid, entity text, kind text, version int, before jsonb)
    on conflict (workspace_id, import_id, record_id) do update set version = excluded.version,
      before = case when import_record.kind = 'create' then null else excluded.before || import_record.before end`.execute(
    c.tx,
  )
}

export const createdRecords = (e: Entity, rows: readonly RowData[]): Written[] =>
  rows.map((row) => ({
    entity: e.name,
    recordId: String(row.id),
    kind: 'create',
    version: Number(row.version),
    before: null,
  }))

/** Inserts beside the file's own records. Rows of documents go with their document and need no line in the journal. */
export const alsoFor =
  (c: Ctx, importId: string): Also =>
  async (e, rows) => {
    const made = await bulkInsert(c, e, rows, { importId })
    if (!e.partOf) await journal(c, importId, createdRecords(e, made))
    return made
  }
