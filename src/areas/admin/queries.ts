/** What administration looks at: the audit, and jobs that failed for good. */
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Wire } from '../../kernel/codec.ts'
import { addDays } from '../../kernel/dates.ts'
import { boolean, choice, day, integer, text } from '../../kernel/entity.ts'
import { forbidden, invalid } from '../../kernel/errors.ts'
import { runStatement, Statement } from '../../kernel/server/list/statement.ts'
import { listReader, query, type ReadCtx } from '../../kernel/server/query.ts'
import { csvStream } from '../../kernel/server/spreadsheet.ts'
import { type EventRow, eventColumns, tellEvents } from '../../kernel/server/timeline.ts'
import { verifySeals } from './seals.ts'

const assertAllowed = (c: ReadCtx, entity: string, what: string): void => {
  if (!c.allows(entity, 'view')) throw forbidden(`Your role does not allow you to see ${what}.`)
}

const ids = z.uuid('must be the id of a record')
const limits = z.int().min(1, 'must be 1 to 200').max(200, 'must be 1 to 200')
const checked = <T>(schema: z.ZodType<T>, value: unknown, path: string): T => {
  const r = schema.safeParse(value)
  if (!r.success) throw invalid(path, r.error.issues[0]?.message ?? 'is not valid')
  return r.data
}

const dayBound = (s: Statement, c: ReadCtx, value: string): string =>
  `(${s.param(value, 'date')}::timestamp at time zone ${s.param(c.workspace.timeZone, 'text')})`

const auditParams = {
  entity: text({ max: 60 }),
  recordId: text({ max: 36 }),
  memberId: text({ max: 36 }),
  action: text({ max: 120, help: 'The whole name, such as quote.send' }),
  topic: choice({ signIn: 'Sign-ins', account: 'Accounts', rights: 'Rights and users', export: 'Exports' }),
  from: day(),
  to: day(),
}
/** The events of a topic: names by PostgreSQL's LIKE, so that what areas add (`invoice.export`) is among them. */
const topics = {
  signIn: ['member.signIn', 'member.signOut', '%.signInFailed'],
  account: [
    'member.changePassword',
    'member.resetPassword',
    'member.join',
    'member.endSession',
    'member.revokeSessions',
    'member.%SecondFactor',
    'member.renewRecoveryCodes',
  ],
  rights: [
    'role.%',
    'team.%',
    'member.invite',
    'member.update',
    'member.deactivate',
    'member.reactivate',
    'setting.update',
    'workspace.update',
  ],
  export: ['%.export'],
} as const

type AuditFilter = { [K in Exclude<keyof typeof auditParams, 'topic'>]?: string | null } & {
  topic?: keyof typeof topics | null
}
type Told = Wire & { id: string; ip: string | null }

const auditPage = async (
  c: ReadCtx,
  p: AuditFilter,
  cursor: string | null,
  limit: number,
): Promise<{ data: Told[]; nextCursor: string | null }> => {
  const s = new Statement(c.workspace.id)
  const where: string[] = []
  if (p.entity) where.push(`e."entity" = ${s.param(p.entity, 'text')}`)
  if (p.recordId) where.push(`e."record_id" = ${s.param(checked(ids, p.recordId, 'recordId'), 'uuid')}`)
  if (p.memberId) where.push(`e."actor_id" = ${s.param(checked(ids, p.memberId, 'memberId'), 'uuid')}`)
  if (p.action) where.push(`e."name" = ${s.param(p.action, 'text')}`)
  if (p.topic) where.push(`e."name" like any(${s.param([...topics[p.topic]], 'text[]')})`)
  if (p.from) where.push(`e."at" >= ${dayBound(s, c, p.from)}`)
  if (p.to) where.push(`e."at" < ${dayBound(s, c, addDays(p.to, 1))}`)
  if (cursor) where.push(`e."id" < ${s.param(checked(ids, cursor, 'cursor'), 'uuid')}`)
  const conditions = where.map((w) => ` and ${w}`).join('')
  const rows = await runStatement<EventRow & { ip: string | null }>(
    c.tx,
    c.workspace.id,
    `select ${eventColumns}, e."ip" from "event" e where e."workspace_id" = $1${conditions} order by e."id" desc limit ${limit + 1}`,
    s.values,
  )
  const page = rows.slice(0, limit)
  const told = await tellEvents(c.tx, listReader(c), page)
  return {
    data: told.map((e, i) => ({ ...e, id: String(e.id), ip: page[i]?.ip ?? null })),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** `GET /audit`: every change of every record, newest first, with who, when, from where, old and new. */
export const audit = query(
  undefined,
  'audit',
  { params: { ...auditParams, cursor: text({ max: 36 }), limit: integer() } },
  async (c, { cursor, limit, ...filter }) => {
    assertAllowed(c, 'audit', 'the audit')
    return auditPage(c, filter, cursor ?? null, checked(limits, limit ?? 50, 'limit'))
  },
)

/** More than this is for the backup, not for a spreadsheet. */
const exportedEvents = 20_000

const cellText = (v: unknown): string =>
  v === null || v === undefined ? '' : typeof v === 'string' ? v : JSON.stringify(v)
const pairsOf = (x: unknown): [string, { from?: unknown; to?: unknown }][] =>
  typeof x === 'object' && x !== null ? Object.entries(x) : []

/** One line for each changed field; an event without changes has one of its own. */
async function* auditLines(c: ReadCtx, filter: AuditFilter): AsyncGenerator<string[]> {
  let cursor: string | null = null
  for (let told = 0; told < exportedEvents; ) {
    const page: Awaited<ReturnType<typeof auditPage>> = await auditPage(c, filter, cursor, 1000)
    for (const e of page.data) {
      const actor = typeof e.actor === 'object' && e.actor !== null && 'name' in e.actor ? String(e.actor.name) : ''
      const head = [
        String(e.at),
        actor,
        e.ip ?? '',
        String(e.action),
        String(e.entity),
        String(e.recordId),
        String(e.label),
      ]
      const changes = pairsOf(e.changes)
      const labels = new Map(pairsOf(e.changeLabels))
      if (changes.length === 0) yield [...head, '', '', '']
      for (const [field, { from, to }] of changes)
        yield [...head, field, cellText(labels.get(field)?.from ?? from), cellText(labels.get(field)?.to ?? to)]
    }
    told += page.data.length
    cursor = page.nextCursor
    if (cursor === null) return
  }
}

const auditHeaders = ['At', 'By', 'Address', 'Action', 'Kind', 'Id', 'Record', 'Field', 'Before', 'After']

/** `GET /audit-export`: the same, filtered alike, as CSV; the newest 20,000 events. */
export const auditExport = query(
  undefined,
  'audit-export',
  { params: auditParams, noted: 'audit.export' },
  async (c, filter) => {
    assertAllowed(c, 'audit', 'the audit')
    const columns = auditHeaders.map((header) => ({ header, type: 'text' as const }))
    const file = await buffer(csvStream(columns, auditLines(c, filter)))
    return { file, name: `audit-${c.today}.csv`, type: 'text/csv; charset=utf-8' }
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
  error: string
  attempts: number
  failedAt: string
  retriedAt: string | null
}

/**
 * `GET /failed-jobs`: what was tried as often as it may be; `retried=true` also those that were started again. What they
 * were to do stays inside: a mail that failed may hold a link to a new password.
 */
export const failedJobs = query(
  undefined,
  'failed-jobs',
  { params: { cursor: text({ max: 36 }), retried: boolean(), limit: integer() } },
  async (c, p) => {
    assertAllowed(c, 'failedJob', 'failed jobs')
    const limit = checked(limits, p.limit ?? 50, 'limit')
    const after = p.cursor ? sql`and id < ${checked(ids, p.cursor, 'cursor')}::uuid` : sql``
    const r = await sql<Failure>`select id, name, error, attempts, failed_at as "failedAt", retried_at as "retriedAt"
      from job_failure where workspace_id = ${c.workspace.id}
        ${p.retried ? sql`` : sql`and retried_at is null`} ${after}
      order by id desc limit ${limit + 1}`.execute(c.tx)
    const page = r.rows.slice(0, limit)
    return { data: page, nextCursor: r.rows.length > limit ? (page.at(-1)?.id ?? null) : null }
  },
)
