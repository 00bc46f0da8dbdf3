/** The same records out of files written in other ways, and what is found out without being told. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp, type TestWorkspace } from '../helpers/app.ts'
import { crmFile, type ImportRecord, importer, total } from './helpers.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ env: { LOG_LEVEL: process.env.TEST_LOG ?? 'silent' } })
  await t.work()
})
afterAll(() => t?.close())

const fresh = async (o: Parameters<TestApp['workspace']>[0] = {}) => {
  const w = await t.workspace(o)
  return { w, load: importer(w.admin) }
}
const csv = (...rows: string[]): string => `${rows.join('\n')}\n`
const rowsOf = (name: string): string[][] =>
  crmFile(name)
    .toString('utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))

/** A workbook as people make them: numbers are numbers, dates are dates. */
const workbook = async (rows: readonly string[][], dated: readonly number[]): Promise<Buffer> => {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('Data')
  for (const [i, cells] of rows.entries())
    sheet.addRow(
      cells.map((cell, k) => {
        if (i === 0 || cell === '') return cell
        if (!dated.includes(k)) return /^\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
        const [month = 0, day = 0, year = 0] = cell.split('/').map(Number)
        return new Date(Date.UTC(year, month - 1, day))
      }),
    )
  return Buffer.from(await book.xlsx.writeBuffer())
}

const wonIn2017 = async (w: TestWorkspace): Promise<number[]> => {
  const r = await w.admin.get('/opportunities/aggregate?groupBy=closedOn:quarter&sum=amount&status=won')
  return (r.body.data as { sum: { amount: { amount: string } } }[])
    .map((q) => Number(q.sum.amount.amount))
    .toSorted((a, b) => a - b)
}

/** Everything the file names is made, and near names are taken for what they are near to. */
const withAllMade = async (load: ReturnType<typeof importer>, file: ImportRecord): Promise<ImportRecord> =>
  load.patch(file, {
    mapping: file.mapping.map((m) => (m.field?.endsWith('Id') ? { ...m, createMissing: true } : m)),
  })

describe('other ways to write the same', () => {
  it('the pipeline out of Excel shows the figures of the CSV', { timeout: 120_000 }, async () => {
    const { w, load } = await fresh({ country: 'US', baseCurrency: 'USD' })
    const file = await load.upload('', 'sales_pipeline.xlsx', await workbook(rowsOf('sales_pipeline.csv'), [5, 6]))
    expect(file).toMatchObject({ entity: 'opportunity', rowCount: 8800, settings: { format: 'xlsx', sheet: 'Data' } })
    const done = await load.run((await withAllMade(load, file)).id)
    expect(done).toMatchObject({ status: 'done', created: 8800, failed: 0 })
    expect(await wonIn2017(w)).toEqual([1134672, 2802496, 2982255, 3086111])
  })

  it.each(['windows-1252', 'utf-16le'])(
    'German dates and decimals between semicolons in %s',
    { timeout: 120_000 },
    async (encoding) => {
      const { w, load } = await fresh({ baseCurrency: 'EUR' })
      const text = csv(
        'Titel;Firma;Betrag;Abschlussdatum;Status',
        'Großauftrag;Müller & Söhne;1.234,50;13.02.2017;Gewonnen',
        'Übung;Žluťoučký'.replace(/[Žťčý]/g, (c) => (encoding === 'utf-16le' ? c : 'x')) + ';99,90;01.03.2017;Gewonnen',
        'Rest;Müller & Söhne;12.000;31.03.2017;Verloren',
      )
      const content = iconv.encode(text, encoding, { addBOM: encoding !== 'windows-1252' })
      let file = await load.upload('opportunity', 'Auftraege.csv', content)
      expect(file.settings).toMatchObject({ encoding, delimiter: ';' })
      const to: Record<string, string> = {
        Titel: 'name',
        Firma: 'accountId',
        Betrag: 'amount',
        Abschlussdatum: 'closedOn',
        Status: 'stageId',
      }
      file = await load.patch(file, {
        historical: true,
        policy: 'create',
        matchField: null,
        mapping: [
          ...file.mapping
            .filter((m) => m.column !== null)
            .map((m) => ({
              ...m,
              field: to[m.column ?? ''] ?? null,
              createMissing: ['Firma', 'Status'].includes(m.column ?? ''),
            })),
          { column: null, constant: 'Altbestand', field: 'pipelineId', createMissing: true },
        ],
      })
      expect(await load.run(file.id)).toMatchObject({ status: 'done', created: 3, failed: 0 })
      const deals = (await w.admin.get('/opportunities?sort=closedOn')).body.data as Record<string, unknown>[]
      expect(deals.map((d) => [d.name, d.closedOn, (d.amount as { amount: string }).amount, d.status])).toEqual([
        ['Großauftrag', '2017-02-13', '1234.50', 'won'],
        ['Übung', '2017-03-01', '99.90', 'won'],
        ['Rest', '2017-03-31', '12000.00', 'lost'],
      ])
      expect(await total(w.admin, '/accounts')).toBe(2)
    },
  )
})

describe('what is found out', () => {
  it.each([
    ['accounts.csv', 'account'],
    ['products.csv', 'product'],
    ['sales_teams.csv', 'member'],
    ['sales_pipeline.csv', 'opportunity'],
  ])('what the rows of %s are', async (name, entity) => {
    const { load } = await fresh()
    expect(await load.upload('', name, crmFile(name))).toMatchObject({ entity })
  })

  it.each([
    ['First Name,Last Name,Email,Phone,Company', 'contact', 'export.csv'],
    ['Deal Name,Amount,Deal Stage,Close Date,Pipeline', 'opportunity', 'hubspot-crm-exports-all-deals.csv'],
    ['Lead Owner,First Name,Last Name,Company,Lead Status,Lead Source', 'lead', 'report1.csv'],
    ['Account Name,Billing City,Billing Country,Industry,Employees,Website', 'account', 'sf.csv'],
  ])('what %s is', async (head, entity, name) => {
    const { load } = await fresh()
    const row = head.split(',').map((_, i) => `x${i}`)
    expect(await load.upload('', name, csv(head, row.join(',')))).toMatchObject({ entity })
  })

  it('says so where it cannot be told, and takes the rows for another kind when asked', async () => {
    const { w, load } = await fresh()
    await expect(load.upload('', 'x.csv', csv('Foo,Bar', '1,2'))).rejects.toThrow(/cannot be told/)
    const file = await load.upload('', 'people.csv', csv('First name,Last name,Email', 'Ada,Lovelace,a@b.example'))
    const other = await w.admin.post(`/imports/${file.id}/read`, { entity: 'lead' })
    expect(other.status, other.text).toBe(200)
    expect(other.body).toMatchObject({ entity: 'lead', records: 'Leads' })
    expect((await w.admin.post(`/imports/${file.id}/read`, { entity: 'session' })).status).toBe(400)
  })

  it('takes rows apart that stand in quotes as a whole, and says how many', async () => {
    const { w, load } = await fresh()
    const file = await load.upload(
      'account',
      'a.csv',
      csv(
        'Company,Country,Description',
        'Alpha,Germany,one',
        '"Beta,France,""two, with a comma"""',
        'Gamma,Spain,three',
      ),
    )
    expect(file.profile).toMatchObject({ rows: 3, unwrapped: 1, ragged: 0 })
    expect(await load.run(file.id)).toMatchObject({ created: 3, failed: 0 })
    const [beta] = (await w.admin.get('/accounts?name=Beta&fields=name,country,description')).body.data as unknown[]
    expect(beta).toMatchObject({ name: 'Beta', country: 'FR', description: 'two, with a comma' })
  })

  it('remembers the mapping in this workspace, says so, and in no other', async () => {
    const { w, load } = await fresh()
    const text = csv('Company,Mystery', 'One,R-1')
    const first = await load.upload('account', 'a.csv', text)
    const told = await load.patch(first, {
      duplicates: 'skip',
      mapping: first.mapping.map((m) => (m.column === 'Mystery' ? { ...m, field: 'registrationNumber' } : m)),
    })
    await load.run(told.id)
    const director = importer(await w.as('salesDirector'))
    const again = await director.upload(
      '',
      'another name.csv',
      csv('mystery,COMPANY', 'R-2,Two').replace('COMPANY', 'Company').replace('mystery', 'Mystery'),
    )
    expect(again).toMatchObject({ remembered: true, duplicates: 'skip' })
    expect(again.mapping.find((m) => m.column === 'Mystery')?.field).toBe('registrationNumber')
    const { load: elsewhere } = await fresh()
    const there = await elsewhere.upload('account', 'a.csv', text)
    expect(there).toMatchObject({ remembered: false })
    expect(there.mapping.find((m) => m.column === 'Mystery')?.field).toBe(null)
  })
})

const leads = path.resolve(import.meta.dirname, '../../../shared/data/x-education-leads/leads.csv')
describe.runIf(existsSync(leads))('9,240 leads of X Education (only where ../shared/data is there)', () => {
  it('go in with their outcome; those that stood in quotes as a whole too', { timeout: 120_000 }, async () => {
    const { w, load } = await fresh({ country: 'IN', baseCurrency: 'INR' })
    let file = await load.upload('', 'leads.csv', readFileSync(leads))
    expect(file).toMatchObject({ entity: 'lead', rowCount: 9240, profile: { unwrapped: 338, ragged: 0 } })
    const field = (column: string) => file.mapping.find((m) => m.column === column)?.field
    expect([field('Prospect ID'), field('Lead Source'), field('Do Not Email')]).toEqual([
      'externalId',
      'sourceId',
      null,
    ])
    file = await load.patch(file, {
      historical: true,
      mapping: file.mapping.map((m) =>
        m.column === 'Converted'
          ? { ...m, field: 'status', values: { 0: 'New', 1: 'Converted' } }
          : m.column === 'Country'
            ? { ...m, values: { unknown: null, 'Asia/Pacific Region': null } }
            : m,
      ),
    })
    expect(await load.run(file.id)).toMatchObject({ status: 'done', created: 9240, failed: 0 })
    expect(await total(w.admin, '/leads')).toBe(9240)
    // 3,394 stand in rows that any reader understands, 167 in rows that are one cell to it.
    expect(await total(w.admin, '/leads?status=converted')).toBe(3561)
  })
})
