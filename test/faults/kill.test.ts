/** Nothing acknowledged is lost when the server or its database is killed in the middle of writing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
