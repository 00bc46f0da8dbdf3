/** Who is told of what. */
import type { RowData } from '../../kernel/codec.ts'
import type { Entity } from '../../kernel/entity.ts'
import { forgetActors } from '../../kernel/server/auth.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { type Happened, on, within } from '../../kernel/server/jobs.ts'
import { find } from '../../kernel/server/table.ts'
import { notify } from './notify.ts'

/** `the quote Q-2026-001`, or `an invoice` while it has neither number nor title. */
const nameOf = (e: Entity, row: RowData): string => {
  const label = e.label.toLowerCase()
  const title = row[e.title] || row.title
  return typeof title === 'string' && title !== ''
    ? `the ${label} ${title}`
    : `${/^[aeiou]/.test(label) ? 'an' : 'a'} ${label}`
}

const ofNoInterest = new Set(['notification', 'savedView', 'fileRecord', 'mailMessage'])

/**
 * The one who owns the record now, when that is news: it was given to them by someone else. What an action makes beside
 * its own record, such as the invoice of an order, goes to that record's owner as a matter of course.
 */
const newOwner = (c: Ctx, event: Happened, e: Entity | undefined): string | undefined => {
  const [before, after] = event.changes.ownerId ?? []
  if (!e?.owned || e.partOf || ofNoInterest.has(e.name) || c.quiet) return undefined
  if (c.subject && c.subject.id !== event.recordId) return undefined
  return typeof after === 'string' && after !== before && after !== c.actor.memberId ? after : undefined
}

/**
 * Looked for in the transaction itself: nearly every event gives nothing to anyone, and a job for each to find that out
 * would cost more than the look.
 */
export const tellNewOwner = within('*', 'tells the new owner of a record', async (c, event) => {
  const e = c.registry.find(event.entity)
  const to = newOwner(c, event, e)
  const row = to && e ? await find(c, e, event.recordId) : undefined
  if (!to || !e || !row) return
  await notify(c, to, {
    kind: 'assigned',
    title: `${c.actor.name} gave you ${nameOf(e, row)}`,
    target: { entity: e.name, id: event.recordId },
  })
})

/** Rights are kept for some seconds in each process; where the job runs, they are read again at once. */
export const rightsChanged = on('role.*', 'forgets kept rights', async (c) => forgetActors(c.workspace.id))
export const membersChanged = on('member.*', 'forgets kept rights of members', async (c) =>
  forgetActors(c.workspace.id),
)
