/** The steps of a quote's life. */
import { invalid, refused } from '../../kernel/errors.ts'
import { advance, step } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { lock, partRows } from '../../kernel/server/table.ts'
import { createLink, notify, queueMail } from '../admin/index.ts'
import { acceptanceOf, assertSignature } from './accept.ts'
import { type Quote, quote, quoteLine } from './model.ts'
import { partiesOf, recipientOf } from './print.ts'
import { type QuoteFacts, quoteFlow } from './rules.ts'
import { shownDay, shownMoney } from './show.ts'

const anyone = ['user', 'apiKey', 'system', 'portal'] as const
const target = (row: Quote) => ({ entity: 'quote', id: row.id })
const totalOf = (c: Ctx, row: Quote, language: string | null = null): string =>
  shownMoney(row.grossTotal, row.currency ?? c.workspace.baseCurrency, language, c.workspace.locale)

/** The source stays the one to accept until its revision is sent; from then on it is only read. */
const supersedeSource = async (c: Ctx, row: Quote, facts: QuoteFacts): Promise<void> => {
  if (!row.revisionOfId) return
  const source = await lock(c, quote, row.revisionOfId)
  // The guard asked before the lock; the customer may have been faster since.
  if (source.status === 'accepted' && (source.decidedAt ?? '') > row.createdAt)
    throw refused('sourceAccepted', 'The customer has accepted the previous revision.')
  if (source.status !== 'superseded') await advance(c, quoteFlow, 'supersede', source, facts)
}

/** What the mail says unless the sender says otherwise. */
export const quoteWords = (row: Quote) => ({
  subject: `Quote ${row.number}${row.title ? `: ${row.title}` : ''}`,
  message: 'Thank you for your interest. Please find our quote attached. You can read and accept it online.',
})

export const sendQuote = step(quoteFlow, 'send', async (c, row, input, move, facts) => {
  const who = await recipientOf(c, row)
  const words = quoteWords(row)
  const to = input.to ?? who?.email
  if (!to) throw invalid('to', 'Enter an email address: the contact has none.')
  await supersedeSource(c, row, facts)
  const link = await createLink(c, target(row), who?.name ?? null)
  await queueMail(c, {
    to,
    toName: who?.name ?? null,
    subject: input.subject ?? words.subject,
    title: `Quote ${row.number}`,
    paragraphs: [input.message ?? words.message],
    facts: [
      ['Total', totalOf(c, row, who?.language)],
      ...(row.validUntil
        ? [['Valid until', shownDay(row.validUntil, who?.language, c.workspace.locale)] satisfies [string, string]]
        : []),
    ],
    button: { label: 'View quote', url: link },
    target: target(row),
    ownerId: row.ownerId,
    attach: [{ query: 'quote.pdf', id: row.id }],
    ...(who?.language ? { language: who.language } : {}),
  })
  return move({ sentAt: c.now, viewedAt: null, decidedAt: null, declineReason: null })
})

export const submitQuote = step(quoteFlow, 'submit')
export const approveQuote = step(quoteFlow, 'approve', (c, _row, _input, move) =>
  move({ approvedById: c.actor.memberId }),
)
export const sendBackQuote = step(quoteFlow, 'sendBack', async (c, row, { comment }, move) => {
  await notify(c, row.ownerId, {
    kind: 'quoteSentBack',
    title: `${row.number} is back in draft`,
    body: comment ?? null,
    target: target(row),
  })
  return move({ approvedById: null })
})

export const viewQuote = step(
  quoteFlow,
  'view',
  async (c, row, _input, move) => {
    await notify(c, row.ownerId, {
      kind: 'quoteViewed',
      title: `${row.number} was viewed`,
      body: row.title,
      target: target(row),
    })
    return move({ viewedAt: c.now })
  },
  { admits: ['portal', 'system'] },
)

export const acceptQuote = step(
  quoteFlow,
  'accept',
  async (c, row, { name, signature, agent }, move) => {
    const atPortal = c.actor.kind === 'portal'
    if (atPortal && row.requireSignature && !signature) throw invalid('signature', 'Please sign to accept this quote.')
    if (signature) assertSignature(signature)
    const lines = await partRows(c, quoteLine, row.id)
    const acceptance = acceptanceOf(c, row, lines, await partiesOf(c, row), {
      name,
      signature,
      agent: atPortal ? agent : null,
    })
    await notify(c, row.ownerId, {
      kind: 'quoteAccepted',
      title: `${name} accepted ${row.number}`,
      body: totalOf(c, row),
      target: target(row),
    })
    return move({ decidedAt: c.now, viewedAt: row.viewedAt ?? (atPortal ? c.now : null), acceptedBy: name, acceptance })
  },
  { admits: anyone },
)

export const declineQuote = step(
  quoteFlow,
  'decline',
  async (c, row, { reason }, move) => {
    if (row.requireDeclineReason && !reason) throw invalid('reason', 'Please tell us why.')
    await notify(c, row.ownerId, {
      kind: 'quoteDeclined',
      title: `${row.number} was declined`,
      body: reason ?? null,
      target: target(row),
    })
    return move({ decidedAt: c.now, declineReason: reason ?? null })
  },
  { admits: anyone },
)

/** Reopened after sending: the same number with the next revision, not acceptable until it is sent again. */
export const reviseQuote = step(quoteFlow, 'revise', (_c, row, _input, move) =>
  move({ revision: row.revision + 1, approvedById: null }),
)
export const supersedeQuote = step(quoteFlow, 'supersede', undefined, { admits: ['system'] })
export const cancelQuote = step(quoteFlow, 'cancel')
