/** What leaves the house by HTTP: headers, pages, files, errors; and the customer's side of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { openSession, sessionCookie } from '../../src/kernel/server/auth.ts'
import { hashToken } from '../../src/kernel/server/crypto.ts'
import { type Answer, type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'

let t: TestApp
let w: TestWorkspace
let token = ''
let accountId = ''
let serial = 0
const address = (): string => `10.1.${Math.floor(++serial / 250)}.${serial % 250}`
const id = (a: Answer): string => {
  expect(a.status, a.text).toBeLessThan(300)
  return String(a.body.id)
}

beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
  const me = await w.admin.get(`/members/${w.admin.memberId}`)
  token = await openSession(t.app, {
    userId: String(me.body.userId),
    workspaceId: w.id,
    ip: '127.0.0.1',
    agent: 'test',
  })
  accountId = id(await w.admin.post('/accounts', { name: 'Acme', email: 'buyer@example.com' }))
})
afterAll(() => t.close())

const get = (url: string, headers: Record<string, string> = {}) =>
  t.server.inject({ method: 'GET', url, headers, cookies: { [sessionCookie]: token } })
const upload = (url: string, name: string, content: string, type = 'text/plain') =>
  t.server.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    headers: { 'x-requested-with': 'throughline', 'content-type': 'multipart/form-data; boundary=b' },
    cookies: { [sessionCookie]: token },
    payload: `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n${content}\r\n--b--\r\n`,
  })

describe('every answer', () => {
  test('says what a browser may do with it', async () => {
    for (const url of [
      '/',
      '/accounts',
      '/portal/x',
      '/api/v1/me',
      '/api/v1/setup',
      '/api/v1/openapi.json',
      '/api/docs/',
      '/api/docs/swagger-initializer.js',
      '/api/v1/nothing',
      '/api/v1/accounts/not-an-id',
      `/api/v1/accounts/${'x'.repeat(300)}`,
      '/api/v1/accounts/%ff%fe',
      '/healthz',
      '/no/such/page',
    ]) {
      const r = await get(url)
      const policy = String(r.headers['content-security-policy'])
      expect(policy, url).toContain("default-src 'self'")
      expect(policy, url).toContain("script-src 'self'")
      expect(policy, url).not.toMatch(/script-src[^;]*unsafe/)
      expect(policy, url).toContain("object-src 'none'")
      expect(policy, url).toContain("base-uri 'none'")
      expect(policy, url).toContain("frame-ancestors 'none'")
      expect(r.headers['x-content-type-options'], url).toBe('nosniff')
      expect(r.headers['x-frame-options'], url).toBe('DENY')
      expect(r.headers['referrer-policy'], url).toBe('same-origin')
      expect(r.headers['cross-origin-resource-policy'], url).toBe('same-origin')
      expect(r.headers['x-powered-by'], url).toBeUndefined()
      expect(r.headers.server, url).toBeUndefined()
    }
    expect((await get('/api/v1/me')).headers['cache-control']).toBe('no-store')
  })

  test('tells nothing of what went wrong inside', async () => {
    const r = await get('/api/v1/accounts?name[contains]=%00')
    expect(r.statusCode).toBe(400)
    for (const url of [
      '/api/v1/accounts/%',
      '/api/v1/accounts?cursor=x',
      '/api/v1/files/..%2f..%2fetc%2fpasswd',
      '/api/v1/nothing',
    ]) {
      const answer = await get(url)
      expect(answer.statusCode, url).toBeGreaterThanOrEqual(400)
      expect(answer.statusCode, url).toBeLessThan(500)
      expect(answer.body, url).not.toMatch(/node_modules|\.ts:|select |stack|postgres/i)
    }
  })

  test('redirects nowhere that was asked for', async () => {
    for (const url of [
      '//evil.example',
      '/\\evil.example',
      '/api/docs',
      '/api/docs//evil.example',
      '/?next=https://evil.example',
      '/sign-in?next=//evil.example',
    ]) {
      const r = await get(url)
      const to = String(r.headers.location ?? '')
      expect(to, url).not.toMatch(/^(?:[a-z]+:)?[/\\]{2}/i)
      expect(to, url).not.toContain('evil')
    }
  })

  test('serves no file from outside', async () => {
    for (const url of [
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/api/docs/..%2fpackage.json',
      '/api/docs/../../package.json',
      '/api/docs/%2e%2e%2f%2e%2e%2fpackage.json',
      '/web/..%5c..%5cpackage.json',
      '/.env',
      '/.git/config',
      '/assets/',
      '/web/',
    ]) {
      const r = await get(url)
      expect(r.body, url).not.toMatch(/"devDependencies"|root:x:0:0|\[core\]/)
      expect(r.body, url).not.toContain('Index of')
    }
  })

  test('has no methods it need not have', async () => {
    for (const method of ['PUT', 'TRACE', 'OPTIONS'] as const) {
      const r = await t.server.inject({ method, url: '/api/v1/accounts', cookies: { [sessionCookie]: token } })
      expect(r.statusCode, method).toBeGreaterThanOrEqual(400)
      expect(r.headers['access-control-allow-origin']).toBeUndefined()
    }
    const query = await get(`/api/v1/me?${sessionCookie}=${token}`)
    expect(query.statusCode).toBe(200)
    const bare = await t.server.inject({ method: 'GET', url: `/api/v1/me?token=${token}&${sessionCookie}=${token}` })
    expect(bare.statusCode, 'no token in an address').toBe(401)
  })
})

describe('a file', () => {
  const active: [string, string, string][] = [
    ['page.html', '<html><script>alert(1)</script></html>', 'text/html'],
    ['picture.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
    ['notes.txt', '<!doctype html><script>alert(1)</script>', 'text/plain'],
    [
      'data.xml',
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
      'text/xml',
    ],
    ['code.js', 'alert(1)', 'text/javascript'],
  ]

  test.each(active)('%s runs nowhere', async (name, content, type) => {
    const made = await upload(`/accounts/${accountId}/files`, name, content, type)
    if (made.statusCode !== 201) return expect(made.statusCode).toBe(400)
    for (const query of ['', '?inline', '?inline=1&download=0']) {
      const r = await get(`/api/v1/files/${made.json<{ id: string }>().id}${query}`)
      expect(String(r.headers['content-type'])).not.toMatch(/html|svg|xml/)
      expect(r.headers['content-disposition']).toMatch(/^attachment/)
      expect(r.headers['x-content-type-options']).toBe('nosniff')
      expect(r.headers['content-security-policy']).toContain('sandbox')
    }
  })

  test('with a hostile name is saved under a harmless one', async () => {
    for (const name of [
      '../../../etc/passwd',
      '..\\\\..\\\\boot.ini',
      'a\u0000b.txt',
      'x\u202etxt.exe',
      '.htaccess',
      'CON',
      `${'n'.repeat(5000)}.txt`,
      'quote\\".txt',
    ]) {
      const made = await upload(`/accounts/${accountId}/files`, name, 'plain text')
      if (made.statusCode !== 201) {
        expect(made.statusCode, name).toBeLessThan(500)
        continue
      }
      const file = made.json<{ id: string; name: string }>()
      expect(file.name, name).not.toMatch(/[/\\\p{Cc}\p{Cf}"<>]/u)
      expect(file.name.length).toBeLessThanOrEqual(200)
      const r = await get(`/api/v1/files/${file.id}`)
      expect(r.statusCode).toBe(200)
      expect(String(r.headers['content-disposition'])).not.toMatch(/[\r\n]|\.\.\//)
    }
  })

  test('is not found by guessing, and not without a session', async () => {
    const { id: fileId } = (await upload(`/accounts/${accountId}/files`, 'a.txt', 'secret text')).json<{ id: string }>()
    const bare = await t.server.inject({ method: 'GET', url: `/api/v1/files/${fileId}` })
    expect(bare.statusCode).toBe(401)
    const row = await w.admin.get(`/file-records/${fileId}`)
    const hash = String(row.body.hash)
    for (const guess of [hash, `${w.id}/${hash}`, '../incoming', '..%2fincoming'])
      expect((await get(`/api/v1/files/${guess}`)).statusCode).toBeGreaterThanOrEqual(400)
  })

  test('of an export neutralises formulas', async () => {
    const prefix = 'Formula'
    for (const evil of ['=cmd|calc!A1', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])
      await w.admin.post('/contacts', { lastName: `${prefix}`, firstName: evil, jobTitle: evil })
    const r = await get(`/api/v1/contacts/export?format=csv&fields=jobTitle&q=${prefix}`)
    expect(r.statusCode, r.body).toBe(200)
    for (const line of r.body.split('\n').slice(1)) expect(line).not.toMatch(/^"?[=+\-@\t\r]/)
    expect(r.headers['content-disposition']).toContain('attachment')
  })
})

describe('rich text', () => {
  test('keeps marks and loses everything that acts', async () => {
    const evil =
      '<p onclick="x()">Hello <b>you</b><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a><a href="https://ok.example">y</a><iframe src="//evil"></iframe><style>*{}</style><svg onload=x></svg><math><mi xlink:href="data:x,y">z</math></p>'
    const quote = await w.admin.post('/quotes', { accountId, intro: evil, terms: evil, lines: [] })
    const read = await w.admin.get(`/quotes/${id(quote)}`)
    for (const key of ['intro', 'terms']) {
      const html = String(read.body[key])
      expect(html).toContain('<strong>you</strong>')
      expect(html).not.toMatch(/script|onclick|onerror|onload|iframe|javascript:|<img|<svg|style|data:/i)
    }
  })
})

describe('the portal', () => {
  const taxes = [{ code: 'V19', name: 'VAT 19%', rate: '19', category: 'S' }]
  const visit = async (
    method: 'GET' | 'POST',
    path: string,
    body?: Record<string, unknown>,
    headers: Record<string, string> = {},
    from = address(),
  ) => {
    const r = await t.server.inject({
      method,
      url: `/api/v1${path}`,
      headers,
      remoteAddress: from,
      ...(body ? { payload: body } : {}),
    })
    const parsed: unknown = String(r.headers['content-type']).includes('json') ? JSON.parse(r.body) : {}
    return {
      status: r.statusCode,
      text: r.body,
      body: typeof parsed === 'object' && parsed !== null ? { ...parsed } : {},
      headers: r.headers,
    }
  }
  const sent = async (extra: Record<string, unknown> = {}) => {
    const quoteId = id(
      await w.admin.post('/quotes', {
        accountId,
        internalNotes: 'only for us',
        lines: [{ description: 'Thing', unitPrice: '100.00', quantity: '1', taxes, unitCost: '77.31' }],
        ...extra,
      }),
    )
    id(await w.admin.post(`/quotes/${quoteId}/send`))
    const link = await w.admin.post(`/quotes/${quoteId}/portalLink`)
    return { quoteId, path: String(link.body.path) }
  }

  test('tells the customer neither cost nor margin, nor anything else that is ours', async () => {
    const q = await sent()
    const seen = await visit('GET', q.path)
    expect(seen.status, seen.text).toBe(200)
    expect(seen.text).not.toMatch(
      /77\.31|7731|22\.69|2269|unitCost|"cost|margin|internalNotes|only for us|ownerId|createdBy|workspaceId|"version"/,
    )
    expect(seen.headers['cache-control']).toBe('no-store')
    expect(seen.headers['referrer-policy']).toBe('same-origin')
  })

  test('opens one document and nothing beside it', async () => {
    const [a, b] = [await sent(), await sent()]
    const token_ = a.path.replace('/portal/', '')
    for (const path of [
      `/portal/${b.quoteId}`,
      `${a.path}/${b.quoteId}`,
      `${a.path}/../${b.path.replace('/portal/', '')}x`,
      `${a.path}/files`,
      `${a.path}/timeline`,
      `${a.path}/pdf/${b.quoteId}`,
    ])
      expect((await visit('GET', path)).status, path).toBeGreaterThanOrEqual(400)
    const asSession: Record<string, string>[] = [
      { authorization: `Bearer ${token_}` },
      { cookie: `${sessionCookie}=${token_}` },
    ]
    for (const headers of asSession) {
      expect((await visit('GET', `/quotes/${a.quoteId}`, undefined, headers)).status).toBe(401)
      expect(
        (
          await visit(
            'POST',
            `/quotes/${a.quoteId}/accept`,
            { name: 'x' },
            { ...headers, 'x-requested-with': 'throughline' },
          )
        ).status,
      ).toBe(401)
    }
    for (const verb of [
      'send',
      'cancel',
      'revise',
      'copy',
      'toOrder',
      'toInvoice',
      'portalLink',
      'revokeLinks',
      'update',
      'delete',
      'view',
      'constructor',
      '__proto__',
    ])
      expect((await visit('POST', `${a.path}/${verb}`, {})).status, verb).toBe(404)
    const accepted = await visit('POST', `${a.path}/accept`, { name: 'Bea', id: b.quoteId })
    expect(accepted.status).toBe(400)
    const foreign = await visit('POST', `${a.path}/chooseOptions`, { selected: [b.quoteId] })
    expect(foreign.status, 'a quote without options').toBe(409)
    expect((await w.admin.get(`/quotes/${b.quoteId}`)).body.status).toBe('sent')
  })

  test('accepts once, however often and however fast it is asked', async () => {
    const q = await sent()
    await visit('GET', q.path)
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) => visit('POST', `${q.path}/accept`, { name: `Bea ${i}` })),
    )
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
    for (const a of answers) expect([200, 409], a.text).toContain(a.status)
    expect((await visit('POST', `${q.path}/decline`, { reason: 'changed my mind' })).status).toBe(409)
    const history = await w.admin.get(`/quotes/${q.quoteId}/history`)
    const events: unknown = history.body.data
    expect(Array.isArray(events) && events.filter((e: { action: string }) => e.action === 'quote.accept')).toHaveLength(
      1,
    )
  })

  test('accepts nothing that has expired, by day or by link', async () => {
    const q = await sent()
    await sql`update quote set valid_until = current_date - 3 where id = ${q.quoteId}`.execute(t.app.database.owner)
    const late = await visit('POST', `${q.path}/accept`, { name: 'Bea' })
    expect(late.status, late.text).toBe(409)
    const hash = hashToken(q.path.replace('/portal/', ''))
    await sql`update token set expires_at = now() - interval '1 second' where hash = ${hash}`.execute(
      t.app.database.owner,
    )
    expect((await visit('GET', q.path)).status).toBe(404)
    const revoked = await sent()
    await w.admin.post(`/quotes/${revoked.quoteId}/revokeLinks`)
    for (const r of [await visit('GET', revoked.path), await visit('POST', `${revoked.path}/accept`, { name: 'Bea' })])
      expect(r.status).toBe(404)
    const gone = await sent()
    await sql`update quote set deleted_at = now() where id = ${gone.quoteId}`.execute(t.app.database.owner)
    expect((await visit('GET', gone.path)).status).toBe(404)
  })

  test('lets nobody guess its links', async () => {
    const from = address()
    const codes: number[] = []
    for (let i = 0; i < 70; i++)
      codes.push((await visit('GET', `/portal/${String(i).padStart(43, 'A')}`, undefined, {}, from)).status)
    expect(codes.slice(0, 50).every((c) => c === 404)).toBe(true)
    expect(codes.slice(65).every((c) => c === 429)).toBe(true)
    const q = await sent()
    const stored = await sql<{
      n: number
    }>`select count(*) as n from token where hash = ${q.path.replace('/portal/', '')}`.execute(t.app.database.owner)
    expect(Number(stored.rows[0]?.n), 'only the hash is kept').toBe(0)
    expect((await visit('GET', `${q.path}x`)).status).toBe(404)
    expect((await visit('GET', `/portal/${q.path.replace('/portal/', '').toLowerCase()}`)).status).toBe(404)
  })

  test('stores what a customer writes as plain words', async () => {
    const q = await sent()
    const evil = '<script>alert(1)</script>'
    await visit('POST', `${q.path}/comment`, { body: evil, authorName: evil })
    const seen = await visit('GET', q.path)
    expect(String(seen.headers['content-type'])).toContain('application/json')
    const long = await visit('POST', `${q.path}/comment`, { body: 'x'.repeat(200_000) })
    expect(long.status).toBe(400)
    const signed = await visit('POST', `${q.path}/accept`, { name: 'Bea', signature: 'javascript:alert(1)' })
    expect([200, 400]).toContain(signed.status)
    if (signed.status === 200) {
      const pdf = await visit('GET', `${q.path}/pdf`)
      expect(pdf.status).toBe(200)
      expect(pdf.text.startsWith('%PDF')).toBe(true)
    }
  })
})
