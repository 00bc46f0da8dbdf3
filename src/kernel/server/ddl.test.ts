import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { text, entity } from '../entity.ts'
import { tableSql } from './ddl.ts'
import { add, account, deal, type Fixture, fixtureDatabase } from './list/fixture.ts'
import { uuidv7 } from './ids.ts'

let db: Fixture
beforeAll(async () => {
  db = await fixtureDatabase()
})
afterAll(() => db.close())

const workspace = uuidv7()

describe('tables of the definitions', () => {
  test('what is not of the workspace, or not a choice, is refused by the database', async () => {
    const [id] = await add(db, workspace, account, [{ name: 'Acme', industry: 'retail', tags: ['key'] }])
    await expect(add(db, uuidv7(), account, [{ name: 'B', parentId: id }])).rejects.toThrow(/account_parent_id_fkey/)
    await expect(add(db, workspace, account, [{ name: 'B', industry: 'x' }])).rejects.toThrow(/account_industry_check/)
    await expect(add(db, workspace, account, [{ name: 'B', tags: ['x'] }])).rejects.toThrow(/account_tags_check/)
    await expect(add(db, workspace, account, [{ city: 'B' }])).rejects.toThrow(/not-null/)
  })

  test('a number is unique, whether its record is deleted or not', async () => {
    await add(db, workspace, deal, [{ name: 'A', number: 'D-1', deletedAt: '2026-01-01T00:00:00.000Z' }])
    await expect(add(db, workspace, deal, [{ name: 'B', number: 'D-1' }])).rejects.toThrow(/deal_number_key/)
  })

  test('the app sees its workspace alone, the list login everything but writes nothing', async () => {
    const names = await db.app.transaction().execute(async (tx) => {
      const none = await sql`select 1 from account`.execute(tx)
      await sql.raw(`set local app.workspace_id = '${workspace}'`).execute(tx)
      const own = await sql`select 1 from account`.execute(tx)
      return [none.rows.length, own.rows.length]
    })
    expect(names).toEqual([0, 1])
    expect((await sql`select 1 from account`.execute(db.list)).rows).toHaveLength(1)
    await expect(sql`delete from account`.execute(db.list)).rejects.toThrow(/permission denied|read-only/)
  })

  test('quotes what a name may hold, and cuts long names without collisions', () => {
    const long = 'aVeryLongFieldNameThatAloneFillsMostOfWhatPostgresAllows'
    const e = entity(
      'order',
      { label: 'Order', labelPlural: 'Orders', plural: 'orders', title: 'select' },
      {
        select: text({ default: `it's` }),
        [`${long}One`]: text({ filter: true }),
        [`${long}Two`]: text({ filter: true }),
      },
    )
    const all = tableSql(e).join('\n')
    expect(all).toContain(`"select" text default 'it''s'`)
    const names = [...all.matchAll(/index "([^"]+)"/g)].map((m) => m[1] ?? '')
    expect(new Set(names).size).toBe(names.length)
    expect(Math.max(...names.map((n) => n.length))).toBeLessThanOrEqual(63)
  })
})
