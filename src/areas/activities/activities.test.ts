import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, type TestApp, testApp, type TestWorkspace } from '../../../test/helpers/app.ts'
import { createTask } from './index.ts'
import { bucketOf } from './queries.ts'
import { isLogged, minutesOf } from './rules.ts'

let t: TestApp
let w: TestWorkspace
let account: { entity: string; id: string }
let contact: { entity: string; id: string }
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
  account = { entity: 'account', id: String((await w.admin.post('/accounts', { name: 'Acme' })).body.id) }
  contact = { entity: 'contact', id: String((await w.admin.post('/contacts', { lastName: 'Miller' })).body.id) }
})
afterAll(() => t.close())

type Told = { action: string; activity?: { subject: string; status: string }; changes: Record<string, unknown> }
const story = async (of: { entity: string; id: string }, query = '') =>
  (await w.admin.get(`/${of.entity}s/${of.id}/timeline${query}`)).body.data as Told[]

test('what is written down after the fact is done from the start', () => {
  const now = '2026-03-10T12:00:00.000Z'
  expect(isLogged({ kind: 'note' }, now)).toBe(true)
  expect(isLogged({ kind: 'task' }, now)).toBe(false)
  expect(isLogged({ kind: 'call' }, now)).toBe(true)
  expect(isLogged({ kind: 'call', dueOn: '2026-03-12' }, now)).toBe(false)
  expect(isLogged({ kind: 'meeting', startsAt: '2026-03-11T09:00:00.000Z' }, now)).toBe(false)
  expect(
    isLogged({ kind: 'meeting', startsAt: '2026-03-10T09:00:00.000Z', endsAt: '2026-03-10T10:00:00.000Z' }, now),
  ).toBe(true)
  expect(minutesOf({ startsAt: '2026-03-10T09:00:00.000Z', endsAt: '2026-03-10T10:30:00.000Z' })).toBe(90)
})

test('days fall into buckets', () => {
  expect(
    ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-17', '2026-03-18', null].map((d) => bucketOf(d, '2026-03-10')),
  ).toEqual(['overdue', 'today', 'tomorrow', 'thisWeek', 'later', 'someday'])
})

test('an activity shows on the timeline of every record it is linked to, also when it is completed later', async () => {
  const made = await w.admin.post('/activities', {
    kind: 'task',
    subject: 'Send samples',
    dueOn: '2026-05-01',
    links: [{ target: account }, { target: contact, role: 'participant' }],
  })
  expect(made.status, made.text).toBe(201)
  expect(made.body).toMatchObject({ status: 'open', about: account, labels: { about: 'Acme' } })
  expect(made.body.links).toHaveLength(2)
  for (const record of [account, contact]) {
    const [first] = await story(record)
    expect(first).toMatchObject({ action: 'activity.create', activity: { subject: 'Send samples', status: 'open' } })
  }
  const done = await w.admin.post(`/activities/${made.body.id}/complete`, { version: made.body.version })
  expect(done.status, done.text).toBe(200)
  expect(done.body).toMatchObject({ status: 'done' })
  for (const record of [account, contact]) {
    const [first, second] = await story(record)
    expect(first).toMatchObject({ action: 'activity.complete', activity: { status: 'done' } })
    expect(second?.activity).toBeUndefined()
  }
  expect((await w.admin.post(`/activities/${made.body.id}/complete`)).status).toBe(409)
  expect(await story(account, '?kinds=change')).toEqual([expect.objectContaining({ action: 'account.create' })])
})

test('the hour of an activity moves its day, and a new day drops the hour', async () => {
  const made = await w.admin.post('/activities', { subject: 'Call back', dueAt: '2026-05-01T22:30:00Z' })
  expect(made.body.dueOn).toBe('2026-05-02')
  const moved = await w.admin.patch(`/activities/${made.body.id}`, { dueOn: '2026-05-04' })
  expect(moved.body).toMatchObject({ dueOn: '2026-05-04', dueAt: null })
})

test('the timeline pages by cursor, and tells no one what they may not see', async () => {
  const agent = await w.as('salesAgent')
  const a = { entity: 'account', id: String((await w.admin.post('/accounts', { name: 'Paged' })).body.id) }
  for (let i = 0; i < 4; i++)
    await w.admin.post('/activities', { kind: 'note', subject: `Note ${i}`, links: [{ target: a }] })
  const one = await w.admin.get(`/accounts/${a.id}/timeline?limit=3`)
  expect(one.body.data).toHaveLength(3)
  const two = await w.admin.get(`/accounts/${a.id}/timeline?limit=3&cursor=${String(one.body.nextCursor)}`)
  expect(two.body).toMatchObject({ nextCursor: null })
  expect(two.body.data).toHaveLength(2)
  // The agent sees all accounts, but only activities of their own.
  const seen = await agent.get(`/accounts/${a.id}/timeline`)
  expect((seen.body.data as Told[]).map((e) => e.action)).toEqual(['account.create'])
  const other = await t.workspace()
  expect((await other.admin.get(`/accounts/${a.id}/timeline`)).status).toBe(404)
  const history = await w.admin.get(`/accounts/${a.id}/history`)
  expect((history.body.data as Told[]).map((e) => e.action)).toEqual(['account.create'])
})

test('one call is logged with many records, or one for each', async () => {
  const together = await w.admin.post('/activities/log', {
    kind: 'call',
    subject: 'Round call',
    targets: [account, contact],
  })
  expect(together.status, together.text).toBe(200)
  expect(together.body).toMatchObject({ status: 'done', about: account })
  const each = await w.admin.post('/activities/log', {
    kind: 'email',
    subject: 'News',
    targets: [account, contact],
    each: true,
  })
  expect(each.body).toMatchObject({ created: 2 })
  const unknown = await w.admin.post('/activities/log', {
    kind: 'call',
    subject: 'x',
    targets: [{ entity: 'account', id: contact.id }],
  })
  expect(unknown.status).toBe(400)
  expect(unknown.body.errors).toMatchObject([{ path: 'targets.0' }])
})

test('what is due comes by urgency', async () => {
  const rep = await w.as('salesAgent')
  const today = String((await rep.get('/activities/due')).body.today)
  await rep.post('/activities', { subject: 'Late', dueOn: '2020-01-01' })
  await rep.post('/activities', { subject: 'Now', dueOn: today })
  await rep.post('/activities', { subject: 'Some day' })
  const due = await rep.get('/activities/due')
  expect((due.body.data as { subject: string; bucket: string }[]).map((a) => [a.subject, a.bucket])).toEqual([
    ['Late', 'overdue'],
    ['Now', 'today'],
    ['Some day', 'someday'],
  ])
  expect((await rep.get('/activities/due?days=0')).body.data).toHaveLength(2)
  expect((await rep.get('/activities?status=overdue')).body.data).toHaveLength(1)
})

test('a reminder reaches the owner when its time has come, once', async () => {
  await t.work()
  const rep = await w.as('salesAgent')
  const made = await rep.post('/activities', {
    subject: 'Ring the bell',
    reminderAt: new Date(Date.now() + 500).toISOString(),
  })
  expect(made.status, made.text).toBe(201)
  const bell = await eventually(async () => {
    const list = (await rep.get('/notifications')).body.data as { kind: string; title: string }[]
    return list.length > 0 ? list : undefined
  })
  expect(bell).toMatchObject([{ kind: 'activity.reminder', title: 'Ring the bell' }])
})

test('another area gives someone a task', async () => {
  const rep = await w.as('salesAgent')
  await w.transaction((c) =>
    createTask(c, { subject: 'Contact again', about: account, ownerId: rep.memberId, dueOn: '2026-09-01' }),
  )
  expect((await rep.get('/activities')).body.data).toMatchObject([
    { subject: 'Contact again', kind: 'task', status: 'open' },
  ])
})
