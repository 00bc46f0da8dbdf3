/** Reports sent by mail: once for each time, with the rights of whoever asked for it. */
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answer,
  type Caller,
  eventually,
  type TestApp,
  testApp,
  type TestWorkspace,
} from '../../../test/helpers/app.ts'
import { freePort } from '../../../test/helpers/process.ts'
import { forgetActors, systemActor } from '../../kernel/server/auth.ts'
import { transact } from '../../kernel/server/execute.ts'
import { createApp } from '../../main/app.ts'
import { sendReports } from './reactions.ts'

let t: TestApp
let w: TestWorkspace
let rep: Caller
const clock = new Date('2026-05-20T09:00:00Z')
const mails: string[] = []
let smtp: SMTPServer
beforeAll(async () => {
  const port = await freePort()
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (b: Buffer) => parts.push(b))
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString())
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(port, '127.0.0.1', resolve))
  t = await testApp({ now: () => clock, env: { SMTP_URL: `smtp://127.0.0.1:${port}` } })
  w = await t.workspace()
  rep = await w.as('accountManager', { name: 'Rita Rep' })
  for (const [owner, amount] of [
    [rep, '100.25'],
    [w.admin, '9000.75'],
  ] as const)
    await owner.post('/opportunities', { name: 'Deal', amount })
})
afterAll(async () => {
  await t.close()
  await new Promise<void>((resolve) => smtp.close(() => resolve()))
})

const id = (r: Answer): string => {
  expect(r.status, r.text).toBeLessThan(300)
  return String(r.body.id)
}
const jobCtx = (app = t.app, workspaceId = w.id) => ({
  app,
  workspaceId,
  transaction: <T>(work: Parameters<typeof transact<T>>[2]) => transact(app, systemActor(workspaceId), work),
})
/** The bytes of what hangs on a mail. */
const attachmentOf = (mail: string): Buffer => {
  const part = mail.split(/\r\n--/).find((x) => /Content-Disposition: attachment/i.test(x)) ?? ''
  const [, head = '', body = ''] = /^([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(part) ?? []
  return /encoding: base64/i.test(head) ? Buffer.from(body, 'base64') : Buffer.from(body)
}
type Mail = { subject: string; toAddress: string; status: string; target: { id: string } | null }
const outbox = async (schedule: string): Promise<Mail[]> => {
  const r = await w.admin.get('/mails?limit=200')
  return (r.body.data as Mail[]).filter((m) => m.target?.id === schedule)
}
const monday = { cadence: 'weekly', weekday: 'monday', hour: 8 }

test('it goes out once for its time, though the job runs twice and in two workers', async () => {
  const made = await rep.post('/report-schedules', {
    name: 'My pipeline',
    report: 'pipelineByStage',
    params: { stages: 'all' },
    format: 'csv',
    recipients: [rep.memberId, w.admin.memberId],
    ...monday,
  })
  const schedule = id(made)
  expect(made.body).toMatchObject({ nextAt: '2026-05-25T06:00:00.000Z', ownerId: rep.memberId, active: true })
  await sendReports.run(jobCtx(), {})
  expect(await outbox(schedule)).toEqual([])

  clock.setTime(Date.parse('2026-05-25T06:03:00Z'))
  const other = await createApp(t.app.config, t.app.database, t.app.log, () => clock)
  await Promise.all([sendReports.run(jobCtx(), {}), sendReports.run(jobCtx(other), {}), sendReports.run(jobCtx(), {})])
  await sendReports.run(jobCtx(), {})
  await other.close()
  const sent = await outbox(schedule)
  expect(sent).toHaveLength(2)
  const row = await rep.get(`/report-schedules/${schedule}`)
  expect(row.body).toMatchObject({ lastSentAt: '2026-05-25T06:03:00.000Z', nextAt: '2026-06-01T06:00:00.000Z' })

  clock.setTime(Date.parse('2026-06-01T06:00:00Z'))
  await sendReports.run(jobCtx(), {})
  expect(await outbox(schedule)).toHaveLength(4)
  id(await rep.delete(`/report-schedules/${schedule}`))
})

test('the file shows what its owner may see, whoever it goes to', async () => {
  await t.work()
  const schedule = id(
    await rep.post('/report-schedules', {
      name: 'Pipeline for the boss',
      report: 'pipelineByStage',
      format: 'csv',
      cadence: 'daily',
      recipients: [w.admin.memberId],
    }),
  )
  clock.setTime(clock.getTime() + 86_400_000)
  await sendReports.run(jobCtx(), {})
  const mail = await eventually(async () => mails.find((m) => m.includes('Subject: Pipeline for the boss')))
  const file = attachmentOf(mail).toString()
  expect(file).toContain('Total,,1,100.25,')
  expect(file).not.toContain('9000.75')
  await eventually(async () => ((await outbox(schedule))[0]?.status === 'sent' ? true : undefined))
  id(await rep.delete(`/report-schedules/${schedule}`))
})

test('PDF and Excel go out as such', async () => {
  for (const [format, mark] of [
    ['pdf', '%PDF-'],
    ['xlsx', 'PK'],
  ] as const) {
    const schedule = id(
      await rep.post('/report-schedules', { name: `As ${format}`, report: 'wonByPeriod', format, cadence: 'daily' }),
    )
    clock.setTime(clock.getTime() + 86_400_000)
    await sendReports.run(jobCtx(), {})
    const mail = await eventually(async () => mails.find((m) => m.includes(`Subject: As ${format}`)), 15_000)
    expect(attachmentOf(mail).toString('latin1').startsWith(mark), format).toBe(true)
    id(await rep.delete(`/report-schedules/${schedule}`))
  }
})

test('of somebody who has left nothing goes out any more, and an admin is told', async () => {
  const leaver = await w.as('accountManager', { name: 'Lars Leaver' })
  const schedule = id(
    await leaver.post('/report-schedules', {
      name: 'Left behind',
      report: 'wonByPeriod',
      cadence: 'daily',
      recipients: [w.admin.memberId],
    }),
  )
  await w.transaction((c) =>
    sql`update member set active = false where workspace_id = ${w.id} and id = ${leaver.memberId}`.execute(c.tx),
  )
  forgetActors(w.id)
  clock.setTime(clock.getTime() + 86_400_000)
  await sendReports.run(jobCtx(), {})
  await sendReports.run(jobCtx(), {})
  expect(await outbox(schedule)).toEqual([])
  const row = await w.admin.get(`/report-schedules/${schedule}`)
  expect(row.body).toMatchObject({ active: false, problem: 'The user it is sent for is no longer active.' })
  const told = (await w.admin.get('/notifications?kind=reportNotSent')).body.data as { title: string }[]
  expect(told.map((n) => n.title)).toEqual(['The report “Left behind” was not sent'])
})

test('an owner whose role no longer allows it is told, and gets it again when it does', async () => {
  const moved = await w.as('accountManager', { name: 'Mia Moved' })
  const schedule = id(
    await moved.post('/report-schedules', { name: 'Sales', report: 'wonByPeriod', cadence: 'daily', format: 'csv' }),
  )
  const roles = (await w.admin.get('/roles?limit=50')).body.data as { id: string; key: string }[]
  const give = async (key: string) => {
    id(await w.admin.patch(`/members/${moved.memberId}`, { roleId: roles.find((r) => r.key === key)?.id }))
    forgetActors(w.id)
  }
  await give('warehouse')
  clock.setTime(clock.getTime() + 86_400_000)
  await sendReports.run(jobCtx(), {})
  expect(await outbox(schedule)).toEqual([])
  const told = (await moved.get('/notifications?kind=reportNotSent')).body.data as { body: string }[]
  expect(told[0]?.body).toContain('Your role does not allow you')
  await give('accountManager')
  clock.setTime(clock.getTime() + 86_400_000)
  await sendReports.run(jobCtx(), {})
  expect(await outbox(schedule)).toHaveLength(1)
})

test('only its owner says what goes out and to whom; others may stop it', async () => {
  const director = await w.as('salesDirector', { name: 'Dora' })
  const schedule = id(
    await w.admin.post('/report-schedules', { name: 'All of it', report: 'wonByPeriod', cadence: 'monthly' }),
  )
  for (const patch of [{ recipients: [director.memberId] }, { report: 'receivables' }, { ownerId: director.memberId }])
    expect([403, 404]).toContain((await director.patch(`/report-schedules/${schedule}`, patch)).status)
  const second = await w.as('admin', { name: 'Second Admin' })
  const refused = await second.patch(`/report-schedules/${schedule}`, { recipients: [second.memberId] })
  expect(refused.status).toBe(403)
  expect(
    (await second.post('/report-schedules', { name: 'X', report: 'wonByPeriod', ownerId: w.admin.memberId })).status,
  ).toBe(400)
  expect((await w.admin.patch(`/report-schedules/${schedule}`, { ownerId: second.memberId })).status).toBe(400)
  expect((await second.patch(`/report-schedules/${schedule}`, { active: false })).body).toMatchObject({ active: false })
})

test.each([
  [{ report: 'nothing' }, 400, 'report'],
  [{ params: { by: 'week' } }, 400, 'by'],
  [{ params: ['x'] }, 400, 'params'],
  [{ hour: 24 }, 400, 'hour'],
  [{ dayOfMonth: 0 }, 400, 'dayOfMonth'],
  [{ recipients: ['019b0000-0000-7000-8000-000000000000'] }, 400, 'recipients'],
  [{ recipients: 'everyone' }, 400, 'recipients'],
])('a schedule with %j is refused', async (wrong, status, path) => {
  const r = await w.admin.post('/report-schedules', { name: 'X', report: 'wonByPeriod', ...wrong })
  expect(r.status, r.text).toBe(status)
  expect(r.body.errors).toMatchObject([{ path }])
})

test('a report that one may see and not take away cannot be sent either', async () => {
  const agent = await w.as('salesAgent')
  expect((await agent.get('/reports/wonByPeriod')).status).toBe(200)
  expect((await agent.post('/report-schedules', { name: 'X', report: 'wonByPeriod' })).status).toBe(403)
})
