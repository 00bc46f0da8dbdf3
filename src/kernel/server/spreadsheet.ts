/** Tables as CSV and XLSX, written row by row from a stream of rows: memory stays flat, the first bytes leave at once. */
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Field } from '../entity.ts'
import { type ZipEntry, zip } from './zip.ts'

/**
 * What a column holds. Numbers travel as decimal strings or safe integers, a `percent` as the figure before the sign
 * (`19` is 19 %), a `date` as `YYYY-MM-DD`, an `instant` as an ISO string.
 */
type ColumnType = 'text' | 'integer' | 'decimal' | 'money' | 'percent' | 'date' | 'instant' | 'boolean'
export type TableColumn = { header: string; type: ColumnType; width?: number }
export type TableCell = string | number | boolean | null | undefined
type TableRows = AsyncIterable<readonly TableCell[]> | Iterable<readonly TableCell[]>

const byKind: Partial<Record<Field['kind'], ColumnType>> = {
  integer: 'integer',
  decimal: 'decimal',
  percent: 'percent',
  money: 'money',
  day: 'date',
  instant: 'instant',
  boolean: 'boolean',
}
/** What a column of a field's values holds. */
export const columnTypeOf = (f: Field): ColumnType => byKind[f.kind] ?? 'text'

const numeric = new Set<ColumnType>(['integer', 'decimal', 'money', 'percent'])
const plainNumber = /^-?\d+(?:\.\d+)?$/
const chunkLength = 32_768

/** Gathers small texts into chunks; hands the event loop back after each, so that an export never holds it. */
async function* chunked(parts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let pending = ''
  let first = true
  for await (const part of parts) {
    pending += part
    if (first || pending.length >= chunkLength) {
      yield Buffer.from(pending, 'utf8')
      pending = ''
      first = false
      await setImmediate()
    }
  }
  if (pending !== '') yield Buffer.from(pending, 'utf8')
}

const asStream = (chunks: AsyncIterable<Buffer>): Readable => Readable.from(chunks, { objectMode: false })

type CsvOptions = { delimiter?: ',' | ';' | '\t'; byteOrderMark?: boolean }

/**
 * A spreadsheet runs a cell that begins like a formula, whoever wrote it (OWASP "CSV Injection"); the apostrophe makes
 * it text. The full-width forms count too: some programs fold them.
 */
export const neutral = (text: string): string =>
  /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text

function csvCell(cell: TableCell, type: ColumnType, delimiter: string): string {
  if (cell === null || cell === undefined) return ''
  const raw = String(cell)
  const text = numeric.has(type) && plainNumber.test(raw) ? raw : neutral(raw)
  return /["\r\n]/.test(text) || text.includes(delimiter) || /^\s|\s$/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text
}

/**
 * CSV by RFC 4180 in UTF-8, with a byte order mark unless told otherwise (Excel needs it). Values keep their wire form,
 * so that an import reads them back. An error of `rows` destroys the stream.
 */
export function csvStream(columns: TableColumn[], rows: TableRows, options: CsvOptions = {}): Readable {
  const { delimiter = ',', byteOrderMark = true } = options
  const lines = async function* (): AsyncGenerator<string> {
    const header = columns.map((column) => csvCell(column.header, 'text', delimiter)).join(delimiter)
    yield `${byteOrderMark ? '\ufeff' : ''}${header}\r\n`
    for await (const row of rows)
      yield `${columns.map((column, i) => csvCell(row[i], column.type, delimiter)).join(delimiter)}\r\n`
  }
  return asStream(chunked(lines()))
}

type XlsxOptions = { sheetName?: string; timeZone?: string }

const maxSheetRows = 1_048_576
/** Uncompressed letters of one sheet, well under the archive's limit of 4 GB. */
const maxSheetLength = 1_000_000_000
const maxCellLength = 32_767

const xmlEntity: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
function xml(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (character) => xmlEntity[character] ?? character)
}

/** Indices into `cellXfs` of the style sheet below. */
const styleOf: Readonly<Record<ColumnType, number>> = {
  text: 0,
  boolean: 0,
  integer: 1,
  decimal: 2,
  money: 3,
  percent: 4,
  date: 5,
  instant: 6,
}
const headerStyle = 7
const defaultWidth: Readonly<Record<ColumnType, number>> = {
  text: 24,
  boolean: 10,
  integer: 12,
  decimal: 14,
  money: 16,
  percent: 10,
  date: 12,
  instant: 18,
}

const dayMs = 86_400_000
/** Days since 1899-12-30, as spreadsheets count; nothing before March 1900, where they count a day that never was. */
function serial(ms: number): number | undefined {
  const days = (ms - Date.UTC(1899, 11, 30)) / dayMs
  return days >= 61 && days < 2_958_466 ? days : undefined
}

/** Wall-clock offsets change on quarter hours at most, so each is asked for once per quarter hour. */
function wallClock(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const offsets = new Map<number, number>()
  return (ms) => {
    const quarter = Math.floor(ms / 900_000)
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      const at = quarter * 900_000
      const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
      const field = (name: Intl.DateTimeFormatPartTypes): number => part.get(name) ?? 0
      const wall = Date.UTC(
        field('year'),
        field('month') - 1,
        field('day'),
        field('hour'),
        field('minute'),
        field('second'),
      )
      offset = wall - at
      if (offsets.size >= 10_000) offsets.clear()
      offsets.set(quarter, offset)
    }
    return ms + offset
  }
}

/** A, B … Z, AA: the column's part of a cell's address. */
function columnName(index: number): string {
  let name = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  return name
}

const textCell = (address: string, text: string, style: number): string => {
  const cut = text.length > maxCellLength ? `${text.slice(0, maxCellLength - 1)}…` : text
  return `<c r="${address}" t="inlineStr"${style === 0 ? '' : ` s="${style}"`}><is><t xml:space="preserve">${xml(cut)}</t></is></c>`
}

function xlsxCell(address: string, cell: TableCell, type: ColumnType, toWall: (ms: number) => number): string {
  if (cell === null || cell === undefined || cell === '') return ''
  if (typeof cell === 'boolean') return `<c r="${address}" t="b"><v>${cell ? 1 : 0}</v></c>`
  const raw = String(cell)
  if (numeric.has(type) && plainNumber.test(raw)) {
    // A spreadsheet keeps 15 digits; more of them stay true only as text.
    if (raw.replace(/\D/g, '').replace(/^0+/, '').length > 15) return textCell(address, raw, 0)
    return `<c r="${address}" s="${styleOf[type]}"><v>${raw}</v></c>`
  }
  if (type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(raw)) {
    const days = serial(Date.parse(`${raw}T00:00:00Z`))
    if (days !== undefined) return `<c r="${address}" s="${styleOf.date}"><v>${days}</v></c>`
  }
  if (type === 'instant') {
    const ms = Date.parse(raw)
    const days = Number.isNaN(ms) ? undefined : serial(toWall(ms))
    if (days !== undefined) return `<c r="${address}" s="${styleOf.instant}"><v>${Number(days.toFixed(9))}</v></c>`
  }
  return textCell(address, raw, 0)
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

// Sheets are the default for .xml, so that this part can leave before their number is known.
const contentTypes = `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${contentType}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/></Types>`
const rootRelations = `${declaration}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

const formats = [0, 1, 0, 4, 164, 14, 22].map((id) => `<xf numFmtId="${id}" applyNumberFormat="1"/>`).join('')
const styles = `${declaration}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.##&quot; %&quot;"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="8">${formats}<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`

const sheetNameOf = (wanted: string, index: number): string => {
  const clean = wanted.replace(/[[\]:*?/\\]/g, ' ').replace(/^'+|'+$/g, '')
  const suffix = index === 0 ? '' : ` ${index + 1}`
  return `${(clean.trim() || 'Sheet').slice(0, 31 - suffix.length)}${suffix}`
}

/**
 * A workbook with a bold, frozen header and typed cells: numbers and dates are such, texts are texts whatever they begin
 * with. Instants are shown in `timeZone` (UTC). Beyond what one sheet may hold it goes on in a second one.
 * An error of `rows` destroys the stream.
 */
export function xlsxStream(columns: TableColumn[], rows: TableRows, options: XlsxOptions = {}): Readable {
  const { sheetName = 'Data', timeZone = 'UTC' } = options
  const toWall = wallClock(timeZone)
  const widths = columns
    .map(
      ({ width, type }, i) =>
        `<col min="${i + 1}" max="${i + 1}" width="${width ?? defaultWidth[type]}" customWidth="1"/>`,
    )
    .join('')
  const start = `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${widths === '' ? '' : `<cols>${widths}</cols>`}<sheetData>`
  const names = columns.map((_column, i) => columnName(i))
  const header = `<row r="1">${columns.map((column, i) => textCell(`${names[i]}1`, column.header, headerStyle)).join('')}</row>`

  const entries = async function* (): AsyncGenerator<ZipEntry> {
    const part = (name: string, content: string): ZipEntry => ({ name, content: [Buffer.from(content, 'utf8')] })
    yield part('[Content_Types].xml', contentTypes)
    yield part('_rels/.rels', rootRelations)
    yield part('xl/styles.xml', styles)

    const source = iterate(rows)
    let done = false
    const sheet = async function* (): AsyncGenerator<string> {
      yield start + header
      let count = 1
      let length = 0
      while (count < maxSheetRows && length < maxSheetLength) {
        const next = await source.next()
        if (next.done === true) {
          done = true
          break
        }
        const row = next.value
        count++
        const cells = columns.map((column, i) => xlsxCell(`${names[i]}${count}`, row[i], column.type, toWall))
        const text = `<row r="${count}">${cells.join('')}</row>`
        length += text.length
        yield text
      }
      yield '</sheetData></worksheet>'
    }
    let sheets = 0
    try {
      while (!done) {
        sheets++
        yield { name: `xl/worksheets/sheet${sheets}.xml`, content: chunked(sheet()) }
      }
    } finally {
      await source.return(undefined)
    }
    const numbers = Array.from({ length: sheets }, (_, i) => i)
    const list = numbers.map(
      (i) => `<sheet name="${xml(sheetNameOf(sheetName, i))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
    )
    const links = numbers.map(
      (i) => `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
    )
    links.push(`<Relationship Id="rId${sheets + 1}" Type="${relations}/styles" Target="styles.xml"/>`)
    yield part(
      'xl/workbook.xml',
      `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${list.join('')}</sheets></workbook>`,
    )
    yield part(
      'xl/_rels/workbook.xml.rels',
      `${declaration}<Relationships xmlns="${packageRelations}">${links.join('')}</Relationships>`,
    )
  }
  return asStream(zip(entries()))
}

async function* iterate(rows: TableRows): AsyncGenerator<readonly TableCell[]> {
  yield* rows
}
