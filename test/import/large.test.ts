/** How long a large file takes, with validation, duplicate check and accounts found by name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../helpers/app.ts'
import { importer, total } from './helpers.ts'

const rows = Number(process.env.IMPORT_ROWS ?? 100_000)

describe('a large file', () => {
  let t: TestApp
  beforeAll(async () => {
    t = await testApp({ env: { LOG_LEVEL: process.env.TEST_LOG ?? 'silent' } })
    await t.work()
  })
  afterAll(() => t?.close())

  it('100,000 contacts go in within a minute', { timeout: 600_000 }, async () => {
    const w = await t.workspace()
    const load = importer(w.admin)
    const accounts = Array.from({ length: 1000 }, (_, i) => `Company ${i} GmbH`)
    const first = await load.upload('account', 'accounts.csv', `Company\n${accounts.join('\n')}\n`)
    expect(await load.run(first.id)).toMatchObject({ created: 1000 })
    const people = Array.from(
      { length: rows },
      (_, i) =>
        `First${i % 977},Last${i},${accounts[i % 1000]},person${i}@company${i % 1000}.example,+49 30 ${String(1_000_000 + i)},Berlin,Germany`,
    )
    const start = Date.now()
    const file = await load.upload(
      'contact',
      'contacts.csv',
      `First name,Last name,Company,Email,Phone,City,Country\n${people.join('\n')}\n`,
    )
    const uploaded = Date.now()
    const checked = await load.check(file.id, 300_000)
    expect(checked).toMatchObject({ status: 'checked', created: rows, failed: 0 })
    const checkedAt = Date.now()
    const cpu = process.cpuUsage()
    const done = await load.run(file.id, 300_000)
    const seconds = (Date.now() - checkedAt) / 1000
    expect(done).toMatchObject({ status: 'done', created: rows, failed: 0 })
    expect(await total(w.admin, '/contacts')).toBe(rows)
    const own = Math.round(process.cpuUsage(cpu).user / 100_000) / 10
    const memory = Math.round(process.memoryUsage().rss / 1024 / 1024)
    console.log(
      `${rows} contacts: upload and profile ${(uploaded - start) / 1000} s, dry run ${(checkedAt - uploaded) / 1000} s, import ${seconds} s (of this process ${own} s); ${memory} MB`,
    )
    expect(seconds).toBeLessThan(60 * Number(process.env.SLOWER ?? 1))
  })
})
