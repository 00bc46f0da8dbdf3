/** The hardware seller's files through `throughline import`, beside a running server: the API then shows the figures. */
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataFolder, httpClient, runCommand, type Running, setUp, startProduct } from '../helpers/process.ts'

const file = (name: string) => path.join(import.meta.dirname, '../data/crm-sales-opportunities', name)

let folder: Awaited<ReturnType<typeof dataFolder>>
let running: Running
let client: ReturnType<typeof httpClient>

beforeAll(async () => {
  folder = await dataFolder()
  running = await startProduct(folder.dataDir)
  const place = { country: 'US', baseCurrency: 'USD', timeZone: 'America/New_York' }
  client = httpClient(running.url, await setUp(running, 'Hardware', place))
}, 60_000)
afterAll(async () => {
  await running.stop()
  await folder.remove()
})

const importing = async (...args: string[]) => {
  const { code, out, err } = await runCommand(['import', ...args], { DATA_DIR: folder.dataDir })
  return { code, out: out + err }
}

test('a dry run says what the deals lack, and writes nothing without a yes', { timeout: 120_000 }, async () => {
  const { code, out } = await importing('opportunity', file('sales_pipeline.csv'))
  expect([code, out]).toEqual([0, expect.stringContaining('0 to create, 0 to update, 0 skipped, 8800 with problems')])
  expect(out).toContain('7375 rows: account: There is no account called “…” (85 different)')
  expect(out).toContain('Nothing was imported.')
})

test('all four files, and the figures they are known for', { timeout: 180_000 }, async () => {
  for (const [kind, name, told] of [
    ['member', 'sales_teams.csv', '35 created'],
    ['product', 'products.csv', '7 created'],
    ['account', 'accounts.csv', '85 created'],
    ['opportunity', 'sales_pipeline.csv', '8800 created'],
  ] as const) {
    const { out } = await importing(kind, file(name), '--yes')
    expect(out).toContain(told)
    expect(out).toContain('0 with problems')
    if (kind === 'opportunity') expect(out).toContain('product: "GTXPro" (1480 rows) is probably "GTX Pro"')
  }
  const won = await client.get('/opportunities/aggregate?groupBy=status&sum=amount&count=true')
  const figures = (
    won.body.data as { key: { status: string }; count: number; sum: { amount: { amount: string } } }[]
  ).map((g) => [g.key.status, g.count, g.key.status === 'won' ? g.sum.amount.amount : ''])
  expect(Object.fromEntries(figures.map(([status, n, sum]) => [status, [n, sum]]))).toEqual({
    won: [4238, '10005534.00'],
    lost: [2473, ''],
    open: [2089, ''],
  })
})
