import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from './database/connect.ts'
import { testConfig, testDatabase } from './database/testing.ts'
import { inject } from 'vitest'
import { forgetOldLimits, networkOf, type RateLimit, takeTry } from './rateLimit.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const start = Date.parse('2026-01-01T00:00:00Z')
const at = (ms: number, db: Database = database) => ({ database: db, now: () => new Date(start + ms) })
let serial = 0
const limitOf = (capacity: number, refillPerSecond: number): RateLimit => ({
  name: `test ${++serial}`,
  capacity,
  refillPerSecond,
})

describe('rate limit', () => {
  it('allows a burst, then the refill', async () => {
    const limit = limitOf(3, 0.5)
    for (let i = 0; i < 3; i++)
      expect(await takeTry(at(0), limit, 'a')).toEqual({ allowed: true, retryAfterSeconds: 0 })
    expect(await takeTry(at(0), limit, 'a')).toEqual({ allowed: false, retryAfterSeconds: 2 })
    expect(await takeTry(at(1000), limit, 'a')).toEqual({ allowed: false, retryAfterSeconds: 1 })
    expect((await takeTry(at(2000), limit, 'a')).allowed).toBe(true)
    expect((await takeTry(at(2000), limit, 'a')).allowed).toBe(false)
    expect((await takeTry(at(2000), limit, 'b')).allowed).toBe(true)
  })

  it('never fills above its capacity', async () => {
    const limit = limitOf(2, 1)
    await takeTry(at(0), limit, 'a')
    const later = [await takeTry(at(3_600_000), limit, 'a'), await takeTry(at(3_600_000), limit, 'a')]
    expect(later.map((x) => x.allowed)).toEqual([true, true])
    expect((await takeTry(at(3_600_000), limit, 'a')).allowed).toBe(false)
  })

  it('stands still when the clock steps back', async () => {
    const limit = limitOf(1, 1)
    expect((await takeTry(at(10_000), limit, 'a')).allowed).toBe(true)
    expect((await takeTry(at(5000), limit, 'a')).allowed).toBe(false)
    expect((await takeTry(at(11_000), limit, 'a')).allowed).toBe(true)
  })

  it('holds over all processes of one database, also when they ask at once', async () => {
    const other = await openDatabase(testConfig(inject('testServer')), database.adminUrl)
    try {
      const limit = limitOf(10, 0.001)
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, i) => takeTry(at(0, i % 2 === 0 ? database : other), limit, 'a')),
      )
      expect(answers.filter((x) => x.allowed)).toHaveLength(10)
    } finally {
      await other.close()
    }
  })

  it('keeps no address in the clear, and nothing for longer than it counts', async () => {
    const limit = limitOf(5, 1)
    await takeTry(at(0), limit, 'ann@example.com')
    const keys = await sql<{ key: string }>`select key from rate_limit`.execute(database.app)
    expect(keys.rows.every((r) => /^[0-9a-f]{64}$/.test(r.key))).toBe(true)
    await forgetOldLimits(at(2 * 86_400_000))
    expect((await sql`select 1 from rate_limit`.execute(database.app)).rows).toEqual([])
  })

  it('counts a home with many IPv6 addresses as one, and IPv4 one by one', () => {
    expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:db8:1:2::ffff'))
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'))
    expect(networkOf('::ffff:10.0.0.1')).toBe('10.0.0.1')
    expect(networkOf('10.0.0.2')).toBe('10.0.0.2')
  })
})
