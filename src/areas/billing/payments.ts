/** Recording payments, and what is done with them. */
import { sql } from 'kysely'
import { invalid, refused } from '../../kernel/errors.ts'
import { fromMinor, type Minor } from '../../kernel/money.ts'
import { creates, step, updates, verb } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { get, insert, lock, many, update } from '../../kernel/server/table.ts'
import { rateOn } from '../catalogue/index.ts'
import { invoice, type Payment, payment, paymentAllocation } from './model.ts'
import { invoiceVerbs, paymentFlow, paymentVerbs } from './rules.ts'
import { allocate, allotmentsOf, freeFromPayment, lockInvoices, lockPayments, oldestFirst } from './settle.ts'

type Given = Partial<Payment> & Pick<Payment, 'accountId' | 'amount' | 'currency'>

const insertPayment = async (c: Ctx, given: Given): Promise<Payment> => {
  if (given.amount <= 0) throw invalid('amount', 'Enter an amount above zero.')
  const paidOn = given.paidOn ?? c.today
  if (paidOn > c.today) throw invalid('paidOn', 'The date is in the future.')
  const currency = given.currency ?? c.workspace.baseCurrency
  return insert(c, payment, {
    ...given,
    currency,
    exchangeRate: given.exchangeRate ?? (await rateOn(c, currency, paidOn)),
    paidOn,
    unallocated: given.amount,
  })
}

export const createPayment = creates(payment, {
  parts: { allocations: paymentAllocation },
  run: async (c, { allocations, ...given }) => {
    const row = await insertPayment(c, { ...given, currency: given.currency ?? null })
    if (!allocations || allocations.length === 0) return row
    const rows = await lockInvoices(
      c,
      allocations.map((a) => a.invoiceId ?? ''),
    )
    return allocate(
      c,
      row,
      allocations.flatMap((a) => {
        const owed = rows.get(a.invoiceId ?? '')
        return owed ? [{ invoice: owed, amount: a.amount ?? 0 }] : []
      }),
    )
  },
})

/** The money itself is never rewritten: a wrong payment is reversed and recorded again. */
const correctable = ['note', 'reference', 'method', 'ownerId', 'teamId']
export const updatePayment = updates(payment, {
  run: async (c, row, patch) => {
    const given = Object.entries(patch).filter(([, v]) => v !== undefined)
    const frozen = given.find(([k]) => !correctable.includes(k))
    if (frozen)
      throw refused('frozen', 'Amount, date and customer of a payment stay. Mark it as bounced and record it again.')
    return update(c, payment, row, Object.fromEntries(given))
  },
})

/** What exceeds the balance stays the customer's credit: a balance is never negative. */
export const recordPayment = verb(invoiceVerbs, 'recordPayment', async (c, row, input) => {
  const paid = await insertPayment(c, {
    accountId: row.accountId ?? '',
    amount: input.amount,
    currency: row.currency,
    paidOn: input.paidOn ?? null,
    ...(input.method ? { method: input.method } : {}),
    reference: input.reference ?? null,
    note: input.note ?? null,
    ownerId: row.ownerId,
    teamId: row.teamId,
  })
  await allocate(c, paid, [{ invoice: row, amount: Math.min(paid.amount, row.balance) }])
  return get(c, invoice, row.id)
})

/**
 * The customer's open credits in this currency, oldest first, as far as the balance goes. The invoice is locked before the
 * payments here, against the usual order: should two such meet, the database undoes one and it is tried again.
 */
export const useCredit = verb(
  invoiceVerbs,
  'useCredit',
  async (c, row) => {
    const open = await many(
      c,
      payment,
      sql`t.account_id = ${row.accountId} and t.currency = ${row.currency} and t.unallocated > 0 and t.status = 'recorded'`,
      sql`order by t.paid_on, t.id`,
    )
    const locked = await lockPayments(
      c,
      open.map((p) => p.id),
    )
    let owed = row
    for (const { id } of open) {
      const paid = locked.get(id)
      if (!paid || paid.unallocated <= 0 || paid.status !== 'recorded' || owed.balance === 0) continue
      await allocate(c, paid, [{ invoice: owed, amount: Math.min(paid.unallocated, owed.balance) }])
      owed = await get(c, invoice, row.id)
    }
    return owed
  },
  { right: 'recordPayment' },
)

export const allocatePayment = verb(paymentVerbs, 'allocate', async (c, row, { allocations }) => {
  const wanted = allocations ? await allotmentsOf(c, row, allocations) : await oldestFirst(c, row)
  if (wanted.length === 0) throw invalid('allocations', 'Name at least one invoice.')
  return allocate(c, row, wanted)
})

export const releasePayment = verb(paymentVerbs, 'release', async (c, row, { invoiceId }) => {
  const freed = await freeFromPayment(c, row, invoiceId)
  if (freed === 0) throw invalid('invoiceId', 'This payment does not settle that invoice.')
  return update(c, payment, row, { unallocated: row.unallocated + freed })
})

const assertRefundable = (row: Payment, amount: Minor): void => {
  if (amount <= 0) throw invalid('amount', 'Enter an amount above zero.')
  if (amount > row.unallocated)
    throw invalid(
      'amount',
      `Only ${fromMinor(row.unallocated, row.currency ?? '')} is open. Take it back from an invoice or make a credit note first.`,
    )
}

/** Money going back is a payment of its own with a negative amount. */
export const refundPayment = verb(paymentVerbs, 'refund', async (c, row, input) => {
  const amount = input.amount ?? row.unallocated
  assertRefundable(row, amount)
  const paidOn = input.paidOn ?? c.today
  await insert(c, payment, {
    accountId: row.accountId,
    kind: 'refund',
    amount: -amount,
    currency: row.currency,
    exchangeRate: await rateOn(c, row.currency ?? c.workspace.baseCurrency, paidOn),
    paidOn,
    method: input.method ?? row.method,
    reference: input.reference ?? null,
    refundOfId: row.id,
    ownerId: row.ownerId,
    teamId: row.teamId,
  })
  return update(c, payment, await lock(c, payment, row.id), { unallocated: row.unallocated - amount })
})

export const reversePayment = step(paymentFlow, 'reverse', async (c, row, { reason }, move) => {
  await freeFromPayment(c, row)
  return move({ unallocated: 0, reversedOn: c.today, reverseReason: reason ?? null })
})
