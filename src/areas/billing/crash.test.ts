/** Issuing while connections die: the numbers stay without gap and without double, and nothing acknowledged is lost. */
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type TestApp, type TestWorkspace, testApp } from '../../../test/helpers/app.ts'
import { adminUrlOf } from '../../kernel/server/database/testing.ts'

let t: TestApp
let w: TestWorkspace
let admin: pg.Client

beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
  const r = await sql<{ name: string }>`select current_database() as name`.execute(t.app.database.app)
  admin = new pg.Client({ connectionString: adminUrlOf(inject('testServer'), r.rows[0]?.name ?? '') })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await t.close()
})

/** Ends one of the server's connections, chosen by chance, in the middle of whatever it does. */
const killOne = () =>
  admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename like '%_app' and pid <> pg_backend_pid() order by random() limit 1`)

it('16 at once, with connections killed all the while', { timeout: 60_000 }, async () => {
  const account = await w.admin.post('/accounts', { name: 'Buyer' })
  const ids: string[] = []
  for (let i = 0; i < 48; i++) {
    const lines = [{ description: 'Thing', unitPrice: '10' }]
    const made = await w.admin.post('/invoices', { accountId: account.body.id, lines })
    ids.push(String(made.body.id))
  }
  const acknowledged = new Map<string, string>()
  let failures = 0
  let waiting = [...ids]
  let killing = true
  const killer = (async () => {
    while (killing) {
      await killOne()
      await new Promise((resolve) => setTimeout(resolve, 15 + Math.random() * 40))
    }
  })()
  for (let round = 0; round < 30 && waiting.length > 0; round++) {
    if (round === 6) killing = false
    const queue = [...waiting]
    const issuer = async () => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        const answer = await w.admin.post(`/invoices/${id}/issue`).catch(() => undefined)
        if (answer?.status === 200) acknowledged.set(id, String(answer.body.number))
        else failures++
      }
    }
    await Promise.all(Array.from({ length: 16 }, issuer))
    const drafts = await admin.query<{ id: string }>(`select id from invoice where status = 'draft'`)
    waiting = drafts.rows.map((r) => r.id)
  }
  killing = false
  await killer
  const stored = await admin.query<{ id: string; number: string }>('select id, number from invoice order by number')
  expect(stored.rows.map((r) => r.number)).toEqual(
    ids.map((_, i) => `INV-${new Date().getUTCFullYear()}-${String(i + 1).padStart(3, '0')}`),
  )
  for (const [id, number] of acknowledged) expect(stored.rows.find((r) => r.id === id)?.number).toBe(number)
  const counter = await admin.query<{ value: string }>(`select value from counter where series = 'invoice'`)
  expect(Number(counter.rows[0]?.value)).toBe(ids.length)
  // the test proves something only where connections really died under it
  expect(failures).toBeGreaterThan(0)
})
