/**
 * What a record's `can` says is true: a verb that is in it is not refused for the record's state, and one that is not is
 * refused. Made from the definitions: records of every entity that has verbs are walked through their lives, and in each
 * state every verb is tried, in transactions that are rolled back.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, notification } from '../src/areas/admin/model.ts'
import { dataImport } from '../src/areas/imports/model.ts'
import { leadStage } from '../src/areas/leads/model.ts'
import { stepBetween } from '../src/areas/leads/rules.ts'
import type { Entity } from '../src/kernel/entity.ts'
import { AppError } from '../src/kernel/errors.ts'
import type { Actor } from '../src/kernel/server/access.ts'
import type { Action } from '../src/kernel/server/action.ts'
import { actorOf } from '../src/kernel/server/auth.ts'
import { transact } from '../src/kernel/server/execute.ts'
import { parseInput, prepareInput } from '../src/kernel/server/input.ts'
import { find, insert, lock, many } from '../src/kernel/server/table.ts'
import { contributions } from '../src/main/areas.ts'
import { definitions } from '../src/main/definitions.ts'
import { type Caller, testApp, type TestApp, type TestWorkspace } from './helpers/app.ts'
import { extras } from './helpers/extras.ts'
import { existing, minimalInput, sample } from './helpers/make.ts'

let t: TestApp
let ws: TestWorkspace
let admin: Caller
let actor: Actor
let today = '2026-03-10'
let columns: { id: string; status: string }[]

beforeAll(async () => {
  t = await testApp({ now: () => new Date(`${today}T09:00:00Z`) })
  ws = await t.workspace()
  admin = ws.admin
  const me = await ws.transaction((c) => find(c, member, admin.memberId))
  const found = await actorOf(t.app, ws.id, me?.userId ?? '')
  if (!found) throw new Error('the admin is not known')
  actor = found
  columns = (await ws.transaction((c) => many(c, leadStage, sql`true`))).map(({ id, status }) => ({ id, status }))
})
afterAll(() => t.close())

type Wire = Record<string, unknown> & { id: string; can: string[] }

const isWire = (x: Record<string, unknown>): x is Wire => typeof x.id === 'string'
const post = async (path: string, body: unknown = {}): Promise<Wire> => {
  const r = await admin.post(path, body)
  expect(r.status, `${path}: ${r.text}`).toBeLessThan(300)
  if (!isWire(r.body)) throw new Error(`${path} answered no record`)
  return r.body
}
const read = async (e: Entity, id: string): Promise<Wire> => {
  const r = await admin.get(`/${e.plural}/${id}`)
  expect(r.status, r.text).toBe(200)
  if (!isWire(r.body)) throw new Error(`${e.name} ${id} was not read`)
  return r.body
}
const idIn = async (path: string): Promise<string> => {
  const r = await admin.get(path)
  const [first] = Array.isArray(r.body.data) ? r.body.data : []
  if (typeof first?.id !== 'string') throw new Error(`${path} is empty`)
  return first.id
}

const customer = async (): Promise<string> =>
  (await post('/accounts', { name: `Customer ${Math.random()}`, email: 'buyer@example.com' })).id
const lines = [
  { description: 'Thing', quantity: '2', unitPrice: '50' },
  { description: 'More', quantity: '1', unitPrice: '10', optional: true },
]
const counted = lines.map(({ description, quantity, unitPrice }) => ({ description, quantity, unitPrice }))
const draftInvoice = async (accountId: string): Promise<Wire> => post('/invoices', { accountId, lines: counted })
const issuedInvoice = async (accountId: string): Promise<Wire> =>
  post(`/invoices/${(await draftInvoice(accountId)).id}/issue`)

/** How records come into being where the smallest input is not a life worth walking. */
const makers: Readonly<Record<string, readonly (() => Promise<string>)[]>> = {
  quote: [
    async () => (await post('/quotes', { accountId: await customer(), lines, validUntil: '2026-03-31' })).id,
    async () => (await post('/quotes', { accountId: await customer(), lines: counted })).id,
    async () => (await post('/quotes', {})).id,
  ],
  order: [async () => (await post('/orders', { accountId: await customer(), lines: counted })).id],
  invoice: [
    async () => (await draftInvoice(await customer())).id,
    async () => {
      const accountId = await customer()
      await post('/payments', { accountId, amount: '25.00', paidOn: '2026-03-10' })
      return (await issuedInvoice(accountId)).id
    },
  ],
  payment: [
    async () => {
      const accountId = await customer()
      await issuedInvoice(accountId)
      return (await post('/payments', { accountId, amount: '150.00', paidOn: '2026-03-10' })).id
    },
    async () => {
      const paid = await post('/payments', { accountId: await customer(), amount: '5.00', paidOn: '2026-03-10' })
      await post(`/payments/${paid.id}/refund`)
      return idIn(`/payments?refundOfId=${paid.id}`)
    },
  ],
  creditNote: [
    async () => (await post(`/invoices/${(await issuedInvoice(await customer())).id}/credit`)).id,
    async () => {
      const owed = await issuedInvoice(await customer())
      const { id } = await post(`/invoices/${owed.id}/credit`)
      await post(`/invoices/${owed.id}/writeOff`, { reason: 'Insolvent' })
      return id
    },
  ],
  opportunity: [
    async () => (await post('/opportunities', { name: 'Deal' })).id,
    async () =>
      (await post('/opportunities', { name: 'Deal', pipelineId: await idIn('/pipelines?policy=stepwise') })).id,
  ],
  lead: [
    async () => (await post('/leads', { firstName: 'Lena', lastName: 'Lead', company: `Lead ${Math.random()}` })).id,
  ],
  activity: [
    async () => (await post('/activities', { subject: 'Call back' })).id,
    async () => (await post('/activities', { subject: 'Jour fixe', dueOn: '2026-03-12', repeats: 'weekly' })).id,
  ],
  member: [
    async () => (await ws.as('salesAgent')).memberId,
    async () => {
      const { memberId } = await ws.as('salesAgent')
      await ws.transaction((c) =>
        sql`update app_user set totp_since = now() where id = (select user_id::uuid from member
          where workspace_id = ${c.workspace.id} and id = ${memberId})`.execute(c.tx),
      )
      return memberId
    },
    async () =>
      (
        await post('/members/invite', {
          name: 'Ina Invited',
          email: `ina${Math.random()}@example.com`,
          roleId: await idIn('/roles?key=salesAgent'),
        })
      ).id,
    async () => admin.memberId,
  ],
  notification: [
    () =>
      ws.transaction(async (c) => {
        const row = await insert(c, notification, { kind: 'test', title: 'Look', ownerId: admin.memberId })
        return row.id
      }),
  ],
  import: [
    () =>
      ws.transaction(async (c) => {
        const row = await insert(c, dataImport, {
          entity: 'account',
          records: 'Accounts',
          fileName: 'accounts.csv',
          fileHash: '0',
          fileSize: 1,
          settings: { format: 'csv', encoding: 'utf-8', delimiter: ',', quote: '"', skip: 0, header: true },
          mapping: [{ column: 'Name', field: 'name' }],
          ownerId: admin.memberId,
        })
        return row.id
      }),
  ],
}

const record = (x: unknown): Record<string, unknown> => (typeof x === 'object' && x !== null ? { ...x } : {})
const firstOf = (x: unknown): Record<string, unknown> => record(Array.isArray(x) ? x[0] : undefined)

/** What a verb is given, so that no field is what it complains about. */
const inputs: Readonly<Record<string, (r: Wire) => Record<string, unknown> | Promise<Record<string, unknown>>>> = {
  'quote.send': () => ({ to: 'buyer@example.com' }),
  'quote.chooseOptions': () => ({ selected: [] }),
  'invoice.send': () => ({ to: 'buyer@example.com' }),
  'invoice.resend': () => ({ to: 'buyer@example.com' }),
  'invoice.recordPayment': () => ({ amount: '10.00' }),
  'creditNote.send': () => ({ to: 'buyer@example.com' }),
  'payment.release': async (r) => ({
    invoiceId: firstOf(r.allocations).invoiceId ?? (await idIn('/invoices?status=issued')),
  }),
  'lead.markDead': () => ({ kind: 'junk' }),
  'lead.convert': () => ({ createOpportunity: false, force: true }),
  'lead.moveStage': (r) => ({
    leadStageId:
      columns.find((s) => s.status === r.status || stepBetween(String(r.status), s.status))?.id ?? r.leadStageId,
    recontactOn: '2027-12-31',
  }),
  'opportunity.moveStage': (r) => ({ stageId: r.lastStageId ?? r.stageId }),
}

const inputFor = async (a: Action, r: Wire): Promise<Record<string, unknown>> => {
  const own = inputs[a.name]
  if (own) return own(r)
  const out: Record<string, unknown> = {}
  for (const [key, f] of Object.entries(a.input)) {
    if (!f.options.required || f.options.default !== undefined) continue
    out[key] =
      f.kind === 'reference'
        ? await existing(definitions, admin, f, extras, 0)
        : f.kind === 'day'
          ? '2027-12-31'
          : sample(f)
  }
  return out
}

const done = Symbol('rolled back')

/** What comes of an action on a record; nothing of it stays. */
const attempt = async (a: Action, id: string, body: Record<string, unknown>): Promise<AppError | undefined> => {
  try {
    await transact(t.app, actor, async (c) => {
      const row = await lock(c, a.entity, id)
      await a.run(c, await prepareInput(c, a, parseInput(a, body), row), row)
      throw done
    })
  } catch (error) {
    if (error === done) return undefined
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error(`${a.name} did not end`)
}

/** The rules of the trade said no, and no field of the request would help. */
const isForState = (e: AppError | undefined): boolean =>
  e !== undefined && (e.code === 'refused' || e.code === 'conflict') && e.errors.length === 0

/** Tried, but not done: it would sign out who does it. */
const notDone = new Set(['member.revokeSessions'])

type Seen = { possible: number; refused: number }
const walked = definitions.entities.flatMap((e) => {
  const verbs = definitions.verbsOf(e.name).filter((v) => v.on === 'record')
  const names = [...verbs.map((v) => v.name), `${e.name}.delete`]
  const actions = names.flatMap((n) => contributions.actions.get(n) ?? []).filter((a) => a.admits.includes('user'))
  return verbs.length > 0 && !e.partOf ? [[e.name, e, actions] as const] : []
})

const makersOf = (e: Entity): readonly (() => Promise<string>)[] =>
  makers[e.name] ?? [async () => (await post(`/${e.plural}`, await minimalInput(definitions, admin, e, extras))).id]

const set = async (values: Record<string, unknown>): Promise<void> =>
  expect((await admin.patch('/settings', values)).status).toBe(200)

/** Each life is walked several times, each time another way, and under the stricter settings too. */
const worlds = [{}, {}, { 'quoting.approvalRequired': true, 'leads.convertPolicy': 'block' }, {}]
const usual = { 'quoting.approvalRequired': null, 'leads.convertPolicy': null }

const steps = 12

/** Lives one record's life: in each state tries everything, then does what was done least. */
const walk = async (
  e: Entity,
  id: string,
  actions: readonly Action[],
  seen: ReadonlyMap<string, Seen>,
  taken: Map<string, number>,
): Promise<void> => {
  for (let n = 0; n < steps; n++) {
    const r = await read(e, id)
    const where = `${e.name} in ${String(r.status ?? '')}`
    for (const a of actions) {
      const outcome = await attempt(a, id, await inputFor(a, r))
      const told = seen.get(a.name)
      if (r.can.includes(a.name)) {
        expect(isForState(outcome), `${a.name} is offered, but refused, ${where}: ${outcome?.message}`).toBe(false)
        if (told && !outcome) told.possible++
      } else {
        expect(outcome?.code ?? 'done', `${a.name} is not offered ${where}: ${outcome?.message}`).toBe('refused')
        if (told) told.refused++
      }
    }
    const next = actions
      .filter((a) => a.verb !== 'delete' && !notDone.has(a.name) && r.can.includes(a.name))
      .toSorted((a, b) => (taken.get(a.name) ?? 0) - (taken.get(b.name) ?? 0))
    for (const a of next) {
      taken.set(a.name, (taken.get(a.name) ?? 0) + 1)
      const answer = await admin.post(`/${e.plural}/${id}/${a.verb}`, await inputFor(a, r))
      if (answer.status < 300) break
    }
    if (n === steps / 2) today = '2026-05-01'
  }
}

test.each(walked)(
  '%s: what can be done is not refused, what cannot is',
  async (_name, e, actions) => {
    const seen = new Map<string, Seen>(actions.map((a) => [a.name, { possible: 0, refused: 0 }]))
    const taken = new Map<string, number>()
    for (const world of worlds)
      for (const make of makersOf(e)) {
        today = '2026-03-10'
        await set({ ...usual, ...world })
        await walk(e, await make(), actions, seen, taken)
      }
    await set(usual)
    // A guard that never agrees, or never refuses, was not tried.
    for (const a of actions) {
      const { possible = 0, refused = 0 } = seen.get(a.name) ?? {}
      expect(possible, `${a.name} was never possible`).toBeGreaterThan(0)
      if (definitions.verb(a.name)?.definition.guard || definitions.verb(a.name)?.flow)
        expect(refused, `${a.name} was never refused`).toBeGreaterThan(0)
    }
  },
  120_000,
)
