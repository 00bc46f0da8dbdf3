/** Reading invoices and credit notes as documents, and what a customer owes and has open. */
import { sql } from 'kysely'
import { isCounted, priceDocument } from '../../kernel/document.ts'
import { type Minor, toMoney } from '../../kernel/money.ts'
import { shownFigures } from '../../kernel/server/figures.ts'
import type { ToPrint } from '../../kernel/server/answers.ts'
import type { PrintableDocument } from '../../kernel/server/pdf/heavy.ts'
import { type ReadCtx, recordQuery } from '../../kernel/server/query.ts'
import { reachOf, reachSql } from '../../kernel/server/access.ts'
import { find, get, partRows } from '../../kernel/server/table.ts'
import { minus } from '../orders/index.ts'
import { customerView, logoOf, type Parties, partiesOf, printable, proposedLetter, shownDay } from '../quoting/index.ts'
import {
  type CreditNote,
  creditNote,
  creditNoteLine,
  type Invoice,
  invoice,
  invoiceLine,
  payment,
  paymentMethods,
} from './model.ts'
import { creditedBefore, creditNoteWords } from './creditNotes.ts'
import { invoiceWords } from './invoices.ts'
import { isOverdue } from './rules.ts'

const anyone = ['user', 'apiKey', 'system', 'portal'] as const

const isParties = (x: unknown): x is Parties =>
  typeof x === 'object' && x !== null && 'seller' in x && 'buyer' in x && 'locale' in x

/** As copied when it was issued; a draft shows the records as they are. */
const partiesFor = async (c: ReadCtx, row: Invoice | CreditNote): Promise<Parties> =>
  isParties(row.parties) ? row.parties : partiesOf(c, row)

type PaidRow = { amount: number; paid_on: string; method: keyof typeof paymentMethods }

const paymentsOf = async (c: ReadCtx, id: string): Promise<PaidRow[]> => {
  const r = await sql<PaidRow>`select a.amount, p.paid_on, p.method
    from payment_allocation a join payment p on p.workspace_id = a.workspace_id and p.id = a.payment_id
    where a.workspace_id = ${c.workspace.id} and a.invoice_id = ${id} and a.reversed_on is null and a.deleted_at is null
    order by p.paid_on, a.id`.execute(c.tx)
  return r.rows
}

const currencyOf = (c: ReadCtx, row: { currency: string | null }): string => row.currency ?? c.workspace.baseCurrency

const settled = async (
  c: ReadCtx,
  row: Invoice,
  locale: string,
): Promise<Pick<PrintableDocument['totals'], 'payments' | 'due'>> => {
  const show = (m: Minor) => toMoney(m, currencyOf(c, row)).amount
  const payments = [
    ...(await paymentsOf(c, row.id)).map((p) => ({
      label: `Payment of ${shownDay(p.paid_on, locale, locale)}`,
      amount: show(-p.amount),
    })),
    ...(row.creditedTotal > 0 ? [{ label: 'Credit notes', amount: show(-row.creditedTotal) }] : []),
  ]
  return payments.length > 0 ? { payments, due: show(row.balance) } : {}
}

export const invoicePdf = recordQuery(invoice, 'pdf', { admits: anyone }, async (c, id) => {
  const row = await get(c, invoice, id)
  const lines = await partRows(c, invoiceLine, id)
  const base = printable('invoice', row, lines, await partiesFor(c, row), c.workspace.baseCurrency)
  const print = {
    ...base,
    totals: { ...base.totals, ...(await settled(c, row, base.locale)) },
    ...(row.issueDate ? { issueDate: row.issueDate } : {}),
    ...(row.dueDate ? { dueDate: row.dueDate } : {}),
    ...(row.serviceDate ? { deliveryDate: row.serviceDate } : {}),
    ...(row.number ? { paymentReference: row.number } : {}),
    draft: row.status === 'draft',
  }
  return { print, name: `${row.number ?? 'Draft invoice'}.pdf` } satisfies ToPrint
})

export const creditNotePdf = recordQuery(creditNote, 'pdf', {}, async (c, id) => {
  const row = await get(c, creditNote, id)
  const lines = await partRows(c, creditNoteLine, id)
  const owed = await find(c, invoice, row.invoiceId)
  const print = {
    ...printable('creditNote', row, lines, await partiesFor(c, row), c.workspace.baseCurrency),
    ...(row.issueDate ? { issueDate: row.issueDate } : {}),
    ...(owed?.number ? { references: [{ label: 'Invoice', value: `${owed.number}, ${owed.issueDate ?? ''}` }] } : {}),
    ...(row.reason ? { paymentTerms: row.reason } : {}),
    draft: row.status === 'draft',
  }
  return { print, name: `${row.number ?? 'Draft credit note'}.pdf` } satisfies ToPrint
})

export const invoiceLetter = recordQuery(invoice, 'letter', { right: 'send' }, async (c, id) => {
  const row = await get(c, invoice, id)
  return proposedLetter(c, row, invoiceWords(row, c.today))
})

export const creditNoteLetter = recordQuery(creditNote, 'letter', { right: 'send' }, async (c, id) => {
  const row = await get(c, creditNote, id)
  return proposedLetter(c, row, await creditNoteWords(c, row))
})

/** For the customer's page: the seller's logo as it was when the invoice was issued. */
export const invoiceLogo = recordQuery(invoice, 'logo', { admits: ['portal'] }, async (c, id) =>
  logoOf(await partiesFor(c, await get(c, invoice, id))),
)

/** How each figure of the invoice comes about. */
export const invoiceExplanation = recordQuery(invoice, 'explain', {}, async (c, id) => {
  const row = await get(c, invoice, id)
  const { explain } = priceDocument({ ...row, currency: currencyOf(c, row) }, await partRows(c, invoiceLine, id))
  return shownFigures(c.actor, invoice, explain())
})

type Settlement = {
  kind: 'payment' | 'creditNote'
  id: string
  number: string | null
  day: string | null
  amount: number
  note: string | null
}

/** So much of each line is in no credit note yet, drafts too. */
const creditableOf = async (c: ReadCtx, id: string): Promise<Record<string, string>> => {
  const taken = (await creditedBefore(c, id)).quantity
  const lines = (await partRows(c, invoiceLine, id)).filter((line) => line.kind === 'product' && isCounted(line))
  return Object.fromEntries(
    lines.flatMap((line) => {
      const left = minus(line.quantity, taken.get(line.id) ?? '0')
      return left === '0' ? [] : [[line.id, left]]
    }),
  )
}

/** What settled an invoice so far, what of it can be credited, and the customer's open credit in its currency. */
export const invoiceSettlement = recordQuery(invoice, 'settlement', {}, async (c, id) => {
  const row = await get(c, invoice, id)
  const currency = currencyOf(c, row)
  const r = await sql<Settlement>`
    select 'payment' as kind, p.id, p.number, p.paid_on as day, a.amount, p.method as note
    from payment_allocation a join payment p on p.workspace_id = a.workspace_id and p.id = a.payment_id
    where a.workspace_id = ${c.workspace.id} and a.invoice_id = ${id} and a.reversed_on is null and a.deleted_at is null
    union all
    select 'creditNote', n.id, n.number, n.issue_date, n.gross_total, n.reason from credit_note n
    where n.workspace_id = ${c.workspace.id} and n.invoice_id = ${id} and n.status = 'issued' and n.deleted_at is null
    order by day, number`.execute(c.tx)
  const seen = reachSql(c.actor, payment, reachOf(c.actor, 'payment', 'view'), 't')
  const credit = await sql<{ open: number }>`select coalesce(sum(unallocated), 0)::bigint as open from payment t
    where workspace_id = ${c.workspace.id} and account_id = ${row.accountId}::uuid and currency = ${currency}
      and status = 'recorded' and deleted_at is null and ${seen}`.execute(c.tx)
  return {
    data: r.rows.map((s) => ({ ...s, amount: toMoney(s.amount, currency) })),
    credit: toMoney(credit.rows[0]?.open ?? 0, currency),
    creditable: await creditableOf(c, id),
  }
})

/** The invoice as its customer may see it: never cost, margin or internal notes. */
export const invoiceForCustomer = recordQuery(invoice, 'portal', { admits: ['portal'] }, async (c, id) => {
  const row = await get(c, invoice, id)
  const lines = await partRows(c, invoiceLine, id)
  const parties = await partiesFor(c, row)
  const currency = currencyOf(c, row)
  const money = (m: Minor) => toMoney(m, currency)
  const overdue = isOverdue(row, c.today)
  return {
    ...customerView(row, lines, parties, currency),
    kind: 'invoice',
    status: overdue ? 'overdue' : row.status,
    statusLabel: overdue ? 'Overdue' : (invoice.fields.status.choices?.[row.status]?.label ?? row.status),
    issueDate: row.issueDate,
    dueDate: row.dueDate,
    payments: (await paymentsOf(c, id)).map((p) => ({
      day: p.paid_on,
      amount: money(p.amount),
      method: paymentMethods[p.method],
    })),
    credited: money(row.creditedTotal),
    balance: money(row.balance),
  }
})
