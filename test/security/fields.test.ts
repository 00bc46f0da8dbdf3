/** Fields that a role hides are nowhere: not in any payload, and not to be asked for by any roundabout way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Caller, type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'

let t: TestApp
let w: TestWorkspace
let clerk: Caller
let agent: Caller
let accountId = ''
const hiddenEmail = 'zebra.hidden@example.com'
const hiddenAmount = '98765432'

const id = (a: Answer): string => {
  expect(a.status, a.text).toBeLessThan(300)
  return String(a.body.id)
}

beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
  id(
    await w.admin.post('/roles', {
      name: 'Clerk',
      rights: {
        '*.view': 'all',
        'account.*': 'all',
        'contact.*': 'all',
        'opportunity.*': 'own',
        'quote.view': 'own',
        'lead.view': 'none',
      },
      fieldRights: {
        'account.email': 'hidden',
        'account.annualRevenue': 'hidden',
        'account.phone': 'readOnly',
        'opportunity.amount': 'hidden',
      },
    }),
  )
  const roles = await w.admin.get('/roles?limit=50')
  const data: unknown = roles.body.data
  const clerkRole = Array.isArray(data) ? data.find((r: { name: string }) => r.name === 'Clerk') : undefined
  clerk = await w.as('readOnly', { name: 'Clerk' })
  id(await w.admin.patch(`/members/${clerk.memberId}`, { roleId: String(clerkRole?.id) }))
  agent = await w.as('salesAgent')
  accountId = id(
    await w.admin.post('/accounts', { name: 'Plain name', email: hiddenEmail, annualRevenue: `${hiddenAmount}.00` }),
  )
  id(await w.admin.patch(`/accounts/${accountId}`, { email: `second.${hiddenEmail}` }))
  id(await w.admin.patch(`/accounts/${accountId}`, { email: hiddenEmail, description: 'Told again' }))
})
afterAll(() => t.close())

const hides = (a: Answer, where: string): void => {
  expect(a.text.includes('zebra'), `${where} tells the email`).toBe(false)
  expect(a.text.includes(hiddenAmount), `${where} tells the amount`).toBe(false)
}

describe('a hidden field', () => {
  test('is in no answer', async () => {
    for (const path of [
      '/accounts',
      '/accounts?fields=id,name,email,annualRevenue',
      `/accounts/${accountId}`,
      `/accounts/${accountId}/timeline`,
      `/accounts/${accountId}/history`,
      `/accounts/${accountId}/overview`,
      `/accounts/${accountId}/tree`,
      '/accounts/export?format=csv',
      '/accounts/export?format=csv&fields=name,email,annualRevenue',
      '/accounts/aggregate?groupBy=name',
      '/search?q=Plain',
      '/audit',
      '/home',
      '/me',
    ]) {
      const r = await clerk.get(path)
      expect(r.status, `${path}: ${r.text.slice(0, 200)}`).toBeLessThan(404)
      hides(r, path)
    }
  })

  test('cannot be asked for by filter, sort, group, sum or a path over a reference', async () => {
    for (const path of [
      `/accounts?email=${hiddenEmail}`,
      '/accounts?email[startsWith]=zeb',
      '/accounts?email[null]=false',
      '/accounts?annualRevenue[gt]=1000',
      '/accounts?sort=annualRevenue',
      '/accounts/aggregate?sum=annualRevenue&currency=EUR',
      '/accounts/aggregate?max=annualRevenue&currency=EUR',
      '/accounts/aggregate?groupBy=email',
      `/opportunities?account.email=${hiddenEmail}`,
      '/opportunities/aggregate?groupBy=account.email',
      '/opportunities?sort=-amount',
      '/opportunities/aggregate?sum=amount',
      '/opportunities?amount[gte]=1',
      `/accounts/export?format=csv&email=${hiddenEmail}`,
      '/accounts/export?format=xlsx&sort=annualRevenue',
    ]) {
      const r = await clerk.get(path)
      expect(r.status, `${path}: ${r.text.slice(0, 200)}`).toBe(403)
      expect(r.headers['content-type']).toContain('problem+json')
    }
    const bulk = await clerk.post('/accounts/bulk', { filter: { email: hiddenEmail }, action: 'delete', input: {} })
    expect(bulk.status).toBe(403)
    expect((await clerk.get(`/accounts/export?format=csv&fields=email`)).status).toBe(400)
  })

  test('is found by no search, which for others finds it', async () => {
    for (const path of ['/accounts?q=zebra', '/search?q=zebra', '/accounts?q=zebra.hidden@example.com']) {
      expect((await clerk.get(path)).body.data, path).toEqual([])
      expect((await w.admin.get(path)).body.data, path).toHaveLength(1)
    }
  })

  test('is not written, and not told when a write is refused', async () => {
    for (const patch of [{ email: 'mine@example.com' }, { annualRevenue: '1' }, { phone: '+493012345678' }]) {
      const r = await clerk.patch(`/accounts/${accountId}`, patch)
      expect(r.status, r.text).toBe(403)
      expect(r.body.errors).toMatchObject([{ path: Object.keys(patch)[0] }])
    }
    expect((await clerk.post('/accounts', { name: 'New', email: 'new@example.com' })).status).toBe(403)
    const stale = await clerk.patch(`/accounts/${accountId}`, { name: 'Other name', version: 1 })
    expect(stale.status).toBe(409)
    expect(stale.body.current).toMatchObject({ id: accountId })
    hides(stale, '409')
    const fresh = await clerk.patch(`/accounts/${accountId}`, { name: 'Plain name too' })
    expect(fresh.status, fresh.text).toBe(200)
    hides(fresh, 'the answer to a change')
    const kept = await w.admin.get(`/accounts/${accountId}`)
    expect(kept.body).toMatchObject({ email: hiddenEmail })
  })
})

describe('cost and margin', () => {
  const cost = '7531.19'

  test('stay with those who set prices, wherever a sales agent looks', async () => {
    const product = await w.admin.post('/products', { name: 'Dear thing', cost, unitPrice: '9000.00' })
    const productId = id(product)
    const account = id(await agent.post('/accounts', { name: 'Buyer' }))
    const quote = id(
      await agent.post('/quotes', {
        accountId: account,
        lines: [{ productId, description: 'Dear thing', quantity: '1', unitPrice: '9000.00' }],
      }),
    )
    const known = await w.admin.get(`/quotes/${quote}`)
    expect(known.text, 'the quote does carry the cost').toContain('7531.19')
    for (const path of [
      `/products/${productId}`,
      '/products',
      '/products?fields=name,cost',
      `/products/price?productId=${productId}`,
      `/products/${productId}/history`,
      `/quotes/${quote}`,
      '/quotes?fields=number,cost,margin',
      `/quotes/${quote}/explain`,
      `/quotes/${quote}/history`,
      `/quotes/${quote}/timeline`,
      `/accounts/${account}/overview`,
      `/accounts/${account}/timeline`,
    ]) {
      const r = await agent.get(path)
      expect(r.status, `${path}: ${r.text.slice(0, 200)}`).toBe(200)
      expect(r.text, path).not.toMatch(/7531\.19|753119|1468\.81|146881/)
      expect(r.text, path).not.toMatch(/"(unitCost|margin|marginBase|costBase)"/)
    }
    for (const path of [
      '/products?cost[gt]=1',
      '/quotes?margin[gt]=1',
      '/quotes/aggregate?sum=margin',
      '/products?sort=cost',
    ])
      expect([400, 403], path).toContain((await agent.get(path)).status)
    const copy = await agent.post(`/quotes/${quote}/copy`)
    expect(copy.text).not.toMatch(/7531\.19|1468\.81/)
    const lines = [{ productId, description: 'x', quantity: '1', unitPrice: '1', unitCost: '1' }]
    expect((await agent.patch(`/quotes/${quote}`, { lines })).status).toBe(403)
  })
})

describe('what people keep for themselves', () => {
  test('is theirs alone: not even admins read or write it as a field of the user', async () => {
    id(await agent.patch('/me', { preferences: { pins: ['walrus'] } }))
    expect((await agent.get('/me')).text).toContain('walrus')
    const path = `/members/${agent.memberId}`
    for (const where of [path, '/members?fields=name,preferences', `${path}/history`, `${path}/timeline`])
      expect((await w.admin.get(where)).text, where).not.toContain('walrus')
    expect((await w.admin.get('/audit?limit=50')).text).not.toContain('walrus')
    expect((await w.admin.patch(path, { preferences: {} })).status).toBeGreaterThanOrEqual(400)
    expect((await agent.get('/me')).text).toContain('walrus')
  })
})

describe('names of what lies beyond reach', () => {
  test('a record names what it refers to, and tells nothing else of it', async () => {
    const mine = await w.admin.post('/roles', {
      name: 'Narrow',
      rights: {
        'opportunity.*': 'own',
        'account.view': 'own',
        'stage.view': 'all',
        'pipeline.view': 'all',
        'quote.view': 'none',
      },
    })
    const narrow = await w.as('readOnly', { name: 'Narrow' })
    id(await w.admin.patch(`/members/${narrow.memberId}`, { roleId: id(mine) }))
    const deal = await w.admin.post('/opportunities', {
      name: 'Their deal',
      accountId,
      amount: '1',
      ownerId: narrow.memberId,
    })
    const seen = await narrow.get(`/opportunities/${id(deal)}`)
    // Decided: a record one may see carries the names of what it refers to; an invoice without its customer is none.
    expect(seen.body.labels).toMatchObject({ accountId: 'Plain name too' })
    expect((await narrow.get(`/accounts/${accountId}`)).status).toBe(404)
    // Its other fields are out of reach, by whatever path.
    expect((await narrow.get(`/opportunities?account.email=${hiddenEmail}`)).body.data).toEqual([])
    const groups = await narrow.get('/opportunities/aggregate?groupBy=account.email')
    expect(groups.status, groups.text).toBe(200)
    expect(groups.text).not.toContain('zebra')
    // Where the role sees no accounts at all, not even the name.
    const roles = await w.admin.get('/roles?limit=50')
    const list: unknown = roles.body.data
    const role = Array.isArray(list) ? list.find((r: { name: string }) => r.name === 'Narrow') : undefined
    id(
      await w.admin.patch(`/roles/${String(role?.id)}`, {
        rights: { 'opportunity.*': 'own', 'stage.view': 'all', 'pipeline.view': 'all' },
      }),
    )
    const blind = await narrow.get(`/opportunities/${id(deal)}`)
    expect(blind.status).toBe(200)
    expect(blind.text).not.toContain('Plain name')
  })
})
