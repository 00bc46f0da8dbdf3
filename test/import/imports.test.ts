/** What holds for every import: policies, problems by row, resuming after a crash, undo, rights. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { runImport } from '../../src/areas/imports/engine/run.ts'
import { undoImport } from '../../src/areas/imports/engine/undo.ts'
import { openSession, sessionCookie } from '../../src/kernel/server/auth.ts'
import { adminUrlOf } from '../../src/kernel/server/database/testing.ts'
import { eventually, type TestApp, testApp, type TestWorkspace } from '../helpers/app.ts'
import { importer, total } from './helpers.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ env: { LOG_LEVEL: process.env.TEST_LOG ?? 'silent' } })
  await t.work()
})
afterAll(() => t?.close())

const fresh = async (): Promise<{ w: TestWorkspace; load: ReturnType<typeof importer> }> => {
  const w = await t.workspace()
  return { w, load: importer(w.admin) }
}
const csv = (...rows: string[]): string => `${rows.join('\n')}\n`
const rowsOf = async (w: TestWorkspace, id: string, query = '') => {
  const answer = await w.admin.get(`/imports/${id}/rows${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.data as {
    line: number
    outcome: string
    label: string
    problems: { column: string | null; message: string }[]
  }[]
}

const accounts = csv(
  'Company,Mail,Employees,Country,Parent company',
  'Alpha GmbH,info@alpha.example,1.200,Germany,Beta AG',
  'Beta AG,info@beta.example,25,Austria,',
  'Gamma,not an address,5,Atlantis,Nobody Ltd',
)

describe('a file of accounts', () => {
  it('says what is wrong with each row, writes the others, and gives the rest back to be mended', async () => {
    const { w, load } = await fresh()
    const file = await load.upload('account', 'Kunden.csv', accounts)
    const checked = await load.check(file.id)
    expect(checked).toMatchObject({ status: 'checked', created: 2, failed: 1 })
    expect(await total(w.admin, '/accounts')).toBe(0)
    const [bad] = await rowsOf(w, file.id, '?outcome=fail')
    expect(bad).toMatchObject({ line: 4, label: 'Gamma' })
    expect(bad?.problems).toEqual([
      expect.objectContaining({ column: 'Mail', message: '"not an address" is not an email address' }),
      expect.objectContaining({ column: 'Country', message: '"Atlantis" is not a country' }),
      expect.objectContaining({ column: 'Parent company', message: 'There is no account called "Nobody Ltd"' }),
    ])
    const done = await load.run(file.id)
    expect(done).toMatchObject({ status: 'done', created: 2, failed: 1 })
    const [alpha] = (await w.admin.get('/accounts?name=Alpha GmbH')).body.data as Record<string, unknown>[]
    expect(alpha).toMatchObject({ employees: 1200, country: 'DE', email: 'info@alpha.example', nameKey: 'alpha' })
    expect(alpha?.labels).toMatchObject({ parentId: 'Beta AG' })

    const errors = (await w.admin.get(`/imports/${file.id}/errors.csv`)).text
    expect(errors).toContain('Company,Mail,Employees,Country,Parent company,problem')
    const mended = errors
      .replace('not an address', 'g@gamma.example')
      .replace('Atlantis', 'France')
      .replace('Nobody Ltd', 'Alpha GmbH')
    const again = await load.upload('account', 'mended.csv', mended)
    expect(await load.run(again.id)).toMatchObject({ status: 'done', created: 1, failed: 0 })
    expect(await total(w.admin, '/accounts')).toBe(3)
  })

  it('skips, updates or creates what exists, as told, and gives former values back', async () => {
    const { w, load } = await fresh()
    await w.admin.post('/accounts', { name: 'alpha gmbh', employees: 7, phone: '+49301234567' })
    const first = await load.upload('account', 'a.csv', accounts)
    expect(first).toMatchObject({ policy: 'skip', matchField: 'email' })
    const byName = await load.patch(first, { matchField: 'name' })
    expect(await load.run(byName.id)).toMatchObject({ created: 1, skipped: 1, failed: 1 })

    let second = await load.upload('account', 'a.csv', csv('Company,Employees', 'Alpha GmbH,99', 'Delta,1', 'Delta,2'))
    second = await load.patch(second, { matchField: 'name', policy: 'update' })
    expect(await load.check(second.id)).toMatchObject({ created: 1, updated: 2 })
    expect(await load.run(second.id)).toMatchObject({ created: 1, updated: 2, failed: 0 })
    const values = async () =>
      Object.fromEntries(
        ((await w.admin.get('/accounts')).body.data as { name: string; employees: number }[]).map((a) => [
          a.name,
          a.employees,
        ]),
      )
    expect(await values()).toEqual({ 'Alpha GmbH': 99, 'Beta AG': 25, Delta: 2 })
    const undone = await load.undo(second.id)
    expect(undone).toMatchObject({ status: 'undone', summary: { undone: { removed: 1, restored: 1, kept: [] } } })
    expect(await values()).toEqual({ 'alpha gmbh': 7, 'Beta AG': 25 })
  })

  it('undoes what nobody touched, and says what it left', async () => {
    const { w, load } = await fresh()
    const file = await load.upload('account', 'a.csv', csv('Company', 'Changed', 'Used', 'Free'))
    await load.run(file.id)
    const list = (await w.admin.get('/accounts')).body.data as { id: string; name: string; version: number }[]
    const of = (name: string) => list.find((a) => a.name === name)
    await w.admin.patch(`/accounts/${of('Changed')?.id}`, { employees: 5, version: of('Changed')?.version })
    await w.admin.post('/contacts', { lastName: 'Someone', accountId: of('Used')?.id })
    const undone = await load.undo(file.id)
    expect(undone.summary?.undone?.removed).toBe(1)
    expect(undone.summary?.undone?.kept).toEqual([
      expect.objectContaining({ label: 'Used', reason: expect.stringContaining('It is used by') }),
      expect.objectContaining({ label: 'Changed', reason: 'It was changed after the import' }),
    ])
    expect(await total(w.admin, '/accounts')).toBe(2)
    expect(await total(w.admin, '/accounts?deleted=only')).toBe(1)
  })

  it('remembers a mapping for the next file with the same columns', async () => {
    const { load } = await fresh()
    const head = 'Company,Mystery'
    const first = await load.upload('account', 'a.csv', csv(head, 'One,R-1'))
    expect(first.mapping.map((m) => m.field)).toEqual(['name', null])
    const told = await load.patch(first, {
      mapping: [first.mapping[0], { ...first.mapping[1], field: 'registrationNumber' }],
    })
    await load.run(told.id)
    const next = await load.upload('account', 'b.csv', csv('Mystery,Company', 'R-2,Two'))
    expect(Object.fromEntries(next.mapping.map((m) => [m.column, m.field]))).toEqual({
      Company: 'name',
      Mystery: 'registrationNumber',
    })
  })

  it('makes what is missing where that was said, and takes it back with the rest', async () => {
    const { w, load } = await fresh()
    let file = await load.upload(
      'contact',
      'people.csv',
      csv('Full name,Company,Email', 'Ada Lovelace,Engines Ltd,ada@engines.example', '"Babbage, Charles",engines ltd,'),
    )
    expect(await load.check(file.id)).toMatchObject({ created: 0, failed: 2 })
    file = await load.get(file.id)
    file = await load.patch(file, {
      mapping: file.mapping.map((m) => (m.field === 'accountId' ? { ...m, createMissing: true } : m)),
    })
    expect(await load.run(file.id)).toMatchObject({
      created: 2,
      failed: 0,
      summary: { also: { account: 1, accountContact: 2 } },
    })
    const people = (await w.admin.get('/contacts')).body.data as { name: string; labels: Record<string, string> }[]
    expect(people.map((p) => [p.name, p.labels.accountId]).toSorted()).toEqual([
      ['Ada Lovelace', 'Engines Ltd'],
      ['Charles Babbage', 'Engines Ltd'],
    ])
    expect((await load.undo(file.id)).summary?.undone).toMatchObject({ removed: 5, kept: [] })
    expect(await total(w.admin, '/accounts')).toBe(0)
  })

  it('files one event a record and one for the import', async () => {
    const { w, load } = await fresh()
    const file = await load.upload('account', 'a.csv', csv('Company', 'Alpha'))
    await load.run(file.id)
    const [alpha] = (await w.admin.get('/accounts')).body.data as { id: string }[]
    const history = await w.admin.get(`/accounts/${alpha?.id}/history`)
    expect(history.text).toContain('account.create')
    expect(history.text).toContain(file.id)
  })
})

describe('bad requests', () => {
  it('are refused with what helps', async () => {
    const { w, load } = await fresh()
    await expect(load.upload('nothing', 'a.csv', csv('A', '1'))).rejects.toThrow(/400.*not a kind of record/)
    await expect(load.upload('account', 'a.csv', '')).rejects.toThrow(/400.*empty/)
    await expect(load.upload('account', 'a.bin', Buffer.from([0, 1, 2, 3, 0, 9, 8, 7, 6]))).rejects.toThrow(
      /400.*not a table/,
    )
    const file = await load.upload('account', 'a.csv', accounts)
    const bad = await w.admin.patch(`/imports/${file.id}`, {
      mapping: [
        { column: 'Nope', field: 'name' },
        { column: 'Mail', field: 'deletedAt' },
      ],
    })
    expect(bad.status).toBe(400)
    expect(bad.text).toContain('mapping.0.column')
    expect(bad.text).toContain('mapping.1.field')
    expect((await w.admin.post(`/imports/${file.id}/undo`)).status).toBe(409)
    expect((await w.admin.post('/imports', {})).status).toBe(400)
  })

  it('come from those who may not', async () => {
    const { w, load } = await fresh()
    const file = await load.upload('account', 'a.csv', accounts)
    const reader = await w.as('readOnly')
    await expect(importer(reader).upload('account', 'a.csv', accounts)).rejects.toThrow(/403/)
    expect((await reader.get(`/imports/${file.id}`)).status).toBeGreaterThanOrEqual(403)
    expect((await reader.get(`/imports/${file.id}/errors.csv`)).status).toBeGreaterThanOrEqual(403)
    const other = await t.workspace()
    for (const url of ['', '/rows', '/errors.csv', '/fields', '/matches'])
      expect((await other.admin.get(`/imports/${file.id}${url}`)).status).toBe(404)
    expect((await other.admin.post(`/imports/${file.id}/run`)).status).toBe(404)
    expect((await other.admin.post(`/imports/${file.id}/read`, { settings: file.settings })).status).toBe(404)
  })
})

describe('a run that is killed', () => {
  it('goes on where it was, without doubles', { timeout: 180_000 }, async () => {
    // Without a worker: only the process to be killed works on the file, and then this one.
    const idle = await testApp()
    const w = await idle.workspace()
    const load = importer(w.admin)
    const n = 12_000
    const rows = Array.from({ length: n }, (_, i) => `Company ${i},X${i}`)
    const file = await load.upload('account', 'many.csv', csv('Company,External id', ...rows))
    const told = await load.patch(file, { policy: 'create', matchField: null })
    expect((await w.admin.post(`/imports/${told.id}/run`)).status).toBe(200)
    const server = inject('testServer')
    const databaseName = new URL(idle.app.database.ownerUrl).pathname.slice(1)
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(import.meta.dirname, 'runner.ts'), adminUrlOf(server, databaseName), w.id, told.id],
      {
        stdio: process.env.TEST_LOG ? 'inherit' : 'ignore',
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          DATA_DIR: idle.app.config.dataDir,
          SECRET_KEY: server.secretKey,
          LOG_LEVEL: 'silent',
        },
      },
    )
    const at = await eventually(async () => {
      const { processed } = await load.get(told.id)
      return processed >= 2000 ? processed : undefined
    }, 60_000)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const broken = await load.get(told.id)
    expect(broken.status).toBe('running')
    expect(broken.processed).toBeGreaterThanOrEqual(at)
    expect(broken.processed).toBeLessThan(n)
    expect(await total(w.admin, '/accounts')).toBe(broken.created)
    await runImport(idle.app, w.id, told.id)
    expect(await load.get(told.id)).toMatchObject({ status: 'done', created: n, processed: n, failed: 0 })
    expect(await total(w.admin, '/accounts')).toBe(n)
    expect((await w.admin.post(`/imports/${told.id}/undo`)).status).toBe(200)
    await undoImport(idle.app, w.id, told.id)
    expect((await load.get(told.id)).summary?.undone).toMatchObject({ removed: n })
    expect(await total(w.admin, '/accounts')).toBe(0)
    await idle.close()
  })
})

describe('a run that is cancelled', () => {
  it('writes nothing more, can be resumed, and runs once however often its job is started', async () => {
    const idle = await testApp()
    const w = await idle.workspace()
    const load = importer(w.admin)
    const file = await load.upload('account', 'a.csv', csv('Company', 'One', 'Two'))
    await w.admin.post(`/imports/${file.id}/run`)
    expect((await w.admin.post(`/imports/${file.id}/cancel`)).body.status).toBe('cancelled')
    await runImport(idle.app, w.id, file.id)
    expect(await total(w.admin, '/accounts')).toBe(0)
    expect((await w.admin.patch(`/imports/${file.id}`, { policy: 'create', matchField: null })).status).toBe(200)
    expect((await w.admin.get(`/imports/${file.id}`)).body.can).toContain('import.update')
    await w.admin.post(`/imports/${file.id}/run`)
    expect((await w.admin.get(`/imports/${file.id}`)).body.can).not.toContain('import.update')
    expect((await w.admin.patch(`/imports/${file.id}`, { policy: 'skip' })).status).toBe(409)
    await Promise.all([runImport(idle.app, w.id, file.id), runImport(idle.app, w.id, file.id)])
    expect(await load.get(file.id)).toMatchObject({ status: 'done', created: 2 })
    expect(await total(w.admin, '/accounts')).toBe(2)
    await idle.close()
  })
})

describe('people a file names', () => {
  it('are invited once an admin knows their address', async () => {
    const { w, load } = await fresh()
    const file = await load.upload('member', 'people.csv', csv('Name,Manager,Office', 'Rita Rep,Max Boss,North'))
    await load.run(file.id)
    const people = (await w.admin.get('/members?sort=name')).body.data as { id: string; name: string; email: string }[]
    const rita = people.find((p) => p.name === 'Rita Rep')
    expect(rita?.email).toBe('rita.rep@people.invalid')
    const early = await w.admin.post(`/members/${rita?.id}/resendInvitation`)
    expect(early.status).toBe(409)
    const set = await w.admin.post(`/members/${rita?.id}/setEmail`, { email: 'rita@example.com' })
    expect(set.status, set.text).toBe(200)
    expect(set.body).toMatchObject({ email: 'rita@example.com', invitedAt: expect.any(String), joinedAt: null })
    expect((await w.admin.get('/mails')).text).toContain('rita@example.com')
  })
})

describe('what was exported', () => {
  it('goes in again as it was, from CSV and from Excel', async () => {
    const { w } = await fresh()
    await w.admin.post('/accounts', {
      name: 'Žižkov & Söhne',
      types: ['customer', 'partner'],
      annualRevenue: { amount: '1234567.89', currency: 'EUR' },
      employees: 12,
      website: 'https://zizkov.example',
      phone: '+49301234567',
      billingAddress: { street: 'Hauptstr. 1', city: 'Berlin', postalCode: '01067', country: 'DE' },
      description: 'Two lines,\nand "quotes"',
    })
    const [before] = (
      await w.admin.get('/accounts?fields=name,types,annualRevenue,employees,website,phone,billingAddress,description')
    ).body.data as Record<string, unknown>[]
    const who = await sql<{
      user_id: string
    }>`select user_id from member where workspace_id = ${w.id} and id = ${w.admin.memberId}`.execute(
      t.app.database.owner,
    )
    const token = await openSession(t.app, {
      userId: who.rows[0]?.user_id ?? '',
      workspaceId: w.id,
      ip: '127.0.0.1',
      agent: 'test',
    })
    for (const format of ['csv', 'xlsx']) {
      const raw = await t.server.inject({
        method: 'GET',
        url: `/api/v1/accounts/export?format=${format}`,
        cookies: { [sessionCookie]: token },
      })
      expect(raw.statusCode).toBe(200)
      const other = await t.workspace()
      const there = importer(other.admin)
      const file = await there.upload('account', `accounts.${format}`, raw.rawPayload)
      const done = await there.run(file.id)
      expect(done.problem).toBe(null)
      expect((await other.admin.get(`/imports/${file.id}/rows`)).body.data).toMatchObject([
        { outcome: 'create', problems: [] },
      ])
      expect(done).toMatchObject({ status: 'done', created: 1, failed: 0 })
      const [after] = (
        await other.admin.get(
          '/accounts?fields=name,types,annualRevenue,employees,website,phone,billingAddress,description',
        )
      ).body.data as Record<string, unknown>[]
      const { id: _a, version: _v, labels: _l, ...was } = before ?? {}
      expect(after).toMatchObject(was)
    }
  })

  it('and records without an importer go through their own action', async () => {
    const { w, load } = await fresh()
    const file = await load.upload(
      'priceList',
      'lists.csv',
      csv('Name,Currency,Valid from,Valid to', 'Retail,EUR,2026-01-01,', 'Backwards,EUR,2026-05-01,2026-01-01'),
    )
    const done = await load.run(file.id)
    expect(done).toMatchObject({ status: 'done', created: 1, failed: 1 })
    const [bad] = await rowsOf(w, file.id, '?outcome=fail')
    expect(bad?.problems[0]?.message).toBe('must not lie before the first day')
    expect((await load.undo(file.id)).summary?.undone).toMatchObject({ removed: 1 })
  })
})
