/**
 * How long a large file takes, with validation, duplicates and accounts found by name, and that the server's memory
 * does not grow with it. The server runs as a process of its own, so that its figures are its own.
 */
import { createWriteStream, openAsBlob } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companies, companyLines, contactLines } from './contacts.ts'
import { dataFolder, httpClient, type Running, setUp, startProduct } from '../helpers/process.ts'

const rows = Number(process.env.IMPORT_ROWS ?? 100_000)

let folder: Awaited<ReturnType<typeof dataFolder>>
let running: Running
let client: ReturnType<typeof httpClient>

beforeAll(async () => {
  folder = await dataFolder()
  running = await startProduct(folder.dataDir)
  client = httpClient(running.url, await setUp(running, 'Large'))
}, 120_000)
afterAll(async () => {
  await running.stop()
  await folder.remove()
})

const written = async (name: string, lines: Iterable<string>): Promise<string> => {
  const file = path.join(os.tmpdir(), `throughline-${process.pid}-${name}`)
  const out = createWriteStream(file)
  for (const line of lines) if (!out.write(`${line}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
  return file
}

type Import = { id: string; status: string; processed: number; created: number; failed: number; problem: string | null }

const uploaded = async (entity: string, lines: Iterable<string>): Promise<Import> => {
  const file = await written(`${entity}.csv`, lines)
  try {
    const body = new FormData()
    body.append('entity', entity)
    body.append('file', await openAsBlob(file), `${entity}.csv`)
    const r = await fetch(`${running.url}/api/v1/imports`, {
      method: 'POST',
      headers: { cookie: client.cookie(), 'x-requested-with': 'throughline' },
      body,
    })
    const answer = (await r.json()) as Import
    if (r.status !== 201) throw new Error(JSON.stringify(answer))
    return answer
  } finally {
    await rm(file)
  }
}

const residentMb = async (): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${running.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

type Run = { last: Import; seconds: number; memory: { processed: number; mb: number }[] }

/** Takes the step and watches the server until it has ended. */
const follow = async (id: string, step: 'check' | 'run'): Promise<Run> => {
  const start = performance.now()
  const taken = await client.post(`/imports/${id}/${step}`)
  expect(taken.status, JSON.stringify(taken.body)).toBe(200)
  const memory: Run['memory'] = []
  for (;;) {
    const last = (await client.get(`/imports/${id}`)).body as Import
    memory.push({ processed: last.processed, mb: await residentMb() })
    if (last.status !== 'checking' && last.status !== 'running')
      return { last, seconds: (performance.now() - start) / 1000, memory }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

const most = (list: Run['memory'], from: number, to: number): number =>
  Math.max(...list.filter((m) => m.processed >= from * rows && m.processed <= to * rows).map((m) => m.mb))

describe('a large file', () => {
  it('100,000 contacts go in within a minute, in memory that does not grow', { timeout: 600_000 }, async () => {
    const first = await uploaded('account', companyLines())
    expect((await follow(first.id, 'run')).last).toMatchObject({ status: 'done', created: companies })
    const start = performance.now()
    const file = await uploaded('contact', contactLines(rows))
    const upload = (performance.now() - start) / 1000
    const before = await residentMb()
    const check = await follow(file.id, 'check')
    expect(check.last).toMatchObject({ status: 'checked', created: rows, failed: 0 })
    const run = await follow(file.id, 'run')
    expect(run.last).toMatchObject({ status: 'done', created: rows, failed: 0 })
    const all = await client.get('/contacts?total=exact&limit=1')
    expect(all.body.total).toEqual({ count: rows, exact: true })

    const [early, late] = [most(run.memory, 0.2, 0.5), most(run.memory, 0.75, 1)]
    const peak = Math.max(...check.memory.map((m) => m.mb), ...run.memory.map((m) => m.mb))
    console.log(
      `${rows} contacts: upload and profile ${upload.toFixed(1)} s, dry run ${check.seconds.toFixed(1)} s, import ${run.seconds.toFixed(1)} s; ` +
        `memory ${before.toFixed(0)} MB before, ${early.toFixed(0)} MB early, ${late.toFixed(0)} MB late, ${peak.toFixed(0)} MB at most`,
    )
    expect(upload + run.seconds).toBeLessThan(60 * Number(process.env.SLOWER ?? 1))
    expect(late - early).toBeLessThan(80)
  })
})
