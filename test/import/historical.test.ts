/** The right to import the past: whose it is, what it opens, and that its use is in the audit. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestApp, testApp, type TestWorkspace } from '../helpers/app.ts'
import { importer } from './helpers.ts'

let t: TestApp
let w: TestWorkspace
beforeAll(async () => {
  t = await testApp({ env: { LOG_LEVEL: process.env.TEST_LOG ?? 'silent' } })
  await t.work()
  w = await t.workspace()
})
afterAll(() => t?.close())

const deals = 'Name,Stage,Close date,Amount,Created at\nOld deal,Won,3/31/2017,100,1/15/2017\n'
const audited = async (): Promise<{ action: string; actor: { name: string } }[]> =>
  (
    (await w.admin.get('/audit?entity=import&limit=100')).body.data as { action: string; actor: { name: string } }[]
  ).filter((e) => e.action === 'import.historical')

it('an import without it starts today; asking for it is refused', async () => {
  const load = importer(await w.as('salesDirector', { name: 'Dora Director' }))
  const file = await load.upload('opportunity', 'deals.csv', deals)
  expect(file.historical).toBe(false)
  expect(file.mapping.map((m) => m.field)).not.toContain('createdAt')
  await expect(load.patch(file, { historical: true })).rejects.toThrow(/403.*does not allow/)
  const mapping = file.mapping.map((m) => (m.column === 'Created at' ? { ...m, field: 'createdAt' } : m))
  await expect(load.patch(file, { mapping })).rejects.toThrow(/400.*createdAt is not a field that can be imported/)
  expect(await audited()).toEqual([])
})

it('a role that is given it keeps dates and end states, and that is in the audit', async () => {
  const roles = (await w.admin.get('/roles?limit=50')).body.data as { id: string; key: string }[]
  const id = roles.find((r) => r.key === 'salesDirector')?.id
  const role = (await w.admin.get(`/roles/${id}`)).body as { version: number; rights: Record<string, string> }
  const given = await w.admin.patch(`/roles/${id}`, {
    version: role.version,
    rights: { ...role.rights, 'import.historical': 'all' },
  })
  expect(given.status, given.text).toBe(200)
  const director = await w.as('salesDirector', { name: 'Hanna Historian' })
  const load = importer(director)
  let file = await load.upload('opportunity', 'deals.csv', deals)
  expect(file).toMatchObject({ historical: true })
  expect(file.mapping.find((m) => m.column === 'Created at')?.field).toBe('createdAt')
  file = await load.patch(file, {
    mapping: file.mapping.map((m) =>
      m.field === 'stageId' || m.field === 'pipelineId' ? { ...m, createMissing: true } : m,
    ),
  })
  const done = await load.run(file.id)
  expect(done).toMatchObject({ status: 'done', created: 1, failed: 0 })
  const [deal] = (await director.get('/opportunities?fields=name,status,closedOn,createdAt')).body.data as unknown[]
  expect(deal).toMatchObject({
    status: 'won',
    closedOn: '2017-03-31',
    createdAt: expect.stringMatching(/^2017-01-1[45]T/),
  })
  expect((await audited()).map((e) => e.actor.name)).toEqual(['Hanna Historian'])
})

it('is the admin’s from the start', async () => {
  expect((await w.admin.get(`/imports?limit=1`)).status).toBe(200)
  const file = await importer(w.admin).upload('opportunity', 'deals.csv', deals)
  expect(file).toMatchObject({ historical: true })
})
