import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp, type TestWorkspace } from '../../../../test/helpers/app.ts'
import { openSession, sessionCookie } from '../auth.ts'

let t: TestApp
let w: TestWorkspace
let accountId: string
let token: string
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
  accountId = String((await w.admin.post('/accounts', { name: 'Acme' })).body.id)
  const me = await w.admin.get('/me')
  const userId = String((me.body.user as { id: string }).id)
  token = await openSession(t.app, { userId, workspaceId: w.id, ip: '127.0.0.1', agent: 'test' })
})
afterAll(() => t.close())

const upload = (url: string, name: string, content: string) =>
  t.server.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    headers: { 'x-requested-with': 'throughline', 'content-type': 'multipart/form-data; boundary=b' },
    cookies: { [sessionCookie]: token },
    payload: `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n${content}\r\n--b--\r\n`,
  })
const download = (id: string, headers = {}) =>
  t.server.inject({ method: 'GET', url: `/api/v1/files/${id}`, cookies: { [sessionCookie]: token }, headers })

test('a file hangs on a record, comes back as an attachment, and goes', async () => {
  const made = await upload(`/accounts/${accountId}/files`, 'notes.txt', 'Hello')
  expect(made.statusCode, made.body).toBe(201)
  const { id } = made.json<{ id: string }>()
  expect(made.json()).toMatchObject({ name: 'notes.txt', size: 5, target: { entity: 'account', id: accountId } })
  expect(made.json()).not.toHaveProperty('hash')
  const list = await w.admin.get(`/accounts/${accountId}/files`)
  expect(list.body.data).toMatchObject([{ id, name: 'notes.txt', labels: { createdBy: 'Ada Admin' } }])
  const got = await download(id)
  expect(got.body).toBe('Hello')
  expect(got.headers['content-disposition']).toContain('attachment')
  expect(got.headers['x-content-type-options']).toBe('nosniff')
  const part = await download(id, { range: 'bytes=1-3' })
  expect([part.statusCode, part.body]).toEqual([206, 'ell'])
  expect((await download(id, { 'if-none-match': got.headers.etag })).statusCode).toBe(304)
  const story = await w.admin.get(`/accounts/${accountId}/timeline`)
  expect((story.body.data as { action: string }[])[0]?.action).toBe('fileRecord.create')
  expect((await w.admin.delete(`/files/${id}`)).status).toBe(200)
  expect((await download(id)).statusCode).toBe(404)
})

test('a file is as visible as its record', async () => {
  const made = await upload(`/accounts/${accountId}/files`, 'offer.txt', 'secret')
  const { id } = made.json<{ id: string }>()
  const reader = await w.as('salesAgent')
  expect((await reader.get(`/files/${id}`)).status).toBe(200)
  expect((await reader.delete(`/files/${id}`)).status).toBe(403)
  const lead = String((await w.admin.post('/leads', { name: 'Hidden' })).body.id)
  const hidden = (await upload(`/leads/${lead}/files`, 'a.txt', 'x')).json<{ id: string }>().id
  expect((await reader.get(`/files/${hidden}`)).status).toBe(404)
  expect((await reader.get(`/leads/${lead}/files`)).status).toBe(404)
  const other = await t.workspace()
  expect((await other.admin.get(`/files/${id}`)).status).toBe(404)
})

test('a name that lies about the content is refused', async () => {
  const lie = await upload(`/accounts/${accountId}/files`, 'invoice.pdf', 'MZ this is no PDF')
  expect(lie.statusCode).toBe(400)
})
