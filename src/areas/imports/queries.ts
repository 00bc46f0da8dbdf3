/** What the wizard asks of an import. */
import { sql } from 'kysely'
import { choice, text } from '../../kernel/entity.ts'
import { invalid } from '../../kernel/errors.ts'
import { importerOf } from '../../kernel/server/import/importer.ts'
import { recordQuery } from '../../kernel/server/query.ts'
import { get } from '../../kernel/server/table.ts'
import { importFields, mayHistorical, type Target, targetsOf } from './engine/fields.ts'
import { type DataImport, dataImport } from './model.ts'
import type { RowResult } from './mapping.ts'

/** `GET /imports/{id}/fields`: what the file's columns may fill, and whether the past may be imported. */
export const fieldsOfImport = recordQuery(dataImport, 'fields', {}, async (c, id) => {
  const row = await get(c, dataImport, id)
  const e = c.registry.entity(row.entity)
  return {
    entity: e.name,
    label: e.label,
    labelPlural: e.labelPlural,
    historical: mayHistorical(c.actor),
    duplicates: importerOf(e)?.duplicates !== undefined,
    fields: importFields(e, c.actor),
  }
})

const columnOf = (row: DataImport, targets: ReadonlyMap<string, Target>, field: string): string | null =>
  row.mapping.find((m) => m.field === field || (m.field !== null && targets.get(m.field)?.base === field))?.column ??
  null

const whole = (given: string | null | undefined, path: string, fallback: number): number => {
  if (!given) return fallback
  if (!/^\d+$/.test(given)) throw invalid(path, 'must be a whole number')
  return Number(given)
}

type Group = { field: string; pattern: string; rows: number; values: number; example: string }

/** `GET /imports/{id}/problems`: what is wrong, each kind of complaint once, the most frequent first. */
export const problemsOfImport = recordQuery(dataImport, 'problems', {}, async (c, id) => {
  const row = await get(c, dataImport, id)
  const r = await sql<Group>`select p.field, regexp_replace(p.message, '["“][^"”]*["”]', '“…”', 'g') as pattern,
      count(distinct r.line)::int as rows, count(distinct p.message)::int as values, min(p.message) as example
    from import_row r, jsonb_to_recordset(r.problems) as p(field text, message text)
    where r.workspace_id = ${c.workspace.id} and r.import_id = ${id} and r.outcome = 'fail'
    group by 1, 2 order by 3 desc, 1, 2 limit 30`.execute(c.tx)
  const targets = targetsOf(c.registry.entity(row.entity), c.actor, true)
  return {
    data: r.rows.map((g) => {
      const t = targets.get(g.field)
      return {
        ...g,
        column: g.field === '' ? null : columnOf(row, targets, g.field),
        /** the kind of record that is named and not found */
        entity: t?.field.kind === 'reference' ? (t.field.to ?? null) : null,
      }
    }),
  }
})

type Stored = {
  line: number
  outcome: RowResult['outcome']
  record_id: string | null
  label: string
  problems: { field: string; message: string }[] | null
}

/** `GET /imports/{id}/rows?outcome=fail&after=1200`: what came of each row, or would. */
export const rowsOfImport = recordQuery(
  dataImport,
  'rows',
  {
    params: {
      outcome: choice({ create: 'Create', update: 'Update', skip: 'Skip', fail: 'Fail', warn: 'Possible duplicate' }),
      after: text({ max: 10 }),
      limit: text({ max: 5 }),
    },
  },
  async (c, id, { outcome, after, limit }) => {
    const row = await get(c, dataImport, id)
    const most = Math.min(Math.max(whole(limit, 'limit', 100), 1), 500)
    const r = await sql<Stored>`select line, outcome, record_id, label, problems from import_row
      where workspace_id = ${c.workspace.id} and import_id = ${id} and line > ${whole(after, 'after', 0)}
        and ${outcome === 'warn' ? sql`outcome = 'create' and problems is not null` : outcome ? sql`outcome = ${outcome}` : sql`true`} order by line limit ${most + 1}`.execute(
      c.tx,
    )
    const targets = targetsOf(c.registry.entity(row.entity), c.actor, true)
    const data = r.rows.slice(0, most).map(
      (x): RowResult => ({
        line: x.line,
        outcome: x.outcome,
        label: x.label,
        recordId: x.record_id,
        problems: (x.problems ?? []).map((p) => ({
          ...p,
          column: p.field === '' ? null : columnOf(row, targets, p.field),
        })),
      }),
    )
    return { data, next: r.rows.length > most ? (data.at(-1)?.line ?? null) : null }
  },
)
