/** Credit notes: what takes an issued invoice back. */
import { sql } from 'kysely'
import { remainderPart } from '../../kernel/deposit.ts'
import { carriedHeaderKeys, carriedKeys, isCounted, pick, priceDocument, shareOf } from '../../kernel/document.ts'
import { invalid, refused } from '../../kernel/errors.ts'
import { fromMinor, type Minor } from '../../kernel/money.ts'
import { removes, step, updates, verb } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { nextNumber } from '../../kernel/server/numbering.ts'
import { get, insert, lock, many, partRows, type Reads, saveParts, update } from '../../kernel/server/table.ts'
import type { DocumentTotals, PostedPart } from '../../kernel/taxTypes.ts'
import { queueMail } from '../admin/index.ts'
import { chosenQuantities, plus } from '../orders/index.ts'
import { type LineDraft, partiesOf, prepareDocument, recipientOf, shownMoney } from '../quoting/index.ts'
import {
  type CreditNote,
  creditNote,
  creditNoteLine,
  type Invoice,
  type InvoiceLine,
  invoice,
  invoiceLine,
} from './model.ts'
import { creditNoteFlow, creditNoteVerbs, discountShare, invoiceVerbs, liveStates, whyNotDeleteNote } from './rules.ts'
import { freeFromInvoice, lockPayments, settleInvoice, standing } from './settle.ts'
import { noteChange } from './write.ts'

type Credited = { quantity: Map<string, string>; discount: Map<string, Minor>; document: Minor }

/** What earlier credit notes took back already, drafts too, so that two drafts never credit the same thing. */
export const creditedBefore = async (c: Pick<Ctx, 'tx' | 'workspace'>, invoiceId: string): Promise<Credited> => {
  const r = await sql<{ id: string; quantity: string; discount: number }>`
    select l.invoice_line_id as id, sum(l.quantity) as quantity, coalesce(sum(l.discount_amount), 0)::bigint as discount
    from credit_note_line l join credit_note n on n.workspace_id = l.workspace_id and n.id = l.credit_note_id
    where l.workspace_id = ${c.workspace.id} and n.invoice_id = ${invoiceId} and n.deleted_at is null
      and l.deleted_at is null and l.invoice_line_id is not null group by l.invoice_line_id`.execute(c.tx)
  const d = await sql<{ taken: number }>`select coalesce(sum(discount_amount), 0)::bigint as taken from credit_note
    where workspace_id = ${c.workspace.id} and invoice_id = ${invoiceId} and deleted_at is null`.execute(c.tx)
  return {
    quantity: new Map(r.rows.map((x) => [x.id, x.quantity])),
    discount: new Map(r.rows.map((x) => [x.id, x.discount])),
    document: d.rows[0]?.taken ?? 0,
  }
}

type Draft = LineDraft & { invoiceLineId: string | null }

const draftOf = (line: InvoiceLine, quantity: string, before: Credited): Draft => ({
  ...pick(line, carriedKeys),
  quantity,
  invoiceLineId: line.id,
  discountAmount:
    line.discountAmount === null
      ? null
      : shareOf(line.discountAmount, {
          part: quantity,
          whole: line.quantity,
          done: before.quantity.get(line.id) ?? '0',
          taken: before.discount.get(line.id) ?? 0,
        }),
})

const roundingLabel = 'Rounding of partial credit notes'

/** The invoice as far as it is credited by `parts`, calculated as the invoice was. */
const creditedSoFar = (row: Invoice, lines: readonly InvoiceLine[], parts: readonly Part[], discount: Minor | null) => {
  const reached = lines.flatMap((line, i) => {
    const part = parts[i]
    const quantity = part ? plus(part.done, part.part) : '0'
    if (quantity === '0') return []
    const share = { part: quantity, whole: line.quantity, done: '0', taken: 0 }
    return [
      { ...line, quantity, discountAmount: line.discountAmount === null ? null : shareOf(line.discountAmount, share) },
    ]
  })
  return priceDocument({ ...row, currency: row.currency ?? '', discountAmount: discount }, reached).calculated
}

/** The calculated amounts of the invoice's credit notes so far, drafts too. */
const notesOf = async (c: Ctx, row: Invoice): Promise<DocumentTotals[]> => {
  const notes = await many(c, creditNote, sql`t.invoice_id = ${row.id}`)
  const lines = await many(
    c,
    creditNoteLine,
    sql`t.credit_note_id = any(${notes.map((n) => n.id)}::uuid[])`,
    sql`order by t.position, t.id`,
  )
  return notes.map((note) => {
    const own = lines.filter((line) => line.creditNoteId === note.id)
    return priceDocument({ ...note, currency: note.currency ?? '' }, own).calculated
  })
}

type Part = { total: Minor; quantity: string; part: string; done: string }

/** Beside its own lines: what makes this credit note and the earlier ones together exactly what is credited by then. */
const postedFor = async (
  c: Ctx,
  row: Invoice,
  lines: readonly InvoiceLine[],
  parts: readonly Part[],
  own: DocumentTotals,
): Promise<PostedPart[] | null> => {
  const earlier = await notesOf(c, row)
  if (earlier.length === 0) return null
  const before = parts.map((p) => ({ ...p, part: plus(p.done, p.part), done: '0' }))
  const discount = row.discountAmount === null ? null : discountShare(row.discountAmount, before, 0)
  const reached = creditedSoFar(row, lines, parts, discount)
  const rest = remainderPart(reached, earlier, own, 'rounding', roundingLabel)
  return rest ? [rest] : null
}

const draftCreditNote = async (c: Ctx, row: Invoice, wanted: unknown, reason: string | null): Promise<CreditNote> => {
  // What the customer did not take of the offer was not invoiced, and so is not credited.
  const lines = (await partRows(c, invoiceLine, row.id)).filter((line) => line.kind !== 'product' || isCounted(line))
  const before = await creditedBefore(c, row.id)
  const doneOf = (line: InvoiceLine): string => before.quantity.get(line.id) ?? '0'
  const chosen = chosenQuantities(lines, doneOf, wanted)
  if (chosen.length === 0) throw invalid('lines', 'Enter the quantity of at least one line.')
  const quantityOf = (line: InvoiceLine): string => chosen.find((x) => x.line.id === line.id)?.quantity ?? '0'
  const products = lines.filter((line) => line.kind === 'product')
  const parts = products.map(
    (line): Part => ({ total: line.total, quantity: line.quantity, part: quantityOf(line), done: doneOf(line) }),
  )
  const isWhole = parts.every((p) => p.part === p.quantity)
  const drafts = lines.flatMap((line): Draft[] => {
    if (line.kind !== 'product') return isWhole ? [{ ...pick(line, carriedKeys), invoiceLineId: null }] : []
    const quantity = quantityOf(line)
    return quantity === '0' ? [] : [draftOf(line, quantity, before)]
  })
  const header = {
    ...pick(row, carriedHeaderKeys),
    discountAmount: row.discountAmount === null ? null : discountShare(row.discountAmount, parts, before.document),
  }
  const prepared = await prepareDocument(c, row.issueDate ?? c.today, header, drafts)
  const pricing = { ...prepared.header, pricesInclude: row.pricesInclude, rounding: row.rounding }
  const own = priceDocument(pricing, prepared.lines).calculated
  const posted = await postedFor(c, row, products, parts, own)
  const { totals } = priceDocument({ ...pricing, posted }, prepared.lines)
  // What is worth nothing could never be issued.
  if (totals.grossTotal <= 0) throw refused('nothingCredited', 'What is chosen comes to nothing. Credit more of it.')
  const note = await insert(c, creditNote, {
    ...prepared.header,
    ...totals,
    posted,
    invoiceId: row.id,
    reason,
    ownerId: row.ownerId,
    teamId: row.teamId,
  })
  await saveParts(
    c,
    creditNoteLine,
    note,
    prepared.lines.map((line, i) => ({ ...line, invoiceLineId: drafts[i]?.invoiceLineId ?? null })),
  )
  return note
}

export const creditInvoice = verb(invoiceVerbs, 'credit', async (c, row, { lines, reason }) => {
  const note = await draftCreditNote(c, row, lines, reason ?? null)
  return { data: { entity: 'creditNote', id: note.id } }
})

/** A draft's lines follow from the invoice; what may still change is what it says. */
const editable = [
  'reason',
  'intro',
  'terms',
  'title',
  'internalNotes',
  'ownerId',
  'teamId',
  'customerReference',
  'issueDate',
]
export const updateCreditNote = updates(creditNote, {
  run: async (c, row, patch) => {
    const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))
    const keys = Object.keys(given)
    const allowed = row.status === 'draft' ? editable : ['internalNotes', 'ownerId', 'teamId']
    if (!keys.every((k) => allowed.includes(k)))
      throw refused(
        'frozen',
        row.status === 'draft'
          ? 'Lines and prices follow from the invoice. Delete this draft and credit other quantities.'
          : 'An issued credit note cannot be changed.',
      )
    return update(c, creditNote, row, given)
  },
})

export const deleteCreditNote = removes(creditNote, { guard: whyNotDeleteNote })

/** What it exceeds the open balance by, payments had settled: that becomes the customer's credit. */
export const issueCreditNote = step(creditNoteFlow, 'issue', async (c, row, _input, move) => {
  const issueDate = row.issueDate ?? c.today
  if (issueDate > c.today) throw invalid('issueDate', 'A credit note is not dated in the future.')
  const paid = await standing(c, { invoiceId: row.invoiceId })
  const payments = await lockPayments(
    c,
    paid.map((a) => a.paymentId),
  )
  const owed = await lock(c, invoice, row.invoiceId)
  if (!liveStates.includes(owed.status)) throw refused('wrongState', 'The invoice can no longer be credited.')
  const left = owed.grossTotal - owed.creditedTotal - owed.writtenOffTotal
  const amount = row.grossTotal
  if (amount > left)
    throw refused(
      'overCredited',
      `Only ${fromMinor(left, owed.currency ?? '')} of invoice ${owed.number} can be credited.`,
    )
  if (amount > owed.balance) await freeFromInvoice(c, owed, amount - owed.balance, payments)
  const settled = await settleInvoice(c, owed, { creditedTotal: owed.creditedTotal + amount })
  // What was wholly taken back can be invoiced again from its order.
  if (settled.status === 'cancelled') await noteChange(c, owed.orderId, await partRows(c, invoiceLine, owed.id), [])
  const parties = await partiesOf(c, row)
  const number = await nextNumber(c, creditNote, { day: issueDate, companyId: row.companyId })
  return move({
    number,
    issueDate,
    issuedAt: c.now,
    parties,
  })
})

/** What the mail says unless the sender says otherwise. */
export const creditNoteWords = async (c: Reads, row: CreditNote) => ({
  subject: `Credit note ${row.number}`,
  message: `Please find attached our credit note for invoice ${(await get(c, invoice, row.invoiceId)).number}.`,
})

export const sendCreditNote = verb(creditNoteVerbs, 'send', async (c, row, input) => {
  const who = await recipientOf(c, row)
  const to = input.to ?? who?.email
  if (!to) throw invalid('to', 'Enter an email address: the contact has none.')
  const currency = row.currency ?? c.workspace.baseCurrency
  const words = await creditNoteWords(c, row)
  await queueMail(c, {
    to,
    toName: who?.name ?? null,
    subject: input.subject ?? words.subject,
    paragraphs: [input.message ?? words.message],
    facts: [['Amount', shownMoney(row.grossTotal, currency, who?.language, c.workspace.locale)]],
    target: { entity: 'creditNote', id: row.id },
    ownerId: row.ownerId,
    attach: [{ query: 'creditNote.pdf', id: row.id }],
    ...(who?.language ? { language: who.language } : {}),
  })
  return update(c, creditNote, row, { sentAt: row.sentAt ?? c.now })
})
