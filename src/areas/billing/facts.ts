/** What the guards of billing's flows and verbs need beside the rows. */
import { sql } from 'kysely'
import { facts } from '../../kernel/server/action.ts'
import {
  type CreditNoteFacts,
  creditNoteFlow,
  type InvoiceFacts,
  invoiceFlow,
  liveStates,
  type PaymentFacts,
  payableStates,
  paymentFlow,
} from './rules.ts'

const byId = <F extends object>(rows: readonly ({ id: string } & F)[]): Map<string, Omit<F, 'id'>> =>
  new Map(rows.map(({ id, ...known }) => [id, known]))

export const invoiceFacts = facts<InvoiceFacts>(invoiceFlow, async (c, ids) => {
  const r = await sql<{ id: string } & InvoiceFacts>`
    select i.id,
      (select count(*) from invoice_line l where l.workspace_id = i.workspace_id and l.invoice_id = i.id
        and l.kind = 'product' and l.deleted_at is null) as lines,
      exists (select 1 from invoice_line l where l.workspace_id = i.workspace_id and l.invoice_id = i.id
        and l.kind = 'product' and (not l.optional or l.selected) and l.deleted_at is null
        and abs(l.quantity) > abs(coalesce((
          select sum(k.quantity) from credit_note_line k
          join credit_note n on n.workspace_id = k.workspace_id and n.id = k.credit_note_id
          where k.workspace_id = l.workspace_id and k.invoice_line_id = l.id and n.deleted_at is null
            and k.deleted_at is null), 0)))
        and i.gross_total - coalesce((select sum(n.gross_total) from credit_note n
          where n.workspace_id = i.workspace_id and n.invoice_id = i.id and n.deleted_at is null), 0) > 0 as uncredited,
      coalesce((select sum(p.unallocated) from payment p where p.workspace_id = i.workspace_id
        and p.account_id = i.account_id and p.currency = i.currency and p.status = 'recorded' and p.unallocated > 0
        and p.deleted_at is null), 0)::bigint as credit
    from invoice i where i.workspace_id = ${c.workspace.id} and i.id = any(${[...ids]}::uuid[])`.execute(c.tx)
  return byId(r.rows)
})

export const paymentFacts = facts<PaymentFacts>(paymentFlow, async (c, ids) => {
  const r = await sql<{ id: string } & PaymentFacts>`
    select p.id,
      (select count(*) from payment f where f.workspace_id = p.workspace_id and f.refund_of_id = p.id
        and f.deleted_at is null) as refunds,
      (select count(*) from payment_allocation a where a.workspace_id = p.workspace_id and a.payment_id = p.id
        and a.reversed_on is null and a.deleted_at is null) as settles,
      (select count(*) from invoice i where i.workspace_id = p.workspace_id and i.account_id = p.account_id
        and i.currency = p.currency and i.balance > 0 and i.status = any(${[...payableStates]}::text[])
        and i.deleted_at is null) as "openInvoices"
    from payment p where p.workspace_id = ${c.workspace.id} and p.id = any(${[...ids]}::uuid[])`.execute(c.tx)
  return byId(r.rows)
})

export const creditNoteFacts = facts<CreditNoteFacts>(creditNoteFlow, async (c, ids) => {
  const r = await sql<{ id: string } & CreditNoteFacts>`
    select n.id,
      (select count(*) from credit_note_line l where l.workspace_id = n.workspace_id and l.credit_note_id = n.id
        and l.kind = 'product' and l.deleted_at is null) as lines,
      i.status = any(${[...liveStates]}::text[]) as "isLive",
      i.gross_total - i.credited_total - i.written_off_total as left
    from credit_note n join invoice i on i.workspace_id = n.workspace_id and i.id = n.invoice_id
    where n.workspace_id = ${c.workspace.id} and n.id = any(${[...ids]}::uuid[])`.execute(c.tx)
  return byId(r.rows)
})
