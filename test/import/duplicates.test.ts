/** Rows that are probably there already: said in the dry run, left out where that was asked; names out of many records. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp, type TestWorkspace } from '../helpers/app.ts'
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

type Told = { line: number; outcome: string; label: string; problems: { message: string }[] }
const notes = async (w: TestWorkspace, id: string, query = '') => {
  const answer = await w.admin.get(`/imports/${id}/rows${query}`)
  expect(answer.status, answer.text).toBe(200)
  return (answer.body.data as Told[]).map((r) => [r.line, r.outcome, r.problems.map((p) => p.message).join('; ')])
}

const people = csv(
  'First name,Last name,Company,Email,Phone',
  'Bob,Miller,Engines Ltd,,',
  'Ada,Lovelace,,ada@private.example,+49 (0)30 1234567',
  'Carla,New,Engines Ltd,carla@engines.example,',
  'Carla,New,Engines Ltd,c.new@engines.example,',
  'Dora,Other,Wheels AG,dora@wheels.example,030 7654321',
)

describe('probable duplicates', () => {
  const existing = async (w: TestWorkspace) => {
    const engines = await w.admin.post('/accounts', { name: 'Engines Ltd' })
    await w.admin.post('/accounts', { name: 'Wheels AG' })
    for (const [firstName, lastName, accountId, phone] of [
      ['Robert', 'Miller', engines.body.id, null],
      ['Bob', 'Miller', engines.body.id, null],
      ['Ada', 'Lovelace', null, '+49301234567'],
      ['Dieter', 'Unlike', null, '+49307654321'],
    ] as const)
      expect((await w.admin.post('/contacts', { firstName, lastName, accountId, phone })).status).toBe(201)
  }

  it('are told row by row, with the reasons, and imported all the same', async () => {
    const { w, load } = await fresh()
    await existing(w)
    const file = await load.upload('contact', 'people.csv', people)
    expect(file).toMatchObject({ matchField: 'email', duplicates: 'warn' })
    const checked = await load.check(file.id)
    expect(checked).toMatchObject({ created: 5, failed: 0, skipped: 0, warned: 3 })
    expect(await notes(w, file.id, '?outcome=warn')).toEqual([
      [2, 'create', 'Probably the same as “Bob Miller”: same company, same name'],
      [3, 'create', 'Probably the same as “Ada Lovelace”: same phone number, same name'],
      [5, 'create', 'Probably the same as line 4: same name, same company'],
    ])
    expect(await load.run(file.id)).toMatchObject({ status: 'done', created: 5, warned: 3 })
  })

  it('are left out where that was asked, by check and import alike', async () => {
    const { w, load } = await fresh()
    await existing(w)
    const file = await load.patch(await load.upload('contact', 'people.csv', people), { duplicates: 'skip' })
    expect(await load.check(file.id)).toMatchObject({ created: 2, skipped: 3, failed: 0, warned: 0 })
    expect(await load.run(file.id)).toMatchObject({ created: 2, skipped: 3, failed: 0 })
    expect(await total(w.admin, '/contacts')).toBe(6)
    expect((await notes(w, file.id, '?outcome=skip')).map(([line]) => line)).toEqual([2, 3, 5])
  })

  it('are not looked for where that was asked', async () => {
    const { w, load } = await fresh()
    await existing(w)
    const file = await load.patch(await load.upload('contact', 'people.csv', people), { duplicates: 'ignore' })
    expect(await load.check(file.id)).toMatchObject({ created: 5, warned: 0 })
  })

  it('name no record that the person importing may not see', async () => {
    const { w } = await fresh()
    await w.admin.post('/leads', { name: 'Ada Lovelace', phone: '+49301234567' })
    const team = await w.admin.post('/teams', { name: 'Elsewhere' })
    const lead = await w.as('teamLead', { teamId: String(team.body.id) })
    const load = importer(lead)
    const file = await load.upload('lead', 'people.csv', csv('Name,Phone', 'Ada Lovelace,030 1234567'))
    expect(await load.check(file.id)).toMatchObject({ created: 1, warned: 1 })
    const told = (await lead.get(`/imports/${file.id}/rows`)).body.data as Told[]
    expect(told[0]?.problems[0]?.message).toBe(
      'Probably the same as a lead you may not see: same phone number, same name',
    )
  })

  it('among accounts go by name without legal form, website and VAT number; other countries only raise a question', async () => {
    const { w, load } = await fresh()
    await w.admin.post('/accounts', {
      name: 'Alpha GmbH',
      website: 'https://alpha.example',
      billingAddress: { country: 'DE' },
    })
    const file = await load.upload(
      'account',
      'a.csv',
      csv('Company,Website,Country', 'ALPHA AG,,Germany', 'Alpha Inc,,France', 'Beta,www.alpha.example/x,'),
    )
    await load.check(file.id)
    expect(await notes(w, file.id)).toEqual([
      [2, 'create', 'Probably the same as “Alpha GmbH”: same name'],
      [3, 'create', 'Perhaps the same as “Alpha GmbH”: same name'],
      [4, 'create', 'Perhaps the same as “Alpha GmbH”: same website or mail domain'],
    ])
  })
})

describe('names out of many records', () => {
  it('are found, and near ones proposed, however many there are', { timeout: 120_000 }, async () => {
    const { w, load } = await fresh()
    const n = 20_000
    const names = ['Maven Analytics', 'Žižkov Motors', 'Quantum Widgets']
    const all = await load.upload(
      'account',
      'accounts.csv',
      csv('Company', ...names, ...Array.from({ length: n }, (_, i) => `Company ${i * 7919}`)),
    )
    expect(await load.run(all.id)).toMatchObject({ status: 'done', created: n + 3 })
    const rows = Array.from({ length: 1000 }, (_, i) => `Person ${i},Company ${i * 7919}`)
    const file = await load.upload(
      'contact',
      'people.csv',
      csv(
        'Last name,Company',
        ...rows,
        'One,Mavn Analytics',
        'Two,Zizkov Motor',
        'Three,Quantum Widgets',
        'Four,Nothing like it',
      ),
    )
    const start = performance.now()
    const matches = await w.admin.get(`/imports/${file.id}/matches`)
    const seconds = (performance.now() - start) / 1000
    expect(matches.status, matches.text).toBe(200)
    const [accounts] = matches.body.data as {
      known: number
      unknownCount: number
      unknown: { value: string; best: string | null }[]
    }[]
    expect(accounts).toMatchObject({ known: 1001, unknownCount: 3 })
    expect(Object.fromEntries((accounts?.unknown ?? []).map((u) => [u.value, u.best]))).toEqual({
      'Mavn Analytics': 'Maven Analytics',
      'Zizkov Motor': 'Žižkov Motors',
      'Nothing like it': null,
    })
    expect(seconds).toBeLessThan(10)
    const other = await t.workspace()
    expect((await other.admin.get(`/imports/${file.id}/matches`)).status).toBe(404)
  })
})
