// Rows of a CSV or XLSX file as a stream: any size, memory flat.
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { parse as parseText } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { invalid } from '../../errors.ts'
import type { FileSettings } from '../../importFile.ts'
import { type CsvSettings, recordDelimiters } from './detect.ts'
import { xlsxRows } from './xlsx.ts'

/**
 * One row: `line` is the line (CSV) or row (XLSX) of the file where it starts, from 1. `cells` has one text per column,
 * trimmed, '' where the row is short; `surplus` holds filled cells beyond the last column, which is a fault of the file.
 * `unwrapped`: the row stood in quotes as a whole (a spreadsheet saved a CSV as one column) and was taken apart again.
 */
export type Row = { line: number; cells: string[]; surplus?: string[]; unwrapped?: true }

/** `columns` are unique and never empty. `rows()` may be read any number of times; blank rows are left out. */
export type RowSource = {
  columns: string[]
  rows: (after?: { line: number }) => AsyncGenerator<Row>
  sample: (count: number) => Promise<Row[]>
}

// One record of a sane file is far smaller; a quote that is never closed would swallow the rest of it.
const largestRecord = 1024 * 1024
const mostColumns = 2000

/**
 * Opens a file as `settings` say. Reading fails with `invalid` at `file` and the line where a quote is never closed or
 * the workbook is damaged. `rows({ line })` starts after that line, to resume.
 */
export const openRows = async (path: string, settings: FileSettings): Promise<RowSource> => {
  const all = () => (settings.format === 'csv' ? csvRecords(path, settings) : xlsxRows(path, settings.sheet))
  const first = await headOf(filledRows(all()), settings.skip + 1)
  const head = first[settings.skip]
  if (!head) throw invalid('file', 'The file has no rows below those to be skipped')
  if (head.cells.length > mostColumns) throw invalid('file', `The file has more than ${mostColumns} columns`)
  const columns = columnNames(settings.header ? head.cells : head.cells.map(() => ''))
  const startLine = settings.header ? head.line : head.line - 1

  async function* rows(after?: { line: number }): AsyncGenerator<Row> {
    const from = Math.max(startLine, after?.line ?? 0)
    for await (const row of filledRows(all())) {
      if (row.line <= from) continue
      const { line, cells } = row
      const inner = settings.format === 'csv' && cells.length === 1 ? innerRow(cells[0] ?? '', settings) : undefined
      if (inner && columns.length > 1 && inner.length === columns.length) {
        yield { line, cells: inner, unwrapped: true }
        continue
      }
      const surplus = cells.length > columns.length ? cells.splice(columns.length).filter((cell) => cell !== '') : []
      while (cells.length < columns.length) cells.push('')
      yield surplus.length === 0 ? { line, cells } : { line, cells, surplus }
    }
  }
  return { columns, rows, sample: (count) => headOf(rows(), count) }
}

/** Names as the file gives them; blank ones are called by place, repeated ones numbered. */
const columnNames = (cells: readonly string[]): string[] => {
  const taken = new Set<string>()
  return cells.map((cell, i) => {
    const name = cell.replace(/\s+/g, ' ').slice(0, 200) || `Column ${i + 1}`
    let unique = name
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${name} (${n})`
    taken.add(unique.toLowerCase())
    return unique
  })
}

async function* filledRows(rows: AsyncIterable<{ line: number; cells: string[] }>) {
  for await (const row of rows) if (row.cells.some((cell) => cell !== '')) yield row
}

const headOf = async <T>(items: AsyncGenerator<T>, count: number): Promise<T[]> => {
  const head: T[] = []
  if (count <= 0) return head
  for await (const item of items) {
    head.push(item)
    if (head.length >= count) break
  }
  return head
}

async function* csvRecords(path: string, settings: CsvSettings): AsyncGenerator<{ line: number; cells: string[] }> {
  const { encoding, delimiter, quote } = settings
  if (!iconv.encodingExists(encoding)) throw invalid('settings.encoding', `${encoding} is not a known encoding`)
  const parser = parse({
    delimiter,
    quote,
    bom: true,
    record_delimiter: recordDelimiters,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: largestRecord,
  })
  const done = () => undefined // errors arrive through the iteration below
  const file = createReadStream(path, { highWaterMark: 256 * 1024 })
  if (/^utf-?8$/i.test(encoding)) pipeline(file, parser, done)
  else pipeline(file, iconv.decodeStream(encoding), parser, done)
  let line = 1
  try {
    for await (const record of parser) {
      const cells: string[] = record
      yield { line, cells: cells.map(cleanCell) }
      line += 1
      for (const cell of cells) line += newlinesIn(cell)
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const where = `line ${line}`
    throw invalid(
      'file',
      error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
        ? `The row that starts at ${where} never ends: a quotation mark (${quote}) in it is not closed`
        : `The file cannot be read at ${where}: ${error.message}`,
    )
  } finally {
    file.destroy()
  }
}

const innerRow = (cell: string, { delimiter, quote }: CsvSettings): string[] | undefined => {
  if (!cell.includes(delimiter)) return undefined
  const records: string[][] = parseText(cell, { delimiter, quote, relax_quotes: true, skip_records_with_error: true })
  return records.length === 1 ? records[0]?.map(cleanCell) : undefined
}

const newlinesIn = (cell: string): number =>
  cell.includes('\n') || cell.includes('\r') ? (cell.match(/\r\n|\n|\r/g)?.length ?? 0) : 0

// PostgreSQL holds no NUL in text; spaces that do not break are still only spaces at the edge of a cell (trim knows them).
const cleanCell = (cell: string): string => {
  const text = (cell.includes('\0') ? cell.replaceAll('\0', '') : cell).trim()
  // Exports put an apostrophe before what a spreadsheet would take for a formula; it is none of the value's.
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text
}
