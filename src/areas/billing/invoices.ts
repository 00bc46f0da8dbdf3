/** Writing invoices: draft, issue, send, write off. */
import { dueDate } from '../../kernel/dates.ts'
import { AppError, invalid, refused } from '../../kernel/errors.ts'
import { missingReasons } from '../../kernel/exemption.ts'
import { documentInput } from '../../kernel/document.ts'
import { advance, creates, removes, restores, step, updates, verb } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { nextNumber } from '../../kernel/server/numbering.ts'
import { find, partRows, saveParts, update } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { createLink, notify, queueMail, revokeLinks } from '../admin/index.ts'
import { account } from '../customers/model.ts'
import { orderVerbs } from '../orders/rules.ts'
import { partiesOf, prepareDocument, recipientOf, shownDay, shownMoney } from '../quoting/index.ts'
import { quoteFlow } from '../quoting/rules.ts'
import { type Invoice, type InvoiceLine, invoice, invoiceLine } from './model.ts'
import { invoiceFlow, invoiceVerbs, isOverdue, paymentTermsDays, whyNotDelete } from './rules.ts'
import { settleInvoice } from './settle.ts'
import { insertInvoice, invoiceFromOrder, invoiceFromQuote, noteChange } from './write.ts'

const frozen = () =>
  refused('frozen', 'An issued invoice cannot be changed. Make a credit note and, if needed, a new invoice.')

export const createInvoice = creates(invoice, {
  parts: { lines: invoiceLine },
  run: (c, { lines, ...given }) => insertInvoice(c, given, lines ?? []),
})

/** Of an issued invoice only what is no part of the document: who looks after it, notes, when it is sent. */
const alwaysEditable = ['ownerId', 'teamId', 'internalNotes', 'sendAt']

export const updateInvoice = updates(invoice, {
  parts: { lines: invoiceLine },
  run: async (c, row, { lines, ...patch }) => {
    const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))
    if (row.status !== 'draft') {
      if (lines || !Object.keys(given).every((k) => alwaysEditable.includes(k))) throw frozen()
      return update(c, invoice, row, given)
    }
    const stored = await partRows(c, invoiceLine, row.id)
    const prepared = await prepareDocument(c, row.issueDate ?? c.today, given, lines, row, stored)
    const next = await update(c, invoice, row, { ...given, ...prepared.header })
    if (prepared.linesChanged || next.currency !== row.currency)
      await noteChange(c, row.orderId, stored, await saveParts(c, invoiceLine, next, prepared.lines))
    return next
  },
})

export const deleteInvoice = removes(invoice, {
  guard: whyNotDelete,
  before: async (c, row) => {
    await noteChange(c, row.orderId, await partRows(c, invoiceLine, row.id), [])
  },
})

const restored = restores(invoice)
export const restoreInvoice = {
  ...restored,
  run: async (...[c, input, row]: Parameters<typeof restored.run>) => {
    const out = await restored.run(c, input, row)
    const back = await find(c, invoice, String(row.id))
    if (back) await noteChange(c, back.orderId, [], await partRows(c, invoiceLine, back.id))
    return out
  },
}

const termsOf = async (c: Ctx, row: Invoice): Promise<number> => {
  if (row.paymentTermsDays !== null) return row.paymentTermsDays
  const customer = row.accountId ? await find(c, account, row.accountId) : undefined
  return customer?.paymentTermsDays ?? settingOf(c.workspace, paymentTermsDays)
}

const assertComplete = (row: Invoice, lines: readonly InvoiceLine[]): void => {
  const errors = missingReasons(documentInput({ ...row, currency: row.currency ?? '' }, lines).lines)
  const [first] = errors
  if (first) throw new AppError('invalid', `${first.message}.`, { errors })
}

/** Prices, parties and due date are settled first; the number is the last thing, so that its counter is locked shortly. */
export const issueInvoice = step(invoiceFlow, 'issue', async (c, row, input, move, known) => {
  const issueDate = input.issueDate ?? row.issueDate ?? c.today
  if (issueDate > c.today) throw invalid('issueDate', 'An invoice is not dated in the future.')
  const lines = await partRows(c, invoiceLine, row.id)
  assertComplete(row, lines)
  const parties = await partiesOf(c, row)
  const days = await termsOf(c, row)
  const due = row.dueDate ?? dueDate(issueDate, { days })
  if (due < issueDate) throw invalid('dueDate', 'The due date is before the invoice date.')
  const number = await nextNumber(c, invoice, { day: issueDate, companyId: row.companyId })
  const moved = await move({
    number,
    issueDate,
    dueDate: due,
    paymentTermsDays: days,
    issuedAt: c.now,
    balance: row.grossTotal,
    parties,
  })
  return moved.balance === 0 ? advance(c, invoiceFlow, 'settle', moved, known, { paidAt: c.now }) : moved
})

const target = (row: Invoice) => ({ entity: 'invoice', id: row.id })
type MailInput = { to?: string | null; subject?: string | null; message?: string | null }

/** What the mail says unless the sender says otherwise. */
export const invoiceWords = (row: Invoice, today: string) =>
  isOverdue(row, today)
    ? {
        subject: `Invoice ${row.number}: payment is overdue`,
        message: 'This invoice is overdue. Please settle it, or tell us if something is wrong.',
      }
    : {
        subject: `Invoice ${row.number}`,
        message: 'Please find our invoice attached. Thank you for your business.',
      }

const mailInvoice = async (c: Ctx, row: Invoice, input: MailInput): Promise<void> => {
  const who = await recipientOf(c, row)
  const to = input.to ?? who?.email
  if (!to) throw invalid('to', 'Enter an email address: the contact has none.')
  const currency = row.currency ?? c.workspace.baseCurrency
  const words = invoiceWords(row, c.today)
  await queueMail(c, {
    to,
    toName: who?.name ?? null,
    subject: input.subject ?? words.subject,
    title: `Invoice ${row.number}`,
    paragraphs: [input.message ?? words.message],
    facts: [
      ['Amount due', shownMoney(row.balance, currency, who?.language, c.workspace.locale)],
      ...(row.dueDate
        ? [['Due', shownDay(row.dueDate, who?.language, c.workspace.locale)] satisfies [string, string]]
        : []),
    ],
    button: { label: 'View invoice', url: await createLink(c, target(row), who?.name ?? null) },
    target: target(row),
    ownerId: row.ownerId,
    attach: [{ query: 'invoice.pdf', id: row.id }],
    ...(who?.language ? { language: who.language } : {}),
  })
}

export const sendInvoice = step(invoiceFlow, 'send', async (c, row, input, move) => {
  await mailInvoice(c, row, input)
  return move({ sentAt: row.sentAt ?? c.now, sendAt: null })
})

/** Sent again in any later state, as a reminder or a copy; a paid one stays paid. */
export const resendInvoice = verb(
  invoiceVerbs,
  'resend',
  async (c, row, input) => {
    await mailInvoice(c, row, input)
    if (row.sentAt) return row
    return row.status === 'issued'
      ? settleInvoice(c, row, { sentAt: c.now })
      : update(c, invoice, row, { sentAt: c.now })
  },
  { right: 'send' },
)

export const writeOffInvoice = step(invoiceFlow, 'writeOff', (_c, row, { reason }, move) =>
  move({ writtenOffTotal: row.balance, balance: 0, writeOffReason: reason }),
)

const bySystem = { admits: ['system'] } as const
export const settlePartStep = step(invoiceFlow, 'settlePart', undefined, bySystem)
export const settleStep = step(invoiceFlow, 'settle', undefined, bySystem)
export const reopenStep = step(invoiceFlow, 'reopen', undefined, bySystem)
export const reopenUnsentStep = step(invoiceFlow, 'reopenUnsent', undefined, bySystem)
export const cancelStep = step(invoiceFlow, 'cancel', undefined, bySystem)

export const quoteToInvoice = step(quoteFlow, 'toInvoice', async (c, row, _input, move) => {
  await invoiceFromQuote(c, row)
  return move()
})

export const orderToInvoice = verb(orderVerbs, 'createInvoice', async (c, row, { lines }) => {
  const made = await invoiceFromOrder(c, row, lines)
  return { data: { entity: 'invoice', id: made.id } }
})

export const linkToInvoice = verb(
  invoiceVerbs,
  'portalLink',
  async (c, row) => ({
    data: { path: await createLink(c, target(row), (await recipientOf(c, row))?.name ?? null) },
  }),
  { right: 'send' },
)

export const revokeInvoiceLinks = verb(
  invoiceVerbs,
  'revokeLinks',
  async (c, row) => {
    await revokeLinks(c, target(row))
    return row
  },
  { right: 'send' },
)

export const markInvoiceViewed = verb(
  invoiceVerbs,
  'markViewed',
  async (c, row) => {
    if (row.viewedAt) return row
    await notify(c, row.ownerId, {
      kind: 'invoiceViewed',
      title: `${row.number} was viewed`,
      body: row.title,
      target: target(row),
    })
    return update(c, invoice, row, { viewedAt: c.now })
  },
  { admits: ['portal', 'system'] },
)
