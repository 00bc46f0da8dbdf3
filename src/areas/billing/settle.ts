/**
 * Which payment settles which invoice. Every function here works on rows its caller has locked: payments by id first,
 * then invoices by id, so that two of them never wait for each other in a circle.
 */
import { sql } from 'kysely'
import { AppError, invalid, refused } from '../../kernel/errors.ts'
import { convert, fromMinor, type Minor, sumMinor, toMinor } from '../../kernel/money.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { insert, lock, many, update } from '../../kernel/server/table.ts'
import { advance } from '../../kernel/server/action.ts'
import { makeCustomer } from '../customers/index.ts'
import { type Invoice, invoice, type Payment, type PaymentAllocation, payment, paymentAllocation } from './model.ts'
import {
  type AllocationWish,
  balanceOf,
  type InvoiceFacts,
  invoiceFlow,
  payableStates,
  stateOf,
  stepTo,
} from './rules.ts'

const byId = (ids: readonly string[]): string[] => [...new Set(ids)].sort()

export const lockInvoices = async (c: Ctx, ids: readonly string[]): Promise<Map<string, Invoice>> => {
  const rows = new Map<string, Invoice>()
  for (const id of byId(ids)) rows.set(id, await lock(c, invoice, id))
  return rows
}

export const lockPayments = async (c: Ctx, ids: readonly string[]): Promise<Map<string, Payment>> => {
  const rows = new Map<string, Payment>()
  for (const id of byId(ids)) rows.set(id, await lock(c, payment, id))
  return rows
}

const paidOf = async (c: Ctx, invoiceId: string): Promise<Minor> => {
  const r = await sql<{ paid: number }>`select coalesce(sum(amount), 0)::bigint as paid from payment_allocation
    where workspace_id = ${c.workspace.id} and invoice_id = ${invoiceId} and reversed_on is null
      and deleted_at is null`.execute(c.tx)
  return r.rows[0]?.paid ?? 0
}

/** The steps of settlement have no guard. */
const unasked: InvoiceFacts = { lines: 1, uncredited: false, credit: 0 }

/** Brings paid, credited, balance and state of a locked, issued invoice in line with its allocations and credit notes. */
export const settleInvoice = async (
  c: Ctx,
  row: Invoice,
  change: { creditedTotal?: Minor; sentAt?: string } = {},
): Promise<Invoice> => {
  const figures = {
    gross: row.grossTotal,
    paid: await paidOf(c, row.id),
    credited: change.creditedTotal ?? row.creditedTotal,
    writtenOff: row.writtenOffTotal,
    sent: (change.sentAt ?? row.sentAt) !== null,
  }
  const balance = balanceOf(figures)
  if (balance < 0)
    throw new AppError('conflict', 'More would be settled than the invoice asks for.', { reason: 'overSettled' })
  const state = stateOf(figures)
  const patch = {
    paidTotal: figures.paid,
    creditedTotal: figures.credited,
    balance,
    paidAt: state === 'paid' ? (row.paidAt ?? c.now) : null,
    ...(change.sentAt ? { sentAt: change.sentAt } : {}),
  }
  if (state === 'paid' && figures.paid > 0 && row.accountId) await makeCustomer(c, row.accountId)
  if (state === row.status) return update(c, invoice, row, patch)
  return advance(c, invoiceFlow, stepTo[state], row, unasked, patch)
}

/** In base currency; kept apart from what is open (domain-rules 4). */
const exchangeDifference = (c: Ctx, amount: Minor, paid: Payment, owed: Invoice): string | null => {
  const { baseCurrency } = c.workspace
  const currency = owed.currency ?? baseCurrency
  if (currency === baseCurrency) return null
  const inBase = (rate: string | null): Minor => convert(amount, currency, rate ?? '1', baseCurrency)
  return fromMinor(inBase(paid.exchangeRate) - inBase(owed.exchangeRate), baseCurrency)
}

type Allotment = { invoice: Invoice; amount: Minor }

/** Allots parts of a payment's open credit to invoices. Both are locked; each invoice comes once. */
export const allocate = async (c: Ctx, paid: Payment, allotments: readonly Allotment[]): Promise<Payment> => {
  const whole = sumMinor(allotments.map((a) => a.amount))
  if (whole > paid.unallocated)
    throw invalid('allocations', `Only ${fromMinor(paid.unallocated, paid.currency ?? '')} of this payment is open`)
  for (const [i, { invoice: owed, amount }] of allotments.entries()) {
    const path = `allocations.${i}.amount`
    if (owed.currency !== paid.currency)
      throw refused(
        'currencyMismatch',
        `Invoice ${owed.number} is in ${owed.currency}, the payment in ${paid.currency}.`,
      )
    if (!payableStates.includes(owed.status))
      throw refused('notPayable', `Nothing is open on invoice ${owed.number ?? ''}.`)
    if (amount <= 0) throw invalid(path, 'Enter an amount above zero')
    if (amount > owed.balance)
      throw invalid(path, `Only ${fromMinor(owed.balance, owed.currency ?? '')} is open on ${owed.number}`)
    await insert(c, paymentAllocation, {
      paymentId: paid.id,
      invoiceId: owed.id,
      amount,
      currency: paid.currency,
      allocatedOn: c.today,
      exchangeDifference: exchangeDifference(c, amount, paid, owed),
    })
    await settleInvoice(c, owed)
  }
  return allotments.length === 0 ? paid : update(c, payment, paid, { unallocated: paid.unallocated - whole })
}

/** Wishes as a client sends them, read and held against the invoices, which are locked here. */
export const allotmentsOf = async (c: Ctx, paid: Payment, wishes: unknown): Promise<Allotment[]> => {
  if (!Array.isArray(wishes)) throw invalid('allocations', 'is a list of invoices and amounts')
  const read = wishes.map((w: Partial<AllocationWish> | null, i) => {
    if (typeof w?.invoiceId !== 'string') throw invalid(`allocations.${i}.invoiceId`, 'Choose an invoice')
    return { id: w.invoiceId, amount: toMinor(String(w.amount ?? ''), paid.currency ?? '', `allocations.${i}.amount`) }
  })
  if (new Set(read.map((w) => w.id)).size < read.length) throw invalid('allocations', 'An invoice is named twice')
  const visible = await many(c, invoice, sql`t.id = any(${read.map((w) => w.id)}::uuid[])`)
  if (visible.length < read.length) throw invalid('allocations', 'One of the invoices does not exist')
  const rows = await lockInvoices(
    c,
    read.map((w) => w.id),
  )
  return read.flatMap(({ id, amount }) => {
    const row = rows.get(id)
    return row ? [{ invoice: row, amount }] : []
  })
}

/** The customer's open invoices in the payment's currency, oldest due first, as far as the credit reaches. */
export const oldestFirst = async (c: Ctx, paid: Payment): Promise<Allotment[]> => {
  const open = await many(
    c,
    invoice,
    sql`t.account_id = ${paid.accountId} and t.currency = ${paid.currency} and t.balance > 0
      and t.status in ('issued', 'sent', 'partiallyPaid')`,
    sql`order by t.due_date, t.issue_date, t.number`,
  )
  const rows = await lockInvoices(
    c,
    open.map((i) => i.id),
  )
  let left = paid.unallocated
  return open.flatMap(({ id }): Allotment[] => {
    const row = rows.get(id)
    const amount = row ? Math.min(left, row.balance) : 0
    left -= amount
    return row && amount > 0 ? [{ invoice: row, amount }] : []
  })
}

/** Allocations that stand, of a payment or an invoice; the newest first. */
export const standing = (c: Ctx, of: { paymentId: string } | { invoiceId: string }): Promise<PaymentAllocation[]> =>
  many(
    c,
    paymentAllocation,
    sql`${'paymentId' in of ? sql`t.payment_id = ${of.paymentId}` : sql`t.invoice_id = ${of.invoiceId}`} and t.reversed_on is null`,
    sql`order by t.created_at desc, t.id desc`,
  )

/** Takes an allocation back, or `amount` of it: what remains stands as a new one, so that history is never rewritten. */
const takeBack = async (c: Ctx, a: PaymentAllocation, amount: Minor): Promise<void> => {
  await update(c, paymentAllocation, a, { reversedOn: c.today })
  if (amount === a.amount) return
  await insert(c, paymentAllocation, {
    paymentId: a.paymentId,
    invoiceId: a.invoiceId,
    amount: a.amount - amount,
    currency: a.currency,
    allocatedOn: a.allocatedOn,
  })
}

/** Frees `amount` of what payments settle of an invoice, newest first; it becomes the customer's credit. All are locked. */
export const freeFromInvoice = async (
  c: Ctx,
  owed: Invoice,
  amount: Minor,
  payments: Map<string, Payment>,
): Promise<void> => {
  let left = amount
  for (const a of await standing(c, { invoiceId: owed.id })) {
    if (left === 0) break
    const paid = payments.get(a.paymentId) ?? (await lock(c, payment, a.paymentId))
    const part = Math.min(left, a.amount)
    await takeBack(c, a, part)
    payments.set(paid.id, await update(c, payment, paid, { unallocated: paid.unallocated + part }))
    left -= part
  }
  if (left > 0) throw new Error(`invoice ${owed.id} was paid less than is taken back`)
}

/** Takes back all that a locked payment settles, or its part of one invoice. Returns how much that was. */
export const freeFromPayment = async (c: Ctx, paid: Payment, invoiceId?: string): Promise<Minor> => {
  const all = (await standing(c, { paymentId: paid.id })).filter((a) => !invoiceId || a.invoiceId === invoiceId)
  const rows = await lockInvoices(
    c,
    all.map((a) => a.invoiceId),
  )
  for (const a of all) await takeBack(c, a, a.amount)
  for (const row of rows.values()) await settleInvoice(c, row)
  return sumMinor(all.map((a) => a.amount))
}
