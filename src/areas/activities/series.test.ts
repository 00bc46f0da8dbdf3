import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp, type TestWorkspace } from '../../../test/helpers/app.ts'
import { passOn } from './reactions.ts'

let t: TestApp
let w: TestWorkspace
let now = new Date('2026-01-31T09:00:00Z')
let account: { entity: string; id: string }
beforeAll(async () => {
  t = await testApp({ now: () => now })
  w = await t.workspace()
  account = { entity: 'account', id: String((await w.admin.post('/accounts', { name: 'Acme' })).body.id) }
})
afterAll(() => t.close())

type Told = { id: string; version: number; subject: string; dueOn: string; status: string } & Record<string, unknown>
const make = async (body: Record<string, unknown>): Promise<Told> => {
  const r = await w.admin.post('/activities', body)
  expect(r.status, r.text).toBe(201)
  return r.body as Told
}
const series = async (subject: string): Promise<Told[]> =>
  (await w.admin.get(`/activities?subject[startsWith]=${encodeURIComponent(subject)}&sort=dueOn`)).body.data as Told[]
const act = async (a: { id: string } | undefined, verb: string) => {
  const r = await w.admin.post(`/activities/${a?.id}/${verb}`)
  expect(r.status, r.text).toBe(200)
}
const patch = (a: Told | undefined, body: Record<string, unknown>) =>
  w.admin.patch(`/activities/${a?.id}`, { version: a?.version, ...body })
const open = async (subject: string) => (await series(subject)).filter((a) => a.status === 'open')
const pass = () => passOn.run({ app: t.app, workspaceId: w.id, transaction: w.transaction }, {})

test('completing one makes the next, on the anchor day or the month’s last, with its links', async () => {
  await make({ subject: 'Report', dueOn: '2026-01-31', repeats: 'monthly', links: [{ target: account }] })
  for (let i = 0; i < 3; i++) await act((await open('Report'))[0], 'complete')
  const all = await series('Report')
  expect(all.map((a) => a.dueOn)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'])
  expect(all.map((a) => a.status)).toEqual(['done', 'done', 'done', 'open'])
  expect((await w.admin.get(`/activities/${all[3]?.id}`)).body).toMatchObject({
    repeats: 'monthly',
    about: account,
    links: [{ target: account }],
  })
})

test('the next comes once, however often this one is completed, and not again when it was deleted', async () => {
  const first = await make({ subject: 'Once', dueOn: '2026-02-02', repeats: 'daily' })
  await act(first, 'complete')
  await act(first, 'reopen')
  await act(first, 'complete')
  const [, second] = await series('Once')
  expect(await series('Once')).toHaveLength(2)
  await w.admin.delete(`/activities/${second?.id}`)
  await act(first, 'reopen')
  await act(first, 'complete')
  expect(await series('Once')).toHaveLength(1)
})

test('two who complete it at once make one next', async () => {
  const first = await make({ subject: 'Race', dueOn: '2026-02-02', repeats: 'weekly' })
  await Promise.all([1, 2, 3].map(() => w.admin.post(`/activities/${first.id}/complete`)))
  expect(await series('Race')).toHaveLength(2)
})

test('leaving one out goes on with the next', async () => {
  const first = await make({
    subject: 'Skipped',
    dueOn: '2026-02-02',
    repeats: 'weekly',
    repeatOn: ['monday', 'thursday'],
  })
  await act(first, 'cancel')
  expect((await series('Skipped')).map((a) => [a.dueOn, a.status])).toEqual([
    ['2026-02-02', 'cancelled'],
    ['2026-02-05', 'open'],
  ])
})

test('a series ends after its number or its last day', async () => {
  await make({ subject: 'Thrice', dueOn: '2026-02-01', repeats: 'daily', repeatTimes: 3 })
  for (let i = 0; i < 3; i++) await act((await open('Thrice'))[0], 'complete')
  expect((await series('Thrice')).map((a) => a.status)).toEqual(['done', 'done', 'done'])
  await make({ subject: 'Until', dueOn: '2026-02-01', repeats: 'weekly', repeatUntil: '2026-02-14' })
  for (let i = 0; i < 2; i++) await act((await open('Until'))[0], 'complete')
  expect((await series('Until')).map((a) => a.dueOn)).toEqual(['2026-02-01', '2026-02-08'])
})

test('a meeting keeps its hour on the clock over the change to summer time, and so does its reminder', async () => {
  await make({
    kind: 'meeting',
    subject: 'Standing',
    startsAt: '2026-03-25T08:00:00.000Z',
    endsAt: '2026-03-25T09:00:00.000Z',
    reminderAt: '2026-03-25T07:45:00.000Z',
    repeats: 'weekly',
  })
  await act((await open('Standing'))[0], 'complete')
  expect((await open('Standing'))[0]).toMatchObject({
    dueOn: '2026-04-01',
    startsAt: '2026-04-01T07:00:00.000Z',
    endsAt: '2026-04-01T08:00:00.000Z',
    reminderAt: '2026-04-01T06:45:00.000Z',
    durationMinutes: 60,
  })
})

test('a change is for this one only, until it is applied to the following', async () => {
  const first = await make({ subject: 'Plan A', dueOn: '2026-02-10', repeats: 'weekly', priority: 'high' })
  const moved = await patch(first, { subject: 'Plan B', dueOn: '2026-02-12' })
  expect(moved.status, moved.text).toBe(200)
  expect(moved.body).toMatchObject({ following: { subject: 'Plan A', dueOn: '2026-02-10' } })
  const back = await patch(first, { version: moved.body.version, subject: 'Plan A', dueOn: '2026-02-10' })
  expect(back.body.following ?? null).toBe(null)
  await patch(first, { version: back.body.version, subject: 'Plan B', dueOn: '2026-02-12' })
  await act(first, 'complete')
  const [second] = await open('Plan')
  expect(second).toMatchObject({ subject: 'Plan A', dueOn: '2026-02-17', priority: 'high' })
  const again = await patch(second, { subject: 'Plan C', dueOn: '2026-02-19' })
  expect(again.status, again.text).toBe(200)
  await act(second, 'applyToFollowing')
  expect((await w.admin.get(`/activities/${second?.id}`)).body.following ?? null).toBe(null)
  await act(second, 'complete')
  expect((await open('Plan'))[0]).toMatchObject({ subject: 'Plan C', dueOn: '2026-02-26' })
})

test('a weekday that one is moved off for good goes with it', async () => {
  const first = await make({ subject: 'Days', dueOn: '2026-02-09', repeats: 'weekly', repeatOn: ['monday', 'friday'] })
  await patch(first, { dueOn: '2026-02-10' })
  await act(first, 'applyToFollowing')
  expect((await w.admin.get(`/activities/${first.id}`)).body.repeatOn).toEqual(['friday', 'tuesday'])
  for (let i = 0; i < 2; i++) await act((await open('Days'))[0], 'complete')
  expect((await series('Days')).map((a) => a.dueOn)).toEqual(['2026-02-10', '2026-02-13', '2026-02-17'])
})

test('a new rule counts from this one; without a rule the series is at its end', async () => {
  const first = await make({ subject: 'Rule', dueOn: '2026-02-27', repeats: 'daily' })
  const changed = await patch(first, { repeats: 'monthly', dueOn: '2026-03-31' })
  expect(changed.status, changed.text).toBe(200)
  await act(first, 'complete')
  const [second] = await open('Rule')
  expect(second?.dueOn).toBe('2026-04-30')
  const late = await patch(first, { version: undefined, repeats: 'daily' })
  expect([late.status, late.body.code]).toEqual([409, 'notLast'])
  expect((await patch(second, { repeats: null })).status).toBe(200)
  await act(second, 'complete')
  expect(await open('Rule')).toEqual([])
})

test.each<[string, Record<string, unknown>, string]>([
  ['a task without a day', { kind: 'task', repeats: 'daily' }, 'dueOn'],
  ['a meeting without an hour', { kind: 'meeting', repeats: 'daily' }, 'startsAt'],
  ['a note', { kind: 'note', dueOn: '2026-02-01', repeats: 'daily' }, 'repeats'],
  ['every 0 days', { kind: 'task', dueOn: '2026-02-01', repeats: 'daily', repeatEvery: 0 }, 'repeatEvery'],
  ['no times', { kind: 'task', dueOn: '2026-02-01', repeats: 'daily', repeatTimes: 0 }, 'repeatTimes'],
  [
    'an end before the start',
    { kind: 'task', dueOn: '2026-02-01', repeats: 'daily', repeatUntil: '2026-01-01' },
    'repeatUntil',
  ],
])('%s cannot repeat', async (_name, body, path) => {
  const r = await w.admin.post('/activities', { subject: 'No', ...body })
  expect([r.status, r.body.errors]).toMatchObject([400, [{ path }]])
})

test('when the day of one has passed the next comes by itself, up to today, once', async () => {
  now = new Date('2026-05-04T09:00:00Z')
  await make({ kind: 'call', subject: 'Weekly call', dueOn: '2026-05-04', repeats: 'weekly' })
  await pass()
  expect(await series('Weekly call')).toHaveLength(1)
  now = new Date('2026-05-19T09:00:00Z')
  await Promise.all([pass(), pass()])
  await pass()
  const all = await series('Weekly call')
  expect(all.map((a) => a.dueOn)).toEqual(['2026-05-04', '2026-05-11', '2026-05-18', '2026-05-25'])
  // what was missed stays to be done: nobody did it
  expect(all.map((a) => a.status)).toEqual(['open', 'open', 'open', 'open'])
})
