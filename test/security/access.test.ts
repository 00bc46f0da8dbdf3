/** What each role may reach and see, worked out anew from the role table and held against every way of reading. */
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { RoleRights } from '../../src/areas/admin/model.ts'
import { shippedRoles } from '../../src/areas/admin/roles.ts'
import { reachIn } from '../../src/areas/admin/rules.ts'
import { openSession, sessionCookie } from '../../src/kernel/server/auth.ts'
import { definitions } from '../../src/main/definitions.ts'
import { type Answer, type Caller, type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'

type Made = { entity: string; id: string; ownerId: string; teamId: string; amount: number }
type Person = { key: string; rights: RoleRights; caller: Caller; teamId: string }

// Hundreds of requests each: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 })

let t: TestApp
let w: TestWorkspace
const people: Person[] = []
const made: Made[] = []
const teams: Record<'north' | 'northEast' | 'south', string> = { north: '', northEast: '', south: '' }

const id = (a: Answer): string => {
  expect(a.status, a.text).toBeLessThan(300)
  return String(a.body.id)
}
const rows = (a: Answer): Record<string, unknown>[] => {
  expect(a.status, a.text).toBe(200)
  return Array.isArray(a.body.data) ? a.body.data : []
}

/** A deal's amount is a power of two: the sum of a set tells which deals are in it. */
let exponent = 0
const makeFor = async (ownerId: string, teamId: string): Promise<void> => {
  const note = (entity: string, a: Answer, amount = 0) => made.push({ entity, id: id(a), ownerId, teamId, amount })
  const tag = made.length
  const account = await w.admin.post('/accounts', { name: `Reachable account ${tag}`, ownerId, teamId })
  note('account', account)
  const amount = 2 ** exponent++
  note('lead', await w.admin.post('/leads', { name: `Reachable lead ${tag}`, ownerId, teamId }))
  const deal = { name: `Reachable deal ${tag}`, accountId: id(account), amount: String(amount), ownerId, teamId }
  note('opportunity', await w.admin.post('/opportunities', deal), amount)
  note(
    'quote',
    await w.admin.post('/quotes', { title: `Reachable quote ${tag}`, accountId: id(account), ownerId, teamId }),
  )
  note(
    'activity',
    await w.admin.post('/activities', { kind: 'task', subject: `Reachable task ${tag}`, ownerId, teamId }),
  )
  note(
    'invoice',
    await w.admin.post('/invoices', { title: `Reachable invoice ${tag}`, accountId: id(account), ownerId, teamId }),
  )
}

beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
  teams.north = id(await w.admin.post('/teams', { name: 'North' }))
  teams.northEast = id(await w.admin.post('/teams', { name: 'North east', parentId: teams.north }))
  teams.south = id(await w.admin.post('/teams', { name: 'South' }))
  for (const role of shippedRoles) {
    const caller = await w.as(role.key, { teamId: teams.north })
    people.push({ key: role.key, rights: role.rights, caller, teamId: teams.north })
    await makeFor(caller.memberId, teams.north)
  }
  const beneath = await w.as('salesAgent', { teamId: teams.northEast })
  const apart = await w.as('salesAgent', { teamId: teams.south })
  await makeFor(beneath.memberId, teams.northEast)
  await makeFor(apart.memberId, teams.south)
}, 120_000)
afterAll(() => t.close())

const entities = ['account', 'lead', 'opportunity', 'quote', 'activity', 'invoice']
const plural = (entity: string): string => definitions.entity(entity).plural

/** The rule, said a second time and on purpose without the code that is under test. */
const reachable = (p: Person, entity: string, verb: string): Made[] => {
  const reach = reachIn(p.rights, entity, verb)
  return made.filter((m) => {
    if (m.entity !== entity || reach === 'none') return false
    if (reach === 'all' || m.ownerId === p.caller.memberId) return true
    return reach === 'team' && (m.teamId === teams.north || m.teamId === teams.northEast)
  })
}
const idsOf = (list: readonly { id?: unknown }[]): string[] => list.map((x) => String(x.id)).toSorted()

describe.each(shippedRoles.map((r) => r.key))('%s', (key) => {
  const person = (): Person => {
    const found = people.find((p) => p.key === key)
    if (!found) throw new Error(`nobody is ${key}`)
    return found
  }

  test('lists, counts and sums what its reach covers', async () => {
    const p = person()
    for (const entity of entities) {
      const expected = reachable(p, entity, 'view')
      const list = await p.caller.get(`/${plural(entity)}?limit=200&total=exact`)
      if (reachIn(p.rights, entity, 'view') === 'none') {
        for (const path of ['', '/aggregate', '/export', `/${made[0]?.id}`])
          expect((await p.caller.get(`/${plural(entity)}${path}`)).status, `${entity}${path}`).toBe(403)
        continue
      }
      expect(idsOf(rows(list)), entity).toEqual(idsOf(expected))
      expect(list.body.total, entity).toEqual({ count: expected.length, exact: true })
      const count = rows(await p.caller.get(`/${plural(entity)}/aggregate`))
      expect(count[0]?.count, entity).toBe(expected.length)
      const byOwner = rows(await p.caller.get(`/${plural(entity)}/aggregate?groupBy=ownerId`))
      expect(byOwner.length, entity).toBe(new Set(expected.map((x) => x.ownerId)).size)
    }
    if (reachIn(p.rights, 'opportunity', 'view') === 'none') return
    const sum = rows(await p.caller.get('/opportunities/aggregate?sum=amount'))
    const expected = reachable(p, 'opportunity', 'view').reduce((n, x) => n + x.amount, 0)
    const amount = JSON.stringify(sum[0]?.sum ?? {})
    if (expected > 0) expect(amount).toContain(`"${expected}.00"`)
  })

  test('gets, and reads the story of, what its reach covers', async () => {
    const p = person()
    // One's own records, those of the team beneath and of the team apart tell each reach from the others.
    const telling = new Set([p.caller.memberId, ...made.slice(-2 * entities.length).map((m) => m.ownerId)])
    for (const m of made.filter((x) => telling.has(x.ownerId))) {
      if (reachIn(p.rights, m.entity, 'view') === 'none') continue
      const seen = reachable(p, m.entity, 'view').includes(m) ? 200 : 404
      const path = `/${plural(m.entity)}/${m.id}`
      for (const rest of ['', '/timeline', '/history', '/files'])
        expect((await p.caller.get(`${path}${rest}`)).status, `${m.entity}${rest}`).toBe(seen)
    }
  })

  test('finds what its reach covers', async () => {
    const p = person()
    const allowed = new Set(entities.flatMap((e) => reachable(p, e, 'view').map((m) => m.id)))
    for (const word of ['Reachable', 'Reachable deal', 'Reachable lead', 'Reachable account']) {
      const hits = rows(await p.caller.get(`/search?q=${encodeURIComponent(word)}`))
      for (const hit of hits) expect(allowed.has(String(hit.id)), `${word}: ${JSON.stringify(hit)}`).toBe(true)
    }
    const list = await p.caller.get('/leads?q=reachable&limit=200')
    if (list.status === 200) expect(idsOf(rows(list))).toEqual(idsOf(reachable(p, 'lead', 'view')))
  })

  test('takes away no more than it may see and may export', async () => {
    const p = person()
    for (const entity of entities) {
      const r = await p.caller.get(`/${plural(entity)}/export?format=csv&fields=id`)
      const none = reachIn(p.rights, entity, 'view') === 'none' || reachIn(p.rights, entity, 'export') === 'none'
      expect(r.status, entity).toBe(none ? 403 : 200)
      if (none) continue
      const away = new Set(reachable(p, entity, 'export').map((m) => m.id))
      const expected = reachable(p, entity, 'view').filter((m) => away.has(m.id))
      expect(r.text.match(/[0-9a-f-]{36}/g)?.toSorted() ?? [], entity).toEqual(idsOf(expected))
    }
  })

  test('changes no more than its reach covers, one by one or in bulk', async () => {
    const p = person()
    for (const entity of ['lead', 'account']) {
      if (reachIn(p.rights, entity, 'view') === 'none') continue
      const before = rows(await w.admin.get(`/${plural(entity)}?limit=200&fields=version`))
      const mayEdit = new Set(reachable(p, entity, 'edit').map((m) => m.id))
      const expected = reachable(p, entity, 'view').filter((m) => mayEdit.has(m.id))
      const bulk = await p.caller.post(`/${plural(entity)}/bulk`, {
        filter: { q: 'reachable' },
        action: 'update',
        input: { description: `by ${key} ${entity}` },
      })
      expect(bulk.status, bulk.text).toBe(200)
      expect(bulk.body, entity).toMatchObject({
        total: reachable(p, entity, 'view').length,
        done: expected.length,
        failed: reachable(p, entity, 'view').length - expected.length,
      })
      const all = await p.caller.post(`/${plural(entity)}/bulk`, {
        ids: made.filter((m) => m.entity === entity).map((m) => m.id),
        action: 'update',
        input: { description: `once more by ${key}` },
      })
      expect(all.body, entity).toMatchObject({ done: expected.length })
      const after = new Map(
        rows(await w.admin.get(`/${plural(entity)}?limit=200&fields=version`)).map((r) => [r.id, r.version]),
      )
      const changed = before.filter((r) => after.get(r.id) !== r.version)
      expect(idsOf(changed), entity).toEqual(idsOf(expected))
    }
  })

  test('references no record beyond its reach', async () => {
    const p = person()
    if (reachIn(p.rights, 'activity', 'create') === 'none') return
    for (const m of made.filter((x) => x.entity === 'lead' || x.entity === 'opportunity')) {
      const r = await p.caller.post('/activities', {
        kind: 'task',
        subject: 'About it',
        about: { entity: m.entity, id: m.id },
      })
      expect(r.status, `${m.entity}: ${r.text}`).toBe(reachable(p, m.entity, 'view').includes(m) ? 201 : 400)
      if (r.status === 201) id(await w.admin.delete(`/activities/${String(r.body.id)}`))
    }
  })
})

describe('live updates', () => {
  test('tell of what the listener may see, and end with the session', async () => {
    await t.server.listen({ host: '127.0.0.1', port: 0 })
    const { port } = t.server.server.address() as AddressInfo
    const listeners = await Promise.all(
      people
        .filter((p) => ['salesAgent', 'teamLead', 'salesDirector', 'warehouse'].includes(p.key))
        .map(async (p) => {
          const member = await w.admin.get(`/members/${p.caller.memberId}`)
          const token = await openSession(t.app, {
            userId: String(member.body.userId),
            workspaceId: w.id,
            ip: '127.0.0.1',
            agent: 'test',
          })
          const r = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
            headers: { cookie: `${sessionCookie}=${token}` },
          })
          expect(r.headers.get('x-content-type-options')).toBe('nosniff')
          const heard: string[] = []
          const ended = (async () => {
            const decoder = new TextDecoder()
            for await (const chunk of r.body ?? []) heard.push(decoder.decode(chunk, { stream: true }))
          })()
          return { p, heard, ended }
        }),
    )
    const touched = made.filter((m) => m.entity === 'lead' || m.entity === 'opportunity')
    for (const m of touched)
      id(await w.admin.patch(`/${plural(m.entity)}/${m.id}`, { description: 'touched for all to see' }))
    await expect
      .poll(
        () =>
          listeners
            .find((l) => l.p.key === 'salesDirector')
            ?.heard.join('')
            .includes(touched.at(-1)?.id ?? ''),
        { timeout: 10_000 },
      )
      .toBe(true)
    for (const { p, heard } of listeners)
      for (const m of touched)
        expect(heard.join('').includes(m.id), `${p.key} hears of ${m.entity}`).toBe(
          reachable(p, m.entity, 'view').includes(m),
        )
    const agent = listeners.find((l) => l.p.key === 'salesAgent')
    id(await w.admin.post(`/members/${agent?.p.caller.memberId}/deactivate`))
    await agent?.ended
    expect((await agent?.p.caller.get('/me'))?.status).toBe(401)
    await Promise.all(
      listeners.map(async (l) => w.admin.post(`/members/${l.p.caller.memberId}/deactivate`).then(() => l.ended)),
    )
  }, 60_000)
})
