/** The outbox shows what a mail carried: its files by name and size, to be downloaded. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually, type TestApp, type TestWorkspace, testApp } from '../../../test/helpers/app.ts'

let t: TestApp
let w: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
  await t.work()
})
afterAll(() => t.close())

const first = (x: unknown): Record<string, unknown> | undefined => (Array.isArray(x) ? x[0] : undefined)

it('keeps the documents with the mail, for those who may see it', async () => {
  const account = await w.admin.post('/accounts', { name: 'Buyer', email: 'buyer@example.com' })
  const quote = await w.admin.post('/quotes', {
    accountId: account.body.id,
    lines: [{ description: 'Thing', unitPrice: '100' }],
  })
  await w.admin.post(`/quotes/${String(quote.body.id)}/send`)
  const mail = await eventually(async () => {
    const found = first((await w.admin.get('/mails?toAddress=buyer@example.com&status=held')).body.data)
    return found ? (await w.admin.get(`/mails/${String(found.id)}`)).body : undefined
  })
  const files = mail.attachments
  expect(files).toMatchObject([{ name: `${String(quote.body.number)}.pdf`, type: 'application/pdf' }])
  const { fileId, size } = first(files) ?? {}
  const got = await w.admin.get(`/files/${String(fileId)}`)
  expect([got.status, got.headers['content-type'], got.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
  expect(Number(size)).toBeGreaterThan(1000)
  expect(String(got.headers['content-disposition'])).toContain('attachment')
  const stranger = await w.as('salesAgent')
  expect((await stranger.get(`/files/${String(fileId)}`)).status).toBe(404)
  const elsewhere = await t.workspace()
  expect((await elsewhere.admin.get(`/files/${String(fileId)}`)).status).toBe(404)
})
