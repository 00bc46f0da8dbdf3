import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError, createClient, queryString, StaleError, uuid } from './client.ts'
import { allowed, meOf } from './types.ts'

type Sent = { method: string; url: string; headers: Headers; body: unknown }
let sent: Sent[] = []
let answers: (() => Response | Promise<Response>)[] = []
const json = (status: number, body: unknown) => () =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })

beforeEach(() => {
  sent = []
  answers = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({
      method: init.method ?? '',
      url,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    })
    const next = answers.shift()
    if (!next) throw new TypeError('no connection')
    return next()
  })
})
afterEach(() => vi.unstubAllGlobals())

test('a change over another change of other fields is sent again on top of it', async () => {
  answers = [
    json(409, { code: 'stale', detail: 'Changed', current: { id: '1', version: 5 }, changed: ['phone'] }),
    json(200, { id: '1', version: 6, name: 'B' }),
  ]
  const after = await createClient().update('leads', '1', 4, { name: 'B' })
  expect(after.version).toBe(6)
  expect(sent.map((s) => s.body)).toEqual([
    { name: 'B', version: 4 },
    { name: 'B', version: 5 },
  ])
})

test('a change of the same field is for people to decide', async () => {
  answers = [json(409, { code: 'stale', current: { id: '1', version: 5, name: 'C' }, changed: ['name'] })]
  const error = await createClient()
    .update('leads', '1', 4, { name: 'B' })
    .catch((e: unknown) => e)
  expect(error).toBeInstanceOf(StaleError)
  expect(error).toMatchObject({ changed: ['name'], current: { name: 'C' } })
  expect(sent).toHaveLength(1)
})

test('a post that met no server is sent once more with the same key', async () => {
  answers = [
    () => {
      throw new TypeError('gone')
    },
    json(201, { id: '1', version: 1 }),
  ]
  await createClient().create('leads', { name: 'A' })
  expect(sent).toHaveLength(2)
  expect(sent[0]?.headers.get('idempotency-key')).toBe(sent[1]?.headers.get('idempotency-key'))
  expect(sent[0]?.headers.get('x-requested-with')).toBe('throughline')
})

test('no server is said in words', async () => {
  const error = await createClient()
    .list('leads')
    .catch((e: unknown) => e)
  expect(error).toMatchObject({ status: 0, code: 'offline' })
})

test('a problem document becomes an error with its fields', async () => {
  answers = [
    json(400, {
      code: 'invalid',
      title: 'Check the form.',
      errors: [{ path: 'email', message: 'must be an email address' }],
    }),
  ]
  const error = await createClient()
    .create('leads', {})
    .catch((e: unknown) => e)
  expect(error).toBeInstanceOf(ApiError)
  expect(error instanceof ApiError && error.at('email')).toBe('must be an email address')
})

test('the end of a session is told, but not at the door', async () => {
  const ended = vi.fn<() => void>()
  const api = createClient({ onUnauthenticated: ended })
  answers = [json(401, {}), json(401, {})]
  await api.post('/auth/sign-in', {}).catch(() => {})
  expect(ended).not.toHaveBeenCalled()
  await api.list('leads').catch(() => {})
  expect(ended).toHaveBeenCalledOnce()
})

test('parameters: lists by comma, nothing for nothing', () => {
  expect(queryString({ a: ['x', 'y'], b: '', c: undefined, d: 0 })).toBe('?a=x%2Cy&d=0')
  expect(uuid()).toMatch(/^[0-9a-f-]{36}$/)
})

test('the most exact right wins', () => {
  const rights = { '*': 'all', 'quote.*': 'own', 'quote.delete': 'none', '*.export': 'none' }
  expect(allowed(rights, 'lead.view')).toBe(true)
  expect(allowed(rights, 'quote.delete')).toBe(false)
  expect(allowed(rights, 'quote.send')).toBe(true)
  expect(allowed(rights, 'lead.export')).toBe(false)
  expect(allowed({ 'lead.edit': 'own' }, 'lead.update')).toBe(true)
  expect(allowed({}, 'lead.view')).toBe(false)
})

test('who one is, also from an answer that lacks something', () => {
  const me = meOf({
    user: { id: 'u', email: 'a@b.example' },
    workspace: { baseCurrency: 'CHF' },
    rights: { '*': 'all' },
  })
  expect(me).toMatchObject({ member: { name: 'a@b.example' }, workspace: { baseCurrency: 'CHF', timeZone: 'UTC' } })
})
