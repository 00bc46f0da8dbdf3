/** Making and changing schedules of reports. */
import { sql } from 'kysely'
import { z } from 'zod'
import { forbidden, invalid } from '../../kernel/errors.ts'
import { creates, removes, restores, updates } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { parseReportParams, reportFor } from '../../kernel/server/runReport.ts'
import { insert, many, update } from '../../kernel/server/table.ts'
import { member } from '../admin/model.ts'
import { type ReportSchedule, reportSchedule } from './model.ts'
import { type Cadence, nextDue } from './rules.ts'

type Wanted = Cadence & Pick<ReportSchedule, 'report' | 'params' | 'recipients'>

const paramValues = z.record(z.string().max(64), z.union([z.string().max(255), z.number(), z.boolean()]))
const memberIds = z.array(z.uuid('must be ids of users')).max(50, 'must be at most 50 users')

/** The report must be one the owner may take away, asked for as it can be asked; everyone it goes to must be there. */
const check = async (c: Ctx, s: Wanted): Promise<void> => {
  if (s.hour < 0 || s.hour > 23) throw invalid('hour', 'must be from 0 to 23')
  if (s.dayOfMonth !== null && (s.dayOfMonth < 1 || s.dayOfMonth > 31))
    throw invalid('dayOfMonth', 'must be from 1 to 31')
  const r = c.registry.report(s.report)
  if (!r) throw invalid('report', 'is not the name of a report')
  reportFor(c, c.actor, r.name, 'export')
  const params = paramValues.safeParse(s.params)
  if (!params.success) throw invalid('params', 'must be the parameters of the report, each a text')
  parseReportParams(r, new URLSearchParams(Object.entries(params.data).map(([k, v]) => [k, String(v)])))
  const ids = memberIds.safeParse(s.recipients)
  if (!ids.success) throw invalid('recipients', ids.error.issues[0]?.message ?? 'must be ids of users')
  const found = await many(c, member, sql`t.active and t.id = any(${ids.data}::uuid[])`)
  if (found.length < new Set(ids.data).size) throw invalid('recipients', 'names somebody who is not an active user')
}

export const createSchedule = creates(reportSchedule, {
  run: async (c, input) => {
    if (input.ownerId && input.ownerId !== c.actor.memberId)
      throw invalid('ownerId', 'must be you: a report is sent with the rights of its owner')
    const wanted: Wanted = {
      report: input.report,
      params: input.params ?? {},
      recipients: input.recipients ?? [],
      cadence: input.cadence ?? 'weekly',
      weekday: input.weekday ?? 'monday',
      dayOfMonth: input.dayOfMonth ?? 1,
      hour: input.hour ?? 8,
    }
    await check(c, wanted)
    return insert(c, reportSchedule, {
      ...input,
      ...wanted,
      weekday: input.weekday ?? 'monday',
      dayOfMonth: input.dayOfMonth ?? 1,
      ownerId: c.actor.memberId,
      nextAt: nextDue(c.now, wanted, c.workspace.timeZone),
    })
  },
})

/** Others may stop a schedule that is not theirs; what goes out with somebody's rights only they decide. */
const forOthers = new Set(['active'])

export const updateSchedule = updates(reportSchedule, {
  run: async (c, row, patch) => {
    const changed = Object.entries(patch).flatMap(([k, v]) => (v === undefined ? [] : [k]))
    if (row.ownerId !== c.actor.memberId && changed.some((k) => !forOthers.has(k)))
      throw forbidden('It is sent with the rights of its owner, who alone may change it. You can stop or delete it.')
    if (patch.ownerId !== undefined && patch.ownerId !== row.ownerId)
      throw invalid('ownerId', 'stays: a report is sent with the rights of its owner')
    const next = { ...row, ...Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined)) }
    if (changed.some((k) => !forOthers.has(k))) await check(c, next)
    return update(c, reportSchedule, row, {
      ...patch,
      nextAt: nextDue(c.now, next, c.workspace.timeZone),
      ...(patch.active === true ? { problem: null } : {}),
    })
  },
})

export const deleteSchedule = removes(reportSchedule)
export const restoreSchedule = restores(reportSchedule)
