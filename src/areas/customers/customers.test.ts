import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Caller, testApp, type TestApp, type TestWorkspace } from '../../../test/helpers/app.ts'

let t: TestApp
let ws: TestWorkspace
let admin: Caller
type Item = Record<string, unknown> & { id: string }
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  admin = ws.admin
})
afterAll(() => t?.close())

const make = async (path: string, body: Record<string, unknown>): Promise<Item> => {
  const r = await admin.post(path, body)
  expect(r.status, r.text).toBe(201)
  return r.body as unknown as Item
}
const account = (name: string, body: Record<string, unknown> = {}) => make('/accounts', { name, ...body })

describe('accounts', () => {
  it('keep identifiers tidy, and refuse those that cannot be', async () => {
    const good = await account('Tidy GmbH', {
      taxId: 'de 136 695 976',
      iban: 'de89 3704 0044 0532 0130 00',
      bic: 'cobadeff',
      phone: '030 1234567',
      website: 'https://www.tidy.example/about',
      billingAddress: { city: 'Berlin', country: 'DE' },
    })
    expect(good).toMatchObject({
      taxId: 'DE136695976',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFF',
      phone: '+49301234567',
      country: 'DE',
      websiteDomain: 'tidy.example',
      currency: 'EUR',
      types: ['prospect'],
    })
    const bad = await admin.post('/accounts', {
      name: 'Bad',
      taxId: 'DE136695977',
      iban: 'DE00',
      billingAddress: { country: 'DE' },
    })
    expect(bad.status).toBe(400)
    expect((bad.body.errors as { path: string }[]).map((e) => e.path)).toEqual(['taxId', 'iban'])
    const patched = await admin.patch(`/accounts/${good.id}`, { taxId: 'FR12345678901' })
    expect(patched.status).toBe(400)
  })

  it('stand in a hierarchy without circles', async () => {
    const [a, b] = [await account('Top'), await account('Middle')]
    const c = await account('Bottom', { parentId: b.id })
    expect((await admin.patch(`/accounts/${b.id}`, { parentId: a.id })).status).toBe(200)
    const circle = await admin.patch(`/accounts/${a.id}`, { parentId: c.id })
    expect(circle.status).toBe(400)
    expect((await admin.patch(`/accounts/${a.id}`, { parentId: a.id })).status).toBe(400)
    expect((await admin.delete(`/accounts/${b.id}`)).text).toContain('hasChildren')
    await make('/opportunities', { name: 'Deal', accountId: c.id, amount: '100' })
    await make('/opportunities', { name: 'Deal', accountId: b.id, amount: '11' })
    const tree = await admin.get(`/accounts/${c.id}/tree`)
    expect(tree.body.data, tree.text).toMatchObject([
      {
        name: 'Top',
        depth: 0,
        openPipeline: { amount: '0.00' },
        total: { openPipeline: { amount: '111.00', currency: 'EUR' } },
      },
      { name: 'Middle', depth: 1, openPipeline: { amount: '11.00' }, total: { openPipeline: { amount: '111.00' } } },
      { name: 'Bottom', depth: 2, total: { openPipeline: { amount: '100.00' } } },
    ])
  })
})

it('closes no circle when two parents are set at the same moment', async () => {
  const [a, b] = [await account('Left'), await account('Right')]
  const both = await Promise.all([
    admin.patch(`/accounts/${a.id}`, { parentId: b.id }),
    admin.patch(`/accounts/${b.id}`, { parentId: a.id }),
  ])
  expect(both.map((r) => r.status).toSorted()).toEqual([200, 400])
})

describe('people', () => {
  it('work at several accounts, one of them the main one', async () => {
    const [a, b] = [await account('First Ltd'), await account('Second Ltd')]
    const person = await make('/contacts', { firstName: 'Ada', lastName: 'Lovelace', accountId: a.id, jobTitle: 'CTO' })
    expect(person).toMatchObject({ name: 'Ada Lovelace', accountId: a.id })
    const link = await make('/account-contacts', { accountId: b.id, contactId: person.id, jobTitle: 'Advisor' })
    expect(link.isPrimary).toBe(false)
    const twice = await admin.post('/account-contacts', {
      accountId: b.id,
      contactId: person.id,
      jobTitle: 'Board member',
    })
    expect(twice.body).toMatchObject({ id: link.id, jobTitle: 'Board member' })
    const main = await admin.patch(`/account-contacts/${link.id}`, { isPrimary: true })
    expect(main.status, main.text).toBe(200)
    const now = await admin.get(`/contacts/${person.id}`)
    expect(now.body.accountId).toBe(b.id)
    const overview = await admin.get(`/contacts/${person.id}/overview`)
    expect(overview.body.accounts, overview.text).toMatchObject([
      { name: 'Second Ltd', isPrimary: true, jobTitle: 'Board member' },
      { name: 'First Ltd', isPrimary: false, jobTitle: 'CTO' },
    ])
    await admin.delete(`/account-contacts/${link.id}`)
    expect((await admin.get(`/contacts/${person.id}`)).body.accountId).toBeNull()
    const at = await admin.get(`/accounts/${a.id}/overview`)
    expect(at.body.people, at.text).toMatchObject([{ id: person.id, name: 'Ada Lovelace', jobTitle: 'CTO' }])
  })
})

describe('the account at a glance', () => {
  it('shows each list within reach', async () => {
    const a = await account('Overviewed')
    await make('/opportunities', { name: 'Big', accountId: a.id, amount: '500' })
    await make('/activities', { subject: 'Call them', about: { entity: 'account', id: a.id } })
    const r = await admin.get(`/accounts/${a.id}/overview`)
    expect(r.status, r.text).toBe(200)
    expect(r.body).toMatchObject({
      opportunities: { data: [{ name: 'Big' }], total: { count: 1, exact: true } },
      activities: [{ subject: 'Call them' }],
      money: {
        openPipeline: { amount: '500.00', currency: 'EUR' },
        weightedPipeline: { amount: '50.00', currency: 'EUR' },
      },
    })
    const rep = await ws.as('salesAgent')
    const theirs = await rep.get(`/accounts/${a.id}/overview`)
    expect(theirs.body, theirs.text).toMatchObject({
      opportunities: { data: [] },
      money: { openPipeline: { amount: '0.00', currency: 'EUR' } },
    })
  })
})

describe('duplicates', () => {
  it('are found over leads, contacts and accounts, with score and reasons', async () => {
    const a = await account('Umbrella Corporation', { website: 'umbrella.example' })
    const person = await make('/contacts', {
      firstName: 'Alice',
      lastName: 'Abernathy',
      email: 'alice@umbrella.example',
      accountId: a.id,
    })
    const r = await admin.get(
      '/duplicates?kind=lead&name=Alice%20Abernathy&company=Umbrella%20Corp&email=ALICE@umbrella.example',
    )
    const found = r.body.data as { id: string; score: number; reasons: { rule: string }[] }[]
    expect(
      found.map((x) => x.id),
      r.text,
    ).toEqual(expect.arrayContaining([a.id, person.id]))
    expect(found.find((x) => x.id === person.id)?.reasons.map((x) => x.rule)).toContain('email')
  })

  it('say that a lead of someone else exists without showing it', async () => {
    await make('/leads', { name: 'Secret Person', email: 'secret@hidden.example', company: 'Hidden Ltd' })
    const rep = await ws.as('salesAgent')
    const r = await rep.get('/duplicates?kind=lead&name=Secret%20Person&email=secret@hidden.example')
    expect(r.body.data, r.text).toMatchObject([{ entity: 'lead', visible: false, id: null, title: null }])
    expect(r.text).not.toContain('Hidden Ltd')
  })
})
