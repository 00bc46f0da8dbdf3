/** Names that every object of the language knows are names of nothing here, wherever they are sent. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'

let t: TestApp
let w: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
})
afterAll(() => t.close())

const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']

test('asked for', async () => {
  const id = String((await w.admin.post('/accounts', { name: 'Acme' })).body.id)
  for (const n of names)
    for (const url of [
      `/accounts?fields=${n}`,
      `/accounts?sort=${n}`,
      `/accounts?include=${n}`,
      `/accounts?${n}=1`,
      `/accounts?name[${n}]=1`,
      `/accounts?parent.${n}=1`,
      `/accounts?${n}.name=1`,
      `/accounts?kind=${n}`,
      `/accounts?types=${n}`,
      `/invoices?status=${n}`,
      `/invoices?statusCode=${n}`,
      `/accounts?total=${n}`,
      `/accounts/export?fields=${n}`,
      `/accounts/export?format=${n}`,
      `/accounts/aggregate?groupBy=${n}`,
      `/accounts/aggregate?groupBy=createdAt:${n}`,
      `/opportunities/aggregate?sum=${n}`,
      `/accounts/${id}?include=${n}`,
      `/accounts/${id}/${n}`,
      `/reports/${n}`,
      `/reports/wonByPeriod?${n}=1`,
      `/reports/wonByPeriod?by=${n}`,
      `/settings/${n}`,
      `/${n}`,
    ]) {
      const r = await w.admin.get(url)
      expect([url, r.status < 500, r.text.includes('native code')]).toEqual([url, true, false])
    }
})

test('sent', async () => {
  const account = await w.admin.post('/accounts', { name: 'Acme' })
  const own = (key: string, value: unknown): unknown =>
    JSON.parse(`{"name":"A",${JSON.stringify(key)}:${JSON.stringify(value)}}`)
  for (const n of names)
    for (const [path, body] of [
      ['/accounts', own(n, 'x')],
      ['/accounts', { name: 'A', types: [n] }],
      ['/accounts', { name: 'A', kind: n }],
      ['/accounts', { name: 'A', custom: own(n, 'x') }],
      ['/accounts', { name: 'A', country: n }],
      ['/accounts/bulk', { ids: [String(account.body.id)], action: n, input: {} }],
      ['/accounts/bulk', { filter: own(n, 'x'), action: 'update', input: { name: 'B' } }],
      ['/activities', { kind: 'note', subject: 'A', about: { entity: n, id: String(account.body.id) } }],
      ['/saved-views', { name: 'A', entity: n, params: {} }],
      [`/accounts/${String(account.body.id)}/${n}`, {}],
    ] as const) {
      const r = await w.admin.post(path, body)
      expect([path, n, r.status >= 400 && r.status < 500, r.text]).toEqual([path, n, true, r.text])
    }
})
