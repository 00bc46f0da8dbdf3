import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Caller, testApp, type TestApp, type TestWorkspace } from '../../../test/helpers/app.ts'

let t: TestApp
let ws: TestWorkspace
let admin: Caller
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  admin = ws.admin
})
afterAll(() => t?.close())

type Data = { data: { id: string; [k: string]: unknown }[] }
const list = async (path: string): Promise<Data['data']> => (await admin.get(path)).body.data as Data['data']
const newLead = async (body: Record<string, unknown> = {}) => {
  const r = await admin.post('/leads', { name: 'Ada Lovelace', company: 'Analytical Engines Ltd', ...body })
  expect(r.status, r.text).toBe(201)
  return r.body as Record<string, unknown> & { id: string }
}
const stage = async (label: string): Promise<string> =>
  (await list('/lead-stages?limit=50')).find((s) => s.label === label)?.id ?? ''
const act = (id: string, verb: string, body: Record<string, unknown> = {}) => admin.post(`/leads/${id}/${verb}`, body)

describe('the status machine', () => {
  it('goes from new to assigned to in process, and tells each move once', async () => {
    const lead = await newLead()
    expect(lead).toMatchObject({ status: 'new', name: 'Ada Lovelace' })
    expect(lead.leadStageId).toBe(await stage('New'))
    expect(lead.can).toContain('lead.assign')
    expect(lead.can).not.toContain('lead.convert')
    const assigned = await act(lead.id, 'assign', { ownerId: admin.memberId })
    expect(assigned.body).toMatchObject({ status: 'assigned', leadStageId: await stage('Assigned') })
    const started = await act(lead.id, 'start')
    expect(started.body).toMatchObject({ status: 'inProcess', leadStageId: await stage('Contacted') })
    const told = await ws.transaction(async (c) => {
      const { sql } = await import('kysely')
      const r = await sql<{ data: Record<string, unknown> }>`select data from event where workspace_id = ${ws.id}
        and record_id = ${lead.id} and name = 'lead.statusChanged' order by id`.execute(c.tx)
      return r.rows.map((x) => [x.data.fromStatus, x.data.toStatus])
    })
    expect(told).toEqual([
      ['new', 'assigned'],
      ['assigned', 'inProcess'],
    ])
  })

  it('refuses what LEAD-2 does not know, and says what helps', async () => {
    const lead = await newLead()
    const start = await act(lead.id, 'start')
    expect(start.status).toBe(409)
    const drop = await act(lead.id, 'moveStage', { leadStageId: await stage('Qualified') })
    expect(drop.status).toBe(409)
    expect(drop.text).toContain('Assign it first')
    const patched = await admin.patch(`/leads/${lead.id}`, { status: 'converted' })
    expect(patched.status).toBe(400)
  })

  it('asks for a reason when a lead is lost, and for a day when it is recycled', async () => {
    const lead = await newLead()
    expect((await act(lead.id, 'markDead', { kind: 'lost' })).status).toBe(409)
    const reason = (await list('/options?list=leadLostReason'))[0]?.id
    const dead = await act(lead.id, 'markDead', { kind: 'lost', lostReasonId: reason })
    expect(dead.body).toMatchObject({ status: 'dead', deadKind: 'lost', lostReasonId: reason })
    const back = await act(lead.id, 'reopen')
    expect(back.body).toMatchObject({ status: 'inProcess', deadKind: null, lostReasonId: null })
    expect((await act(lead.id, 'recycle', {})).status).toBe(400)
    expect((await act(lead.id, 'recycle', { recontactOn: '2001-01-01' })).status).toBe(400)
    const recycled = await act(lead.id, 'recycle', { recontactOn: '2999-01-01' })
    expect(recycled.body).toMatchObject({ status: 'recycled', recontactOn: '2999-01-01' })
    const tasks = await list('/activities?dueOn=2999-01-01')
    expect(tasks.map((x) => x.subject)).toEqual(['Contact Ada Lovelace again'])
  })

  it('moves cards between columns of one status, and over statuses with their questions', async () => {
    const lead = await newLead()
    const assigned = await act(lead.id, 'moveStage', { leadStageId: await stage('Assigned') })
    expect(assigned.body).toMatchObject({ status: 'assigned', ownerId: admin.memberId })
    const contacted = await act(lead.id, 'moveStage', { leadStageId: await stage('Follow-up') })
    expect(contacted.body).toMatchObject({ status: 'inProcess', leadStageId: await stage('Follow-up') })
    const qualified = await act(lead.id, 'moveStage', { leadStageId: await stage('Qualified') })
    expect(qualified.body).toMatchObject({ status: 'inProcess', leadStageId: await stage('Qualified') })
    const unasked = await act(lead.id, 'moveStage', { leadStageId: await stage('Recycled') })
    expect(unasked.status).toBe(409)
    expect(unasked.text).toContain('recontactOn')
  })

  it('lets only those reopen who have the right', async () => {
    const rep = await ws.as('sdr')
    const made = await rep.post('/leads', { name: 'Grace Hopper' })
    const id = String(made.body.id)
    expect((await rep.post(`/leads/${id}/markDead`, { kind: 'junk' })).status).toBe(200)
    expect((await rep.post(`/leads/${id}/reopen`, {})).status).toBe(403)
    expect((await act(id, 'reopen')).status).toBe(200)
  })
})

describe('names', () => {
  it('takes what is known as the name', async () => {
    expect((await newLead({ name: undefined, firstName: 'Alan', lastName: 'Turing' })).name).toBe('Alan Turing')
    expect((await newLead({ name: '', company: 'Bletchley' })).name).toBe('Bletchley')
    const none = await admin.post('/leads', { jobTitle: 'Nobody' })
    expect(none.status).toBe(400)
  })
})

describe('the next activity', () => {
  it('follows what is planned, done and moved', async () => {
    const row = await newLead({ name: 'Planned Person' })
    const next = async () => (await admin.get(`/leads/${row.id}`)).body
    const plan = async (dueOn: string) =>
      (await admin.post('/activities', { subject: 'Call', dueOn, about: { entity: 'lead', id: row.id } })).body
    const late = await plan('2999-02-01')
    const early = await plan('2999-01-01')
    expect(await next()).toMatchObject({ nextActivityOn: '2999-01-01', version: row.version })
    expect((await admin.post(`/activities/${String(early.id)}/complete`, {})).status).toBe(200)
    expect((await next()).nextActivityOn).toBe('2999-02-01')
    await admin.delete(`/activities/${String(late.id)}`)
    expect((await next()).nextActivityOn).toBeNull()
    expect((await list('/leads?nextActivityOn[null]=true')).map((l) => l.id)).toContain(row.id)
  })
})

describe('hanging leads', () => {
  it('shows open leads without a next step', async () => {
    const hanging = await newLead({ name: 'Forgotten One' })
    const planned = await newLead({ name: 'Planned One', followUpOn: '2999-01-01' })
    const ids = (await list('/leads/hanging?whose=all')).map((l) => l.id)
    expect(ids).toContain(hanging.id)
    expect(ids).not.toContain(planned.id)
  })
})

describe('conversion', () => {
  const working = async (body: Record<string, unknown> = {}) => {
    const lead = await newLead(body)
    await act(lead.id, 'assign', { ownerId: admin.memberId })
    await act(lead.id, 'start')
    return lead.id
  }
  const bant = { bantBudget: 'yes', bantAuthority: 'yes', bantNeed: 'yes', bantTimeline: 'urgent' }

  it('warns about a lead that is not qualified, and converts it when told to', async () => {
    const id = await working({ company: 'Warned Ltd' })
    const warned = await act(id, 'convert', {})
    expect(warned.status).toBe(409)
    expect(warned.text).toContain('notQualifiedWarning')
    expect((await act(id, 'convert', { force: true })).status).toBe(200)
  })

  it('makes account, contact and deal in one go, with what was done on the lead', async () => {
    const id = await working({
      company: 'Babbage & Co',
      email: 'ada@babbage.example',
      phone: '+49 30 1234567',
      ...bant,
    })
    const task = await admin.post('/activities', { subject: 'Call Ada', about: { entity: 'lead', id } })
    expect(task.status, task.text).toBe(201)
    const preview = await admin.get(`/leads/${id}/conversionPreview`)
    expect(preview.body, preview.text).toMatchObject({
      bant: { verdict: 'qualified' },
      defaults: { accountName: 'Babbage & Co', lastName: 'Lovelace' },
    })
    const r = await act(id, 'convert', {
      createOpportunity: true,
      opportunityName: 'Difference engine',
      amount: '1200',
    })
    expect(r.status, r.text).toBe(200)
    expect(r.body).toMatchObject({
      status: 'converted',
      labels: { accountId: 'Babbage & Co', contactId: 'Ada Lovelace' },
    })
    const deal = await admin.get(`/opportunities/${String(r.body.opportunityId)}`)
    expect(deal.body).toMatchObject({
      name: 'Difference engine',
      amount: { amount: '1200.00', currency: 'EUR' },
      weightedAmount: { amount: '120.00', currency: 'EUR' },
      accountId: r.body.accountId,
      contactId: r.body.contactId,
      leadId: id,
    })
    const act2 = await admin.get(`/activities/${String(task.body.id)}`)
    expect(JSON.stringify(act2.body.links)).toContain(String(r.body.opportunityId))
    const again = await act(id, 'convert', { force: true })
    expect(again.status).toBe(409)
  })

  it('finds the person and the company that are there already', async () => {
    const first = await act(
      await working({ company: 'Twice GmbH', email: 'ada@twice.example', ...bant }),
      'convert',
      {},
    )
    const second = await act(await working({ company: 'Twice', email: 'ADA@twice.example', ...bant }), 'convert', {})
    expect(second.body.accountId).toBe(first.body.accountId)
    expect(second.body.contactId).toBe(first.body.contactId)
  })

  it('makes one contact of two leads that are converted at the same moment', async () => {
    const ids = await Promise.all(
      [0, 1, 2].map(() => working({ company: 'Racing Ltd', email: 'ada@racing.example', ...bant })),
    )
    const done = await Promise.all(ids.map((id) => act(id, 'convert', {})))
    expect(done.map((r) => r.status)).toEqual([200, 200, 200])
    expect(new Set(done.map((r) => r.body.contactId)).size).toBe(1)
    expect(new Set(done.map((r) => r.body.accountId)).size).toBe(1)
  })

  it('converts a lead once, however many ask at the same moment', async () => {
    const id = await working({ company: 'Once Ltd', email: 'ada@once.example', ...bant })
    const all = await Promise.all(Array.from({ length: 8 }, () => act(id, 'convert', { createOpportunity: true })))
    expect(all.map((r) => r.status).toSorted()).toEqual([200, 409, 409, 409, 409, 409, 409, 409])
    expect((await list('/contacts?email=ada@once.example')).length).toBe(1)
    expect((await list(`/opportunities?leadId=${id}`)).length).toBe(1)
  })

  it('answers the same to the same idempotency key', async () => {
    const id = await working({ company: 'Again Ltd', email: 'ada@again.example', ...bant })
    const key = { 'idempotency-key': 'convert-again' }
    const first = await admin.post(`/leads/${id}/convert`, {}, key)
    const second = await admin.post(`/leads/${id}/convert`, {}, key)
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.body.contactId).toBe(first.body.contactId)
  })

  it('is undone while untouched, and not afterwards', async () => {
    const id = await working({ company: 'Undone Ltd', email: 'ada@undone.example', ...bant })
    const done = await act(id, 'convert', { createOpportunity: true })
    const undone = await act(id, 'undoConversion')
    expect(undone.status, undone.text).toBe(200)
    expect(undone.body).toMatchObject({ status: 'inProcess', accountId: null, contactId: null, opportunityId: null })
    expect((await admin.get(`/accounts/${String(done.body.accountId)}`)).status).toBe(404)
    const again = await act(id, 'convert', { createOpportunity: true })
    expect(again.status, again.text).toBe(200)
    await admin.patch(`/opportunities/${String(again.body.opportunityId)}`, { nextStep: 'Call' })
    const late = await act(id, 'undoConversion')
    expect(late.status).toBe(409)
    expect(late.text).toContain('conversionTouched')
  })
})
