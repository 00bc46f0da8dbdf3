/** The company's logo: uploaded once, on every document and on the customer's page, as it was when a document was issued. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type TestApp, type TestWorkspace, testApp } from '../../../test/helpers/app.ts'

let t: TestApp
let w: TestWorkspace
let cookie = ''
let companyId = ''
let accountId = ''

const password = 'correct horse battery'
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace({ email: 'logo@example.com', password })
  const r = await t.server.inject({
    method: 'POST',
    url: '/api/v1/auth/sign-in',
    headers: { 'x-requested-with': 'throughline' },
    payload: { email: 'logo@example.com', password },
  })
  cookie = String(r.headers['set-cookie']).split(';')[0] ?? ''
  const [company] = listOf(await w.admin.get('/companies'))
  companyId = String(company?.id)
  accountId = id(await w.admin.post('/accounts', { name: 'Buyer', email: 'buyer@example.com' }))
})
afterAll(() => t.close())

const id = (a: Answer): string => String(a.body.id)
const listOf = (a: Answer): Record<string, unknown>[] => (Array.isArray(a.body.data) ? a.body.data : [])

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
/** A picture of one pixel of this grey. */
const png = (grey: number): Buffer =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])),
    chunk('IDAT', deflateSync(Buffer.from([0, grey, grey, grey]))),
    chunk('IEND', Buffer.alloc(0)),
  ])

const upload = async (name: string, content: Buffer): Promise<string> => {
  const r = await t.server.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: { cookie, 'x-requested-with': 'throughline', 'content-type': 'multipart/form-data; boundary=b' },
    payload: Buffer.concat([
      Buffer.from(`--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
      content,
      Buffer.from('\r\n--b--\r\n'),
    ]),
  })
  expect(r.statusCode, r.body).toBe(201)
  return r.json<{ id: string }>().id
}
const setLogo = (logoId: string | null) => w.admin.patch(`/companies/${companyId}`, { logoId })

const hasPoppler = spawnSync('pdfimages', ['-v']).error === undefined
if (!hasPoppler) console.warn('pdfimages (poppler-utils) is not installed: logos in documents are not tested')
const bytesOf = async (url: string, headers: Record<string, string> = { cookie }): Promise<Buffer> => {
  const r = await t.server.inject({ method: 'GET', url: `/api/v1${url}`, headers })
  expect(r.statusCode, r.body.slice(0, 200)).toBe(200)
  return r.rawPayload
}
const pictures = (pdf: Buffer): number => {
  const dir = mkdtempSync(path.join(tmpdir(), 'logo-'))
  try {
    writeFileSync(path.join(dir, 'a.pdf'), pdf)
    const out = spawnSync('pdfimages', ['-list', path.join(dir, 'a.pdf')], { encoding: 'utf8' }).stdout
    return out.trim().split('\n').length - 2
  } finally {
    rmSync(dir, { recursive: true })
  }
}

const lines = [{ description: 'Thing', unitPrice: '100' }]

describe('a logo', () => {
  it('is a PNG or JPEG that was uploaded', async () => {
    const svg = await upload('logo.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
    const refused = await setLogo(svg)
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [{ path: 'logoId', message: 'must be a PNG or JPEG file' }],
    ])
    expect((await setLogo('019b0000-0000-7000-8000-000000000000')).status).toBe(400)
    expect((await setLogo(await upload('logo.png', png(10)))).status).toBe(200)
  })

  it.skipIf(!hasPoppler)('stands on quotes, orders, invoices and credit notes', async () => {
    await setLogo(await upload('logo.png', png(20)))
    const quote = id(await w.admin.post('/quotes', { accountId, lines }))
    const order = id(await w.admin.post('/orders', { accountId, lines }))
    const invoice = id(await w.admin.post('/invoices', { accountId, lines }))
    await w.admin.post(`/invoices/${invoice}/issue`)
    const note = id(await w.admin.post(`/invoices/${invoice}/credit`))
    for (const at of [`quotes/${quote}`, `orders/${order}`, `invoices/${invoice}`, `credit-notes/${note}`])
      expect(pictures(await bytesOf(`/${at}/pdf`)), at).toBe(1)
    await setLogo(null)
    // an issued invoice looks as it did; a draft, a quote and an order as the company does now
    expect(pictures(await bytesOf(`/invoices/${invoice}/pdf`))).toBe(1)
    expect(pictures(await bytesOf(`/orders/${order}/pdf`))).toBe(0)
  })

  it('greets the customer, and its address tells nothing else', async () => {
    await setLogo(await upload('logo.png', png(30)))
    const quote = id(await w.admin.post('/quotes', { accountId, lines }))
    await w.admin.post(`/quotes/${quote}/send`)
    const path = String((await w.admin.post(`/quotes/${quote}/portalLink`)).body.path)
    const shown = await t.server.inject({ method: 'GET', url: `/api/v1${path}` })
    expect(shown.json()).toMatchObject({ seller: { hasLogo: true } })
    expect(shown.body).not.toContain('logoFile')
    const logo = await t.server.inject({ method: 'GET', url: `/api/v1${path}/logo` })
    expect([logo.statusCode, logo.headers['content-type']]).toEqual([200, 'image/png'])
    expect(logo.rawPayload.equals(png(30))).toBe(true)
    await setLogo(null)
    expect((await t.server.inject({ method: 'GET', url: `/api/v1${path}/logo` })).statusCode).toBe(404)
    expect((await t.server.inject({ method: 'GET', url: `/api/v1/quotes/${quote}/logo` })).statusCode).toBe(404)
  })
})
