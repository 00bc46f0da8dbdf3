/** Whatever is sent, the answer is the product's own: never a 5xx, and a refusal says what is wrong and where. */
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { forgetActors, openSession, sessionCookie } from '../../src/kernel/server/auth.ts'
import { contributions } from '../../src/main/areas.ts'
import { definitions } from '../../src/main/definitions.ts'
import { type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'
import { extras } from '../helpers/extras.ts'
import { minimalInput } from '../helpers/make.ts'
import { type Chance, chance, hostileTexts, hostileValues, oddOperators, oddParameters } from './hostile.ts'
import { documented, open, type Operation, type Schema } from './routes.ts'

const deep = Boolean(process.env.THROUGHLINE_DEEP)
const count = deep ? 10_000 : 1_000
const seed = Number(process.env.FUZZ_SEED ?? '20261122')

let t: TestApp
let w: TestWorkspace
/** ids by entity */
const known = new Map<string, string[]>()
/** what `POST` took, by entity */
const taken = new Map<string, Record<string, unknown>>()
const allIds = (): string[] => [...known.values()].flat()
const tokens: string[] = []

const userIds: string[] = []

const userOf = async (memberId: string): Promise<string> =>
  String((await w.admin.get(`/members/${memberId}`)).body.userId)

/** Sessions end while this goes on: somebody is signed out or deactivated. Whoever it was comes back. */
const renewTokens = async (): Promise<void> => {
  await w.transaction((c) =>
    sql`update member set active = true where workspace_id = ${c.workspace.id} and user_id = any(${userIds}::text[])`.execute(
      c.tx,
    ),
  )
  forgetActors(w.id)
  tokens.splice(0)
  for (const userId of userIds)
    tokens.push(await openSession(t.app, { userId, workspaceId: w.id, ip: '127.0.0.1', agent: 'fuzz' }))
}

beforeAll(async () => {
  t = await testApp(process.env.FUZZ_REPORT ? { env: { LOG_LEVEL: 'warn' } } : {})
  w = await t.workspace()
  const agent = await w.as('salesAgent')
  for (const e of definitions.entities) {
    if (e.partOf) continue
    if (contributions.actions.has(`${e.name}.create`)) {
      const input = await minimalInput(definitions, w.admin, e, extras)
      await w.admin.post(`/${e.plural}`, input)
      taken.set(e.name, input)
      await agent.post(`/${e.plural}`, { ...input, name: 'Another', code: 'CHF' })
    }
    const list = await w.admin.get(`/${e.plural}?limit=5`)
    const rows: unknown[] = Array.isArray(list.body.data) ? list.body.data : []
    known.set(
      e.name,
      rows.flatMap((r) => (typeof r === 'object' && r !== null && 'id' in r ? [String(r.id)] : [])),
    )
  }
  userIds.push(await userOf(w.admin.memberId), await userOf(agent.memberId))
  await renewTokens()
}, 60_000)
afterAll(() => t.close())

/** `accountId` takes accounts; whose name says nothing takes anything. */
const idFor = (c: Chance, key: string): string => {
  const name = key.replace(/Id$/, '')
  const fit = known.get(name === 'owner' || name === 'manager' ? 'member' : name) ?? []
  return c.pick(fit.length > 0 ? fit : allIds())
}

const isSchema = (x: unknown): x is Schema => typeof x === 'object' && x !== null && !Array.isArray(x)

const nearlyValid = (c: Chance, schema: unknown, depth = 0, key = ''): unknown => {
  if (!isSchema(schema) || depth > 4) return c.pick(hostileTexts)
  const { type, format, properties, items, anyOf, oneOf } = schema
  const choices = schema.enum
  if (Array.isArray(choices) && choices.length > 0) return c.pick(choices)
  const several = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : undefined
  if (several && several.length > 0) return nearlyValid(c, c.pick(several), depth + 1)
  const kind: unknown = Array.isArray(type) ? type[0] : type
  if (kind === 'object') return nearlyObject(c, isSchema(properties) ? properties : {}, schema.required, depth)
  if (kind === 'array') return Array.from({ length: c.int(4) }, () => nearlyValid(c, items, depth + 1))
  if (kind === 'integer') return c.pick([1, 2, 30, 100])
  if (kind === 'number') return c.pick([0, 1.5, 100])
  if (kind === 'boolean') return c.yes(0.5)
  if (format === 'uuid') return idFor(c, key)
  if (format === 'date') return c.pick(['2026-03-31', '2024-02-29', '1970-01-01'])
  if (format === 'date-time') return '2026-03-31T09:00:00.000Z'
  if (format === 'email') return `fuzz${c.int(1e9)}@example.com`
  if (isSchema(schema) && typeof schema.$ref === 'string')
    return schema.$ref.endsWith('Money') ? c.pick(['100.00', { amount: '12.34', currency: 'EUR' }]) : { city: 'Berlin' }
  return c.pick([`Text ${c.int(1e9)}`, '12.50', 'EUR', '+493012345678', 'new'])
}

const nearlyObject = (c: Chance, properties: Schema, required: unknown, depth: number): Record<string, unknown> => {
  const needed = new Set(Array.isArray(required) ? required.map(String) : [])
  const out: Record<string, unknown> = {}
  for (const [k, s] of Object.entries(properties))
    if (needed.has(k) || c.yes(0.35)) out[k] = nearlyValid(c, s, depth + 1, k)
  return out
}

const hostile = (c: Chance): unknown => (c.yes(0.5) ? c.pick(hostileTexts) : c.pick(hostileValues)())

const bodyFor = (c: Chance, o: Operation): unknown => {
  if (c.yes(0.03)) return hostile(c)
  const properties = isSchema(o.body?.properties) ? o.body.properties : {}
  const create = o.method === 'POST' && o.path.split('/').length === 4 && c.yes(0.6)
  const fill = c.yes(0.5) ? 0 : 1
  const out: Record<string, unknown> = create
    ? { ...taken.get(o.entity ?? '') }
    : nearlyObject(c, properties, o.body?.required, 0)
  if (create && typeof out.name === 'string') out.name = `Fuzz ${c.int(1e9)}`
  const keys = Object.keys(properties)
  if (keys.length === 0) return out
  for (let i = create ? fill : c.int(2) + fill; i > 0; i--) {
    const key = c.pick(keys)
    out[key] = c.yes(0.5) ? hostile(c) : nearlyValid(c, properties[key], 1, key)
  }
  if (c.yes(0.05))
    out[c.pick(['noSuchField', 'workspaceId', 'status', 'number', 'constructor', 'deletedAt'])] = hostile(c)
  return out
}

const pathFor = (c: Chance, o: Operation): string =>
  o.path.replaceAll('{id}', () => {
    const own = known.get(o.entity ?? '') ?? []
    if (own.length > 0 && c.yes(0.75)) return c.pick(own)
    return c.yes(0.5)
      ? c.pick(allIds())
      : encodeURIComponent(c.pick(hostileTexts.map((x) => x.replace(/\p{Surrogate}/gu, '')))).slice(0, 500)
  })

const queryFor = (c: Chance, o: Operation): string => {
  const pairs: string[] = []
  for (let i = c.int(4); i > 0; i--) {
    const name = o.query.length > 0 && c.yes(0.8) ? c.pick(o.query) : c.pick(oddParameters)
    const op = c.yes(0.5) ? `[${c.pick(oddOperators)}]` : ''
    const value = c.yes(0.3)
      ? c.pick(allIds())
      : c.yes(0.3)
        ? c.pick(['1', 'name', '-createdAt', 'true', 'csv', 'id,name', 'can'])
        : c.pick(hostileTexts)
    const safe = value.replace(/\p{Surrogate}/gu, '%ED%A0%80').slice(0, 4000)
    pairs.push(
      `${encodeURIComponent(name)}${op}=${c.yes(0.95) ? encodeURIComponent(safe) : safe.replace(/[^\w%]/g, '')}`,
    )
  }
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

const requestFor = (c: Chance, o: Operation): InjectOptions => {
  const token = c.pick(tokens)
  const headers: Record<string, string> = { 'x-requested-with': 'throughline' }
  if (c.yes(0.1)) headers['if-match'] = c.pick(['1', '"7"', 'W/"99999999999999999999"', '*', 'x'])
  if (o.method === 'POST' && c.yes(0.2))
    headers['idempotency-key'] = c.pick(['k1', 'k2', 'x'.repeat(201), 'ü', '\u0001'])
  const request: InjectOptions = {
    method: o.method,
    url: pathFor(c, o) + queryFor(c, o),
    headers,
    cookies: { [sessionCookie]: token },
  }
  if (o.method === 'GET' || o.method === 'DELETE') return request
  const body = bodyFor(c, o)
  headers['content-type'] = c.yes(0.97)
    ? 'application/json'
    : c.pick(['text/plain', 'application/xml', 'multipart/form-data; boundary=b', 'application/x-www-form-urlencoded'])
  const sent = JSON.stringify(body) ?? ''
  return { ...request, payload: c.yes(0.02) ? sent.slice(0, -1) : sent }
}

const complaint = (status: number, type: string, text: string): string | undefined => {
  if (status >= 500) return 'server error'
  if (status < 400) return undefined
  if (!type.startsWith('application/problem+json')) return `not problem+json but ${type}`
  const body: unknown = JSON.parse(text)
  if (!isSchema(body) || typeof body.code !== 'string' || body.code === '') return 'no code'
  if (typeof body.title !== 'string' || body.title === '') return 'no title'
  if (status !== 400 || body.code === 'badRequest') return undefined
  const errors: unknown[] = Array.isArray(body.errors) ? body.errors : []
  if (errors.length === 0) return 'no errors'
  return errors.every((e) => isSchema(e) && typeof e.path === 'string' && typeof e.message === 'string')
    ? undefined
    : 'no path'
}

test(`${count} requests over all operations`, { timeout: deep ? 1_200_000 : 180_000 }, async () => {
  const c = chance(seed)
  const operations = documented()
  const doors = open()
  const found = new Map<string, string>()
  const statuses = new Map<number, number>()
  for (let i = 0; i < count; i++) {
    // Each operation comes in turn, so that none is left out by chance; a few knock at the open doors.
    const o = c.yes(0.02) ? c.pick(doors) : (operations[i % operations.length] ?? c.pick(operations))
    const request = requestFor(c, o)
    const r = await t.server.inject(request)
    statuses.set(r.statusCode, (statuses.get(r.statusCode) ?? 0) + 1)
    if (r.statusCode === 401) await renewTokens()
    const wrong = complaint(r.statusCode, String(r.headers['content-type'] ?? ''), r.body)
    const where = `${o.method} ${o.path}: ${wrong}`
    if (wrong && !found.has(where))
      found.set(
        where,
        `${r.statusCode} ${String(request.url).slice(0, 300)}\n    ${String(request.payload ?? '').slice(0, 600)}\n    ${r.body.slice(0, 300)}`,
      )
  }
  const report = [...found].map(([where, how]) => `${where}\n    ${how}`).join('\n')
  if (process.env.FUZZ_REPORT) console.log(`statuses: ${JSON.stringify([...statuses])}`)
  expect(report, `seed ${seed}`).toBe('')
  // A run that is only ever refused, or never, would prove nothing.
  expect(statuses.get(200) ?? 0).toBeGreaterThan(count / 20)
  expect(statuses.get(400) ?? 0).toBeGreaterThan(count / 20)
})
