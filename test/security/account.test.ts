/** One's own account over HTTP: password, sessions, second factor; and what those who look after people may do. */
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeAt, stepAt } from '../../src/areas/admin/totp.ts'
import { sessionCookie } from '../../src/kernel/server/auth.ts'
import { hashPassword, hashToken, randomToken } from '../../src/kernel/server/crypto.ts'
import { createLog } from '../../src/kernel/server/log.ts'
import { createApp } from '../../src/main/app.ts'
import { createHttp } from '../../src/main/http.ts'
import { eventually, type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'

const password = 'correct horse battery'
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'

let t: TestApp
let w: TestWorkspace
let url = ''
/** a second server of the same database, as a second process is */
let second = ''
let closeSecond = async (): Promise<void> => {}
let clock = Date.now()
let serial = 0
const address = (): string => `10.1.${Math.floor(++serial / 250)}.${serial % 250}`

const listening = async (server: TestApp['server']): Promise<string> => {
  await server.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  t = await testApp({ now: () => new Date(clock) })
  w = await t.workspace()
  url = await listening(t.server)
  const app = await createApp(t.app.config, t.app.database, createLog(t.app.config), t.app.now)
  const server = await createHttp(app)
  second = await listening(server)
  closeSecond = async () => {
    await server.close()
    await app.close()
  }
})
afterAll(async () => {
  await closeSecond()
  await t.close()
})

type Reply = { status: number; body: Record<string, unknown>; text: string; cookie: string }
type Way = { cookie?: string; from?: string; agent?: string; base?: string; headers?: Record<string, string> }

/** A request by the network, as a browser behind a proxy on this machine sends it. */
const send = async (method: string, path: string, body?: unknown, o: Way = {}): Promise<Reply> => {
  const r = await fetch(`${o.base ?? url}/api/v1${path}`, {
    method,
    headers: {
      'x-requested-with': 'throughline',
      'x-forwarded-for': o.from ?? address(),
      'user-agent': o.agent ?? firefox,
      ...(o.cookie ? { cookie: `${sessionCookie}=${o.cookie}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...o.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await r.text()
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {}
  const cookie = new RegExp(`${sessionCookie}=([^;]*)`).exec(r.headers.get('set-cookie') ?? '')?.[1] ?? ''
  return { status: r.status, body: Object(parsed) as Record<string, unknown>, text, cookie }
}

const rows = (r: Reply): Record<string, unknown>[] => r.body.data as Record<string, unknown>[]

const someone = async (role = 'salesAgent', at: TestWorkspace = w) => {
  const caller = await at.as(role, { name: `Person ${++serial}` })
  const row = await at.admin.get(`/members/${caller.memberId}`)
  const userId = String(row.body.userId)
  await sql`update app_user set password_hash = ${await hashPassword(password)} where id = ${userId}`.execute(
    t.app.database.owner,
  )
  // The helper's own session is none of the person's.
  await sql`delete from session where user_id = ${userId}`.execute(t.app.database.owner)
  return { userId, memberId: caller.memberId, email: String(row.body.email) }
}
const signIn = (email: string, o: Way & { password?: string; code?: string } = {}) =>
  send('POST', '/auth/sign-in', { email, password: o.password ?? password, ...(o.code ? { code: o.code } : {}) }, o)

const audit = async (filter: string): Promise<Record<string, unknown>[]> =>
  (await w.admin.get(`/audit?${filter}`)).body.data as Record<string, unknown>[]

describe('changing the password while signed in', () => {
  test('asks for the present one, keeps this session and ends the others, on every server', async () => {
    const who = await someone()
    const here = await signIn(who.email)
    const there = await signIn(who.email, { base: second, agent: phone })
    const change = (current: string, next: string) =>
      send('POST', '/me/password', { current, password: next }, { cookie: here.cookie })
    const refused = await change('not my password', 'a brand new secret')
    expect(refused.status).toBe(400)
    expect(refused.body.errors).toMatchObject([{ path: 'current' }])
    expect((await change(password, 'short')).body.errors).toMatchObject([{ path: 'password' }])
    expect((await change(password, password)).status).toBe(400)
    expect((await change(password, 'a brand new secret')).status).toBe(200)
    expect((await send('GET', '/me', undefined, here)).status).toBe(200)
    expect((await send('GET', '/me', undefined, { cookie: there.cookie, base: second })).status).toBe(401)
    expect((await signIn(who.email)).status).toBe(401)
    expect((await signIn(who.email, { password: 'a brand new secret' })).status).toBe(200)
    const mails = await w.admin.get(`/mails?toAddress=${encodeURIComponent(who.email)}`)
    expect(mails.body.data).toMatchObject([{ subject: 'Your password was changed' }])
    expect(await audit(`action=member.changePassword&recordId=${who.memberId}`)).toHaveLength(1)
  })

  test('cannot be guessed from an open session', async () => {
    const who = await someone()
    const { cookie } = await signIn(who.email)
    const codes: unknown[] = []
    for (let i = 0; i < 11; i++)
      codes.push(
        (await send('POST', '/me/password', { current: `guess ${i}`, password: 'a new password' }, { cookie })).status,
      )
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 400))
    expect(codes[10]).toBe(429)
  })

  test('is not open to an API key', async () => {
    const who = await someone()
    const key = randomToken()
    await sql`insert into token (hash, kind, workspace_id, subject_entity, subject_id)
      values (${hashToken(key)}, 'apiKey', ${w.id}, 'user', ${who.userId})`.execute(t.app.database.owner)
    const headers = { authorization: `Bearer ${key}` }
    expect((await send('GET', '/me', undefined, { headers })).status).toBe(200)
    for (const [method, path, body] of [
      ['POST', '/me/password', { current: password, password: 'a new password' }],
      ['GET', '/me/sessions', undefined],
      ['POST', '/me/second-factor/begin', {}],
    ] as const)
      expect((await send(method, path, body, { headers })).status, path).toBe(403)
  })
})

describe('my sessions', () => {
  test('are told by device, address and time, this one first; one or all others can be ended', async () => {
    const who = await someone()
    const desk = await signIn(who.email, { from: '10.9.1.1' })
    const pocket = await signIn(who.email, { agent: phone, from: '10.9.1.2' })
    const library = await signIn(who.email, { agent: 'curl/8.0', from: '10.9.1.3' })
    const list = rows(await send('GET', '/me/sessions', undefined, desk))
    expect(list.map((s) => [s.device, s.ip, s.current])).toEqual([
      ['Firefox on Windows', '10.9.1.1', true],
      expect.arrayContaining([false]),
      expect.arrayContaining([false]),
    ])
    expect(new Set(list.map((s) => s.device))).toEqual(new Set(['Firefox on Windows', 'Safari on iPhone', 'curl']))
    expect(JSON.stringify(list)).not.toContain(hashToken(desk.cookie))
    const phoneId = String(list.find((s) => s.device === 'Safari on iPhone')?.id)
    expect((await send('DELETE', `/me/sessions/${phoneId}`, undefined, desk)).status).toBe(200)
    expect((await send('GET', '/me', undefined, pocket)).status).toBe(401)
    expect((await send('GET', '/me', undefined, library)).status).toBe(200)
    expect((await send('POST', '/me/sessions/revokeOthers', {}, desk)).body).toEqual({ ended: 1 })
    expect((await send('GET', '/me', undefined, library)).status).toBe(401)
    expect((await send('GET', '/me', undefined, desk)).status).toBe(200)
  })

  test('are nobody else’s to end or to see', async () => {
    const one = await someone()
    const two = await someone()
    const mine = await signIn(one.email)
    const theirs = await signIn(two.email)
    const id = String(rows(await send('GET', '/me/sessions', undefined, theirs))[0]?.id)
    expect((await send('DELETE', `/me/sessions/${id}`, undefined, mine)).status).toBe(404)
    expect((await send('DELETE', '/me/sessions/nonsense', undefined, mine)).status).toBe(404)
    expect((await send('GET', '/me', undefined, theirs)).status).toBe(200)
    expect((await send('GET', `/members/${two.memberId}/sessions`, undefined, mine)).status).toBe(403)
    expect((await send('POST', `/members/${two.memberId}/revokeSessions`, {}, mine)).status).toBe(403)
    expect((await send('GET', '/members/security', undefined, mine)).status).toBe(403)
  })

  test('are seen and ended by an admin, of their own workspace only', async () => {
    const who = await someone()
    const { cookie } = await signIn(who.email, { agent: phone })
    const seen = await w.admin.get(`/members/${who.memberId}/sessions`)
    expect(seen.body.data).toMatchObject([{ device: 'Safari on iPhone' }])
    const other = await t.workspace()
    expect((await other.admin.post(`/members/${who.memberId}/revokeSessions`)).status).toBe(404)
    expect((await w.admin.post(`/members/${who.memberId}/revokeSessions`)).status).toBe(200)
    expect((await send('GET', '/me', undefined, { cookie })).status).toBe(401)
    expect(await audit(`action=member.revokeSessions&recordId=${who.memberId}`)).toHaveLength(1)
  })

  test('of a deactivated member end at once, on every server', async () => {
    const who = await someone()
    const here = await signIn(who.email)
    const there = await signIn(who.email, { base: second })
    expect((await send('GET', '/me', undefined, { cookie: there.cookie, base: second })).status).toBe(200)
    expect((await w.admin.post(`/members/${who.memberId}/deactivate`)).status).toBe(200)
    expect((await send('GET', '/me', undefined, here)).status).toBe(401)
    expect((await send('GET', '/me', undefined, { cookie: there.cookie, base: second })).status).toBe(401)
    const left = await sql`select 1 from session where user_id = ${who.userId}`.execute(t.app.database.owner)
    expect(left.rows).toEqual([])
  })
})

/** Sets up an app for the account and gives back its secret and the recovery codes. */
const enrol = async (cookie: string) => {
  const begun = await send('POST', '/me/second-factor/begin', {}, { cookie })
  expect(begun.status, begun.text).toBe(200)
  const secret = String(begun.body.secret)
  const done = await send('POST', '/me/second-factor/confirm', { code: codeNow(secret) }, { cookie })
  expect(done.status, done.text).toBe(200)
  return { secret, uri: String(begun.body.uri), recoveryCodes: done.body.recoveryCodes as string[] }
}
const codeNow = (secret: string): string => codeAt(secret, stepAt(new Date(clock)))
/** A code counts once: the next one is there half a minute later. */
const later = (): void => {
  clock += 30_000
}

describe('the second factor', () => {
  test('is set up with an app, asked for at sign-in, each code once', async () => {
    const who = await someone()
    const { cookie } = await signIn(who.email)
    const begun = await send('POST', '/me/second-factor/begin', {}, { cookie })
    expect(String(begun.body.uri)).toMatch(/^otpauth:\/\/totp\/Workspace/)
    expect((await signIn(who.email)).status, 'not before its first code').toBe(200)
    const wrong = await send('POST', '/me/second-factor/confirm', { code: '000000' }, { cookie })
    expect(wrong.body.errors).toMatchObject([{ path: 'code' }])
    const { secret, recoveryCodes } = await enrol(cookie)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect((await send('GET', '/me/second-factor', undefined, { cookie })).body).toMatchObject({
      recoveryCodesLeft: 10,
      required: false,
    })

    const asked = await signIn(who.email)
    expect([asked.status, asked.body.code, asked.cookie]).toEqual([401, 'codeRequired', ''])
    expect((await signIn(who.email, { password: 'wrong password', code: codeNow(secret) })).body.code).toBe(
      'wrongCredentials',
    )
    expect((await signIn(who.email, { code: '123456' })).body.code).toBe('wrongCode')
    expect((await signIn(who.email, { code: codeNow(secret) })).body.code, 'used to set it up').toBe('wrongCode')
    later()
    const code = codeNow(secret)
    const both = await Promise.all([
      signIn(who.email, { code, from: '10.8.1.1' }),
      signIn(who.email, { code: `${code.slice(0, 3)} ${code.slice(3)}`, from: '10.8.1.2', base: second }),
    ])
    expect(both.map((r) => r.status).sort(), 'one code, two at once').toEqual([200, 401])
    expect(await audit(`action=member.addSecondFactor&recordId=${who.memberId}`)).toHaveLength(1)
  })

  test('yields to a recovery code, each once, and the person is told', async () => {
    const who = await someone()
    const { recoveryCodes } = await enrol((await signIn(who.email)).cookie)
    const [code = ''] = recoveryCodes
    const inside = await signIn(who.email, { code: code.toUpperCase().replaceAll('-', ' ') })
    expect(inside.status, inside.text).toBe(200)
    expect((await signIn(who.email, { code })).body.code).toBe('wrongCode')
    expect((await send('GET', '/me/second-factor', undefined, inside)).body.recoveryCodesLeft).toBe(9)
    const mails = (await w.admin.get(`/mails?toAddress=${encodeURIComponent(who.email)}`)).body.data
    expect(mails).toEqual(
      expect.arrayContaining([expect.objectContaining({ subject: 'A recovery code was used to sign in' })]),
    )
    expect((await send('POST', '/me/second-factor/recoveryCodes', { password: 'wrong' }, inside)).status).toBe(400)
    const renewed = await send('POST', '/me/second-factor/recoveryCodes', { password }, inside)
    expect(renewed.body.recoveryCodes).toHaveLength(10)
    expect((await signIn(who.email, { code: recoveryCodes[1] ?? '' })).body.code, 'the old ones are void').toBe(
      'wrongCode',
    )
  })

  test('keeps nothing readable in the database', async () => {
    const who = await someone()
    const { secret, recoveryCodes } = await enrol((await signIn(who.email)).cookie)
    const stored = await sql<{ all: string }>`select row_to_json(u)::text || coalesce((select json_agg(c)::text
      from recovery_code c where c.user_id = u.id), '') as all from app_user u where id = ${who.userId}`.execute(
      t.app.database.owner,
    )
    const text = stored.rows[0]?.all ?? ''
    expect(text).toContain('v1.')
    expect(text).not.toContain(secret)
    for (const code of recoveryCodes) expect(text).not.toContain(code.replaceAll('-', ''))
  })

  test('cannot be guessed: a right password does not forgive wrong codes', async () => {
    const who = await someone()
    const { secret } = await enrol((await signIn(who.email)).cookie)
    for (let i = 0; i < 9; i++) await signIn(who.email, { code: '000000' })
    expect((await signIn(who.email)).body.code, 'asks, and forgives nothing').toBe('codeRequired')
    await signIn(who.email, { code: '000000' })
    later()
    expect((await signIn(who.email, { code: codeNow(secret) })).body.code).toBe('locked')
  })

  test('is not gone round by a link to a new password', async () => {
    const who = await someone()
    await enrol((await signIn(who.email)).cookie)
    const token = randomToken()
    await sql`insert into token (hash, kind, workspace_id, subject_entity, subject_id, expires_at)
      values (${hashToken(token)}, 'reset', ${w.id}, 'user', ${who.userId}, now() + interval '1 hour')`.execute(
      t.app.database.owner,
    )
    const reset = await send('POST', '/auth/reset', { token, password: 'a brand new secret' })
    expect([reset.status, reset.body, reset.cookie]).toEqual([200, { signedIn: false }, ''])
    expect((await signIn(who.email, { password: 'a brand new secret' })).body.code).toBe('codeRequired')
  })

  test('is turned off with the password only', async () => {
    const who = await someone()
    const { cookie } = await signIn(who.email)
    await enrol(cookie)
    expect((await send('POST', '/me/second-factor/drop', {}, { cookie })).status).toBe(400)
    expect((await send('POST', '/me/second-factor/drop', { password }, { cookie })).status).toBe(200)
    expect((await signIn(who.email)).status).toBe(200)
  })

  test('is set up without the password only right after signing in', async () => {
    const who = await someone()
    const { cookie } = await signIn(who.email)
    await sql`update session set created_at = now() - interval '1 hour' where hash = ${hashToken(cookie)}`.execute(
      t.app.database.owner,
    )
    expect((await send('POST', '/me/second-factor/begin', {}, { cookie })).status).toBe(400)
    expect((await send('POST', '/me/second-factor/begin', { password }, { cookie })).status).toBe(200)
  })

  test('may be asked of a role: its people see nothing else before it is set up, and cannot turn it off', async () => {
    const own = await t.workspace()
    const who = await someone('salesAgent', own)
    const other = await someone('finance', own)
    const roles = (await own.admin.get('/roles?limit=50')).body.data as { id: string; key: string }[]
    const agent = roles.find((r) => r.key === 'salesAgent')
    const inside = await signIn(who.email)
    expect((await send('GET', '/accounts', undefined, inside)).status).toBe(200)
    expect((await own.admin.patch(`/roles/${String(agent?.id)}`, { requireSecondFactor: true })).status).toBe(200)
    for (const path of ['/accounts', '/home', '/search?q=acme', '/events', '/settings', '/notifications']) {
      const r = await send('GET', path, undefined, inside)
      expect([path, r.status, r.body.code]).toEqual([path, 403, 'secondFactorRequired'])
    }
    expect((await send('GET', '/me', undefined, inside)).body.mustEnrol).toBe(true)
    expect((await send('GET', '/accounts', undefined, await signIn(other.email))).status).toBe(200)
    await enrol(inside.cookie)
    expect((await send('GET', '/accounts', undefined, inside)).status).toBe(200)
    const drop = await send('POST', '/me/second-factor/drop', { password }, inside)
    expect([drop.status, drop.body.code]).toEqual([409, 'secondFactorRequired'])
  })

  test('may be asked of everyone in a workspace, the admin who asks included', async () => {
    const own = await t.workspace()
    const who = await someone('readOnly', own)
    const inside = await signIn(who.email)
    expect((await own.admin.patch('/settings', { 'security.requireSecondFactor': true })).status).toBe(200)
    expect((await own.admin.get('/accounts')).body.code).toBe('secondFactorRequired')
    expect((await send('GET', '/accounts', undefined, inside)).body.code).toBe('secondFactorRequired')
    expect((await w.admin.get('/accounts')).status, 'others are not asked').toBe(200)
  })

  test('is reset by an admin for who has lost it, unless another workspace trusts it too', async () => {
    const who = await someone()
    const inside = await signIn(who.email)
    expect((await w.admin.post(`/members/${who.memberId}/resetSecondFactor`)).body.code).toBe('noSecondFactor')
    await enrol(inside.cookie)
    const all = (await w.admin.get('/members/security')).body.data as Record<string, unknown>[]
    expect(all.find((m) => m.memberId === who.memberId)).toMatchObject({ secondFactor: true, sessions: 1 })
    expect((await w.admin.post(`/members/${w.admin.memberId}/resetSecondFactor`)).body.code).toBe('notYourself')
    const elsewhere = await t.workspace({ email: who.email })
    expect((await w.admin.post(`/members/${who.memberId}/resetSecondFactor`)).body.code).toBe('otherWorkspaces')
    await sql`update member set active = false where workspace_id = ${elsewhere.id}`.execute(t.app.database.owner)
    expect((await w.admin.post(`/members/${who.memberId}/resetSecondFactor`)).status).toBe(200)
    expect((await send('GET', '/me', undefined, inside)).status).toBe(401)
    expect((await signIn(who.email)).status).toBe(200)
    expect(await audit(`action=member.resetSecondFactor&recordId=${who.memberId}`)).toHaveLength(1)
  })
})

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
