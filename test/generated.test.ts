/** What holds for every entity and every action, whoever wrote it: made from the definitions, so that it grows with them. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shippedRoles } from '../src/areas/admin/roles.ts'
import { type Entity, writableFields } from '../src/kernel/entity.ts'
import { type Actor, reachOf } from '../src/kernel/server/access.ts'
import { systemActor } from '../src/kernel/server/auth.ts'
import { inWorkspace } from '../src/kernel/server/transaction.ts'
import { contributions } from '../src/main/areas.ts'
import { definitions } from '../src/main/definitions.ts'
import { type Caller, testApp, type TestApp, type TestWorkspace } from './helpers/app.ts'
import { extras } from './helpers/extras.ts'
import { minimalInput, sample, wrong } from './helpers/make.ts'

let t: TestApp
let home: TestWorkspace
let away: TestWorkspace
let readOnly: Caller
beforeAll(async () => {
  t = await testApp()
  home = await t.workspace()
  away = await t.workspace()
  readOnly = await home.as('readOnly')
})
afterAll(() => t.close())

const entities = definitions.entities.filter((e) => !e.partOf)
const creatable = entities.filter((e) => contributions.actions.has(`${e.name}.create`))
const path = (e: Entity, rest = '') => `/${e.plural}${rest}`
const nowhere = '019b0000-0000-7000-8000-000000000000'

const make = async (e: Entity, caller = home.admin): Promise<{ id: string; version: number }> => {
  const r = await caller.post(path(e), await minimalInput(definitions, caller, e, extras))
  expect(r.status, `${e.name}: ${r.text}`).toBe(201)
  return { id: String(r.body.id), version: Number(r.body.version) }
}

const events = (id: string): Promise<{ name: string; actor_id: string | null }[]> =>
  inWorkspace(t.app.database.app, home.id, async (tx) => {
    const r = await sql<{ name: string; actor_id: string | null }>`select name, actor_id from event
      where workspace_id = ${home.id} and record_id = ${id} order by id`.execute(tx)
    return r.rows
  })

describe.each(creatable.map((e) => [e.name, e] as const))('%s', (_name, e) => {
  test('is created, read back, and told in the audit', async () => {
    const { id } = await make(e)
    const read = await home.admin.get(path(e, `/${id}`))
    expect(read.status, read.text).toBe(200)
    expect(read.body).toMatchObject({ id })
    expect(await events(id)).toContainEqual({ name: `${e.name}.create`, actor_id: home.admin.memberId })
  })

  test('refuses a field it does not have, by name', async () => {
    const input = await minimalInput(definitions, home.admin, e, extras)
    const r = await home.admin.post(path(e), { ...input, noSuchField: 1 })
    expect(r.status).toBe(400)
    expect(r.body.errors).toContainEqual({ path: 'noSuchField', message: 'is not a field of this record' })
  })

  test('refuses a wrong value in each field, by name', async () => {
    const input = await minimalInput(definitions, home.admin, e, extras)
    for (const [key, f] of Object.entries(writableFields(e))) {
      const value = wrong(f)
      if (value === undefined) continue
      const r = await home.admin.post(path(e), { ...input, [key]: value })
      expect(r.status, `${e.name}.${key}`).toBe(400)
      expect(JSON.stringify(r.body.errors), `${e.name}.${key}`).toContain(`"path":"${key}`)
    }
  })

  test('is made once for two requests with one key', async () => {
    const input = await minimalInput(definitions, home.admin, e, extras)
    const headers = { 'idempotency-key': `generated-${e.name}` }
    const first = await home.admin.post(path(e), input, headers)
    const again = await home.admin.post(path(e), input, headers)
    expect(again.body.id, again.text).toBe(first.body.id)
  })

  test('does not exist for another workspace', async () => {
    const { id } = await make(e)
    expect((await away.admin.get(path(e, `/${id}`))).status).toBe(404)
    expect((await away.admin.patch(path(e, `/${id}`), {})).status).toBe(404)
    expect((await away.admin.delete(path(e, `/${id}`))).status).toBe(404)
    const list = await away.admin.get(path(e, `?id=${id}`))
    expect(list.body.data, list.text).toEqual([])
  })

  test('is not made by a role that may only read', async () => {
    const r = await readOnly.post(path(e), await minimalInput(definitions, home.admin, e, extras))
    expect(r.status, r.text).toBe(403)
  })

  const update = contributions.actions.has(`${e.name}.update`)
  if (update)
    test('refuses a change of an old version and says what is there now', async () => {
      const { id, version } = await make(e)
      const r = await home.admin.patch(path(e, `/${id}`), { version: version + 7 })
      expect(r.status, r.text).toBe(409)
      expect(r.body).toMatchObject({ code: 'stale', current: { id } })
    })

  const restorable = ['delete', 'restore'].every((v) => contributions.actions.has(`${e.name}.${v}`))
  if (restorable)
    test('goes to the trash and comes back', async () => {
      const { id } = await make(e)
      const gone = await home.admin.delete(path(e, `/${id}`))
      expect(gone.status, gone.text).toBe(200)
      expect((await home.admin.get(path(e, `/${id}`))).status).toBe(404)
      const back = await home.admin.post(path(e, `/${id}/restore`))
      expect(back.status, back.text).toBe(200)
      expect((await home.admin.get(path(e, `/${id}`))).status).toBe(200)
      expect((await events(id)).map((x) => x.name)).toEqual(
        expect.arrayContaining([`${e.name}.delete`, `${e.name}.restore`]),
      )
    })
})

const verbs = [...contributions.actions.values()].filter((a) => a.on === 'record' && a.admits.includes('user'))

describe.each(verbs.map((a) => [a.name, a] as const))('%s', (_name, a) => {
  const url = (id: string) => path(a.entity, `/${id}/${a.verb}`)

  test('does not exist for a record that does not exist', async () => {
    const needed = Object.fromEntries(
      Object.entries(a.input).flatMap(([k, f]) =>
        f.options.required ? [[k, f.kind === 'reference' ? nowhere : sample(f)]] : [],
      ),
    )
    const r = await home.admin.post(url(nowhere), needed)
    expect(r.status, r.text).toBe(404)
  })

  test('refuses a field it does not have', async () => {
    const r = await home.admin.post(url(nowhere), { noSuchField: 1 })
    expect(r.status).toBe(400)
  })

  const readOnlyRole = shippedRoles.find((x) => x.key === 'readOnly')
  const reader: Actor = { ...systemActor(nowhere), kind: 'user', rights: readOnlyRole?.rights ?? {} }
  if (reachOf(reader, a.entity.name, a.right) === 'none')
    test('is not for a role that may only read', async () => {
      const r = await readOnly.post(url(nowhere), {})
      expect(r.status, r.text).toBe(403)
    })

  test('does not reach into another workspace', async () => {
    if (!contributions.actions.has(`${a.entity.name}.create`)) return
    const { id } = await make(a.entity)
    const before = await events(id)
    const r = await away.admin.post(url(id), {})
    expect([400, 404], r.text).toContain(r.status)
    expect(await events(id)).toEqual(before)
  })
})

describe('every shipped role', () => {
  test.each(shippedRoles.map((r) => [r.key, r] as const))('%s sees exactly what its rights say', async (key, role) => {
    const caller = await home.as(key)
    const actor: Actor = { ...systemActor(home.id), kind: 'user', rights: role.rights, memberId: caller.memberId }
    for (const e of creatable) {
      const { id } = await make(e)
      const reach = reachOf(actor, e.name, 'view')
      const list = await caller.get(path(e, `?id=${id}`))
      const one = await caller.get(path(e, `/${id}`))
      const sees = reach === 'all' || (reach !== 'none' && !e.owned)
      expect(list.status, `${key} lists ${e.name}`).toBe(reach === 'none' ? 403 : 200)
      expect(one.status, `${key} gets ${e.name}`).toBe(reach === 'none' ? 403 : sees ? 200 : 404)
      if (list.status === 200) expect(list.body.data, `${key} finds ${e.name}`).toHaveLength(sees ? 1 : 0)
    }
  })
})
