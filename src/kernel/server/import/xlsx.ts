// Rows of XLSX workbooks, streamed. Cells come out as the text a CSV of the sheet would hold: ISO dates, plain numbers.
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { CellValue, Row as ExcelRow } from 'exceljs'
import { AppError, invalid } from '../../errors.ts'

/** A sheet small enough to unpack: the whole workbook, and the shared strings (which stay in memory while reading). */
const xlsxLimits = { unpackedBytes: 2 * 1024 ** 3, sharedStringBytes: 256 * 1024 ** 2, columns: 2000 }

/** What the first bytes say: `zip` may be XLSX, `old` is the binary .xls. */
export const excelFile = (start: Buffer): 'zip' | 'old' | undefined => {
  if (start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return 'zip'
  if (start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return 'old'
  return undefined
}

type Sheet = { name: string; hidden: boolean; rows: AsyncIterable<ExcelRow> }

/** The worksheets with their first filled rows (all cells as text), in the order of the file. */
export const xlsxSheets = async (
  path: string,
  rowsOfEach: number,
): Promise<{ name: string; hidden: boolean; rows: string[][] }[]> => {
  const found: { name: string; hidden: boolean; rows: string[][] }[] = []
  for await (const sheet of sheets(path)) {
    const rows: string[][] = []
    for await (const row of sheet.rows) {
      const cells = rowCells(row)
      if (cells.some((cell) => cell !== '')) rows.push(cells)
      if (rows.length >= rowsOfEach) break
    }
    found.push({ name: sheet.name, hidden: sheet.hidden, rows })
  }
  return found
}

/** The rows of one worksheet, with the row number Excel shows. Throws `invalid` at `file` if there is no such sheet. */
export async function* xlsxRows(path: string, sheetName: string): AsyncGenerator<{ line: number; cells: string[] }> {
  for await (const sheet of sheets(path)) {
    if (sheet.name !== sheetName) continue
    for await (const row of sheet.rows) yield { line: row.number, cells: rowCells(row) }
    return
  }
  throw invalid('file', `The workbook has no worksheet called ${sheetName}`)
}

async function* sheets(path: string): AsyncGenerator<Sheet> {
  const parts = await fitParts(path)
  const { stream } = (await import('exceljs')).default
  const file = Readable.from(inReadingOrder(path, parts))
  try {
    const book = new stream.xlsx.WorkbookReader(file, {
      worksheets: 'emit',
      sharedStrings: 'cache',
      hyperlinks: 'ignore',
      styles: 'cache',
      entries: 'ignore',
    })
    // The reader would wait for strings that a workbook without them never brings.
    if (!parts.entries.some((entry) => entry.name === 'xl/sharedStrings.xml'))
      Object.assign(book, { sharedStrings: [] })
    for await (const sheet of book) {
      const name = 'name' in sheet && typeof sheet.name === 'string' ? sheet.name : 'Sheet1'
      const hidden = 'state' in sheet && typeof sheet.state === 'string' && sheet.state !== 'visible'
      yield { name, hidden, rows: sheet }
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw invalid('file', `The workbook cannot be read (${error instanceof Error ? error.message : String(error)})`)
  } finally {
    file.destroy()
  }
}

type Part = { name: string; size: number; at: number }
type Parts = { entries: Part[]; end: number }

/** What sheets need to be named and read comes before them; in the file itself it may come after. */
const rank = (name: string): number => {
  const at = ['xl/_rels/workbook.xml.rels', 'xl/workbook.xml', 'xl/sharedStrings.xml', 'xl/styles.xml'].indexOf(name)
  return at === -1 ? 9 : at
}

/**
 * The bytes of the zip with its parts in the order in which they are needed: the streaming reader takes them as they
 * come, and puts sheets that come too early into temporary files, nameless.
 */
async function* inReadingOrder(path: string, { entries, end }: Parts): AsyncGenerator<Buffer> {
  const byPlace = entries.toSorted((a, b) => a.at - b.at)
  const ranges = byPlace.map((entry, i) => ({ name: entry.name, from: entry.at, to: byPlace[i + 1]?.at ?? end }))
  const file = await open(path, 'r')
  try {
    for (const { from, to } of ranges.toSorted((a, b) => rank(a.name) - rank(b.name) || a.from - b.from)) {
      for (let at = from; at < to; ) {
        const chunk = Buffer.alloc(Math.min(256 * 1024, to - at))
        const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
        if (bytesRead === 0) return
        at += bytesRead
        yield chunk.subarray(0, bytesRead)
      }
    }
    const { size } = await file.stat()
    const tail = Buffer.alloc(size - end)
    await file.read(tail, 0, tail.length, end)
    yield tail
  } finally {
    await file.close()
  }
}

/** Reads the zip's directory. Refuses: no workbook inside, a binary or encrypted one, or one that unpacks to too much. */
const fitParts = async (path: string): Promise<Parts> => {
  const parts = await zipEntries(path)
  const { entries } = parts
  if (entries.some((entry) => entry.name === 'xl/workbook.bin')) {
    throw invalid('file', 'This is a binary workbook (.xlsb). Save it as .xlsx or CSV and upload that')
  }
  if (!entries.some((entry) => entry.name === 'xl/workbook.xml')) {
    throw invalid('file', 'This is not an Excel workbook: upload a CSV or XLSX file')
  }
  const total = entries.reduce((sum, entry) => sum + entry.size, 0)
  const strings = entries.find((entry) => entry.name === 'xl/sharedStrings.xml')?.size ?? 0
  if (total > xlsxLimits.unpackedBytes || strings > xlsxLimits.sharedStringBytes) {
    throw new AppError('tooLarge', 'The workbook is too large to unpack. Save the worksheet as CSV and upload that')
  }
  return parts
}

const zipEntries = async (path: string): Promise<Parts> => {
  const broken = () => invalid('file', 'The workbook is damaged or not complete')
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 65_557))
    await file.read(tail, 0, tail.length, size - tail.length)
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
    if (end === -1 || end + 22 > tail.length) throw broken()
    const length = tail.readUInt32LE(end + 12)
    const from = tail.readUInt32LE(end + 16)
    if (length > 4 * 1024 ** 2 || from + length > size) throw broken()
    const directory = Buffer.alloc(length)
    await file.read(directory, 0, length, from)
    const entries: Part[] = []
    for (let at = 0; at + 46 <= length && directory.readUInt32LE(at) === 0x02014b50; ) {
      const nameLength = directory.readUInt16LE(at + 28)
      const name = directory.subarray(at + 46, at + 46 + nameLength).toString('utf8')
      entries.push({ name, size: directory.readUInt32LE(at + 24), at: directory.readUInt32LE(at + 42) })
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
    return { entries, end: from }
  } finally {
    await file.close()
  }
}

const rowCells = (row: ExcelRow): string[] => {
  const cells: string[] = []
  row.eachCell({ includeEmpty: false }, (cell, column) => {
    if (column > xlsxLimits.columns) return
    while (cells.length < column - 1) cells.push('')
    cells[column - 1] = cellText(cell.value, cell.numFmt ?? '').trim()
  })
  return cells
}

const cellText = (value: CellValue, format: string): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return numberText(value, format)
  if (value instanceof Date) return dateText(value)
  if ('richText' in value) return value.richText.map((part) => part.text).join('')
  if ('error' in value) return value.error
  if ('hyperlink' in value) return cellText(value.text, format)
  if ('result' in value && value.result !== undefined) return cellText(value.result, format)
  return ''
}

const numberText = (value: number, format: string): string => {
  if (!Number.isFinite(value)) return ''
  // The streaming reader turns dates into Date, except where a formula makes them.
  if (isDateFormat(format)) return dateText(new Date(Math.round((value - 25_569) * 86_400) * 1000))
  const percent = format.replace(/"[^"]*"/g, '').includes('%')
  // 15 significant digits are what Excel keeps and shows; more is binary noise (0.1 + 0.2).
  const rounded = Number((percent ? value * 100 : value).toPrecision(15))
  const text = /e/.test(String(rounded))
    ? rounded.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : String(rounded)
  return percent ? `${text}%` : text
}

const isDateFormat = (format: string): boolean =>
  /[dmyhs]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').replace(/general|standard/gi, ''))

const dateText = (date: Date): string => {
  if (Number.isNaN(date.getTime())) return ''
  const seconds = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString()
  if (date.getUTCFullYear() < 1900) return seconds.slice(11, 19)
  return seconds.endsWith('T00:00:00.000Z') ? seconds.slice(0, 10) : seconds.slice(0, 19)
}
