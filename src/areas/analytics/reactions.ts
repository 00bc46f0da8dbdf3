/** Sends the reports that are due, each once for its time. */
import { sql } from 'kysely'
import { AppError } from '../../kernel/errors.ts'
import type { App } from '../../kernel/server/app.ts'
import { actorOf } from '../../kernel/server/auth.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { every } from '../../kernel/server/jobs.ts'
import { parseReportParams, reportFor } from '../../kernel/server/runReport.ts'
import { find, many, update } from '../../kernel/server/table.ts'
import { notify, queueMail } from '../admin/index.ts'
import { type Member, member, role } from '../admin/model.ts'
import { isAdmin } from '../admin/rules.ts'
import { type ReportSchedule, reportSchedule } from './model.ts'
import { cadenceText, nextDue } from './rules.ts'

/** Why it cannot go out; `stop`: it never will by itself. */
type Hindrance = { problem: string; stop: boolean }

const hindranceOf = async (
  app: App,
  c: Ctx,
  row: ReportSchedule,
  owner: Member | undefined,
): Promise<Hindrance | undefined> => {
  const actor = owner?.active && owner.userId ? await actorOf(app, c.workspace.id, owner.userId) : undefined
  if (!actor) return { problem: 'The user it is sent for is no longer active.', stop: true }
  try {
    const r = reportFor(app, actor, row.report, 'export')
    parseReportParams(r, new URLSearchParams(row.params))
    return undefined
  } catch (error) {
    if (error instanceof AppError) return { problem: error.message, stop: false }
    throw error
  }
}

const tellOf = async (c: Ctx, row: ReportSchedule, owner: Member | undefined, why: Hindrance): Promise<void> => {
  const admins = async (): Promise<string[]> => {
    const roles = (await many(c, role, sql`true`)).filter((r) => isAdmin(r.rights)).map((r) => r.id)
    return (await many(c, member, sql`t.active and t.role_id = any(${roles}::uuid[])`)).map((m) => m.id)
  }
  const told = owner?.active ? [owner.id] : await admins()
  for (const id of told)
    await notify(c, id, {
      kind: 'reportNotSent',
      title: `The report “${row.name}” was not sent`,
      body: why.problem,
      target: { entity: 'reportSchedule', id: row.id },
    })
}

const mailTo = async (c: Ctx, row: ReportSchedule, owner: Member, to: Member): Promise<void> => {
  const report = c.registry.report(row.report)
  const address = `/reports/${row.report}?${new URLSearchParams(row.params).toString()}`
  await queueMail(c, {
    to: to.email,
    toName: to.name,
    subject: row.name,
    paragraphs: [
      report?.help ?? '',
      to.id === owner.id
        ? 'The figures are in the file attached.'
        : `The figures are in the file attached, as ${owner.name} may see them.`,
    ],
    facts: [['Sent', cadenceText(row)]],
    button: { label: 'Open the report', url: address.replace(/\?$/, '') },
    target: { entity: 'reportSchedule', id: row.id },
    ownerId: owner.id,
    attach: [{ report: row.report, params: row.params, format: row.format, userId: owner.userId ?? '' }],
  })
}

/**
 * The row is locked and looked at again: whoever comes second, another worker or the same job repeated, finds that its
 * next time has moved on. Mails, their jobs and the new time are written together.
 */
const send = async (app: App, c: Ctx, id: string): Promise<void> => {
  const [row] = await many(
    c,
    reportSchedule,
    sql`t.id = ${id} and t.active and t.next_at <= ${c.now}::timestamptz`,
    sql`for update of t`,
  )
  if (!row) return
  const owner = row.ownerId ? await find(c, member, row.ownerId) : undefined
  const nextAt = nextDue(c.now, row, c.workspace.timeZone)
  const hindrance = await hindranceOf(app, c, row, owner)
  if (hindrance || !owner) {
    const why = hindrance ?? { problem: 'It has no owner.', stop: true }
    await update(c, reportSchedule, row, { nextAt, problem: why.problem, ...(why.stop ? { active: false } : {}) })
    return tellOf(c, row, owner, why)
  }
  const others = await many(c, member, sql`t.active and t.id = any(${row.recipients}::uuid[])`, sql`order by t.name`)
  for (const to of row.recipients.length === 0 ? [owner] : others) await mailTo(c, row, owner, to)
  await update(c, reportSchedule, row, { nextAt, lastSentAt: c.now, problem: null })
}

export const sendReports = every('*/5 * * * *', 'send scheduled reports', async (j) => {
  const due = await j.transaction((c) =>
    many(
      c,
      reportSchedule,
      sql`t.active and t.next_at <= ${c.now}::timestamptz`,
      sql`order by t.next_at, t.id limit 500`,
    ),
  )
  for (const { id } of due) await j.transaction((c) => send(j.app, c, id))
})
