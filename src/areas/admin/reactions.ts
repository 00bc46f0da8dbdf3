/** Who is told of what. */
import { sql } from 'kysely'
import type { RowData } from '../../kernel/codec.ts'
import type { Entity } from '../../kernel/entity.ts'
import { forgetActors } from '../../kernel/server/auth.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { type Happened, on, within } from '../../kernel/server/jobs.ts'
import { find } from '../../kernel/server/table.ts'
import { notify } from './notify.ts'

/** A document without a number yet goes by its kind. */
const titleOf = (e: Entity, row: RowData): string => {
  const title = row[e.title]
  return typeof title === 'string' && title !== '' ? title : e.label
}

const ofNoInterest = new Set(['notification', 'savedView', 'fileRecord', 'mailMessage'])

/** The one who owns the record now, when that is news: it was given to them by someone else. */
const newOwner = (c: Ctx, event: Happened, e: Entity | undefined): string | undefined => {
  const [before, after] = event.changes.ownerId ?? []
  if (!e?.owned || e.partOf || ofNoInterest.has(e.name) || c.quiet) return undefined
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
  const label = e.label.toLowerCase()
  await notify(c, to, {
    kind: 'assigned',
    title: `${c.actor.name} gave you the ${label} ${titleOf(e, row)}`,
    target: { entity: e.name, id: event.recordId },
  })
})

const quoteNews = {
  'quote.view': (title: string) => `The customer opened ${title}`,
  'quote.accept': (title: string) => `${title} was accepted`,
  'quote.decline': (title: string) => `${title} was declined`,
} as const

const tellOfQuote = (name: keyof typeof quoteNews) =>
  on(name, `tells the owner: ${name}`, async (c, event) => {
    const e = c.registry.find(event.entity)
    const row: RowData | undefined = e ? await find(c, e, event.recordId) : undefined
    if (!e || !row || typeof row.ownerId !== 'string' || row.ownerId === event.actorId) return
    const reason = typeof event.data.reason === 'string' ? event.data.reason : null
    await notify(c, row.ownerId, {
      kind: name,
      title: quoteNews[name](`${e.label} ${titleOf(e, row)}`),
      body: reason,
      target: { entity: e.name, id: event.recordId },
    })
  })

/** Opened again and again is one piece of news a day. */
export const quoteViewed = on('quote.view', 'tells the owner: quote.view', async (c, event) => {
  const told = await sql`select 1 from notification where workspace_id = ${c.workspace.id} and kind = 'quote.view'
    and target_id = ${event.recordId} and created_at > ${c.now}::timestamptz - interval '1 day' limit 1`.execute(c.tx)
  if (told.rows.length === 0) await tellOfQuote('quote.view').run(c, event)
})
export const quoteAccepted = tellOfQuote('quote.accept')
export const quoteDeclined = tellOfQuote('quote.decline')

/** Rights are kept for some seconds in each process; where the job runs, they are read again at once. */
export const rightsChanged = on('role.*', 'forgets kept rights', async (c) => forgetActors(c.workspace.id))
export const membersChanged = on('member.*', 'forgets kept rights of members', async (c) =>
  forgetActors(c.workspace.id),
)
