/** What strangers learn and how far they come; what the audit tells of it. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomToken } from '../../src/kernel/server/crypto.ts'
import { createHttp } from '../../src/main/http.ts'
import { eventually, testApp } from '../helpers/app.ts'
import {
  address,
  audit,
  password,
  second,
  send,
  signIn,
  someone,
  startServers,
  stopServers,
  t,
  url,
  w,
} from './twoServers.ts'

beforeAll(startServers)
afterAll(stopServers)

describe('the audit', () => {
  const names = async (filter: string): Promise<string[]> => (await audit(filter)).map((e) => String(e.action))

  test('tells of sign-ins that succeeded and failed, by whom and from where', async () => {
    const who = await someone()
    await signIn(who.email, { password: 'wrong password', from: '10.7.1.1' })
    const inside = await signIn(who.email, { from: '10.7.1.2' })
    await send('POST', '/auth/sign-out', {}, { cookie: inside.cookie, from: '10.7.1.2' })
    const list = await eventually(async () => {
      const found = await audit(`topic=signIn&recordId=${who.memberId}`)
      return found.length === 3 ? found : undefined
    })
    const told = list.map((e) => [e.action, e.ip, (e.actor as { name: string }).name])
    expect(told).toEqual(
      expect.arrayContaining([
        ['member.signInFailed', '10.7.1.1', 'Somebody'],
        ['member.signIn', '10.7.1.2', expect.stringMatching(/^Person/)],
        ['member.signOut', '10.7.1.2', expect.stringMatching(/^Person/)],
      ]),
    )
    expect(list.find((e) => e.action === 'member.signInFailed')?.data).toEqual({ reason: 'password' })
  })

  test('tells of exports, its own among them, and of changed rights', async () => {
    const who = await someone('salesDirector')
    await w.admin.get('/accounts/export?format=csv')
    await w.admin.get('/audit-export')
    const roles = (await w.admin.get('/roles?limit=50')).body.data as { id: string; key: string }[]
    const reader = roles.find((r) => r.key === 'readOnly')
    await w.admin.patch(`/members/${who.memberId}`, { roleId: reader?.id })
    await w.admin.patch(`/roles/${String(reader?.id)}`, { description: 'Sees a little' })
    expect((await names('topic=export')).slice(0, 2)).toEqual(['audit.export', 'account.export'])
    expect((await names('topic=rights')).slice(0, 2)).toEqual(['role.update', 'member.update'])
    expect(await names('topic=export&entity=role')).toEqual([])
    expect((await w.admin.get('/audit?topic=other')).status).toBe(400)
    const agent = await w.as('salesAgent')
    expect((await agent.get('/audit?topic=signIn')).status).toBe(403)
  })
})

describe('a stranger', () => {
  test('cannot tell by the answer, nor by waiting for it, whether an address has an account', async () => {
    const who = await someone()
    // Whatever only a known address sets off needs one of these tables: while they are locked, it cannot be done.
    const holder = t.app.database.owner.transaction().execute(async (tx) => {
      await sql`lock table token, event, mail_message in access exclusive mode`.execute(tx)
      const answers: string[] = []
      for (const email of [who.email, 'nobody@example.com']) {
        const forgot = await send('POST', '/auth/forgot', { email })
        const wrong = await signIn(email, { password: 'wrong password' })
        answers.push(`${forgot.status} ${forgot.text} ${wrong.status} ${String(wrong.body.title)}`)
      }
      return answers
    })
    const [known, unknown] = await holder
    expect(known).toBe(unknown)
    expect(known).toContain('200')
    const mails = await eventually(async () => {
      const r = await w.admin.get(`/mails?toAddress=${encodeURIComponent(who.email)}`)
      return (r.body.data as unknown[]).length > 0 ? (r.body.data as { subject: string }[]) : undefined
    })
    expect(mails[0]?.subject).toBe('Choose a new password')
  })

  test('meets the same lock and the same limits on every server of the database', async () => {
    const who = await someone()
    for (let i = 0; i < 10; i++)
      await signIn(who.email, { password: 'wrong password', base: i % 2 === 0 ? url : second })
    for (const base of [url, second])
      expect((await signIn(who.email, { base })).body.code, 'locked everywhere').toBe('locked')

    const from = address()
    const codes: number[] = []
    for (let i = 0; i < 22; i++)
      codes.push((await signIn(`x${i}@example.com`, { from, base: i % 2 === 0 ? url : second })).status)
    expect(codes.filter((c) => c === 429)).toHaveLength(2)
    expect((await send('POST', '/auth/forgot', { email: who.email }, { from, base: second })).status).toBe(429)

    const visitor = address()
    const portal: number[] = []
    for (let i = 0; i < 62; i++)
      portal.push(
        (await send('GET', `/portal/${randomToken()}`, undefined, { from: visitor, base: i % 2 === 0 ? url : second }))
          .status,
      )
    expect(portal.filter((c) => c === 429)).toHaveLength(2)
    expect(portal.filter((c) => c === 404)).toHaveLength(60)

    const setUp: number[] = []
    for (let i = 0; i < 22; i++)
      setUp.push((await send('POST', '/setup', {}, { from: visitor, base: i % 2 === 0 ? url : second })).status)
    expect(setUp.filter((c) => c === 429)).toHaveLength(2)
  })

  test('needs the code of the log to set up, and it is the same on every server and after a restart', async () => {
    const lines: string[] = []
    const open = async () => {
      const fresh = await testApp({ env: { BASE_URL: 'https://crm.example.com', LOG_LEVEL: 'info' } })
      const app = { ...fresh.app, log: fresh.app.log }
      const warn = app.log.warn.bind(app.log)
      app.log.warn = (...args: Parameters<typeof warn>) => {
        lines.push(JSON.stringify(args[0]))
      }
      const server = await createHttp(app)
      await server.ready()
      return { fresh, server }
    }
    const one = await open()
    const two = await open()
    try {
      const codes = lines.flatMap((l) => /"code":"(\d{10})"/.exec(l)?.[1] ?? [])
      expect(codes).toHaveLength(2)
      expect(codes[0]).toBe(codes[1])
      const body = { workspace: 'W', name: 'Ann', email: 'ann@example.com', password }
      const setUp = (code: string) =>
        one.server.inject({
          method: 'POST',
          url: '/api/v1/setup',
          headers: { 'x-requested-with': 'throughline' },
          payload: { ...body, code },
        })
      expect((await setUp('0000000000')).statusCode).toBe(400)
      expect((await setUp(codes[0] ?? '')).statusCode).toBe(201)
    } finally {
      for (const x of [one, two]) {
        await x.server.close()
        await x.fresh.close()
      }
    }
  })
})
