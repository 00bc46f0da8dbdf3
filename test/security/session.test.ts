/** Sessions, passwords and links: how they begin, whom they admit, and that they end. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashToken, randomToken } from '../../src/kernel/server/crypto.ts'
import { type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'
import { address, door, password } from './door.ts'

let t: TestApp
let w: TestWorkspace
let serial = 0

beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
})
afterAll(() => t.close())

const { send, someone, signIn } = door(() => ({ t, w }))

const tokenFor = async (kind: 'reset' | 'invitation', subjectId: string, expires = '1 hour'): Promise<string> => {
  const token = randomToken()
  await sql`insert into token (hash, kind, workspace_id, subject_entity, subject_id, expires_at)
    values (${hashToken(token)}, ${kind}, ${w.id}, 'member', ${subjectId}, now() + ${expires}::interval)`.execute(
    t.app.database.owner,
  )
  return token
}

describe('a session', () => {
  test('comes as a cookie that scripts cannot read and other sites do not send', async () => {
    const { email } = await someone()
    const r = await signIn(email)
    expect(r.status, r.text).toBe(200)
    const cookie = String(r.headers['set-cookie'])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    expect(cookie).toMatch(/Path=\//)
    expect(cookie).not.toMatch(/Domain=/)
    expect(r.cookie).toMatch(/^[\w-]{43}$/)
    expect(r.text).not.toContain(r.cookie)
    const stored = await sql<{ n: number }>`select count(*) as n from session where hash = ${r.cookie}`.execute(
      t.app.database.owner,
    )
    expect(Number(stored.rows[0]?.n), 'only the hash is kept').toBe(0)
  })

  test('is secure where the installation is', async () => {
    const secure = await testApp({ env: { BASE_URL: 'https://crm.example.com' } })
    try {
      const own = await secure.workspace({ email: 'secure@example.com', password })
      expect(own.id).toBeTruthy()
      const r = await secure.server.inject({
        method: 'POST',
        url: '/api/v1/auth/sign-in',
        headers: { 'x-requested-with': 'throughline' },
        payload: { email: 'secure@example.com', password },
      })
      expect(String(r.headers['set-cookie'])).toMatch(/Secure/)
      expect(r.headers['strict-transport-security']).toContain('max-age=31536000')
    } finally {
      await secure.close()
    }
  })

  test('is made anew at each sign-in, and the one before ends', async () => {
    const { email } = await someone()
    const first = await signIn(email)
    const second = await signIn(email, password, address(), first.cookie)
    expect(second.cookie).not.toBe(first.cookie)
    expect((await send('GET', '/me', { cookie: second.cookie })).status).toBe(200)
    expect((await send('GET', '/me', { cookie: first.cookie })).status).toBe(401)
    const planted = randomToken()
    const third = await signIn(email, password, address(), planted)
    expect(third.cookie).not.toBe(planted)
    expect((await send('GET', '/me', { cookie: planted })).status).toBe(401)
  })

  test('ends with sign-out, after its days, and with its member, at once', async () => {
    const who = await someone()
    const a = await signIn(who.email)
    const out = await send('POST', '/auth/sign-out', { cookie: a.cookie })
    expect(out.status).toBe(200)
    expect((await send('GET', '/me', { cookie: a.cookie })).status).toBe(401)
    const b = await signIn(who.email)
    const age = (column: 'expires_at' | 'created_at', days: number) =>
      sql`update session set ${sql.ref(column)} = now() + make_interval(days => ${days}) where hash = ${hashToken(b.cookie)}`.execute(
        t.app.database.owner,
      )
    await age('expires_at', -1)
    expect((await send('GET', '/me', { cookie: b.cookie })).status).toBe(401)
    await age('expires_at', 10)
    expect((await send('GET', '/me', { cookie: b.cookie })).status).toBe(200)
    await age('created_at', -91)
    expect((await send('GET', '/me', { cookie: b.cookie })).status, 'however busy it is').toBe(401)
    const c = await signIn(who.email)
    expect((await w.admin.post(`/members/${who.memberId}/deactivate`)).status).toBe(200)
    expect((await send('GET', '/me', { cookie: c.cookie })).status).toBe(401)
    expect((await signIn(who.email)).status).toBe(403)
  })

  test('loses rights the moment the role changes', async () => {
    const who = await someone('salesDirector')
    const { cookie } = await signIn(who.email)
    expect((await send('GET', '/leads', { cookie })).status).toBe(200)
    const roles = await w.admin.get('/roles?limit=50')
    const list: unknown = roles.body.data
    const warehouse = Array.isArray(list) ? list.find((r: { key: string }) => r.key === 'warehouse') : undefined
    await w.admin.patch(`/members/${who.memberId}`, { roleId: String(warehouse?.id) })
    expect((await send('GET', '/leads', { cookie })).status).toBe(403)
  })

  test('writes only for our own pages', async () => {
    const { email } = await someone()
    const { cookie } = await signIn(email)
    for (const [method, path] of [
      ['POST', '/accounts'],
      ['PATCH', '/me'],
      ['POST', '/auth/sign-out'],
      ['DELETE', '/accounts/x'],
    ] as const) {
      const r = await send(method, path, { cookie, body: {}, headers: { 'x-requested-with': '' } })
      expect(r.status, `${method} ${path}`).toBe(403)
      expect(r.body.code).toBe('csrf')
    }
    // What a form of another site can send without asking first.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b']) {
      const r = await send('POST', '/auth/sign-in', {
        body: JSON.stringify({ email, password }),
        headers: { 'content-type': type, 'x-requested-with': '' },
        from: address(),
      })
      expect(r.status, type).toBeGreaterThanOrEqual(400)
      expect(r.cookie, type).toBe('')
    }
    const r = await send('GET', '/me', { cookie, headers: { origin: 'https://evil.example' } })
    expect(r.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('signing in', () => {
  test('locks an account after ten failures, and tells nobody whether it exists', async () => {
    const { email } = await someone()
    const answers = async (address_: string, from: string) => {
      const list: string[] = []
      for (let i = 0; i < 11; i++) {
        const r = await signIn(address_, 'wrong password', from)
        list.push(`${r.status} ${String(r.body.code)} ${String(r.body.title)}`)
      }
      return list
    }
    const known = await answers(email, address())
    expect(known[0]).toContain('401 wrongCredentials')
    expect(known[10]).toContain('429 locked')
    expect(await answers('nobody@example.com', address())).toEqual(known)
    expect((await signIn(email)).status, 'even with the right password').toBe(429)
    await sql`update sign_in_failure set at = now() - interval '16 minutes'`.execute(t.app.database.owner)
    expect((await signIn(email, password, address())).status).toBe(200)
  })

  test('is limited by address, over all accounts', async () => {
    const from = address()
    const codes: number[] = []
    for (let i = 0; i < 25; i++) codes.push((await signIn(`other${i}@example.com`, 'wrong password', from)).status)
    expect(codes.slice(0, 20)).not.toContain(429)
    expect(codes.slice(20)).toEqual([429, 429, 429, 429, 429])
    const last = await signIn('x@example.com', 'wrong password', from)
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    const spoofed = await send('POST', '/auth/sign-in', {
      body: { email: 'y@example.com', password: 'x' },
      from,
      headers: { 'x-forwarded-for': '1.2.3.4' },
    })
    expect(spoofed.status, 'a forged header is no new address').toBe(429)
  })

  test('refuses odd bodies without looking at them', async () => {
    for (const body of [
      { email: { $ne: null }, password: { $ne: null } },
      { email: ['a'], password },
      { email: 'a@b.c' },
      [],
      'x',
      { email: 'a@b.c', password: 'x'.repeat(100_000) },
    ]) {
      const r = await send('POST', '/auth/sign-in', {
        body,
        from: address(),
        headers: { 'content-type': 'application/json' },
      })
      expect([400, 415]).toContain(r.status)
    }
  })
})

describe('a new password', () => {
  test('takes a link that works once, for two hours, and ends all sessions and other links', async () => {
    const who = await someone()
    const session = await signIn(who.email)
    const [token, other, old] = [
      await tokenFor('reset', who.userId),
      await tokenFor('reset', who.userId),
      await tokenFor('reset', who.userId, '-1 second'),
    ]
    const reset = (x: string, plain = 'a brand new secret') =>
      send('POST', '/auth/reset', { body: { token: x, password: plain }, from: address() })
    expect((await reset(old)).body.code).toBe('linkExpired')
    expect((await reset(token, 'short')).status).toBe(400)
    const done = await reset(token)
    expect(done.status, done.text).toBe(200)
    expect(done.cookie).not.toBe('')
    expect((await reset(token)).body.code).toBe('linkExpired')
    expect((await reset(other)).body.code, 'the other link').toBe('linkExpired')
    expect((await send('GET', '/me', { cookie: session.cookie })).status).toBe(401)
    expect((await signIn(who.email)).status).toBe(401)
    expect((await signIn(who.email, 'a brand new secret')).status).toBe(200)
  })

  test('is asked for without telling who has an account, and not without end', async () => {
    const { email } = await someone()
    const a = await send('POST', '/auth/forgot', { body: { email }, from: address() })
    const b = await send('POST', '/auth/forgot', { body: { email: 'stranger@example.com' }, from: address() })
    expect([a.status, a.text]).toEqual([b.status, b.text])
    const codes: number[] = []
    for (let i = 0; i < 25; i++)
      codes.push((await send('POST', '/auth/forgot', { body: { email }, from: address() })).status)
    expect(codes).toContain(429)
    const mails = await w.admin.get(`/mails?toAddress=${encodeURIComponent(email)}`)
    expect(mails.status).toBe(200)
    const director = await w.as('salesDirector')
    expect((await director.get(`/mails?toAddress=${encodeURIComponent(email)}`)).status, 'links of others').toBe(403)
  })

  test('of one kind of link is no good for another', async () => {
    const who = await someone()
    const invitation = await tokenFor('invitation', who.memberId)
    const reset = await tokenFor('reset', who.userId)
    expect(
      (
        await send('POST', '/auth/reset', {
          body: { token: invitation, password: 'a brand new secret' },
          from: address(),
        })
      ).body.code,
    ).toBe('linkExpired')
    expect(
      (
        await send('POST', '/auth/accept-invitation', {
          body: { token: reset, password: 'a brand new secret' },
          from: address(),
        })
      ).body.code,
    ).toBe('linkExpired')
    for (const token of [invitation, reset]) {
      expect((await send('GET', '/me', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
      expect((await send('GET', `/portal/${token}`, { from: address() })).status).toBe(404)
    }
  })
})

describe('an invitation', () => {
  const accept = (token: string, plain: string) =>
    send('POST', '/auth/accept-invitation', { body: { token, password: plain }, from: address() })

  test('works once, and not for who was deactivated meanwhile', async () => {
    const roles = await w.admin.get('/roles?limit=1')
    const list: unknown = roles.body.data
    const roleId = Array.isArray(list) ? String(list[0]?.id) : ''
    const invited = await w.admin.post('/members/invite', { name: 'New', email: `new${++serial}@example.com`, roleId })
    const memberId = String(invited.body.id)
    const token = await tokenFor('invitation', memberId)
    expect((await accept(token, 'chosen by myself')).status).toBe(200)
    expect((await accept(token, 'chosen by another')).body.code).toBe('linkExpired')
    const late = await w.admin.post('/members/invite', { name: 'Late', email: `late${++serial}@example.com`, roleId })
    const open = await tokenFor('invitation', String(late.body.id))
    expect((await w.admin.post(`/members/${String(late.body.id)}/deactivate`)).status).toBe(200)
    expect((await accept(open, 'chosen by myself')).body.code).toBe('linkExpired')
  })

  test('does not take over an account that is there already', async () => {
    const victim = await someone()
    const token = await tokenFor('invitation', victim.memberId)
    const stolen = await accept(token, 'the password of a thief')
    expect(stolen.status).toBe(400)
    expect(stolen.body.errors).toMatchObject([{ path: 'password' }])
    expect((await signIn(victim.email)).status, 'the password stays').toBe(200)
    expect((await accept(token, password)).status, 'its owner joins with it').toBe(200)
  })
})

describe('an idempotency key', () => {
  test('is one person’s own', async () => {
    const one = await w.as('salesAgent')
    const two = await w.as('salesAgent')
    const headers = { 'idempotency-key': 'shared-key' }
    const first = await one.post('/leads', { name: 'Mine' }, headers)
    const second = await two.post('/leads', { name: 'Mine' }, headers)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body.id).not.toBe(first.body.id)
    expect(second.text).not.toContain(String(first.body.id))
    const other = await one.post('/leads', { name: 'Another' }, headers)
    expect(other.status).toBe(422)
    const elsewhere = await t.workspace()
    const third = await elsewhere.admin.post('/leads', { name: 'Mine' }, headers)
    expect(third.status).toBe(201)
    expect(third.body.id).not.toBe(first.body.id)
  })

  test('answers again only what one may still see', async () => {
    const agent = await w.as('salesAgent')
    const headers = { 'idempotency-key': 'given-away' }
    const lead = await agent.post('/leads', { name: 'Given away later' }, headers)
    await w.admin.patch(`/leads/${String(lead.body.id)}`, { ownerId: w.admin.memberId, description: 'Not for you' })
    const again = await agent.post('/leads', { name: 'Given away later' }, headers)
    expect(again.text).not.toContain('Not for you')
    expect(again.body).toEqual({ id: lead.body.id })
  })
})
