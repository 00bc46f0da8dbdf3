/**
 * `npm run bench`: builds the standard load, runs the product on it and prints each figure of quality.md beside its bar.
 *
 *   --scale 0.1          a smaller load (1 is the standard one; building it takes about ten minutes)
 *   --data-dir <folder>  where the load lies; one that is there is used again. Kept. Without it a temporary folder
 *   --keep               keeps the temporary folder
 *   --only list,search   parts: start, memory, list, combos, deep, search, writes, pages, dashboard, export, import, web, growth
 *
 * Times hold for the reference machine. Every bar in milliseconds is multiplied by max(1, p50 of the bare page ÷ 0.4 ms)
 * of the same run: the bare page is a list's own SQL (eight columns, prepared), sent by `pg`.
 */
import { rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { dataFolder } from '../helpers/process.ts'
import { exports, imports } from './bulk.ts'
import { p50 } from './client.ts'
import { ensureLoad } from './load.ts'
import { combos, dashboard, deep, list, pages, reports, search } from './reads.ts'
import { type Figure, line, verdict } from './report.ts'
import { openTarget, sampleBare, type Target } from './target.ts'
import { web } from './web.ts'
import { writes } from './writes.ts'

const { values: o } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    'data-dir': { type: 'string' },
    keep: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})
const scale = Number(o.scale)
if (!(scale > 0 && scale <= 10)) throw new Error('--scale is a number above 0, at most 10')
const tell = (text: string): void => void process.stderr.write(`${text}\n`)
const wanted = o.only?.split(',')
const isWanted = (part: string): boolean => wanted === undefined || wanted.includes(part)

const bareSamples: number[] = []
const factor = (): number => Math.max(1, p50(bareSamples) / 0.4)
const figures: Figure[] = []

const run = async (t: Target, part: string, work: () => Promise<Figure[]>): Promise<void> => {
  if (!isWanted(part)) return
  bareSamples.push(await sampleBare(t))
  tell(`${part} …`)
  try {
    const found = await work()
    for (const f of found) tell(line(f, factor()))
    figures.push(...found)
  } catch (error) {
    tell(`  ${part} broke off: ${error instanceof Error ? error.message : String(error)}`)
    figures.push({ part, name: `${part}: broke off`, value: Number.NaN, unit: 's', bar: 0 })
  }
}

const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const measureAll = async (t: Target): Promise<void> => {
  await run(t, 'start', async () => [
    {
      part: 'start',
      name: 'npm start, warm, until ready',
      value: t.startMs / 1000,
      unit: 's',
      bar: 3,
      note: 'with PostgreSQL',
    },
  ])
  await run(t, 'memory', async () => {
    await settle(3000)
    return [
      { part: 'memory', name: 'idle memory of the server process', value: await t.memory(), unit: 'MB', bar: 200 },
    ]
  })
  await run(t, 'list', () => list(t))
  await run(t, 'combos', () => combos(t, factor, tell))
  await run(t, 'deep', () => deep(t))
  await run(t, 'search', () => search(t))
  await run(t, 'writes', () => writes(t))
  await run(t, 'pages', () => pages(t))
  await run(t, 'dashboard', async () => [...(await dashboard(t)), ...(await reports(t))])
  await run(t, 'export', () => exports(t))
  await run(t, 'web', () => web(t))
  await run(t, 'import', () => imports(t, Math.max(1000, Math.round(100_000 * Math.min(1, scale))), tell))
}

const withTarget = async <T>(
  dataDir: string,
  at: { scale: number; small: number },
  work: (t: Target) => Promise<T>,
): Promise<T> => {
  const load = await ensureLoad(dataDir, { ...at, tell: (text) => tell(`  load: ${text}`) })
  const t = await openTarget(dataDir, load)
  try {
    return await work(t)
  } finally {
    await t.close()
  }
}

/** The figures that must not grow with the data, on about 10,000 records and on the load. */
const growing = async (t: Target): Promise<Map<string, number>> => {
  const found = [...(await list(t)), ...(await search(t, 80)), ...(await writes(t, 50)), ...(await pages(t))]
  return new Map(
    found.flatMap((f) => (f.unit === 'ms' && f.bar !== undefined && f.part !== 'list' ? [[f.name, f.value]] : [])),
  )
}

const growth = async (dataDir: string): Promise<void> => {
  if (!isWanted('growth')) return
  tell('growth …')
  const small = await dataFolder()
  const before = await withTarget(small.dataDir, { scale: 0.0045, small: 0 }, growing)
  await small.remove()
  const after = await withTarget(dataDir, { scale, small: 99 }, growing)
  for (const [name, ms] of after) {
    const was = before.get(name) ?? Number.NaN
    const f: Figure = {
      part: 'growth',
      name: `growth from 10,000 records: ${name}`,
      value: ms / was,
      unit: '×',
      bar: 2,
      note: `${was.toFixed(1)} → ${ms.toFixed(1)} ms`,
    }
    figures.push(f)
    tell(line(f, 1))
  }
}

const main = async (): Promise<void> => {
  const temporary = o['data-dir'] ? undefined : await dataFolder()
  const dataDir = o['data-dir'] ?? temporary?.dataDir ?? ''
  try {
    await withTarget(dataDir, { scale, small: 99 }, measureAll)
    await growth(dataDir)
  } finally {
    if (temporary && !o.keep) await rm(dataDir, { recursive: true, force: true })
    else tell(`The load stays in ${dataDir}`)
  }
  const f = factor()
  const head = `scale ${scale}; bare page p50 ${p50(bareSamples).toFixed(2)} ms, so bars in ms and s of work × ${f.toFixed(2)}`
  process.stdout.write(`\n${head}\n${figures.map((x) => line(x, f)).join('\n')}\n`)
  const misses = figures.filter((x) => verdict(x, f) === 'miss').length
  process.stdout.write(`${misses === 0 ? 'All bars are met.' : `${misses} of ${figures.length} miss their bar.`}\n`)
}

await main()
