/** A list as a table file: the columns people see, references by name, streamed row by row. */
import type { Readable } from 'node:stream'
import { allFields, type Entity, type Field, labelOf } from '../entity.ts'
import { AppError } from '../errors.ts'
import { fromMinor } from '../money.ts'
import { type Actor, isHidden, narrower, reachOf, rightsEntity } from './access.ts'
import type { App } from './app.ts'
import { transact } from './execute.ts'
import { eachPage, type ListRow, parseListQuery } from './list/index.ts'
import { readerOf } from './records.ts'
import { columnTypeOf, csvStream, type TableCell, type TableColumn, xlsxStream } from './spreadsheet.ts'
import { loadWorkspace } from './workspace.ts'

type ExportFormat = 'csv' | 'xlsx'

const left = new Set(['deletedAt', 'createdBy', 'updatedBy', 'version'])

const columnsFor = (actor: Actor, e: Entity, asked: string | null): [string, Field][] => {
  const fields = allFields(e)
  const keys = asked
    ? asked.split(',')
    : Object.keys(fields).filter((k) => !left.has(k) && fields[k]?.kind !== 'json' && !fields[k]?.options.hidden)
  return keys.flatMap((k): [string, Field][] => {
    const f = fields[k]
    return f && !isHidden(actor, e, k) ? [[k, f]] : []
  })
}

const cellOf = (key: string, f: Field, row: ListRow, baseCurrency: string): TableCell => {
  const v = row[key]
  if (v === null || v === undefined) return null
  switch (f.kind) {
    case 'money':
      return fromMinor(Number(v), typeof row.currency === 'string' ? row.currency : baseCurrency)
    case 'reference':
      return row.labels?.[key] ?? String(v)
    case 'choice':
    case 'state':
      return f.choices?.[String(v)]?.label ?? String(v)
    case 'multiChoice':
      return Array.isArray(v) ? v.map((x) => f.choices?.[String(x)]?.label ?? String(x)).join('; ') : String(v)
    case 'anyReference':
    case 'json':
      return JSON.stringify(v)
    default:
      return typeof v === 'number' || typeof v === 'boolean' ? v : String(v)
  }
}

/** A column for each part of an address, so that an import finds them again. */
export const addressParts = {
  street: 'street',
  street2: 'street 2',
  postalCode: 'postal code',
  city: 'city',
  region: 'region',
  country: 'country',
} as const

const cellsOf = (key: string, f: Field, row: ListRow, baseCurrency: string): TableCell[] => {
  if (f.kind !== 'address') return [cellOf(key, f, row, baseCurrency)]
  const parts = new Map<string, unknown>(Object.entries(Object(row[key] ?? {})))
  return Object.keys(addressParts).map((part) => (parts.get(part) ? String(parts.get(part)) : null))
}

const headersOf = (key: string, f: Field): TableColumn[] =>
  f.kind === 'address'
    ? Object.values(addressParts).map((part) => ({ header: `${labelOf(key, f)}: ${part}`, type: 'text' }))
    : [{ header: labelOf(key, f), type: columnTypeOf(f) }]

/** Who may see more than they may take away gets what they may take away. */
const exporting = (actor: Actor, e: Entity): Actor => {
  const reach = narrower(reachOf(actor, rightsEntity(e), 'view'), reachOf(actor, rightsEntity(e), 'export'))
  return { ...actor, rights: { ...actor.rights, [`${rightsEntity(e)}.view`]: reach } }
}

/**
 * Streams every record the parameters find. Asks the right `<entity>.export`; the export is written into the audit
 * before its first byte. `params.fields` chooses the columns.
 */
export const exportList = async (
  app: App,
  actor: Actor,
  e: Entity,
  params: URLSearchParams,
  format: ExportFormat,
): Promise<{ stream: Readable; name: string; type: string }> => {
  const workspace = await loadWorkspace(app, actor.workspaceId)
  const columns = columnsFor(actor, e, params.get('fields'))
  if (columns.length === 0)
    throw new AppError('invalid', 'There is no column to export.', {
      errors: [{ path: 'fields', message: 'names no field you may see' }],
    })
  const list = new URLSearchParams(params)
  for (const k of ['format', 'limit', 'cursor', 'include', 'total']) list.delete(k)
  const keys = new Set(columns.map(([k]) => k))
  if ('currency' in e.fields) keys.add('currency')
  list.set('fields', [...keys].join(','))
  const reader = readerOf(app, exporting(actor, e), workspace)
  const query = parseListQuery(e, reader, list)
  const pages = eachPage(app.database.list, e, query, reader)
  // What is refused must be refused before the first byte: after it an answer can only break off.
  const first = await pages.next()
  await transact(app, actor, async (c) => {
    c.drafts.push({
      name: `${e.name}.export`,
      entity: e.name,
      recordId: c.newId(),
      version: null,
      changes: {},
      data: { format, filter: Object.fromEntries(list) },
      ownerId: actor.memberId,
      teamId: null,
      subjects: [],
    })
  })
  const rows = async function* (): AsyncGenerator<TableCell[]> {
    for (let page = first; !page.done; page = await pages.next())
      for (const row of page.value) yield columns.flatMap(([k, f]) => cellsOf(k, f, row, workspace.baseCurrency))
  }
  const head = columns.flatMap(([k, f]) => headersOf(k, f))
  return format === 'csv'
    ? { stream: csvStream(head, rows()), name: `${e.plural}.csv`, type: 'text/csv; charset=utf-8' }
    : {
        stream: xlsxStream(head, rows(), { sheetName: e.labelPlural, timeZone: workspace.timeZone }),
        name: `${e.plural}.xlsx`,
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      }
}
