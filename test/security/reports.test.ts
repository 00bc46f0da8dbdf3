/** Every report for every shipped role: exactly those its rights give, and no figure beyond what its lists show. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { shippedRoles } from '../../src/areas/admin/roles.ts'
import { type Actor, isHidden, reachOf } from '../../src/kernel/server/access.ts'
import { systemActor } from '../../src/kernel/server/auth.ts'
import { definitions } from '../../src/main/definitions.ts'
import { type Answer, type Caller, type TestApp, testApp, type TestWorkspace } from '../helpers/app.ts'

vi.setConfig({ testTimeout: 90_000 })

let t: TestApp
let home: TestWorkspace
let away: TestWorkspace
let teamId = ''
const id = (r: Answer): string => {
  expect(r.status, r.text).toBeLessThan(300)
  return String(r.body.id)
}

/** One of everything that reports count, owned by nobody of the role, by a team mate, and by the role's member. */
const furnish = async (w: TestWorkspace, owner: string, team: string | null): Promise<void> => {
  const accountId = id(await w.admin.post('/accounts', { name: 'Customer', ownerId: owner, teamId: team }))
  id(await w.admin.post('/accounts', { name: 'Its subsidiary', parentId: accountId, ownerId: owner, teamId: team }))
  const lines = [{ description: 'x', quantity: '1', unitPrice: '10' }]
  for (const [path, input] of [
    ['/leads', { name: 'Lead' }],
    ['/opportunities', { name: 'Deal', accountId, amount: '10' }],
    ['/quotes', { accountId, lines }],
    ['/invoices', { accountId, lines }],
    ['/payments', { accountId, amount: '10', currency: 'EUR' }],
  ] as const)
    id(await w.admin.post(path, { ...input, ownerId: owner, teamId: team }))
}

beforeAll(async () => {
  t = await testApp()
  home = await t.workspace()
  away = await t.workspace()
  teamId = id(await home.admin.post('/teams', { name: 'North' }))
  const mate = await home.as('salesAgent', { teamId })
  const stranger = await home.as('salesAgent')
  await furnish(home, mate.memberId, teamId)
  await furnish(home, stranger.memberId, null)
  await home.transaction((c) =>
    sql`update invoice set status = 'sent', issue_date = current_date, due_date = current_date - 5, balance = 1000,
      balance_base = 1000 where workspace_id = ${home.id}`.execute(c.tx),
  )
}, 60_000)
afterAll(() => t.close())

type Line = { records: Record<string, string> } & Record<string, unknown>

const assertFigures = async (caller: Caller, name: string, body: Answer['body']): Promise<number> => {
  let followed = 0
  for (const row of body.data as Line[])
    for (const [key, path] of Object.entries(row.records)) {
      const list = await caller.get(`${path}&total=exact&limit=1`)
      expect(list.status, `${name} ${path}: ${list.text}`).toBe(200)
      if (typeof row[key] !== 'number') continue
      expect((list.body.total as { count: number }).count, `${name}.${key}: ${path}`).toBe(row[key])
      followed++
    }
  return followed
}

test.each(shippedRoles.map((r) => [r.key, r] as const))('%s', async (key, role) => {
  const caller = await home.as(key, { teamId })
  const reader: Actor = {
    ...systemActor(home.id),
    kind: 'user',
    rights: role.rights,
    fieldRights: role.fieldRights ?? {},
  }
  const listed = ((await caller.get('/reports')).body.data as { name: string }[]).map((r) => r.name)
  for (const r of definitions.reports) {
    const may =
      r.reads.every((e) => reachOf(reader, e, 'view') !== 'none') &&
      !r.needs.some((path) => {
        const [e = '', field = ''] = path.split('.')
        return isHidden(reader, definitions.entity(e), field)
      })
    const exports = may && r.reads.every((e) => reachOf(reader, e, 'export') !== 'none')
    expect(listed.includes(r.name), `${key} finds ${r.name}`).toBe(may)
    for (const query of ['', 'period' in r.params ? '?period=all' : '?']) {
      const answer = await caller.get(`/reports/${r.name}${query}`)
      expect(answer.status, `${key} asks ${r.name}: ${answer.text.slice(0, 200)}`).toBe(may ? 200 : 403)
      if (may) await assertFigures(caller, `${key} ${r.name}`, answer.body)
    }
    const file = await caller.get(`/reports/${r.name}/export?format=csv`)
    expect(file.status, `${key} takes ${r.name}`).toBe(exports ? 200 : 403)
    const widget = await caller.get(`/reports/widgets?names=${r.name}`)
    expect(widget.status, `${key} has ${r.name} on the dashboard`).toBe(may ? 200 : 403)
    const schedule = await caller.post('/report-schedules', { name: 'X', report: r.name })
    const scheduled = exports && reachOf(reader, 'reportSchedule', 'create') !== 'none'
    expect(schedule.status, `${key} schedules ${r.name}: ${schedule.text}`).toBe(scheduled ? 201 : 403)
  }
})

test('reach decides the figures: own, team, all', async () => {
  const count = async (roleKey: string, o: { teamId?: string }) => {
    const caller = await home.as(roleKey, o)
    const r = await caller.get('/reports/pipelineByStage')
    return (r.body.totals as { deals: number }).deals
  }
  expect(await count('salesAgent', { teamId })).toBe(0)
  expect(await count('teamLead', { teamId })).toBe(1)
  expect(await count('teamLead', {})).toBe(0)
  expect(await count('salesDirector', {})).toBe(2)
})

test('another workspace is not in any figure', async () => {
  for (const r of definitions.reports) {
    const answer = await away.admin.get(`/reports/${r.name}${'period' in r.params ? '?period=all' : ''}`)
    const totals = Object.values(answer.body.totals as Record<string, unknown>)
    expect(
      totals.every((v) => v === null || v === 0 || JSON.stringify(v).includes('"0.00"')),
      `${r.name}: ${JSON.stringify(totals)}`,
    ).toBe(true)
  }
})
