import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assertSafeLogins, type Database } from './connect.ts'
import { testDatabase } from './testing.ts'

let db: Database
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

describe('logins', () => {
  test('app and list are neither superuser nor owner', async () => {
    await expect(assertSafeLogins(db)).resolves.toBeUndefined()
  })

  test('a login that owns tables is refused', async () => {
    await expect(assertSafeLogins({ ...db, app: db.owner })).rejects.toThrow(/throughline_owner owns tables/)
    await expect(assertSafeLogins({ ...db, app: db.owner, singleLogin: true })).resolves.toBeUndefined()
  })

  test('the owner creates, the app changes, the list reads, each as granted', async () => {
    await sql`create table thing (id int primary key, note text)`.execute(db.owner)
    await expect(sql`select * from thing`.execute(db.app)).rejects.toThrow(/permission denied/)
    const { app, list } = db.roles
    await sql`grant select, insert on thing to ${sql.ref(app)}, ${sql.ref(list)}`.execute(db.owner)
    await sql`insert into thing values (1, 'one')`.execute(db.app)
    const { rows } = await sql`select * from thing`.execute(db.list)
    expect(rows).toEqual([{ id: 1, note: 'one' }])
    await expect(sql`insert into thing values (2, 'two')`.execute(db.list)).rejects.toThrow(
      /read-only|permission denied/,
    )
    await expect(sql`create table other (id int)`.execute(db.app)).rejects.toThrow(/permission denied/)
  })

  test('the app enqueues jobs and sees none', async () => {
    const { rows } = await sql<{ id: number }>`select enqueue_job('probe', '{"a": 1}') as id`.execute(db.app)
    expect(rows[0]?.id).toBeGreaterThan(0)
    await expect(sql`select * from graphile_worker.jobs`.execute(db.app)).rejects.toThrow(/permission denied/)
    const queued = await sql`select task_identifier from graphile_worker.jobs`.execute(db.owner)
    expect(queued.rows).toEqual([{ task_identifier: 'probe' }])
  })
})

describe('values', () => {
  test('keep their exactness and have one form', async () => {
    const { rows } = await sql`
      select 9007199254740991::int8 as big, 1.50::numeric as price, date '2026-02-28' as day,
        timestamptz '2026-02-28 23:30:00.5+01' as instant, timestamptz '2026-02-28 23:30:00+00' as whole,
        array[1, 2]::int8[] as numbers, array[date '2026-01-01', null] as days, array[1.10]::numeric[] as prices,
        array[timestamptz '2026-01-01 00:00+00'] as instants, '{"a": [1]}'::jsonb as json`.execute(db.app)
    expect(rows[0]).toEqual({
      big: Number.MAX_SAFE_INTEGER,
      price: '1.5',
      day: '2026-02-28',
      instant: '2026-02-28T22:30:00.500Z',
      whole: '2026-02-28T23:30:00.000Z',
      numbers: [1, 2],
      days: ['2026-01-01', null],
      prices: ['1.1'],
      instants: ['2026-01-01T00:00:00.000Z'],
      json: { a: [1] },
    })
  })

  test('a figure that JavaScript cannot keep is an error, not a rounded figure', async () => {
    await expect(sql`select 9007199254740993::int8 as big`.execute(db.app)).rejects.toThrow(RangeError)
    await expect(sql`select 'infinity'::timestamptz as never`.execute(db.app)).rejects.toThrow(RangeError)
  })
})
