/** Reading a quote as a document: its PDF, and what the customer sees of it. */
import { priceDocument } from '../../kernel/document.ts'
import { why } from '../../kernel/flow.ts'
import type { ToPrint } from '../../kernel/server/answers.ts'
import { type ReadCtx, recordQuery } from '../../kernel/server/query.ts'
import { get, partRows } from '../../kernel/server/table.ts'
import { shownFigures } from '../../kernel/server/figures.ts'
import { customerView } from './customerView.ts'
import { quoteFacts } from './facts.ts'
import { type Quote, quote, quoteComment, quoteLine } from './model.ts'
import { logoOf, partiesOf, printable, proposedLetter } from './print.ts'
import { isExpired, openStates, quoteFlow, statusLabel } from './rules.ts'
import { quoteWords } from './steps.ts'

const anyone = ['user', 'apiKey', 'system', 'portal'] as const

const currencyOf = (c: ReadCtx, row: Quote): string => row.currency ?? c.workspace.baseCurrency

/** What is printed is what was sent: a draft is marked as one although it has its number. */
const toPrint = async (c: ReadCtx, row: Quote) => ({
  ...printable('quote', row, await partRows(c, quoteLine, row.id), await partiesOf(c, row), c.workspace.baseCurrency),
  ...(row.issueDate ? { issueDate: row.issueDate } : {}),
  ...(row.validUntil ? { validUntil: row.validUntil } : {}),
  ...(row.title
    ? {
        references: [
          ...(row.customerReference ? [{ label: 'Your reference', value: row.customerReference }] : []),
          { label: 'Subject', value: row.title },
        ],
      }
    : {}),
  ...(row.revision > 1 ? { title: `Quote, revision ${row.revision}` } : {}),
  draft: row.sentAt === null,
  signature: row.requireSignature === true,
})

export const quotePdf = recordQuery(quote, 'pdf', { admits: anyone }, async (c, id) => {
  const row = await get(c, quote, id)
  return {
    print: await toPrint(c, row),
    name: `${row.number ?? 'Quote'}.pdf`,
  } satisfies ToPrint
})

export const quoteLetter = recordQuery(quote, 'letter', { right: 'send' }, async (c, id) => {
  const row = await get(c, quote, id)
  return proposedLetter(c, row, quoteWords(row))
})

/** For the customer's page. */
export const quoteLogo = recordQuery(quote, 'logo', { admits: ['portal'] }, async (c, id) =>
  logoOf(await partiesOf(c, await get(c, quote, id))),
)

/** How each figure of the quote comes about. */
export const quoteExplanation = recordQuery(quote, 'explain', {}, async (c, id) => {
  const row = await get(c, quote, id)
  const lines = await partRows(c, quoteLine, id)
  return shownFigures(c.actor, quote, priceDocument({ ...row, currency: currencyOf(c, row) }, lines).explain())
})

/** What the rules say to the seller, said to the customer. */
const customerWords: Readonly<Record<string, string>> = {
  expired: 'This quote has expired. Ask us for a new one.',
  superseded: 'A newer version of this quote was sent to you.',
}

/** The quote as its customer may see it: never cost, margin or internal notes. */
export const quoteForCustomer = recordQuery(quote, 'portal', { admits: ['portal'] }, async (c, id) => {
  const row = await get(c, quote, id)
  const [lines, comments, parties, facts] = [
    await partRows(c, quoteLine, id),
    await partRows(c, quoteComment, id),
    await partiesOf(c, row),
    (await quoteFacts.loadFacts(c, [id])).get(id),
  ]
  const no = facts ? why(quoteFlow, 'accept', row, facts) : undefined
  const state = isExpired(row, c.today) ? 'expired' : row.status
  return {
    ...customerView(row, lines, parties, currencyOf(c, row)),
    kind: 'quote',
    revision: row.revision,
    status: state,
    // whether they have looked is ours to know; what counts for them is that it waits for their answer
    statusLabel:
      openStates.includes(row.status) && state !== 'expired'
        ? 'Open'
        : (quoteFlow.derived[state]?.label ?? statusLabel(row)),
    issueDate: row.issueDate,
    validUntil: row.validUntil,
    comments: comments.map(({ id: commentId, body, authorName, fromCustomer, createdAt }) => ({
      id: commentId,
      body,
      authorName,
      fromCustomer,
      createdAt,
    })),
    acceptance: row.acceptance ? { name: row.acceptance.name, at: row.acceptance.at, hash: row.acceptance.hash } : null,
    declineReason: row.declineReason,
    requireSignature: row.requireSignature === true,
    requireDeclineReason: row.requireDeclineReason === true,
    canAccept: no === undefined,
    whyNot: no ? (customerWords[no.reason] ?? no.message) : null,
    canDecline: openStates.includes(row.status),
    canComment: row.allowComments === true,
  }
})
