/** One's own account over HTTP: password and sessions; and what those who look after people may do. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashToken, randomToken } from '../../src/kernel/server/crypto.ts'
import {
  audit,
  password,
  phone,
  rows,
  second,
  send,
  signIn,
  someone,
  startServers,
  stopServers,
  t,
  w,
} from './twoServers.ts'

beforeAll(startServers)
afterAll(stopServers)

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

describe('my preferences', () => {
  test('are few: neither one nor many together fill the member and the audit', async () => {
    const who = await w.as('salesAgent')
    const some = (kb: number) => 'x'.repeat(kb * 1000)
    expect((await who.patch('/me', { preferences: { colour: 'dark', widths: some(20) } })).status).toBe(200)
    for (const preferences of [{ more: some(20) }, { one: some(1900) }]) {
      const r = await who.patch('/me', { preferences })
      expect([r.status, r.body.errors]).toMatchObject([400, [{ path: 'preferences' }]])
    }
    const kept = (await who.get('/me')).body.member as { preferences: Record<string, unknown> }
    expect(Object.keys(kept.preferences)).toEqual(['colour', 'widths'])
    expect((await who.patch('/me', { preferences: { widths: 'none' } })).status).toBe(200)
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
