import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './connect.ts'
import { namesFor } from './prepared.ts'
import { testDatabase } from './testing.ts'

describe('names of statements', () => {
  test('come with the second time, and stay', () => {
    const nameOf = namesFor({ most: 5 })
    expect(nameOf('select $1')).toBeUndefined()
    const name = nameOf('select $1')
    expect(name).toBeDefined()
    expect(nameOf('select $1')).toBe(name)
    nameOf('select $2')
    expect(nameOf('select $2')).not.toBe(name)
  })

  test('are not given to patterns, nor to more than are kept', () => {
    const nameOf = namesFor({ most: 1 })
    for (let i = 0; i < 3; i++) expect(nameOf('select 1 where name ilike $1')).toBeUndefined()
    nameOf('select $1')
    expect(nameOf('select $1')).toBeDefined()
    for (let i = 0; i < 3; i++) expect(nameOf('select $2')).toBeUndefined()
  })
})

describe('transactions', () => {
  let db: Database
  beforeAll(async () => {
    db = await testDatabase()
  })
  afterAll(() => db.close())

  test('see their settings, and keep what they write', async () => {
    const found = await db.app.transaction().execute(async (tx) => {
      await sql`set local app.workspace_id = 'here'`.execute(tx)
      const r = await sql<{ at: string }>`select current_setting('app.workspace_id') as at, ${1}::int as n`.execute(tx)
      return r.rows[0]?.at
    })
    expect(found).toBe('here')
    const after = await sql<{ at: string | null }>`select current_setting('app.workspace_id', true) as at`.execute(
      db.app,
    )
    expect(after.rows[0]?.at ?? '').toBe('')
  })

  test('undo what they wrote when the work throws', async () => {
    const id = '01900000-0000-7000-8000-000000000001'
    const failing = db.app.transaction().execute(async (tx) => {
      await sql`insert into app_user (id, email, name) values (${id}, 'undone@example.com', 'Undone')`.execute(tx)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    const r = await sql`select 1 from app_user where id = ${id}`.execute(db.app)
    expect(r.rows).toHaveLength(0)
  })

  test('are read-only where asked, and empty ones leave the connection as it was', async () => {
    await db.app
      .transaction()
      .setAccessMode('read only')
      .execute(async () => undefined)
    const writing = db.app
      .transaction()
      .setAccessMode('read only')
      .execute((tx) => sql`delete from session where hash = ${'none'}`.execute(tx))
    await expect(writing).rejects.toMatchObject({ code: '25006' })
    expect((await sql`delete from session where hash = ${'none'}`.execute(db.app)).rows).toHaveLength(0)
  })

  test('a statement that came twice is prepared, and answers the same', async () => {
    const ask = (n: number) => sql<{ n: number }>`select ${n}::int + 1 as n`.execute(db.list)
    for (const n of [1, 2, 3, 4]) expect((await ask(n)).rows).toEqual([{ n: n + 1 }])
    const r = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db.list)
    expect(r.rows.map((x) => x.statement)).toContain('select $1::int + 1 as n')
  })

  test('the search reads by bitmaps of indexes, the lists as they like', async () => {
    const setting = async (on: Database['list']) =>
      (await sql<{ value: string }>`select current_setting('enable_seqscan') as value`.execute(on)).rows[0]?.value
    expect(await setting(db.search)).toBe('off')
    expect(await setting(db.list)).toBe('on')
  })
})
