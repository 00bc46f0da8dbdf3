/** Writing quotes: create, change, delete, and the verbs that are no steps. The steps stand in `steps.ts`. */
import { addDays } from '../../kernel/dates.ts'
import { carriedHeaderKeys, carriedKeys, pick } from '../../kernel/document.ts'
import { invalid, refused } from '../../kernel/errors.ts'
import { creates, removes, restores, updates, verb } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { insert, partRows, saveParts, update } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { createLink, notify, queueMail, revokeLinks } from '../admin/index.ts'
import { type HeaderValues, type LineDraft, type PreparedDocument, prepareDocument } from './documents.ts'
import { type Quote, quote, quoteComment, quoteLine } from './model.ts'
import { fromOpportunity } from './opportunity.ts'
import { recipientOf } from './print.ts'
import {
  alwaysEditable,
  commentsAllowed,
  declineReasonRequired,
  editableStates,
  openStates,
  quoteVerbs,
  signatureRequired,
  statusLabel,
  validityDays,
  whyNotDelete,
} from './rules.ts'

const insertQuote = async (
  c: Ctx,
  given: HeaderValues & Parameters<typeof insert<typeof quote>>[2],
  lines: readonly LineDraft[],
): Promise<Quote> => {
  const issueDate = given.issueDate ?? c.today
  const prepared = await prepareDocument(c, issueDate, given, lines)
  const row = await insert(c, quote, {
    ...given,
    ...prepared.header,
    issueDate,
    validUntil: given.validUntil ?? addDays(issueDate, settingOf(c.workspace, validityDays)),
    allowComments: given.allowComments ?? settingOf(c.workspace, commentsAllowed),
    requireSignature: given.requireSignature ?? settingOf(c.workspace, signatureRequired),
    requireDeclineReason: given.requireDeclineReason ?? settingOf(c.workspace, declineReasonRequired),
  })
  await saveParts(c, quoteLine, row, prepared.lines)
  return row
}

export const createQuote = creates(quote, {
  parts: { lines: quoteLine },
  run: async (c, { lines, ...given }) => {
    const from = given.opportunityId ? await fromOpportunity(c, given.opportunityId) : undefined
    const known = Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined && v !== null))
    return insertQuote(c, { ...from?.header, ...known }, lines ?? from?.lines ?? [])
  },
})

const assertEditable = (row: Quote, keys: readonly string[]): void => {
  if (editableStates.includes(row.status) || keys.every((k) => alwaysEditable.includes(k))) return
  throw refused(
    'frozen',
    openStates.includes(row.status)
      ? 'The customer has this quote. Revise it, or make a new revision, to change it.'
      : `A quote that is ${statusLabel(row)} cannot be changed.`,
  )
}

const write = async (c: Ctx, row: Quote, patch: Partial<Quote>, prepared: PreparedDocument): Promise<Quote> => {
  const next = await update(c, quote, row, { ...patch, ...prepared.header })
  if (prepared.linesChanged || next.currency !== row.currency) await saveParts(c, quoteLine, next, prepared.lines)
  return next
}

export const updateQuote = updates(quote, {
  parts: { lines: quoteLine },
  run: async (c, row, { lines, ...patch }) => {
    const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))
    assertEditable(row, [...Object.keys(given), ...(lines ? ['lines'] : [])])
    const stored = await partRows(c, quoteLine, row.id)
    return write(c, row, given, await prepareDocument(c, row.issueDate ?? c.today, given, lines, row, stored))
  },
})

export const deleteQuote = removes(quote, { guard: whyNotDelete })
export const restoreQuote = restores(quote)

export const extendQuote = verb(quoteVerbs, 'extend', async (c, row, { validUntil }) => {
  if (validUntil < c.today) throw invalid('validUntil', 'Choose today or a later day.')
  return update(c, quote, row, { validUntil })
})

const copied = (row: Quote): HeaderValues => ({
  ...pick(row, carriedHeaderKeys),
  intro: row.intro,
  terms: row.terms,
  internalNotes: row.internalNotes,
})

const copyLines = async (c: Ctx, row: Quote): Promise<LineDraft[]> =>
  (await partRows(c, quoteLine, row.id)).map((line) => ({
    ...pick(line, carriedKeys),
    optional: line.optional,
    selected: line.selected,
  }))

const answering = (row: Quote) =>
  pick(row, ['allowComments', 'requireSignature', 'requireDeclineReason', 'ownerId', 'teamId'])

export const newRevision = verb(quoteVerbs, 'newRevision', async (c, row) =>
  insertQuote(
    c,
    {
      ...copied(row),
      ...answering(row),
      opportunityId: row.opportunityId,
      leadId: row.leadId,
      revision: row.revision + 1,
      revisionOfId: row.id,
    },
    await copyLines(c, row),
  ),
)

export const copyQuote = verb(quoteVerbs, 'copy', async (c, row) =>
  insertQuote(
    c,
    { ...copied(row), ...answering(row), opportunityId: row.opportunityId, leadId: row.leadId, exchangeRate: null },
    await copyLines(c, row),
  ),
)

export const chooseOptions = verb(
  quoteVerbs,
  'chooseOptions',
  async (c, row, { selected }) => {
    const stored = await partRows(c, quoteLine, row.id)
    const optional = new Set(stored.filter((line) => line.optional).map((line) => line.id))
    const unknown = Array.isArray(selected) ? selected.findIndex((id) => !optional.has(id)) : 0
    if (unknown >= 0) throw invalid(`selected.${unknown}`, 'is not an optional line of this quote')
    const lines = stored.map((line) => (line.optional ? { ...line, selected: selected.includes(line.id) } : line))
    return write(c, row, {}, await prepareDocument(c, row.issueDate ?? c.today, {}, lines, row, stored))
  },
  { admits: ['user', 'apiKey', 'system', 'portal'], right: 'edit' },
)

export const commentOnQuote = verb(
  quoteVerbs,
  'comment',
  async (c, row, { body, authorName }) => {
    const fromCustomer = c.actor.kind === 'portal'
    if (fromCustomer && !row.allowComments) throw refused('commentsOff', 'Comments are closed on this quote.')
    const who = await recipientOf(c, row)
    const name = fromCustomer ? (authorName ?? who?.name ?? 'Customer') : c.actor.name
    await insert(c, quoteComment, { quoteId: row.id, body, authorName: name, fromCustomer })
    const target = { entity: 'quote', id: row.id }
    if (fromCustomer)
      await notify(c, row.ownerId, { kind: 'quoteComment', title: `${name} commented on ${row.number}`, body, target })
    else if (who?.email && row.sentAt)
      await queueMail(c, {
        to: who.email,
        toName: who.name,
        subject: `Reply to your comment on quote ${row.number}`,
        paragraphs: [`${name} wrote:`, body],
        button: { label: 'Open quote', url: await createLink(c, target, who.name) },
        target,
        ownerId: row.ownerId,
        ...(who.language ? { language: who.language } : {}),
      })
    return row
  },
  { admits: ['user', 'apiKey', 'system', 'portal'], right: 'view' },
)

export const linkToQuote = verb(
  quoteVerbs,
  'portalLink',
  async (c, row) => ({
    data: { path: await createLink(c, { entity: 'quote', id: row.id }, (await recipientOf(c, row))?.name ?? null) },
  }),
  { right: 'send' },
)

export const revokeQuoteLinks = verb(
  quoteVerbs,
  'revokeLinks',
  async (c, row) => {
    await revokeLinks(c, { entity: 'quote', id: row.id })
    return row
  },
  { right: 'send' },
)
