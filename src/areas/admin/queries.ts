/** What administration looks at: the audit, and jobs that failed for good. */
import { sql } from 'kysely'
import { z } from 'zod'
import { addDays } from '../../kernel/dates.ts'
import { day, text } from '../../kernel/entity.ts'
import { forbidden, invalid } from '../../kernel/errors.ts'
import { parseWith } from '../../kernel/schema.ts'
import { runStatement, Statement } from '../../kernel/server/list/statement.ts'
import { listReader, query, type ReadCtx } from '../../kernel/server/query.ts'
import { type EventRow, eventColumns, tellEvents } from '../../kernel/server/timeline.ts'
import { verifySeals } from './seals.ts'

const assertAllowed = (c: ReadCtx, entity: string, what: string): void => {
  if (!c.allows(entity, 'view')) throw forbidden(`Your role does not allow you to see ${what}.`)
}

const ids = z.uuid('must be the id of a record')
const limits = z.coerce.number('must be a number').int().min(1).max(200)
const checked = <T>(schema: z.ZodType<T>, value: unknown, path: string): T => {
  const r = schema.safeParse(value)
  if (!r.success) throw invalid(path, r.error.issues[0]?.message ?? 'is not valid')
  return r.data
}

const dayBound = (s: Statement, c: ReadCtx, value: string): string =>
  `(${s.param(value, 'date')}::timestamp at time zone ${s.param(c.workspace.timeZone, 'text')})`

/** `GET /audit`: every change of every record, newest first, with who, when, from where, old and new. */
export const audit = query(
  undefined,
  'audit',
  {
    params: {
      entity: text({ max: 60 }),
      recordId: text({ max: 36 }),
      memberId: text({ max: 36 }),
      action: text({ max: 120, help: 'The whole name, such as quote.send' }),
      from: day(),
      to: day(),
      cursor: text({ max: 36 }),
      limit: text({ max: 3 }),
    },
  },
  async (c, p) => {
    assertAllowed(c, 'audit', 'the audit')
    const s = new Statement(c.workspace.id)
    const where: string[] = []
    if (p.entity) where.push(`e."entity" = ${s.param(p.entity, 'text')}`)
    if (p.recordId) where.push(`e."record_id" = ${s.param(checked(ids, p.recordId, 'recordId'), 'uuid')}`)
    if (p.memberId) where.push(`e."actor_id" = ${s.param(checked(ids, p.memberId, 'memberId'), 'uuid')}`)
    if (p.action) where.push(`e."name" = ${s.param(p.action, 'text')}`)
    if (p.from) where.push(`e."at" >= ${dayBound(s, c, p.from)}`)
    if (p.to) where.push(`e."at" < ${dayBound(s, c, addDays(p.to, 1))}`)
    if (p.cursor) where.push(`e."id" < ${s.param(checked(ids, p.cursor, 'cursor'), 'uuid')}`)
    const limit = p.limit ? checked(limits, p.limit, 'limit') : 50
    const conditions = where.map((w) => ` and ${w}`).join('')
    const rows = await runStatement<EventRow & { ip: string | null }>(
      c.tx,
      c.workspace.id,
      `select ${eventColumns}, e."ip" from "event" e where e."workspace_id" = $1${conditions} order by e."id" desc limit ${limit + 1}`,
      s.values,
    )
    const page = rows.slice(0, limit)
    const told = await tellEvents(c.tx, listReader(c), page)
    const addresses = new Map(page.map((r) => [r.id, r.ip]))
    return {
      data: told.map((e) => ({ ...e, ip: addresses.get(String(e.id)) ?? null })),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
)

/** `GET /audit-check`: walks the chain of seals; says where it breaks, if it does. */
export const auditCheck = query(undefined, 'audit-check', {}, async (c) => {
  assertAllowed(c, 'audit', 'the audit')
  return verifySeals(c.tx, c.workspace.id)
})

type Failure = {
  id: string
  name: string
  payload: Record<string, unknown>
  error: string
  attempts: number
  failedAt: string
  retriedAt: string | null
}

/** `GET /failed-jobs`: what was tried as often as it may be; `retried=true` also those that were started again. */
export const failedJobs = query(
  undefined,
  'failed-jobs',
  { params: { cursor: text({ max: 36 }), retried: text({ max: 5 }), limit: text({ max: 3 }) } },
  async (c, p) => {
    assertAllowed(c, 'failedJob', 'failed jobs')
    const { limit } = parseWith(z.object({ limit: limits.default(50) }), p.limit ? { limit: p.limit } : {})
    const after = p.cursor ? sql`and id < ${checked(ids, p.cursor, 'cursor')}::uuid` : sql``
    const r =
      await sql<Failure>`select id, name, payload, error, attempts, failed_at as "failedAt", retried_at as "retriedAt"
      from job_failure where workspace_id = ${c.workspace.id}
        ${p.retried === 'true' ? sql`` : sql`and retried_at is null`} ${after}
      order by id desc limit ${limit + 1}`.execute(c.tx)
    const page = r.rows.slice(0, limit)
    return { data: page, nextCursor: r.rows.length > limit ? (page.at(-1)?.id ?? null) : null }
  },
)
