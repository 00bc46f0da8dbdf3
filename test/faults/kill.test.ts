/** Nothing acknowledged is lost when the server or its database is killed in the middle of writing or importing. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmbedded } from '../../src/kernel/server/database/embedded.ts'
import { dataFolder, httpClient, type Running, setUp, startProduct } from '../helpers/process.ts'

const writes = process.env.THROUGHLINE_DEEP ? 1000 : 300

let folder: Awaited<ReturnType<typeof dataFolder>>
let running: Running
let cookie = ''

const signedIn = () => httpClient(running.url, cookie)

beforeAll(async () => {
  folder = await dataFolder()
  running = await startProduct(folder.dataDir)
  cookie = await setUp(running, 'Faults')
}, 60_000)
afterAll(async () => {
  await running.stop()
  await folder.remove()
})

/** Writes accounts from eight clients at once, strikes at the given share, and gives back the names that were acknowledged. */
const writeAndStrike = async (prefix: string, strike: () => Promise<void>): Promise<string[]> => {
  const acknowledged: string[] = []
  let next = 0
  let struck: Promise<void> | undefined
  const one = async (): Promise<void> => {
    for (;;) {
      const n = next++
      if (n >= writes) return
      if (n === Math.floor(writes * 0.4)) struck = strike()
      const name = `${prefix} ${n}`
      const r = await signedIn()
        .post('/accounts', { name })
        .catch(() => undefined)
      if (r?.status === 201) acknowledged.push(name)
    }
  }
  await Promise.all(Array.from({ length: 8 }, one))
  await struck
  return acknowledged
}

const storedNames = async (prefix: string): Promise<Set<string>> => {
  const names = new Set<string>()
  let cursor = ''
  do {
    const r = await signedIn().get(
      `/accounts?name[startsWith]=${encodeURIComponent(prefix)}&limit=200&fields=name&total=none${cursor ? `&cursor=${cursor}` : ''}`,
    )
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    const data = Array.isArray(r.body.data) ? r.body.data : []
    for (const row of data as { name: string }[]) names.add(row.name)
    cursor = typeof r.body.nextCursor === 'string' ? r.body.nextCursor : ''
  } while (cursor)
  return names
}

describe('kill -9 while writing', () => {
  test('of the server: the next start takes over and every acknowledged account is there', async () => {
    const acknowledged = await writeAndStrike('Server', () => running.kill())
    expect(acknowledged.length).toBeGreaterThan(20)
    running = await startProduct(folder.dataDir)
    const stored = await storedNames('Server')
    expect(acknowledged.filter((n) => !stored.has(n))).toEqual([])
  }, 120_000)

  test('of the database: the next start recovers and every acknowledged account is there', async () => {
    const pid = await running.databasePid()
    const acknowledged = await writeAndStrike('Database', async () => void process.kill(pid, 'SIGKILL'))
    expect(acknowledged.length).toBeGreaterThan(20)
    await running.kill()
    running = await startProduct(folder.dataDir)
    const stored = await storedNames('Database')
    expect(acknowledged.filter((n) => !stored.has(n))).toEqual([])
  }, 120_000)
})

const rows = process.env.THROUGHLINE_DEEP ? 40_000 : 6_000
const kills = process.env.THROUGHLINE_DEEP ? 4 : 2

type Import = { id: string; status: string; processed: number; created: number; failed: number; problem: string | null }

const upload = async (): Promise<Import> => {
  const body = new FormData()
  body.append('entity', 'account')
  const lines = Array.from({ length: rows }, (_, i) => `Company ${i},X${i},${i === 0 ? '' : `Company ${(i - 1) >> 1}`}`)
  body.append('file', new Blob([`Company,External id,Parent company\n${lines.join('\n')}\n`]), 'many.csv')
  const r = await fetch(`${running.url}/api/v1/imports`, {
    method: 'POST',
    headers: { cookie, 'x-requested-with': 'throughline' },
    body,
  })
  expect(r.status).toBe(201)
  return (await r.json()) as Import
}

const look = async (id: string): Promise<Import> => (await signedIn().get(`/imports/${id}`)).body as Import

const until = async (id: string, enough: (i: Import) => boolean, ms: number): Promise<Import> => {
  const end = Date.now() + ms
  for (;;) {
    const now = await look(id)
    if (enough(now)) return now
    if (Date.now() > end) throw new Error(`it stands at ${JSON.stringify({ ...now, profile: undefined })}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const query = async (connectionString: string, text: string): Promise<void> => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(text)
  await client.end()
}

const count = async (list: string): Promise<number> =>
  ((await signedIn().get(`${list}total=exact&limit=1`)).body.total as { count: number }).count

test('kill -9 while importing: the next start goes on, and no row is lost or there twice', {
  timeout: 300_000,
}, async () => {
  const file = await upload()
  expect((await signedIn().post(`/imports/${file.id}/run`)).status).toBe(200)
  let seen = 0
  for (let i = 1; i <= kills; i++) {
    const at = await until(file.id, (x) => x.processed >= (rows * i) / (kills + 2) || x.status !== 'running', 120_000)
    expect(at.status).toBe('running')
    await running.kill()
    const database = await startEmbedded({ dataDir: folder.dataDir, log: { info: () => {}, warn: () => {} } })
    // The last time it is waited for that the dead worker was silent for long enough; before, that time has passed.
    if (i < kills) await query(database.adminUrl, `update worker_heartbeat set seen_at = now() - interval '1 minute'`)
    running = await startProduct(folder.dataDir)
    await database.stop()
    const after = await look(file.id)
    // What was told before the kill is there after it, and its records are, no more and no less.
    expect(after.processed).toBeGreaterThanOrEqual(seen)
    expect(after.processed).toBeLessThan(rows)
    seen = after.processed
  }
  const done = await until(file.id, (x) => x.status !== 'running', 180_000)
  expect(done).toMatchObject({ status: 'done', processed: rows, created: rows, failed: 0, problem: null })
  expect(await count('/accounts?externalId[null]=false&')).toBe(rows)
  const ids = new Set<unknown>()
  for (let cursor = ''; ; ) {
    const page = await signedIn().get(
      `/accounts?externalId[null]=false&fields=externalId&limit=200&total=none${cursor ? `&cursor=${cursor}` : ''}`,
    )
    for (const a of page.body.data as { externalId: string }[]) ids.add(a.externalId)
    if (typeof page.body.nextCursor !== 'string') break
    cursor = page.body.nextCursor
  }
  expect(ids.size).toBe(rows)
  expect(await count('/accounts?externalId[null]=false&parentId[null]=true&')).toBe(1)
})
