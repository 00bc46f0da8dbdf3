import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Caller, type TestApp, testApp, type TestWorkspace } from '../../../test/helpers/app.ts'
import { insert } from '../../kernel/server/table.ts'
import { account } from '../customers/model.ts'
import { notification } from './model.ts'

let t: TestApp
let w: TestWorkspace
/** Winter in Berlin: one hour ahead of UTC. */
let clock = new Date('2026-01-14T05:00:00Z')
beforeAll(async () => {
  // Nothing listens there: mails stay in the outbox, as written.
  t = await testApp({ now: () => clock, env: { SMTP_URL: 'smtp://127.0.0.1:1' } })
})
afterAll(() => t.close())
beforeEach(async () => {
  w = await t.workspace()
})

const mailsTo = async (who: Caller): Promise<{ subject: string }[]> => {
  const { body } = await who.get('/me')
  const { email } = body.user as { email: string }
  return (await w.admin.get(`/mails?toAddress=${encodeURIComponent(email)}&sort=id`)).body.data as { subject: string }[]
}
const inbox = async (who: Caller): Promise<unknown[]> => (await who.get('/notifications')).body.data as unknown[]
const give = (to: Caller, name: string) =>
  w.transaction(async (c) => {
    await insert(c, account, { name, ownerId: to.memberId })
  })

describe('how one hears of things', () => {
  test('is chosen for each kind: in the app, by mail, both, not at all', async () => {
    const who = await w.as('accountManager')
    const choose = (inApp: boolean, mail: boolean) => who.patch('/me/notices', { kinds: { assigned: { inApp, mail } } })
    const offered = (await who.get('/me/notices')).body
    expect(offered.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'assigned', inApp: true, mail: false }),
        expect.objectContaining({ kind: 'quoteAccepted', area: 'Quotes' }),
        expect.objectContaining({ kind: 'invoiceViewed' }),
        expect.objectContaining({ kind: 'activity.reminder' }),
      ]),
    )
    expect(offered).toMatchObject({ digest: true, digestHour: '07', mail: 'on' })

    const counts = async () => [(await inbox(who)).length, (await mailsTo(who)).length]
    await give(who, 'In the app')
    expect(await counts()).toEqual([1, 0])
    await choose(true, true)
    await give(who, 'Both')
    expect(await counts()).toEqual([2, 1])
    await choose(false, true)
    await give(who, 'Mail')
    expect(await counts()).toEqual([2, 2])
    await choose(false, false)
    await give(who, 'Nothing')
    expect(await counts()).toEqual([2, 2])
    expect((await mailsTo(who))[0]?.subject).toBe('Throughline gave you the account Both')
    const kept = (await who.get('/me/notices')).body.data as { kind: string }[]
    expect(kept.find((k) => k.kind === 'assigned')).toMatchObject({ inApp: false, mail: false })
  })

  test('can be chosen for everything that anyone is told of', () => {
    const root = path.resolve(import.meta.dirname, '..')
    const told = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
      .flatMap((f) => [...readFileSync(path.join(root, f), 'utf8').matchAll(/\bnotify\(c,[^{]*\{\s*kind: '([^']+)'/g)])
      .map((m) => m[1] ?? '')
    expect(told.length).toBeGreaterThan(8)
    const declared = t.app.registry.notices.flatMap((n) => Object.keys(n.kinds))
    expect(told.filter((kind) => !declared.includes(kind))).toEqual([])
    expect(
      declared.filter((kind) => !told.includes(kind)),
      'nobody is ever told',
    ).toEqual([])
  })

  test('is checked, and anything odd in the preferences is as if nothing were chosen', async () => {
    const who = await w.as('accountManager')
    const bad = await who.patch('/me/notices', { kinds: { unicorn: { inApp: true, mail: true } } })
    expect(bad.body.errors).toMatchObject([{ path: 'kinds.unicorn' }])
    expect((await who.patch('/me/notices', { kinds: { assigned: 'yes' } })).status).toBe(400)
    await who.patch('/me', { preferences: { notices: 'nonsense' } })
    expect((await who.get('/me/notices')).body.digest).toBe(true)
    await give(who, 'All the same')
    expect(await inbox(who)).toHaveLength(1)
  })
})

describe('the daily digest', () => {
  const tell = (to: Caller, title: string) =>
    w.transaction(async (c) => {
      await insert(c, notification, { kind: 'assigned', title, ownerId: to.memberId })
    })
  const run = async () => {
    const schedule = t.app.schedules.find((s) => s.name === 'notification digest')
    await schedule?.run({ app: t.app, workspaceId: w.id, transaction: (work) => w.transaction(work) }, {})
  }
  const at = (instant: string): void => {
    clock = new Date(instant)
  }

  test('comes once a day at the hour of the workspace, whoever runs it how often', async () => {
    const who = await w.as('salesAgent')
    at('2026-01-14T05:00:00Z')
    await tell(who, 'First')
    await tell(who, 'Second')
    at('2026-01-14T05:59:00Z')
    await run()
    expect(await mailsTo(who), 'one minute to seven in Berlin').toEqual([])
    at('2026-01-14T06:03:00Z')
    await tell(who, 'After seven')
    await Promise.all([run(), run(), run()])
    expect((await mailsTo(who)).map((m) => m.subject)).toEqual(['2 things you have not read yet'])
    at('2026-01-14T22:55:00Z')
    await run()
    expect(await mailsTo(who), 'the same day').toHaveLength(1)
    at('2026-01-15T09:00:00Z')
    await run()
    expect((await mailsTo(who)).map((m) => m.subject)).toEqual([
      '2 things you have not read yet',
      'One thing you have not read yet',
    ])
    at('2026-01-16T09:00:00Z')
    await run()
    expect(await mailsTo(who), 'nothing new').toHaveLength(2)
  })

  test('follows the clock that is put forward', async () => {
    const who = await w.as('salesAgent')
    at('2026-03-28T12:00:00Z')
    await tell(who, 'On Saturday')
    at('2026-03-29T04:59:00Z')
    await run()
    expect(await mailsTo(who)).toEqual([])
    at('2026-03-29T05:01:00Z')
    await run()
    expect(await mailsTo(who)).toHaveLength(1)
  })

  test('leaves out what was read and who wants none, and is written when it was not sent on time', async () => {
    const [reader, quiet, late] = [await w.as('salesAgent'), await w.as('salesAgent'), await w.as('salesAgent')]
    at('2026-02-03T12:00:00Z')
    for (const who of [reader, quiet, late]) await tell(who, 'News')
    await reader.post('/notifications/readAll')
    await quiet.patch('/me/notices', { digest: false })
    at('2026-02-04T17:20:00Z')
    await run()
    expect([await mailsTo(reader), await mailsTo(quiet)]).toEqual([[], []])
    expect(await mailsTo(late)).toHaveLength(1)
  })

  test('comes at another hour when the workspace says so', async () => {
    const who = await w.as('salesAgent')
    at('2026-02-10T12:00:00Z')
    await tell(who, 'News')
    expect((await w.admin.patch('/settings', { 'notifications.digestHour': '16' })).status).toBe(200)
    at('2026-02-11T09:00:00Z')
    await run()
    expect(await mailsTo(who)).toEqual([])
    at('2026-02-11T15:10:00Z')
    await run()
    expect(await mailsTo(who)).toHaveLength(1)
  })
})
