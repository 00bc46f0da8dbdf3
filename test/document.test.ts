/** The API's document has every route the server serves, and no other. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apiDocument } from '../src/main/apiDocument.ts'
import { type TestApp, testApp } from './helpers/app.ts'
import { registered } from './security/routes.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await t.server.ready()
})
afterAll(() => t.close())

/** Pages and their files: what browsers load is no part of the API. */
const isPage = (route: string): boolean => / \/($|\*|portal|assets|api\/docs)/.test(route)

const told = (): string[] =>
  Object.entries(apiDocument().paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{id}')}`),
  )

it('has every route of the server', () => {
  const served = registered(t.server.printRoutes({ commonPrefix: false })).filter((r) => !isPage(r))
  expect(served.length).toBeGreaterThan(500)
  const known = new Set(told())
  expect(served.filter((r) => !known.has(r))).toEqual([])
})

it('names no route that is not served, and no operation twice', () => {
  const served = new Set(registered(t.server.printRoutes({ commonPrefix: false })))
  expect(told().filter((r) => !served.has(r))).toEqual([])
  const ids = Object.values(apiDocument().paths).flatMap((item) => Object.values(item).map((o) => o.operationId))
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
})

it('refers only to what it has', () => {
  const text = JSON.stringify(apiDocument())
  const { schemas } = apiDocument().components
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
    expect(Object.keys(schemas)).toContain(name)
})

it('is the one under docs', () => {
  const kept: unknown = JSON.parse(readFileSync(new URL('../docs/openapi.json', import.meta.url), 'utf8'))
  expect(kept).toEqual(JSON.parse(JSON.stringify(apiDocument())))
})

it('takes neither text that cannot be stored nor what is nested without end, wherever it is sent', async () => {
  const send = (url: string, payload: string) =>
    t.server.inject({
      method: 'POST',
      url: `/api/v1${url}`,
      headers: { 'x-requested-with': 'throughline', 'content-type': 'application/json' },
      payload,
    })
  const nul = await send('/auth/sign-in', JSON.stringify({ email: 'a\u0000@example.com', password: 'x' }))
  expect([nul.statusCode, nul.json().errors]).toEqual([
    400,
    [{ path: 'email', message: 'must not contain null characters or halves of characters' }],
  ])
  const deep = await send('/auth/sign-in', `${'['.repeat(5000)}${']'.repeat(5000)}`)
  expect([deep.statusCode, deep.json().title]).toEqual([400, 'The request is nested too deeply.'])
})
