/** Nobody gets in without a session, nobody reaches another workspace: by the routes, and by the database beneath them. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sessionCookie } from '../../src/kernel/server/auth.ts'
import type { Db } from '../../src/kernel/server/database/connect.ts'
import { tableOf } from '../../src/kernel/server/columns.ts'
import { contributions } from '../../src/main/areas.ts'
import { definitions } from '../../src/main/definitions.ts'
import { type Answer, type Caller, type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'
import { extras } from '../helpers/extras.ts'
import { minimalInput, sample } from '../helpers/make.ts'
import { documented, type Operation } from './routes.ts'

// Hundreds of requests each: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 })

let t: TestApp
let home: TestWorkspace
let away: TestWorkspace
/** one id of the home workspace by entity */
const ids = new Map<string, string>()
let portalToken = ''

const operations = documented()
const nowhere = '019b0000-0000-7000-8000-000000000000'

beforeAll(async () => {
  t = await testApp()
  home = await t.workspace()
  away = await t.workspace()
  for (const e of definitions.entities) {
    if (e.partOf) continue
    if (contributions.actions.has(`${e.name}.create`))
      await home.admin.post(`/${e.plural}`, await minimalInput(definitions, home.admin, e, extras))
    const list = await home.admin.get(`/${e.plural}?limit=1`)
    const [first]: unknown[] = Array.isArray(list.body.data) ? list.body.data : []
    if (typeof first === 'object' && first !== null && 'id' in first) ids.set(e.name, String(first.id))
  }
  const sent = await home.admin.post('/quotes', {
    accountId: ids.get('account'),
    lines: [{ description: 'Thing', quantity: '1', unitPrice: '1.00' }],
  })
  await home.admin.post(`/quotes/${String(sent.body.id)}/send`, { to: 'buyer@example.com' })
  const link = await home.admin.post(`/quotes/${String(sent.body.id)}/portalLink`)
  portalToken = String(link.body.path).replace('/portal/', '')
  expect(portalToken).toMatch(/^[\w-]{43}$/)
}, 60_000)
afterAll(() => t.close())

const at = (o: Operation): string => o.path.replace('{id}', ids.get(o.entity ?? '') ?? nowhere)

/** What the operation's schema asks for, so that the refusal is about who calls and not about the form. */
const bodyOf = (o: Operation): Record<string, unknown> => {
  const verb = /\{id\}\/(\w+)$/.exec(o.path)?.[1]
  const a = contributions.actions.get(`${o.entity}.${verb}`)
  if (!a) return {}
  return Object.fromEntries(
    Object.entries(a.input).flatMap(([k, f]) =>
      f.options.required ? [[k, f.kind === 'reference' ? nowhere : sample(f)]] : [],
    ),
  )
}

const call = (caller: Caller, o: Operation): Promise<Answer> => {
  const url = at(o)
  if (o.method === 'GET') return caller.get(url)
  if (o.method === 'DELETE') return caller.delete(url)
  return o.method === 'PATCH' ? caller.patch(url, bodyOf(o)) : caller.post(url, bodyOf(o))
}

const eventsAtHome = async (): Promise<number> => {
  const r = await sql<{ n: number }>`select count(*) as n from event where workspace_id = ${home.id}`.execute(
    t.app.database.owner,
  )
  return Number(r.rows[0]?.n)
}

describe('every endpoint', () => {
  test('there are as many as there should be', () => {
    expect(operations.length).toBeGreaterThan(300)
    for (const e of definitions.entities)
      if (!e.partOf && contributions.actions.has(`${e.name}.create`)) expect(ids.get(e.name), e.name).toBeDefined()
  })

  test('asks for a session', async () => {
    const before = await eventsAtHome()
    for (const o of operations) {
      const r = await t.server.inject({
        method: o.method,
        url: at(o),
        headers: { 'x-requested-with': 'throughline' },
        ...(o.method === 'POST' || o.method === 'PATCH' ? { payload: bodyOf(o) } : {}),
      })
      expect(r.statusCode, `${o.method} ${o.path}`).toBe(401)
      expect(r.headers['content-type']).toContain('application/problem+json')
    }
    expect(await eventsAtHome()).toBe(before)
  })

  test('takes no portal token for a session or a key', async () => {
    for (const o of operations) {
      for (const [kind, headers] of [
        ['portal token', { authorization: `Bearer ${portalToken}` }],
        ['portal token as cookie', { cookie: `${sessionCookie}=${portalToken}` }],
      ] as const) {
        const r = await t.server.inject({
          method: o.method,
          url: at(o),
          headers: { 'x-requested-with': 'throughline', ...headers },
          ...(o.method === 'POST' || o.method === 'PATCH' ? { payload: bodyOf(o) } : {}),
        })
        expect(r.statusCode, `${kind}: ${o.method} ${o.path}`).toBe(401)
      }
    }
  })

  test('of a record does not know the records of another workspace', async () => {
    const before = await eventsAtHome()
    for (const o of operations.filter((x) => x.path.includes('{id}'))) {
      const r = await call(away.admin, o)
      // The form of a body is looked at before the record; what it says of the form says nothing of the record.
      const form = o.body !== undefined && r.status === 400
      const upload = o.method === 'POST' && o.path.endsWith('/files')
      expect(form || [403, 404].includes(r.status), `${o.method} ${o.path}: ${r.status} ${r.text.slice(0, 200)}`).toBe(
        true,
      )
      if (upload) expect(r.status).toBe(404)
      expect(r.text).not.toContain('Text ')
    }
    expect(await eventsAtHome()).toBe(before)
  })

  test('over many records shows, counts and changes nothing of another workspace', async () => {
    const before = await eventsAtHome()
    const all = [...ids.values()]
    for (const o of operations.filter((x) => x.method === 'GET' && !x.path.includes('{id}'))) {
      const r = await away.admin.get(at(o))
      for (const id of all) expect(r.text.includes(id), `${o.path} tells of ${id}`).toBe(false)
    }
    for (const e of definitions.entities) {
      const id = ids.get(e.name)
      if (e.partOf || !id) continue
      const count = await away.admin.get(`/${e.plural}/aggregate?id=${id}`)
      expect(count.body.data, e.name).toMatchObject([{ count: 0 }])
      for (const [action, input] of [
        ['delete', {}],
        ['update', {}],
      ] as const) {
        const bulk = await away.admin.post(`/${e.plural}/bulk`, { ids: [id], action, input })
        if (bulk.status === 200) expect(bulk.body, `${e.name} ${action}`).toMatchObject({ done: 0, failed: 1 })
      }
    }
    const search = await away.admin.get('/search?q=Text')
    expect(search.body.data).toEqual([])
    expect(await eventsAtHome()).toBe(before)
  })

  test('refuses references into another workspace', async () => {
    for (const e of definitions.entities) {
      if (e.partOf || !contributions.actions.has(`${e.name}.create`)) continue
      for (const [key, f] of Object.entries(e.fields)) {
        const target = f.to === undefined ? undefined : ids.get(f.to)
        if (f.kind !== 'reference' || f.options.readOnly || !target) continue
        const input = await minimalInput(definitions, away.admin, e, extras)
        const r = await away.admin.post(`/${e.plural}`, { ...input, [key]: target })
        expect(r.status, `${e.name}.${key}: ${r.text.slice(0, 200)}`).toBe(400)
        expect(JSON.stringify(r.body.errors), `${e.name}.${key}`).toContain(key)
      }
    }
  })

  test('cancels and undoes only operations of one’s own', async () => {
    const started = await home.admin.post('/accounts/bulk', {
      ids: [ids.get('account')],
      action: 'update',
      input: { employees: 5 },
    })
    expect(started.status, started.text).toBe(200)
    const colleague = await home.as('admin')
    for (const caller of [colleague, away.admin]) {
      expect((await caller.get(`/operations/${String(started.body.id)}`)).status).toBe(404)
      expect((await caller.post(`/operations/${String(started.body.id)}/cancel`)).status).toBe(404)
      expect([404, 409]).toContain((await caller.post(`/operations/${String(started.body.id)}/undo`)).status)
    }
    const row = await home.admin.get(`/accounts/${ids.get('account')}`)
    expect(row.body.employees).toBe(5)
  })
})

describe('the database', () => {
  /** Every table with a workspace column, whoever made it: a new one cannot be forgotten. */
  const tenantTables = async (): Promise<{ name: string; secured: boolean }[]> =>
    (
      await sql<{ name: string; secured: boolean }>`select c.relname as name, c.relrowsecurity as secured
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname not in ('session', 'token')
        order by 1`.execute(t.app.database.owner)
    ).rows

  const counted = async (db: Db, table: string, workspaceId: string | undefined, of: string): Promise<number> =>
    db.transaction().execute(async (tx) => {
      if (workspaceId) await sql`select set_config('app.workspace_id', ${workspaceId}, true)`.execute(tx)
      const r = await sql<{
        n: number
      }>`select count(*) as n from ${sql.table(table)} where workspace_id = ${of}`.execute(tx)
      return Number(r.rows[0]?.n)
    })

  const refusal = async (work: () => Promise<unknown>): Promise<string> => {
    try {
      await work()
      return 'done'
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  test('has row security on every table of a workspace', async () => {
    const tables = await tenantTables()
    expect(tables.length).toBeGreaterThan(30)
    expect(tables.filter((x) => !x.secured)).toEqual([])
    const known = new Set(tables.map((x) => x.name))
    for (const e of definitions.entities) expect(known.has(tableOf(e)), e.name).toBe(true)
  })

  test('shows the app login nothing without a workspace, and nothing of another', async () => {
    const { app, owner } = t.app.database
    let filled = 0
    for (const { name } of await tenantTables()) {
      const n = await counted(owner, name, undefined, home.id)
      if (n > 0) filled++
      const refusedOr = async (workspaceId: string | undefined): Promise<number> => {
        try {
          return await counted(app, name, workspaceId, home.id)
        } catch (error) {
          // A table the login has no grant for is closed even more tightly.
          if (error instanceof Error && error.message.includes('permission denied')) return 0
          throw error
        }
      }
      expect(await refusedOr(undefined), `${name} without workspace`).toBe(0)
      expect(await refusedOr(away.id), `${name} with another workspace`).toBe(0)
    }
    expect(filled).toBeGreaterThan(25)
  })

  test('lets the app login write into its own workspace only', async () => {
    const { app } = t.app.database
    const write = (table: string, statement: (tx: Db) => Promise<unknown>) =>
      refusal(() =>
        app.transaction().execute(async (tx) => {
          await sql`select set_config('app.workspace_id', ${away.id}, true)`.execute(tx)
          await statement(tx)
        }),
      ).then((answer) => [table, answer] as const)
    const [, inserted] = await write('setting', (tx) =>
      sql`insert into setting (workspace_id, key, value) values (${home.id}, 'x', '1')`.execute(tx),
    )
    expect(inserted).toContain('row-level security')
    await write('account', (tx) => sql`update account set name = 'stolen' where workspace_id = ${home.id}`.execute(tx))
    await write('account', (tx) => sql`delete from account where workspace_id = ${home.id}`.execute(tx))
    const r = await sql<{ name: string }>`select name from account where workspace_id = ${home.id}`.execute(
      t.app.database.owner,
    )
    expect(r.rows.length).toBeGreaterThan(0)
    expect(r.rows.map((x) => x.name)).not.toContain('stolen')
  })

  test('keeps the audit from being changed by the app login', async () => {
    const as = (statement: (tx: Db) => Promise<unknown>) =>
      refusal(() =>
        t.app.database.app.transaction().execute(async (tx) => {
          await sql`select set_config('app.workspace_id', ${home.id}, true)`.execute(tx)
          await statement(tx)
        }),
      )
    expect(await as((tx) => sql`update event set actor_name = 'x'`.execute(tx))).toContain('permission denied')
    expect(await as((tx) => sql`delete from event`.execute(tx))).toContain('permission denied')
    expect(await as((tx) => sql`truncate event`.execute(tx))).toContain('permission denied')
    expect(await as((tx) => sql`update event_seal set digest = null`.execute(tx))).toContain('permission denied')
    expect(await as((tx) => sql`delete from event_seal`.execute(tx))).toContain('permission denied')
    expect(await as((tx) => sql`alter table event disable row level security`.execute(tx))).toContain('must be owner')
  })

  test('lets the list login read lists and write nothing', async () => {
    const { list } = t.app.database
    const denied = /permission denied|read-only/
    for (const e of definitions.entities) {
      const table = sql.table(tableOf(e))
      expect(await refusal(() => sql`update ${table} set version = 1`.execute(list)), e.name).toMatch(denied)
      expect(await refusal(() => sql`delete from ${table}`.execute(list)), e.name).toMatch(denied)
      expect(await refusal(() => sql`insert into ${table} default values`.execute(list)), e.name).toMatch(denied)
    }
    for (const closed of ['app_user', 'session', 'token', 'setting', 'idempotency', 'event_seal', 'job_failure'])
      expect(await refusal(() => sql`select * from ${sql.table(closed)}`.execute(list)), closed).toMatch(denied)
    expect(await refusal(() => sql`create table public.mine (id int)`.execute(list))).toMatch(denied)
    expect(await refusal(() => sql`create temporary table mine (id int)`.execute(list))).toMatch(denied)
  })

  test('gives neither login rights over roles, files or other sessions', async () => {
    for (const db of [t.app.database.app, t.app.database.list]) {
      const r = await sql<{ name: string; strong: boolean }>`select rolname as name,
        rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as strong
        from pg_roles where rolname = current_user`.execute(db)
      expect(r.rows).toMatchObject([{ strong: false }])
      expect(await refusal(() => sql`select pg_read_file('/etc/passwd')`.execute(db))).toContain('permission denied')
      expect(await refusal(() => sql`copy (select 1) to program 'true'`.execute(db))).toContain('permission denied')
      expect(await refusal(() => sql`set role throughline_owner`.execute(db))).toContain('permission denied')
    }
  })
})
