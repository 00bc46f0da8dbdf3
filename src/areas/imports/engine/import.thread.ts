/** Entry of the thread that reads files: detection, profiles, rows as values, the file of errors. */
import { parentPort } from 'node:worker_threads'
import { stringify } from 'csv-stringify/sync'
import { AppError } from '../../../kernel/errors.ts'
import { unaccent } from '../../../kernel/match.ts'
import type { ThreadAnswer } from '../../../kernel/server/pdf/threads.ts'
import { profileColumns } from '../../../kernel/server/import/columns.ts'
import { detectFile } from '../../../kernel/server/import/detect.ts'
import { openRows, type Row } from '../../../kernel/server/import/read.ts'
import { neutral } from '../../../kernel/server/spreadsheet.ts'
import { type ConvertPlan, converter, type ParsedRow } from './convert.ts'
import type { Ask } from './file.ts'

type Open = { key: string; at: number; rows: AsyncGenerator<Row>; convert: (row: Row) => ParsedRow }
let open: Open | undefined

/** The file's rows after a line, going on where the last call ended if this one asks for that. */
const reader = async (ask: Extract<Ask, { do: 'rows' }>): Promise<Open> => {
  const key = JSON.stringify([ask.path, ask.settings, ask.plan])
  if (open?.key === key && open.at === ask.after) return open
  await open?.rows.return(undefined)
  const source = await openRows(ask.path, ask.settings)
  const plan: ConvertPlan = ask.plan
  const rows = source.rows(ask.after > 0 ? { line: ask.after } : undefined)
  open = { key, at: ask.after, rows, convert: converter(plan) }
  return open
}

const nextRows = async (ask: Extract<Ask, { do: 'rows' }>): Promise<{ rows: ParsedRow[]; done: boolean }> => {
  const from = await reader(ask)
  const rows: ParsedRow[] = []
  while (rows.length < ask.count) {
    const next = await from.rows.next()
    if (next.done) {
      open = undefined
      return { rows, done: true }
    }
    const parsed = from.convert(next.value)
    if (next.value.surplus)
      parsed.problems.push({
        field: '',
        message: `The row has more cells than there are columns: ${next.value.surplus.slice(0, 3).join(', ')}`,
      })
    rows.push(parsed)
    from.at = next.value.line
  }
  return { rows, done: false }
}

const titles = async (ask: Extract<Ask, { do: 'titles' }>): Promise<string[]> => {
  const source = await openRows(ask.path, ask.settings)
  const named = new Set(ask.named.map(unaccent))
  for await (const row of source.rows())
    for (const i of ask.referring) if (row.cells[i] && named.size < 1_000_000) named.add(unaccent(row.cells[i]))
  const found = new Set<string>()
  for await (const row of source.rows()) {
    const title = unaccent(row.cells[ask.index] ?? '')
    if (named.has(title)) found.add(title)
  }
  return [...found]
}

const mostWords = 50_000
const countedWords = new Map<string, { value: string; count: number }[]>()

const words = async (ask: Extract<Ask, { do: 'words' }>): Promise<{ value: string; count: number }[]> => {
  const key = JSON.stringify(ask)
  const known = countedWords.get(key)
  if (known) return known
  const source = await openRows(ask.path, ask.settings)
  const counts = new Map<string, number>()
  for await (const row of source.rows()) {
    const cell = row.cells[ask.index] ?? ''
    const n = counts.get(cell)
    if (cell !== '' && (n !== undefined || counts.size < mostWords)) counts.set(cell, (n ?? 0) + 1)
  }
  const list = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
  // The step that asks is looked at several times; two files' columns suffice.
  if (countedWords.size >= 4) countedWords.clear()
  countedWords.set(key, list)
  return list
}

/** The rows of `problems` as CSV with what is wrong in a last column. */
const errorFile = async (ask: Extract<Ask, { do: 'errors' }>): Promise<string> => {
  const source = await openRows(ask.path, ask.settings)
  const why = new Map(ask.problems)
  const kept = source.columns.filter((name) => name.toLowerCase() !== 'problem')
  const places = kept.map((name) => source.columns.indexOf(name))
  const rows: string[][] = [[...kept, 'problem']]
  for await (const row of source.rows()) {
    const problem = why.get(row.line)
    if (problem !== undefined) rows.push([...places.map((i) => neutral(row.cells[i] ?? '')), neutral(problem)])
    if (rows.length > why.size) break
  }
  return stringify(rows, { bom: true })
}

const work = async (ask: Ask): Promise<unknown> => {
  switch (ask.do) {
    case 'analyse': {
      const {
        sheets,
        bytes,
        settings: found,
      } = ask.settings ? { sheets: [], bytes: 0, settings: ask.settings } : await detectFile(ask.path, ask.name)
      const source = await openRows(ask.path, found)
      const delimiter = found.format === 'csv' ? { delimiter: found.delimiter } : {}
      return { settings: found, sheets, bytes, profile: await profileColumns(source, { ...ask.hints, ...delimiter }) }
    }
    case 'rows':
      return nextRows(ask)
    case 'titles':
      return titles(ask)
    case 'words':
      return words(ask)
    case 'errors':
      return errorFile(ask)
  }
}

/** Refusals of the file come back as values: a thread's rejection carries no more than a sentence. */
const refusal = (error: unknown): { refused: { message: string; path: string } } => {
  if (!(error instanceof AppError)) throw error
  return { refused: { message: error.message, path: error.errors[0]?.path ?? 'file' } }
}

const answer = (value: ThreadAnswer): void => parentPort?.postMessage(value)

parentPort?.on('message', (ask: Ask) => {
  work(ask)
    .catch(refusal)
    .then(
      (value) => answer({ ok: true, value }),
      (error: unknown) =>
        answer({ ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
})
