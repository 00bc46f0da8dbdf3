/** Reports as files, and many at once for a dashboard. */
import { spawnSync } from 'node:child_process'
import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type TestApp, testApp, type TestWorkspace } from '../../../test/helpers/app.ts'
import { openSession, sessionCookie } from '../../kernel/server/auth.ts'

let t: TestApp
const clock = new Date('2026-05-20T09:00:00Z')
beforeAll(async () => {
  t = await testApp({ now: () => clock })
})
afterAll(() => t.close())

type Shown = { totals: Record<string, unknown>; at: string }
const id = (r: Answer): string => {
  expect(r.status, r.text).toBeLessThan(300)
  return String(r.body.id)
}

describe('files', () => {
  let x: TestWorkspace
  beforeAll(async () => {
    x = await t.workspace()
    const accountId = id(await x.admin.post('/accounts', { name: '=HYPERLINK("http://evil.example")' }))
    const made = id(
      await x.admin.post('/invoices', { accountId, lines: [{ description: 'x', quantity: '1', unitPrice: '12.5' }] }),
    )
    await x.transaction((c) =>
      sql`update invoice set status = 'sent', due_date = '2026-05-01', balance = 1250, balance_base = 1250
        where workspace_id = ${x.id} and id = ${made}`.execute(c.tx),
    )
  })
  const bytes = async (path: string, memberId = x.admin.memberId): Promise<Buffer> => {
    const r = await t.server.inject({ method: 'GET', url: `/api/v1${path}`, cookies: await cookiesOf(memberId) })
    expect(r.statusCode, r.body.slice(0, 200)).toBe(200)
    return r.rawPayload
  }
  const cookiesOf = async (memberId: string): Promise<Record<string, string>> => {
    const me = await x.admin.get(`/members/${memberId}`)
    const token = await openSession(t.app, {
      userId: String(me.body.userId),
      workspaceId: x.id,
      ip: '127.0.0.1',
      agent: 'test',
    })
    return { [sessionCookie]: token }
  }

  test('CSV: names, totals, currency in the head, and no cell that is a formula', async () => {
    const r = await x.admin.get('/reports/receivables/export?format=csv')
    expect(r.headers['content-disposition']).toContain('Receivables%20by%20age%202026-05-20.csv')
    expect(r.text.replace('\ufeff', '').split('\r\n')).toEqual([
      'Account,Invoices,Not due (EUR),1–30 days (EUR),31–60 days (EUR),61–90 days (EUR),Over 90 days (EUR),Open (EUR)',
      `"'=HYPERLINK(""http://evil.example"")",1,0.00,12.50,0.00,0.00,0.00,12.50`,
      'Total,1,0.00,12.50,0.00,0.00,0.00,12.50',
      '',
    ])
  })

  test('XLSX: numbers are numbers, texts are texts', async () => {
    const book = new ExcelJS.Workbook()
    const file = await bytes('/reports/receivables/export?format=xlsx')
    await book.xlsx.load(new Uint8Array(file).buffer)
    const sheet = book.worksheets[0]
    expect(sheet?.getCell('A2').value).toBe('=HYPERLINK("http://evil.example")')
    expect(sheet?.getCell('H2').value).toBe(12.5)
    expect(sheet?.getCell('A3').value).toBe('Total')
  })

  test('PDF: a page with title and figures', async () => {
    const file = await bytes('/reports/receivables/export?format=pdf')
    expect(file.subarray(0, 5).toString()).toBe('%PDF-')
    const text = spawnSync('pdftotext', ['-layout', '-', '-'], { input: file })
    if (text.error) return expect(file.length).toBeGreaterThan(5000)
    expect(text.stdout.toString()).toMatch(
      /Receivables by age[\s\S]*HYPERLINK[\s\S]*12\.50[\s\S]*Total[\s\S]*1 ?(of|\/) ?1/,
    )
  })

  test('PDF: names an account that was asked for only to who may see it', async () => {
    const accountId = id(await x.admin.post('/accounts', { name: 'Hidden Valley Ltd' }))
    const asked = `/reports/receivables/export?format=pdf&accountId=${accountId}`
    const textOf = (file: Buffer) => spawnSync('pdftotext', ['-layout', '-', '-'], { input: file }).stdout?.toString()
    const own = { '*.view': 'own', '*.export': 'own' }
    const roleId = id(await x.admin.post('/roles', { name: 'Own records', rights: own }))
    const narrow = await x.as('readOnly')
    id(await x.admin.patch(`/members/${narrow.memberId}`, { roleId }))
    expect(textOf(await bytes(asked, narrow.memberId)) ?? '').not.toContain('Hidden Valley')
    expect(textOf(await bytes(asked)) ?? 'Hidden Valley').toContain('Hidden Valley')
  })

  test('each is in the audit, with what was asked', async () => {
    const r = await x.admin.get('/audit?limit=50')
    const found = (r.body.data as { action: string; data?: Record<string, unknown> }[]).filter(
      (e) => e.action === 'report.export',
    )
    expect(found.length, r.text.slice(0, 400)).toBeGreaterThanOrEqual(3)
  })
})

describe('a dashboard', () => {
  test('gets its widgets in one request, at most a minute old, and says how old', async () => {
    const x = await t.workspace()
    const names =
      'wonByPeriod,pipelineByStage,salesByPerson,leadConversion,lostReasons,salesByProduct,receivables,quotesByStatus'
    const ask = async () =>
      (await x.admin.get(`/reports/widgets?names=${names}`)).body.data as (Shown & { name: string })[]
    const first = await ask()
    expect(first.map((r) => r.name).join()).toBe(names)
    id(await x.admin.post('/opportunities', { name: 'New', amount: '7' }))
    const again = await ask()
    expect(again.map((r) => r.at)).toEqual(first.map((r) => r.at))
    expect(again[1]?.totals).toMatchObject({ deals: 0 })
    clock.setTime(clock.getTime() + 61_000)
    expect((await ask())[1]?.totals).toMatchObject({ deals: 1, amount: { amount: '7.00' } })
    const rep = await x.as('salesAgent')
    const theirs = await rep.get('/reports/widgets?names=pipelineByStage')
    expect((theirs.body.data as Shown[])[0]?.totals).toMatchObject({ deals: 0 })
  })
})
