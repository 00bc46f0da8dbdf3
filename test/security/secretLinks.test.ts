/** A link that opens an account is for its person's mailbox alone: not for admins, not for whoever reads failed jobs. */
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { member } from '../../src/areas/admin/model.ts'
import { hashPassword } from '../../src/kernel/server/crypto.ts'
import { insert } from '../../src/kernel/server/table.ts'
import { type Answer, type Caller, eventually, type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'

let t: TestApp
let w: TestWorkspace
let smtp: SMTPServer
const received: { to: string; text: string }[] = []

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=')
        received.push({ to: session.envelope.rcptTo.map((x) => x.address).join(), text })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as AddressInfo
  t = await testApp({ env: { SMTP_URL: `smtp://127.0.0.1:${port}` } })
  w = await t.workspace()
  await t.work()
})
afterAll(async () => {
  await t.close()
  await new Promise<void>((resolve) => smtp.close(resolve))
})

const rows = (a: Answer): Record<string, unknown>[] => a.body.data as Record<string, unknown>[]
const emailOf = async (who: Caller, at: TestWorkspace): Promise<string> =>
  String((await at.admin.get(`/members/${who.memberId}`)).body.email)
const post = (path: string, payload: Record<string, unknown>) =>
  t.server.inject({
    method: 'POST',
    url: `/api/v1${path}`,
    headers: { 'x-requested-with': 'throughline' },
    payload,
  })
const sentTo = (email: string) =>
  eventually(async () => {
    const mail = rows(await w.admin.get(`/mails?toAddress=${encodeURIComponent(email)}&status=sent`))[0]
    return mail ? (await w.admin.get(`/mails/${String(mail.id)}`)).body : undefined
  })
const secret = /token=[\w-]{20,}/

describe('a mail with a link to a new password, once it has gone out', () => {
  test('is in the outbox without the link', async () => {
    const email = await emailOf(await w.as('salesAgent'), w)
    await post('/auth/forgot', { email })
    const kept = await sentTo(email)
    const got = received.find((m) => m.to === email)
    expect(got?.text).toMatch(secret)
    expect(String(kept.bodyText)).toContain('Choose a new password')
    expect(`${String(kept.bodyText)}${String(kept.bodyHtml)}`).not.toMatch(secret)
  })

  test('and so is an invitation', async () => {
    const [some] = rows(await w.admin.get('/roles'))
    await w.admin.post('/members/invite', { name: 'Newcomer', email: 'newcomer@example.com', roleId: some?.id })
    const kept = await sentTo('newcomer@example.com')
    expect(received.find((m) => m.to === 'newcomer@example.com')?.text).toMatch(secret)
    expect(`${String(kept.bodyText)}${String(kept.bodyHtml)}`).not.toMatch(secret)
  })
})

test('failed jobs do not tell what they were to do', async () => {
  const director = await w.as('salesDirector')
  await w.transaction(async (c) => {
    await sql`insert into job_failure (workspace_id, id, name, payload, error, attempts)
      values (${c.workspace.id}, ${c.newId()}, 'mail.send', ${JSON.stringify({
        workspaceId: c.workspace.id,
        name: 'mail.send',
        payload: { content: { button: { url: '/reset?token=abcdefghijklmnopqrstuvwxyz' } } },
      })}::jsonb, 'no answer', 10)`.execute(c.tx)
  })
  const list = await w.admin.get('/failed-jobs')
  expect(list.text).toContain('mail.send')
  expect(list.text).not.toMatch(secret)
  expect((await director.get('/failed-jobs')).status).toBe(403)
})

describe('who was invited and has not joined', () => {
  const own = 'correct horse battery'
  const shared = async (joined: string | null) => {
    const email = `shared.${Math.random().toString(36).slice(2)}@example.com`
    const other = await t.workspace()
    const userId = await w.transaction(async (c) => {
      const id = c.newId()
      await sql`insert into app_user (id, email, name, password_hash)
        values (${id}, ${email}, 'Shared', ${await hashPassword(own)})`.execute(c.tx)
      return id
    })
    const at = (place: TestWorkspace, joinedAt: string | null) =>
      place.transaction(async (c) => {
        const [r] = (
          await sql<{ id: string }>`select id from role where workspace_id = ${c.workspace.id}
          and key = 'salesAgent'`.execute(c.tx)
        ).rows
        await insert(c, member, { name: 'Shared', email, userId, roleId: r?.id ?? '', active: true, joinedAt })
      })
    // The other workspace names the address first.
    await at(other, null)
    await at(w, joined)
    return { email, other }
  }

  test('is signed in where they have joined, however early another workspace invited them', async () => {
    const { email } = await shared(new Date().toISOString())
    const r = await post('/auth/sign-in', { email, password: own })
    expect(r.statusCode, r.body).toBe(200)
    expect(r.json()).toMatchObject({ workspaceId: w.id })
  })

  test('gets the mails about their account from there, and the other audit hears nothing', async () => {
    const { email, other } = await shared(new Date().toISOString())
    await post('/auth/forgot', { email })
    await sentTo(email)
    await post('/auth/sign-in', { email, password: 'not the password' })
    expect(rows(await other.admin.get(`/mails?toAddress=${encodeURIComponent(email)}`))).toEqual([])
    expect((await other.admin.get('/audit?topic=signIn')).text).not.toContain('signInFailed')
  })

  test('is not in by a password alone: the link of the invitation is what admits', async () => {
    const { email } = await shared(null)
    const r = await post('/auth/sign-in', { email, password: own })
    expect([r.statusCode, r.headers['set-cookie']]).toEqual([403, undefined])
  })
})

test('who may invite but is no admin gets at no invitation of an admin', async () => {
  await w.admin.post('/roles', {
    name: 'Recruiter',
    rights: { 'member.view': 'all', 'member.create': 'all', 'mailMessage.view': 'own' },
  })
  const roles = rows(await w.admin.get('/roles?limit=100'))
  const recruiter = await w.as('readOnly')
  await w.admin.patch(`/members/${recruiter.memberId}`, { roleId: roles.find((r) => r.name === 'Recruiter')?.id })
  const invited = await w.admin.post('/members/invite', {
    name: 'Second admin',
    email: 'second.admin@example.com',
    roleId: roles.find((r) => r.key === 'admin')?.id,
  })
  const again = await recruiter.post(`/members/${String(invited.body.id)}/resendInvitation`)
  expect([again.status, again.body.code]).toEqual([409, 'onlyAdminsMakeAdmins'])
})
