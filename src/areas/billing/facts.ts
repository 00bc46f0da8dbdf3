/** What the guards of billing's flows need beside the rows. */
import { sql } from 'kysely'
import { facts } from '../../kernel/server/action.ts'
import { creditNoteFlow, invoiceFlow, paymentFlow } from './rules.ts'

export const invoiceFacts = facts(invoiceFlow, async (c, ids) => {
  const r = await sql<{ id: string; lines: number }>`
    select invoice_id as id, count(*) as lines from invoice_line
    where workspace_id = ${c.workspace.id} and invoice_id = any(${[...ids]}::uuid[]) and kind = 'product'
      and deleted_at is null group by invoice_id`.execute(c.tx)
  const known = new Map(r.rows.map((row) => [row.id, row.lines]))
  return new Map(ids.map((id) => [id, { lines: known.get(id) ?? 0 }]))
})

export const paymentFacts = facts(paymentFlow, async (c, ids) => {
  const r = await sql<{ id: string; refunds: number }>`
    select refund_of_id as id, count(*) as refunds from payment
    where workspace_id = ${c.workspace.id} and refund_of_id = any(${[...ids]}::uuid[]) and deleted_at is null
    group by refund_of_id`.execute(c.tx)
  const known = new Map(r.rows.map((row) => [row.id, row.refunds]))
  return new Map(ids.map((id) => [id, { refunds: known.get(id) ?? 0 }]))
})

export const creditNoteFacts = facts(creditNoteFlow, async (c, ids) => {
  const r = await sql<{ id: string; lines: number }>`
    select credit_note_id as id, count(*) as lines from credit_note_line
    where workspace_id = ${c.workspace.id} and credit_note_id = any(${[...ids]}::uuid[]) and kind = 'product'
      and deleted_at is null group by credit_note_id`.execute(c.tx)
  const known = new Map(r.rows.map((row) => [row.id, row.lines]))
  return new Map(ids.map((id) => [id, { lines: known.get(id) ?? 0 }]))
})
