import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Caller, testApp, type TestApp, type TestWorkspace } from '../../../test/helpers/app.ts'
import { winOpportunity } from './index.ts'

let t: TestApp
let ws: TestWorkspace
let admin: Caller
type Item = Record<string, unknown> & { id: string }
const list = async (path: string): Promise<Item[]> => {
  const r = await admin.get(path)
  expect(r.status, r.text).toBe(200)
  return r.body.data as Item[]
}
let stages: Item[]
const stage = (pipeline: string, name: string): string =>
  stages.find((s) => s.name === name && (s.labels as Record<string, string>).pipelineId === pipeline)?.id ?? ''
const option = async (of: string, label: string): Promise<string> =>
  (await list(`/options?list=${of}&limit=100`)).find((o) => o.label === label)?.id ?? ''

beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  admin = ws.admin
  stages = await list('/stages?limit=100')
})
afterAll(() => t?.close())

const deal = async (body: Record<string, unknown> = {}): Promise<Item> => {
  const r = await admin.post('/opportunities', { name: 'Deal', amount: '1000', ...body })
  expect(r.status, r.text).toBe(201)
  return r.body as unknown as Item
}
const act = (id: string, verb: string, body: Record<string, unknown> = {}) =>
  admin.post(`/opportunities/${id}/${verb}`, body)

describe('shipped pipelines', () => {
  it('are those of OPP-2', async () => {
    const of = (name: string) =>
      stages
        .filter((s) => (s.labels as Record<string, string>).pipelineId === name)
        .toSorted((a, b) => Number(a.position) - Number(b.position))
        .map((s) => `${String(s.name)} ${Number(s.probability)}`)
    expect(of('Sales process')).toEqual([
      'Identification 10',
      'Qualification 20',
      'Needs Analysis 30',
      'Presentation 50',
      'Quote 60',
      'Negotiation 80',
      'Closure 100',
      'Won 100',
      'Lost 0',
    ])
    expect(of('Standard')).toEqual([
      'Prospecting 10',
      'Qualification 20',
      'Needs Analysis 30',
      'Value Proposition 50',
      'Negotiation 80',
      'Closed Won 100',
      'Closed Lost 0',
    ])
  })
})

describe('moves', () => {
  it('start in the first stage, weigh by it, and keep the history', async () => {
    const d = await deal()
    expect(d).toMatchObject({
      status: 'open',
      stageId: stage('Sales process', 'Identification'),
      weightedAmount: { amount: '100.00', currency: 'EUR' },
    })
    const moved = await act(d.id, 'moveStage', { stageId: stage('Sales process', 'Quote') })
    expect(moved.body).toMatchObject({ probability: '60', weightedAmount: { amount: '600.00', currency: 'EUR' } })
    const won = await act(d.id, 'win', {})
    expect(won.body).toMatchObject({ status: 'won', forecastCategory: 'closed' })
    expect(won.body.closedOn).toMatch(/^\d{4}-/)
    expect((won.body.stageHistory as unknown[]).length).toBe(3)
    const closed = await act(d.id, 'moveStage', { stageId: stage('Sales process', 'Presentation') })
    expect(closed.status).toBe(409)
    const back = await act(d.id, 'reopen')
    expect(back.body).toMatchObject({
      status: 'open',
      stageId: stage('Sales process', 'Quote'),
      probability: '60',
      closedOn: null,
    })
  })

  it('go one step forward at a time where the pipeline says so', async () => {
    const pipelineId = (await list('/pipelines')).find((p) => p.name === 'Standard')?.id
    const d = await deal({ pipelineId })
    const jump = await act(d.id, 'moveStage', { stageId: stage('Standard', 'Value Proposition') })
    expect(jump.status).toBe(409)
    expect(jump.text).toContain('Qualification comes next')
    expect((await act(d.id, 'win', {})).text).toContain('won from Negotiation')
    for (const name of ['Qualification', 'Needs Analysis', 'Value Proposition', 'Negotiation'])
      expect((await act(d.id, 'moveStage', { stageId: stage('Standard', name) })).status).toBe(200)
    expect((await act(d.id, 'moveStage', { stageId: stage('Standard', 'Prospecting') })).status).toBe(200)
    const lost = await act(d.id, 'lose', {
      lostReasonId: await option('lossReason', 'Price'),
      competitorId: await option('competitor', 'Unknown'),
    })
    expect(lost.body).toMatchObject({
      status: 'lost',
      probability: '0',
      weightedAmount: { amount: '0.00', currency: 'EUR' },
    })
  })

  it('ask for reason and competitor when a deal is lost', async () => {
    const d = await deal()
    const asked = await act(d.id, 'moveStage', { stageId: stage('Sales process', 'Lost') })
    expect(asked.status).toBe(409)
    expect((asked.body.errors as { path: string }[]).map((e) => e.path)).toEqual(['lostReasonId', 'competitorId'])
    expect((await act(d.id, 'lose', {})).status).toBe(400)
  })

  it('are taken back at once by who made them, also out of Won', async () => {
    const d = await deal()
    await act(d.id, 'moveStage', { stageId: stage('Sales process', 'Won') })
    const back = await act(d.id, 'moveStage', { stageId: d.stageId })
    expect(back.body, back.text).toMatchObject({ status: 'open', closedOn: null })
  })

  it('make a customer of the account whose deal is won', async () => {
    const accountId = String((await admin.post('/accounts', { name: 'Newly won' })).body.id)
    expect((await act((await deal({ accountId })).id, 'win')).status).toBe(200)
    expect((await admin.get(`/accounts/${accountId}`)).body).toMatchObject({ types: ['customer'] })
  })

  it('put deals on hold where they stand, with reason and day', async () => {
    const d = await deal()
    const held = await act(d.id, 'hold', { holdReason: 'Budget freeze', resumeOn: '2999-01-01' })
    expect(held.body).toMatchObject({ status: 'onHold', stageId: d.stageId, resumeOn: '2999-01-01' })
    const resumed = await act(d.id, 'resume')
    expect(resumed.body).toMatchObject({ status: 'open', holdReason: null, resumeOn: null })
  })

  it('win by an accepted quote from any stage, once', async () => {
    const d = await deal()
    await ws.transaction((c) => winOpportunity(c, d.id))
    await ws.transaction((c) => winOpportunity(c, d.id))
    const won = await admin.get(`/opportunities/${d.id}`)
    expect(won.body).toMatchObject({ status: 'won' })
    expect((won.body.stageHistory as unknown[]).length).toBe(2)
  })
})

describe('figures', () => {
  it('follow the lines, priced from the catalogue', async () => {
    const product = await admin.post('/products', { name: 'GTX Pro', unitPrice: '4821' })
    expect(product.body, product.text).toMatchObject({ sku: 'GTX-PRO' })
    const d = await deal({
      amount: undefined,
      lines: [
        { productId: product.body.id, quantity: '2', discountPercent: '10' },
        { description: 'Installation', unitPrice: '99.995' },
      ],
    })
    expect(d.amount).toEqual({ amount: '8777.80', currency: 'EUR' })
    const [first, second] = d.lines as Item[]
    expect(first).toMatchObject({ description: 'GTX Pro', net: { amount: '8677.80', currency: 'EUR' } })
    expect(second).toMatchObject({ net: { amount: '100.00', currency: 'EUR' } })
    const dearer = await deal({ amount: undefined, lines: [{ productId: product.body.id, unitPrice: '5000' }] })
    expect(dearer.lines).toMatchObject([{ description: 'GTX Pro', unitPrice: '5000' }])
    const byHand = await admin.patch(`/opportunities/${d.id}`, { amount: '5' })
    expect(byHand.status).toBe(400)
    const fewer = await admin.patch(`/opportunities/${d.id}`, { lines: [{ id: second?.id }] })
    expect(fewer.body, fewer.text).toMatchObject({ amount: { amount: '100.00', currency: 'EUR' } })
    const none = await admin.patch(`/opportunities/${d.id}`, { lines: [], amount: '7' })
    expect(none.body, none.text).toMatchObject({ amount: { amount: '7.00', currency: 'EUR' }, lines: [] })
  })

  it('sum up by stage, weighted too', async () => {
    const other = await t.workspace()
    const made = await other.admin.post('/opportunities', { name: 'A', amount: '100' })
    await other.admin.post('/opportunities', { name: 'B', amount: '50', probabilityOverride: '50' })
    const r = await other.admin.get('/opportunities/aggregate?groupBy=stageId&sum=amount,weightedAmount')
    expect(r.body.data, r.text).toMatchObject([
      {
        key: { stageId: made.body.stageId },
        count: 2,
        sum: { amount: { amount: '150.00', currency: 'EUR' }, weightedAmount: { amount: '35.00', currency: 'EUR' } },
      },
    ])
  })

  it('keep their number when the currency changes', async () => {
    await admin.post('/exchange-rates', { code: 'JPY', validFrom: '2020-01-01', rate: '0.006' })
    const d = await deal({ amount: '10' })
    const r = await admin.patch(`/opportunities/${d.id}`, { currency: 'JPY' })
    expect(r.body, r.text).toMatchObject({
      amount: { amount: '10', currency: 'JPY' },
      amountBase: { amount: '0.06', currency: 'EUR' },
    })
  })

  it('convert at the day’s rate, and say when there is none', async () => {
    const none = await admin.post('/opportunities', { name: 'Abroad', amount: '10', currency: 'USD' })
    expect(none.status).toBe(400)
    expect(none.text).toContain('exchange rate')
    await admin.post('/exchange-rates', { code: 'USD', validFrom: '2020-01-01', rate: '0.9' })
    const d = await deal({ currency: 'USD' })
    expect(d).toMatchObject({
      amountBase: { amount: '900.00', currency: 'EUR' },
      weightedAmountBase: { amount: '90.00', currency: 'EUR' },
    })
  })
})

it('keeps deals of others out of a rep’s reach', async () => {
  const rep = await ws.as('salesAgent')
  const d = await deal()
  expect((await rep.get(`/opportunities/${d.id}`)).status).toBe(404)
  const own = await rep.post('/opportunities', { name: 'Mine', amount: '1' })
  expect(own.status, own.text).toBe(201)
  expect((await rep.post(`/opportunities/${String(own.body.id)}/win`, {})).status).toBe(200)
  expect((await rep.post(`/opportunities/${String(own.body.id)}/reopen`, {})).status).toBe(403)
})
