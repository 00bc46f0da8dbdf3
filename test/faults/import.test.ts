/** The server is killed in the middle of an import: the next start goes on with it, and no row is lost or there twice. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataFolder, httpClient, type Running, setUp, startProduct } from '../helpers/process.ts'

const rows = process.env.THROUGHLINE_DEEP ? 40_000 : 12_000
const kills = process.env.THROUGHLINE_DEEP ? 4 : 2

let folder: Awaited<ReturnType<typeof dataFolder>>
let running: Running
let cookie = ''
const client = () => httpClient(running.url, cookie)

beforeAll(async () => {
  folder = await dataFolder()
  running = await startProduct(folder.dataDir)
  cookie = await setUp(running, 'Faults')
}, 60_000)
afterAll(async () => {
  await running.stop()
  await folder.remove()
})

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

const look = async (id: string): Promise<Import> => (await client().get(`/imports/${id}`)).body as Import

const until = async (id: string, enough: (i: Import) => boolean, ms: number): Promise<Import> => {
  const end = Date.now() + ms
  for (;;) {
    const now = await look(id)
    if (enough(now)) return now
    if (Date.now() > end) throw new Error(`it stands at ${JSON.stringify({ ...now, profile: undefined })}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const count = async (list: string): Promise<number> =>
  ((await client().get(`${list}total=exact&limit=1`)).body.total as { count: number }).count

test('kill -9 of the server while it imports', { timeout: 300_000 }, async () => {
  const file = await upload()
  expect((await client().post(`/imports/${file.id}/run`)).status).toBe(200)
  let seen = 0
  for (let i = 1; i <= kills; i++) {
    const at = await until(file.id, (x) => x.processed >= (rows * i) / (kills + 2) || x.status !== 'running', 120_000)
    expect(at.status).toBe('running')
    await running.kill()
    running = await startProduct(folder.dataDir)
    const after = await look(file.id)
    // What was told before the kill is there after it, and its records are, no more and no less.
    expect(after.processed).toBeGreaterThanOrEqual(seen)
    expect(after.processed).toBeLessThan(rows)
    seen = after.processed
  }
  const done = await until(file.id, (x) => x.status !== 'running', 180_000)
  expect(done).toMatchObject({ status: 'done', processed: rows, created: rows, failed: 0, problem: null })
  expect(await count('/accounts?')).toBe(rows)
  const ids = new Set<unknown>()
  for (let cursor = ''; ; ) {
    const page = await client().get(
      `/accounts?fields=externalId&limit=200&total=none${cursor ? `&cursor=${cursor}` : ''}`,
    )
    for (const a of page.body.data as { externalId: string }[]) ids.add(a.externalId)
    if (typeof page.body.nextCursor !== 'string') break
    cursor = page.body.nextCursor
  }
  expect(ids.size).toBe(rows)
  expect(await count('/accounts?parentId[null]=true&')).toBe(1)
})
