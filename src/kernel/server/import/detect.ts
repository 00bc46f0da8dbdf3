// How an uploaded table is written: CSV or XLSX, and for CSV its encoding, delimiter, quote and header, from its bytes.
import { open } from 'node:fs/promises'
import { extname } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { invalid } from '../../errors.ts'
import { delimiters, type FileSettings, quotes } from '../../importFile.ts'
import { excelFile, xlsxSheets } from './xlsx.ts'

/** All at once: files put together from several sources mix them. */
export const recordDelimiters = ['\r\n', '\n', '\r']

export const fileSettings: z.ZodType<FileSettings> = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('csv'),
    encoding: z.string().min(1).max(40),
    delimiter: z.enum(delimiters),
    quote: z.enum(quotes),
    skip: z.int().min(0).max(100),
    header: z.boolean(),
  }),
  z.strictObject({
    format: z.literal('xlsx'),
    sheet: z.string().min(1).max(200),
    skip: z.int().min(0).max(100),
    header: z.boolean(),
  }),
])
export type CsvSettings = Extract<FileSettings, { format: 'csv' }>

/** What was found: `sheets` are the worksheets to choose from (XLSX only). */
export type Detected = { settings: FileSettings; sheets: string[]; bytes: number }

const sampleBytes = 256 * 1024
const chunkBytes = 256 * 1024

/**
 * Looks at the whole file once (for its encoding) and at its first 256 KB (for the rest); memory does not grow with it.
 * `name` is the name it was uploaded under. Throws `invalid` at `file` for what is no table: empty, old .xls, binary.
 */
export const detectFile = async (path: string, name = path): Promise<Detected> => {
  const file = await open(path, 'r')
  try {
    const { size: bytes } = await file.stat()
    if (bytes === 0) throw invalid('file', 'The file is empty')
    const start = Buffer.alloc(Math.min(bytes, sampleBytes))
    await file.read(start, 0, start.length, 0)
    const kind = excelFile(start)
    if (kind === 'old') {
      throw invalid('file', 'This is the old Excel format (.xls). Save it as .xlsx or CSV and upload that')
    }
    if (kind === 'zip') {
      const found = await xlsxSheets(path, 50)
      const best = found.find((sheet) => !sheet.hidden && sheet.rows.length > 0) ?? found.find((s) => s.rows.length > 0)
      if (!best) throw invalid('file', 'No worksheet of this workbook has any rows')
      return {
        settings: { format: 'xlsx', sheet: best.name, ...headerPlace(best.rows) },
        sheets: found.map((sheet) => sheet.name),
        bytes,
      }
    }
    const encoding = await detectEncoding(file, start, bytes)
    const { decode } = (await import('iconv-lite')).default
    const text = decode(start, encoding).replace(/^\uFEFF/, '')
    if (looksBinary(text)) {
      throw invalid('file', `${extname(name) || 'This'} is not a table: upload a CSV or XLSX file`)
    }
    const sample = start.length < bytes ? text.slice(0, Math.max(text.lastIndexOf('\n'), 0) || text.length) : text
    return { settings: { format: 'csv', encoding, ...csvShape(sample) }, sheets: [], bytes }
  } finally {
    await file.close()
  }
}

type OpenFile = Awaited<ReturnType<typeof open>>

const detectEncoding = async (file: OpenFile, start: Buffer, bytes: number): Promise<string> => {
  if (start.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) return 'utf-8'
  if (start[0] === 0xff && start[1] === 0xfe) return start[2] === 0 && start[3] === 0 ? 'utf-32le' : 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  const wide = wideWithoutMark(start)
  if (wide) return wide

  // The first byte that is not ASCII may come late, so the whole file is looked at; only odd lines are kept.
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  const telling: Buffer[] = []
  let kept = 0
  let valid = true
  const chunk = Buffer.alloc(chunkBytes)
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) break
    const part = chunk.subarray(0, bytesRead)
    at += bytesRead
    if (valid) {
      try {
        utf8.decode(part, { stream: at < bytes })
      } catch {
        valid = false
      }
    }
    for (const line of kept < sampleBytes ? linesWithHighBytes(part) : []) {
      telling.push(Buffer.from(line))
      kept += line.length
    }
    if (!valid && kept >= sampleBytes) break
  }
  return valid ? 'utf-8' : guessEncoding(Buffer.concat(telling))
}

function* linesWithHighBytes(part: Buffer): Generator<Buffer> {
  let from = 0
  while (from < part.length) {
    const end = part.indexOf(0x0a, from)
    const line = part.subarray(from, end === -1 ? part.length : end + 1)
    if (line.some((byte) => byte >= 0x80)) yield line
    from += line.length
  }
}

/** UTF-16 without a byte order mark: text in it has a zero in every second byte nearly everywhere. */
const wideWithoutMark = (start: Buffer): string | undefined => {
  let even = 0
  let odd = 0
  const length = Math.min(start.length, 4096) & ~1
  if (length < 4) return undefined
  for (let i = 0; i < length; i += 2) {
    if (start[i] === 0) even++
    if (start[i + 1] === 0) odd++
  }
  const half = length / 2
  if (odd > half * 0.5 && even < half * 0.1) return 'utf-16le'
  if (even > half * 0.5 && odd < half * 0.1) return 'utf-16be'
  return undefined
}

const guessEncoding = async (telling: Buffer): Promise<string> => {
  const chardet = (await import('chardet')).default
  const iconv = (await import('iconv-lite')).default
  for (const { name, confidence } of chardet.analyse(telling)) {
    if (confidence < 20 || /^utf|^iso-2022|ascii/i.test(name)) continue
    // Browsers read these as the Windows page that contains them; files called Latin-1 hold its dashes and quotes.
    const encoding =
      { 'iso-8859-1': 'windows-1252', 'iso-8859-9': 'windows-1254' }[name.toLowerCase()] ?? name.toLowerCase()
    if (!iconv.encodingExists(encoding)) continue
    if (!/[\uFFFD\u0080-\u009F]/.test(iconv.decode(telling, encoding))) return encoding
  }
  return 'windows-1252'
}

const looksBinary = (text: string): boolean => {
  let controls = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    // Tab, line feeds and carriage return occur in text; 0x1A ended files of old systems.
    if (code < 0x20 && (code < 9 || code > 13) && code !== 0x1a) controls++
  }
  return controls > Math.max(2, text.length / 500)
}

type Shape = Omit<CsvSettings, 'format' | 'encoding'>

/** Delimiter, quote and header of CSV text: the delimiter under which most rows have the same number of cells, over one. */
export const csvShape = (text: string): Shape => {
  const hint = /^sep=([,;|\t])\r?\n/i.exec(text)?.[1]
  const given = delimiters.find((delimiter) => delimiter === hint)
  let best: { score: number; shape: Shape } | undefined
  for (const delimiter of given ? [given] : delimiters) {
    for (const quote of quotes) {
      if (quote === "'" && !hasSingleQuotedCells(text, delimiter)) continue
      const rows = sampleRows(text, delimiter, quote)
      const score = regularity(rows)
      if (!best || score > best.score) {
        best = { score, shape: { delimiter, quote, ...headerPlace(given ? rows.slice(1) : rows) } }
        if (given) best.shape.skip += 1
      }
    }
  }
  if (!best) throw invalid('file', 'The file has no rows')
  return best.shape
}

const hasSingleQuotedCells = (text: string, delimiter: string): boolean => {
  const cells = text.split('\n', 200).flatMap((line) => line.replace(/\r$/, '').split(delimiter))
  const opened = cells.filter((cell) => cell.startsWith("'")).length
  const closed = cells.filter((cell) => cell.endsWith("'")).length
  return opened > 2 && opened === closed && !cells.some((cell) => cell.startsWith('"'))
}

const sampleRows = (text: string, delimiter: string, quote: string): string[][] => {
  const rows: string[][] = parse(text, {
    delimiter,
    quote,
    record_delimiter: recordDelimiters,
    to: 300,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    skip_empty_lines: true,
  })
  return rows.filter((row) => row.some((cell) => cell.trim() !== ''))
}

const widthOf = (rows: readonly string[][]): { width: number; share: number } => {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  const [width, times] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0]
  return { width, share: rows.length === 0 ? 0 : times / rows.length }
}

const regularity = (rows: readonly string[][]): number => {
  const { width, share } = widthOf(rows)
  // One column is always perfectly regular: it wins only where nothing else splits.
  return width < 2 ? 0.01 : share * (1 + Math.min(width, 20) / 100)
}

const looksLikeData = (cell: string): boolean =>
  /^[-+(]?[$€£]?\s?\d[\d.,\s' ]*%?\)?$/.test(cell) ||
  /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}/.test(cell) ||
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell) ||
  /^https?:\/\//i.test(cell) ||
  /^(true|false|yes|no)$/i.test(cell)

/** Where the header is: `skip` filled rows come first; a first row that looks like the rows below it is no header. */
export const headerPlace = (rows: readonly (readonly string[])[]): { skip: number; header: boolean } => {
  const filled = rows.map((row) => row.map((cell) => cell.trim()).filter((cell) => cell !== ''))
  const { width } = widthOf(rows.map((row) => [...row]))
  const at = filled.slice(0, 20).findIndex((row) => row.length >= Math.max(1, width * 0.6))
  const skip = Math.max(at, 0)
  const first = filled[skip] ?? []
  const below = filled.slice(skip + 1, skip + 51)
  if (below.length === 0) return { skip, header: !first.some(looksLikeData) }
  const dataHere = first.filter(looksLikeData).length
  if (dataHere === 0) return { skip, header: new Set(first).size === first.length }
  // Headers such as years look like data: they count as one if the rows below hold clearly more of it.
  const dataBelow = below.reduce((sum, row) => sum + row.filter(looksLikeData).length, 0) / below.length
  return { skip, header: dataHere / first.length < 0.5 && dataHere < dataBelow * 0.6 }
}
