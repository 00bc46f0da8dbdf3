import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp, type TestWorkspace } from '../../../test/helpers/app.ts'
import { addDays } from '../../kernel/dates.ts'
import { insert } from '../../kernel/server/table.ts'
import { invoice } from '../billing/model.ts'
import { quote } from '../quoting/model.ts'
import { type BriefRow, reasonFor, urgency } from './rules.ts'

let t: TestApp
let w: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  w = await t.workspace()
})
afterAll(() => t.close())

type Row = { kind: string; title: string; reason: string; amount: { amount: string } | null; about: string | null }

test('a new workspace has a quiet morning', async () => {
  const r = await w.admin.get('/home')
  expect(r.status, r.text).toBe(200)
  expect(r.body).toMatchObject({ data: [], counts: {}, figures: { openDeals: 0, wonThisMonth: { amount: '0.00' } } })
})

test('who has nothing waiting sees what waits for the team, unless asked for their own', async () => {
  const x = await t.workspace()
  const teamId = String((await x.admin.post('/teams', { name: 'East' })).body.id)
  const [boss, rep] = [await x.as('teamLead', { teamId }), await x.as('salesAgent', { teamId })]
  expect((await rep.post('/leads', { name: 'Newcomer' })).status).toBe(201)
  expect((await boss.get('/home')).body).toMatchObject({ whose: 'team', data: [{ title: 'Newcomer' }] })
  expect((await boss.get('/home?whose=mine')).body).toMatchObject({ whose: 'mine', data: [] })
  expect((await rep.get('/home')).body).toMatchObject({ whose: 'mine', data: [{ title: 'Newcomer' }] })
})

test('the brief ranks what waits for one person and says why', async () => {
  const rep = await w.as('accountManager')
  const today = String((await rep.get('/home')).body.today)
  const account = await w.admin.post('/accounts', { name: 'Acme', ownerId: rep.memberId })
  const accountId = String(account.body.id)
  await rep.post('/activities', {
    subject: 'Late task',
    dueOn: addDays(today, -3),
    about: { entity: 'account', id: accountId },
  })
  await rep.post('/activities', { subject: 'Today', dueOn: today, priority: 'low' })
  await rep.post('/activities', { subject: 'Next week', dueOn: addDays(today, 7) })
  const lead = await rep.post('/leads', { name: 'Fresh lead', company: 'Globex' })
  const touched = await rep.post('/leads', { name: 'Touched lead' })
  await rep.post('/activities/log', {
    kind: 'call',
    subject: 'Said hello',
    targets: [{ entity: 'lead', id: touched.body.id }],
  })
  const deal = await rep.post('/opportunities', { name: 'Slow deal', accountId, amount: '1000.00' })
  expect(deal.status, deal.text).toBe(201)
  const foreign = await w.admin.post('/opportunities', { name: 'Not theirs', accountId, amount: '500.00' })
  await w.transaction(async (c) => {
    await sql`update opportunity set entered_stage_at = now() - interval '40 days'
      where id in (${String(deal.body.id)}, ${String(foreign.body.id)})`.execute(c.tx)
    const owned = { ownerId: rep.memberId, accountId, currency: 'EUR', grossTotal: 11900 }
    await insert(c, quote, {
      ...owned,
      title: 'Ends soon',
      status: 'sent',
      sentAt: c.now,
      validUntil: addDays(today, 2),
    })
    await insert(c, quote, {
      ...owned,
      title: 'Ended',
      status: 'viewed',
      sentAt: c.now,
      validUntil: addDays(today, -1),
    })
    await insert(c, invoice, {
      ...owned,
      title: 'Unpaid',
      number: 'X-1',
      status: 'sent',
      dueDate: addDays(today, -10),
      balance: 11900,
    })
  })
  const r = await rep.get('/home')
  expect(r.status, r.text).toBe(200)
  const rows = r.body.data as Row[]
  expect(rows.map((x) => [x.title, x.reason])).toEqual(
    [
      ['Late task', '3 days overdue'],
      ['Ends soon', 'Quote expires in 2 days'],
      ['Unpaid', 'Payment is 10 days late'],
      ['Today', 'Due today'],
      ['Ended', 'Quote expired 1 day ago without an answer'],
      ['Fresh lead', 'New today, nobody has been in touch'],
      ['Slow deal', expect.stringContaining('longer in')],
    ].toSorted((a, b) => rows.findIndex((x) => x.title === a[0]) - rows.findIndex((x) => x.title === b[0])),
  )
  expect(rows[0]).toMatchObject({ title: 'Late task', about: 'Acme' })
  expect(rows.at(-1)?.title).toBe('Slow deal')
  expect(rows.find((x) => x.title === 'Unpaid')).toMatchObject({ amount: { amount: '119.00' }, about: 'Acme' })
  expect(r.body).toMatchObject({
    counts: { activity: 2, lead: 1 },
    figures: { openDeals: 1, openPipeline: { amount: '1000.00' } },
  })
  expect(lead.status).toBe(201)
})

test('urgency: what has an hour today, then what is late, then our move, then theirs', () => {
  const row = (kind: BriefRow['kind'], days: number, state: string | null = null): BriefRow => ({
    kind,
    entity: 'x',
    id: 'x',
    number: null,
    title: '',
    about: null,
    days,
    at: null,
    priority: null,
    state,
  })
  const order = [
    row('meeting', 0),
    row('task', 2),
    row('task', 0),
    row('invoice', 10),
    row('lead', 1),
    row('quoteFollowUp', 5, 'sent'),
    row('stalled', 9),
  ]
  expect(order.map(urgency).toSorted((a, b) => b - a)).toEqual(order.map(urgency))
  expect(reasonFor(row('quoteExpiring', 0))).toBe('Quote expires today')
})

test('what a role does not show is not on its home either', async () => {
  const rep = await w.as('readOnly', { name: 'Nearly blind' })
  const made = await w.admin.post('/roles', {
    name: 'Nearly blind',
    rights: { 'opportunity.view': 'own', 'quote.view': 'own', 'lead.view': 'own', 'activity.view': 'own' },
    fieldRights: {
      'opportunity.stageId': 'hidden',
      'opportunity.weightedAmount': 'hidden',
      'quote.title': 'hidden',
      'lead.company': 'hidden',
      'activity.about': 'hidden',
    },
  })
  expect(made.status, made.text).toBe(201)
  await w.admin.patch(`/members/${rep.memberId}`, { roleId: made.body.id })
  const today = String((await rep.get('/home')).body.today)
  const accountId = String((await w.admin.post('/accounts', { name: 'Zebra account' })).body.id)
  const ownerId = rep.memberId
  const deal = await w.admin.post('/opportunities', { name: 'Shown deal', accountId, amount: '1000.00', ownerId })
  const lead = await w.admin.post('/leads', { name: 'Shown lead', company: 'Zebra company', ownerId })
  const about = { entity: 'lead', id: lead.body.id }
  await w.admin.post('/activities', { subject: 'Shown task', dueOn: today, about, ownerId })
  await w.transaction(async (c) => {
    await sql`update opportunity set entered_stage_at = now() - interval '40 days'
      where id = ${String(deal.body.id)}`.execute(c.tx)
    await insert(c, quote, {
      ownerId,
      accountId,
      currency: 'EUR',
      grossTotal: 100,
      title: 'Zebra quote',
      number: 'Q-77',
      status: 'sent',
      sentAt: c.now,
      validUntil: addDays(today, 2),
    })
  })
  const r = await rep.get('/home')
  const rows = r.body.data as (Row & { number: string | null })[]
  expect(rows.map((x) => x.kind).toSorted()).toEqual(['lead', 'quoteExpiring', 'stalled', 'task'])
  expect(r.text.toLowerCase()).not.toContain('zebra')
  expect(rows.find((x) => x.kind === 'stalled')).toMatchObject({ title: 'Shown deal', about: null, state: null })
  expect(rows.find((x) => x.kind === 'task')).toMatchObject({ title: 'Shown task', about: null })
  expect(rows.find((x) => x.kind === 'quoteExpiring')).toMatchObject({ title: 'Q-77', about: null })
  expect(rows.find((x) => x.kind === 'lead')).toMatchObject({ title: 'Shown lead', about: null })
  expect(r.body.figures).toMatchObject({ openPipeline: { amount: '1000.00' }, weightedPipeline: null })
})
