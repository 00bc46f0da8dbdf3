/** Work over many records: an import, exports, and what they do to the server's memory. */
import { companyLines, contactLines } from '../import/contacts.ts'
import type { Figure } from './report.ts'
import type { Target } from './target.ts'

/**
 * The server's memory while `work` ran, MB: the most above what it had before, and how much its floor rose from the first
 * quarter of the time to the last. Between the two lies what waits for the collector; work that streams keeps its floor.
 */
const memoryOver = async <T>(
  t: Target,
  work: () => Promise<T>,
): Promise<{ result: T; most: number; floorRose: number }> => {
  const before = await t.memory()
  const samples: number[] = []
  const look = setInterval(() => void t.memory().then((m) => samples.push(m)), 100)
  try {
    const result = await work()
    const quarter = Math.max(1, Math.floor(samples.length / 4))
    const floor = (part: readonly number[]) => Math.min(...part)
    const floorRose = samples.length < 4 ? 0 : floor(samples.slice(-quarter)) - floor(samples.slice(0, quarter))
    return { result, most: Math.max(before, ...samples) - before, floorRose }
  } finally {
    clearInterval(look)
  }
}

const uploaded = async (t: Target, entity: string, file: string): Promise<Record<string, unknown>> => {
  const boundary = 'throughline-bench'
  const body = [
    `--${boundary}\r\ncontent-disposition: form-data; name="entity"\r\n\r\n${entity}\r\n`,
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${entity}.csv"\r\ncontent-type: text/csv\r\n\r\n${file}\r\n`,
    `--${boundary}--\r\n`,
  ].join('')
  const reply = await t.admin.call('POST', '/imports', body, { type: `multipart/form-data; boundary=${boundary}` })
  if (reply.status !== 201) throw new Error(`import: ${reply.status} ${reply.text.slice(0, 300)}`)
  return JSON.parse(reply.text)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Runs an import that was uploaded, until it says that it is done. */
const followed = async (t: Target, made: Record<string, unknown>): Promise<Record<string, unknown>> => {
  const started = performance.now()
  await t.admin.post(`/imports/${made.id}/run`, { version: made.version })
  for (;;) {
    const row = await t.admin.json(`/imports/${made.id}`)
    if (row.status === 'done') return row
    if (row.status !== 'running') throw new Error(`the import is ${row.status}: ${row.problem}`)
    if (performance.now() - started > 15 * 60_000) {
      await t.admin.post(`/imports/${made.id}/cancel`)
      throw new Error(`the import was given up at ${row.processed} rows`)
    }
    await pause(250)
  }
}

/** Upload, check of every row with duplicates, accounts by name, and the writing; the file of `large.test.ts`. */
export const imports = async (t: Target, rows: number, tell: (text: string) => void): Promise<Figure[]> => {
  await followed(t, await uploaded(t, 'account', [...companyLines()].join('\r\n')))
  const file = [...contactLines(rows, Date.now().toString(36))].join('\r\n')
  const started = performance.now()
  const { result, most, floorRose } = await memoryOver(t, async () => followed(t, await uploaded(t, 'contact', file)))
  tell(`  created ${result.created}, failed ${result.failed}`)
  const seconds = (performance.now() - started) / 1000
  return [
    {
      part: 'import',
      name: `CSV import of ${rows.toLocaleString('en')} contacts`,
      value: seconds,
      unit: 's',
      bar: (60 * rows) / 100_000,
      scaled: true,
      note: `${(rows / seconds).toFixed(0)} rows/s, ${result.created} created`,
    },
    {
      part: 'import',
      name: 'memory the import takes at its most',
      value: most,
      unit: 'MB',
      bar: 200,
      note: `its floor rose by ${floorRose.toFixed(0)} MB`,
    },
  ]
}

export const exports = async (t: Target): Promise<Figure[]> => {
  const started = performance.now()
  const { result, most, floorRose } = await memoryOver(t, () =>
    t.admin.call('GET', '/activities/export?format=csv', undefined, { keep: false }),
  )
  if (result.status !== 200) throw new Error(`export: ${result.status}`)
  const seconds = (performance.now() - started) / 1000
  return [
    { part: 'export', name: 'export, first byte', value: result.firstByteMs, unit: 'ms', bar: 200, scaled: true },
    {
      part: 'export',
      name: `memory’s floor, last quarter less first, exporting ${t.load.counts.activities.toLocaleString('en')} rows`,
      value: floorRose,
      unit: 'MB',
      bar: 30,
      note: `${most.toFixed(0)} MB at its most before collection; ${(result.bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(0)} s, ${(t.load.counts.activities / seconds).toFixed(0)} rows/s`,
    },
  ]
}
