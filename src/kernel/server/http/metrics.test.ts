import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../../../test/helpers/app.ts'

const token = 'token-of-the-monitoring'
let t: TestApp
beforeAll(async () => {
  t = await testApp({ env: { METRICS_TOKEN: token } })
})
afterAll(() => t.close())

const read = (authorization?: string) =>
  t.server.inject({ method: 'GET', url: '/metrics', headers: authorization ? { authorization } : {} })

it('is for the bearer of the token alone', async () => {
  expect((await read()).statusCode).toBe(401)
  expect((await read(`Bearer ${token}x`)).statusCode).toBe(401)
  expect((await read(`Bearer ${token}`)).statusCode).toBe(200)
})

it('tells of answers by route, of the process and of jobs, and of no address', async () => {
  const w = await t.workspace()
  const account = await w.admin.post('/accounts', { name: 'Acme' })
  await w.admin.get(`/accounts/${String(account.body.id)}`)
  await w.admin.get('/accounts?q=secret')
  const { body } = await read(`Bearer ${token}`)
  expect(body).toMatch(
    /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/accounts\/:id",status="200"\} 1\n/,
  )
  expect(body).toMatch(/\nprocess_resident_memory_bytes \d/)
  expect(body).toMatch(/\njobs_failed 0\n/)
  expect(body).toMatch(/\njobs_ready \d/)
  expect(body).not.toContain('secret')
  expect(body).not.toContain(String(account.body.id))
})

it('is for nobody without a token', async () => {
  const plain = await testApp()
  for (const authorization of ['', 'Bearer ', 'Bearer undefined'])
    expect((await plain.server.inject({ method: 'GET', url: '/metrics', headers: { authorization } })).statusCode).toBe(
      401,
    )
  await plain.close()
})
