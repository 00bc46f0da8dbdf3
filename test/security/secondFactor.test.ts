/** The second factor over HTTP: set up, asked for, lost, and asked of others. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeAt, stepAt } from '../../src/areas/admin/totp.ts'
import { hashToken, randomToken } from '../../src/kernel/server/crypto.ts'
import {
  audit,
  now,
  password,
  second,
  send,
  signIn,
  someone,
  startServers,
  stopServers,
  t,
  w,
  wait,
} from './twoServers.ts'

beforeAll(startServers)
afterAll(stopServers)

/** Sets up an app for the account and gives back its secret and the recovery codes. */
const enrol = async (cookie: string) => {
  const begun = await send('POST', '/me/second-factor/begin', {}, { cookie })
  expect(begun.status, begun.text).toBe(200)
  const secret = String(begun.body.secret)
  const done = await send('POST', '/me/second-factor/confirm', { code: codeNow(secret) }, { cookie })
  expect(done.status, done.text).toBe(200)
  return { secret, uri: String(begun.body.uri), recoveryCodes: done.body.recoveryCodes as string[] }
}
const codeNow = (secret: string): string => codeAt(secret, stepAt(now()))
/** A code counts once: the next one is there half a minute later. */
const later = (): void => wait(30)

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
