import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, type TestApp, testApp, type TestWorkspace } from '../../../test/helpers/app.ts'
import { sealEvents, verifySeals } from './seals.ts'

let t: TestApp
let w: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
})
afterAll(() => t.close())

const roleId = async (key: string): Promise<string> => {
  const r = await w.admin.get('/roles?limit=50')
  const found = (r.body.data as { id: string; key: string }[]).find((x) => x.key === key)
  return found?.id ?? ''
}

test('an invited user gets a mail, is there once, and can be deactivated', async () => {
  const role = await roleId('salesAgent')
  const invited = await w.admin.post('/members/invite', {
    name: 'Grace Hopper',
    email: 'grace@example.com',
    roleId: role,
  })
  expect(invited.status).toBe(200)
  expect(invited.body).toMatchObject({ name: 'Grace Hopper', active: true, joinedAt: null })
  const mails = await w.admin.get('/mails?toAddress=grace@example.com')
  expect(mails.body.data).toHaveLength(1)
  const tokens = await w.transaction(
    async (c) =>
      (await sql<{ kind: string }>`select kind from token where subject_id = ${String(invited.body.id)}`.execute(c.tx))
        .rows,
  )
  expect(tokens).toEqual([{ kind: 'invitation' }])

  const twice = await w.admin.post('/members/invite', { name: 'Grace', email: 'GRACE@example.com', roleId: role })
  expect(twice.status).toBe(400)
  expect(twice.body.errors).toMatchObject([{ path: 'email' }])

  const again = await w.admin.post(`/members/${invited.body.id}/resendInvitation`)
  expect(again.status).toBe(200)
  const live = await w.transaction(
    async (c) =>
      (
        await sql`select 1 from token where subject_id = ${String(invited.body.id)} and revoked_at is null`.execute(
          c.tx,
        )
      ).rows,
  )
  expect(live).toHaveLength(1)
  const off = await w.admin.post(`/members/${invited.body.id}/deactivate`)
  expect(off.body.active).toBe(false)
})

test('a deactivated user is signed out at once', async () => {
  const agent = await w.as('salesAgent')
  expect((await agent.get('/me')).status).toBe(200)
  expect((await w.admin.post(`/members/${agent.memberId}/deactivate`)).status).toBe(200)
  expect((await agent.get('/me')).status).toBe(401)
  const self = await w.admin.post(`/members/${w.admin.memberId}/deactivate`)
  expect(self.status).toBe(409)
})

test('the last admin stays admin, whichever way one tries', async () => {
  const own = await t.workspace()
  const members = (await own.admin.get('/members')).body.data as { id: string; version: number }[]
  const roles = (await own.admin.get('/roles?limit=50')).body.data as { id: string; key: string; version: number }[]
  const agent = roles.find((r) => r.key === 'salesAgent')
  const admin = roles.find((r) => r.key === 'admin')
  const demoted = await own.admin.patch(`/members/${own.admin.memberId}`, {
    roleId: agent?.id,
    version: members[0]?.version,
  })
  expect(demoted.status).toBe(409)
  expect(demoted.body.code).toBe('lastAdmin')
  const emptied = await own.admin.patch(`/roles/${admin?.id}`, {
    rights: { 'account.view': 'all' },
    version: admin?.version,
  })
  expect(emptied.status).toBe(409)
  const second = await own.as('admin')
  expect((await second.patch(`/members/${own.admin.memberId}`, { roleId: agent?.id })).status).toBe(200)
})

test('rights of a role are checked against what there is', async () => {
  const bad = await w.admin.post('/roles', {
    name: 'Odd',
    rights: { 'unicorn.view': 'all', 'account.view': 'everything' },
  })
  expect(bad.status).toBe(400)
  expect((bad.body.errors as unknown[]).length).toBe(2)
  const good = await w.admin.post('/roles', {
    name: 'Reader',
    rights: { '*.view': 'team' },
    fieldRights: { 'member.phone': 'hidden' },
  })
  expect(good.status).toBe(201)
})

test('teams stay a tree', async () => {
  const a = await w.admin.post('/teams', { name: 'A' })
  const b = await w.admin.post('/teams', { name: 'B', parentId: a.body.id })
  const loop = await w.admin.patch(`/teams/${a.body.id}`, { parentId: b.body.id })
  expect(loop.status).toBe(400)
  expect((await w.admin.delete(`/teams/${a.body.id}`)).status).toBe(409)
  expect((await w.admin.delete(`/teams/${b.body.id}`)).status).toBe(200)
})

test('number patterns are validated', async () => {
  const bad = await w.admin.post('/number-series', { entity: 'invoice', pattern: 'INV-{yyyy}' })
  expect(bad.status).toBe(400)
  expect((await w.admin.post('/number-series', { entity: 'invoice', pattern: 'R{yy}-{0000}' })).status).toBe(201)
  expect((await w.admin.post('/number-series', { entity: 'team', pattern: '{000}' })).status).toBe(400)
})

test('a shared view is read by all and changed by its owner', async () => {
  const one = await w.as('salesAgent')
  const two = await w.as('salesAgent')
  const mine = await one.post('/saved-views', { name: 'Mine', entity: 'lead', query: '?status=new' })
  const shared = await one.post('/saved-views', { name: 'Ours', entity: 'lead', query: '?status=new', shared: true })
  const names = ((await two.get('/saved-views')).body.data as { name: string }[]).map((v) => v.name)
  expect(names).toContain('Ours')
  expect(names).not.toContain('Mine')
  expect((await two.get(`/saved-views/${mine.body.id}`)).status).toBe(404)
  expect((await two.patch(`/saved-views/${shared.body.id}`, { name: 'Theirs' })).status).toBe(403)
  expect((await two.delete(`/saved-views/${shared.body.id}`)).status).toBe(403)
  expect((await one.patch(`/saved-views/${shared.body.id}`, { name: 'All of ours' })).status).toBe(200)
})

test('the audit shows who changed what; only who may see it does', async () => {
  const a = await w.admin.post('/accounts', { name: 'Audited Ltd' })
  await w.admin.patch(`/accounts/${a.body.id}`, { name: 'Audited plc' })
  const page = await w.admin.get(`/audit?recordId=${a.body.id}`)
  expect(page.status).toBe(200)
  const events = page.body.data as { action: string; changes: Record<string, unknown>; actor: { name: string } }[]
  expect(events.map((e) => e.action)).toEqual(['account.update', 'account.create'])
  expect(events[0]?.changes.name).toEqual({ from: 'Audited Ltd', to: 'Audited plc' })
  expect(events[0]?.actor.name).toBe('Ada Admin')
  const first = await w.admin.get(`/audit?limit=1`)
  const second = await w.admin.get(`/audit?limit=1&cursor=${String(first.body.nextCursor)}`)
  expect(second.body.data).not.toEqual(first.body.data)
  const csv = await w.admin.get(`/audit-export?recordId=${String(a.body.id)}`)
  expect(csv.headers['content-type']).toContain('text/csv')
  expect(csv.text).toContain('account.update,account,')
  expect(csv.text).toContain('name,Audited Ltd,Audited plc')
  const agent = await w.as('salesAgent')
  expect((await agent.get('/audit-export')).status).toBe(403)
  expect((await agent.get('/audit')).status).toBe(403)
  expect((await agent.get('/failed-jobs')).status).toBe(403)
})

test('seals chain all events, and a changed event is found out', async () => {
  const own = await t.workspace()
  for (let i = 0; i < 3; i++) await own.admin.post('/accounts', { name: `Sealed ${i}` })
  const { sealed } = await own.transaction((c) => sealEvents(c.tx, own.id))
  expect(sealed).toBeGreaterThan(3)
  expect(await own.transaction((c) => sealEvents(c.tx, own.id))).toMatchObject({ sealed: 0 })
  expect(await own.transaction((c) => verifySeals(c.tx, own.id))).toEqual({ ok: true, sealed, waiting: 0 })
  await sql`update event set actor_name = 'Someone else' where workspace_id = ${own.id} and id = (
    select id from event where workspace_id = ${own.id} order by id limit 1)`.execute(t.app.database.owner)
  const check = await own.admin.get('/audit-check')
  expect(check.body).toMatchObject({ ok: false, broken: { position: 1, why: 'changed' } })
})

test('a failed job is listed and can be started again once', async () => {
  const id = await w.transaction(async (c) => {
    const id = c.newId()
    await sql`insert into job_failure (workspace_id, id, name, payload, error, attempts) values (${w.id}, ${id}, 'activity.remind',
      ${JSON.stringify({ workspaceId: w.id, name: 'activity.remind', payload: { id: c.newId() } })}::jsonb, 'boom', 10)`.execute(
      c.tx,
    )
    return id
  })
  const list = await w.admin.get('/failed-jobs')
  expect((list.body.data as { id: string }[]).map((x) => x.id)).toContain(id)
  expect((await w.admin.post(`/failed-jobs/${id}/retry`)).status).toBe(200)
  expect((await w.admin.post(`/failed-jobs/${id}/retry`)).status).toBe(404)
  expect((await w.admin.get('/failed-jobs')).body.data).not.toContainEqual(expect.objectContaining({ id }))
})

test('the new owner of a record is told, nobody of their own deeds', async () => {
  const agent = await w.as('salesAgent')
  const lead = await w.admin.post('/leads', { name: 'Handed over', ownerId: agent.memberId })
  expect(lead.status).toBe(201)
  const bell = await agent.get('/notifications')
  expect(bell.body.data).toMatchObject([
    { kind: 'assigned', title: 'Ada Admin gave you the lead Handed over', target: { id: lead.body.id } },
  ])
  const [n] = bell.body.data as { id: string }[]
  expect((await agent.post(`/notifications/${n?.id}/read`)).body.readAt).toBeTruthy()
  expect((await agent.post('/notifications/readAll')).body).toEqual({ read: 0 })
  await agent.post('/leads', { name: 'My own' })
  expect((await agent.get('/notifications')).body.data).toHaveLength(1)
})

test('an invitation is accepted with a password', async () => {
  await t.work()
  const role = await roleId('finance')
  await w.admin.post('/members/invite', { name: 'Mary', email: 'mary@example.com', roleId: role })
  const body = await eventually(async () => {
    const list = await w.admin.get('/mails?toAddress=mary@example.com&fields=status,bodyText')
    const [m] = list.body.data as { status: string; bodyText: string }[]
    return m?.status === 'held' ? m.bodyText : undefined
  })
  const token = /invitation\?token=([\w-]+)/.exec(body)?.[1]
  const accepted = await t.server.inject({
    method: 'POST',
    url: '/api/v1/auth/accept-invitation',
    headers: { 'x-requested-with': 'throughline' },
    payload: { token, name: 'Mary Jackson', password: 'a long enough one' },
  })
  expect(accepted.statusCode).toBe(200)
})
