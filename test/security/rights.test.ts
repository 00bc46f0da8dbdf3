/** Rights that nobody gives to themselves: roles, fields, prototypes, keys. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSession } from '../../src/kernel/server/auth.ts'
import { hashToken, randomToken } from '../../src/kernel/server/crypto.ts'
import { type Answer, type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'
import { door } from './door.ts'

let t: TestApp
let w: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
})
afterAll(() => t.close())

const { send, someone, signIn } = door(() => ({ t, w }))

describe('rights', () => {
  test('are not given to oneself', async () => {
    const made = await w.admin.post('/roles', {
      name: 'Role keeper',
      rights: { 'role.*': 'all', 'member.view': 'all' },
    })
    const keeper = await w.as('readOnly')
    await w.admin.patch(`/members/${keeper.memberId}`, { roleId: made.body.id })
    const grab = await keeper.patch(`/roles/${String(made.body.id)}`, { rights: { '*': 'all' } })
    expect(grab.status, grab.text).toBe(409)
    expect(grab.body.code).toBe('onlyAdminsMakeAdmins')
    expect((await keeper.post('/roles', { name: 'Mightier', rights: { '*': 'all' } })).status).toBe(409)
    expect((await keeper.patch(`/roles/${String(made.body.id)}`, { name: 'Still keeper' })).status).toBe(200)
    expect((await keeper.patch(`/members/${keeper.memberId}`, { roleId: made.body.id })).status).toBe(403)
  })

  test('are not taken by writing fields one may not', async () => {
    const agent = await w.as('salesAgent')
    const lead = await agent.post('/leads', { name: 'Mine to write' })
    const quoteAccount = await agent.post('/accounts', { name: 'Buyer' })
    const quote = await agent.post('/quotes', { accountId: quoteAccount.body.id, lines: [] })
    const refused = async (a: Answer, key: string) => {
      expect(a.status, `${key}: ${a.text.slice(0, 200)}`).toBe(400)
      expect(JSON.stringify(a.body.errors)).toContain(`"path":"${key}"`)
    }
    for (const key of [
      'workspaceId',
      'createdBy',
      'createdAt',
      'updatedAt',
      'deletedAt',
      'status',
      'number',
      'search_text',
      'constructor',
    ])
      await refused(await agent.patch(`/leads/${String(lead.body.id)}`, { [key]: 'x' }), key)
    for (const key of ['status', 'number', 'grossTotal', 'acceptance', 'sentAt', 'approvedById', 'revision'])
      await refused(await agent.patch(`/quotes/${String(quote.body.id)}`, { [key]: 'x' }), key)
    for (const key of ['userId', 'active', 'email', 'joinedAt'])
      await refused(await w.admin.patch(`/members/${agent.memberId}`, { [key]: 'x' }), key)
    const other = await w.as('salesAgent')
    expect((await agent.post('/leads', { name: 'For another', ownerId: other.memberId })).status).toBe(403)
    const me = await send('PATCH', '/me', { body: { roleId: 'x' } })
    expect(me.status).toBe(401)
  })

  test('survive prototypes in JSON', async () => {
    const texts = [
      '{"name":"P","__proto__":{"rights":{"*":"all"},"kind":"system"}}',
      '{"name":"P","constructor":{"prototype":{"kind":"system"}}}',
      '{"name":"P","billingAddress":{"__proto__":{"city":"x"}}}',
    ]
    const agent = await someone()
    const { cookie } = await signIn(agent.email)
    for (const payload of texts)
      await send('POST', '/accounts', { body: payload, cookie, headers: { 'content-type': 'application/json' } })
    await send('PATCH', '/me', {
      body: '{"preferences":{"__proto__":{"kind":"system"}}}',
      cookie,
      headers: { 'content-type': 'application/json' },
    })
    const probe: Record<string, unknown> = {}
    expect(probe.kind).toBeUndefined()
    expect(probe.rights).toBeUndefined()
    expect((await send('GET', '/roles', { cookie })).status).not.toBe(500)
    expect((await send('GET', '/audit', { cookie })).status).toBe(403)
  })

  test('of an API key are those of its member, and end with it', async () => {
    const agent = await someone()
    const key = randomToken()
    await sql`insert into token (hash, kind, workspace_id, subject_entity, subject_id) values (${hashToken(key)}, 'apiKey', ${w.id}, 'user', ${agent.userId})`.execute(
      t.app.database.owner,
    )
    const headers = { authorization: `Bearer ${key}` }
    expect((await send('GET', '/accounts', { headers })).status).toBe(200)
    expect((await send('GET', '/audit', { headers })).status).toBe(403)
    await sql`update token set revoked_at = now() where hash = ${hashToken(key)}`.execute(t.app.database.owner)
    expect((await send('GET', '/accounts', { headers })).status).toBe(401)
    const session = await openSession(t.app, { userId: agent.userId, workspaceId: w.id, ip: '', agent: '' })
    expect(
      (await send('GET', '/accounts', { headers: { authorization: `Bearer ${session}` } })).status,
      'a session is no key',
    ).toBe(401)
  })
})
