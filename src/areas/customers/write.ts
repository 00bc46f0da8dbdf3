/** How accounts and contacts are written: by their own actions, by a lead's conversion, by imports. */
import { sql } from 'kysely'
import type { Values } from '../../kernel/entity.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { find, insert, lock, update } from '../../kernel/server/table.ts'
import { followMainAccount } from './links.ts'
import { type Account, account, type Contact, contact } from './model.ts'
import { accountKeys, checkedIds, contactKeys } from './rules.ts'

/** Refuses a parent that is the account itself or stands beneath it. */
const assertNoCycle = async (c: Ctx, id: string, parentId: string): Promise<void> => {
  // Two moves at once could close a circle that neither of them sees.
  await sql`select pg_advisory_xact_lock(hashtext(${`account.parent:${c.workspace.id}`}))`.execute(c.tx)
  const r = await sql`with recursive up as (
      select id, parent_id from account where workspace_id = ${c.workspace.id} and id = ${parentId}
      union
      select a.id, a.parent_id from account a join up on a.id = up.parent_id and a.workspace_id = ${c.workspace.id}
    ) select 1 from up where id = ${id}`.execute(c.tx)
  if (r.rows.length > 0) throw invalid('parentId', 'must not be the account itself or one of those beneath it')
}

export const insertAccount = async (
  c: Ctx,
  values: Values<typeof account> & { id?: string; createdAt?: string },
): Promise<Account> => {
  const keys = accountKeys(values)
  return insert(c, account, { ...values, ...checkedIds(values, keys.country), ...keys })
}

export const updateAccount = async (c: Ctx, row: Account, patch: Values<typeof account>): Promise<Account> => {
  const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))
  const next: Account = { ...row, ...given }
  if (patch.parentId && patch.parentId !== row.parentId) await assertNoCycle(c, row.id, patch.parentId)
  const keys = accountKeys(next)
  // What was stored before the check existed, or imported, must not block the change of another field.
  const touched = ['taxId', 'iban', 'bic', 'currency', 'foundedYear', 'employees', 'paymentTermsDays'].some(
    (k) => k in given,
  )
  return update(c, account, row, { ...patch, ...(touched ? checkedIds(next, keys.country) : {}), ...keys })
}

/** Who bought or paid is a customer, and no prospect any more. */
export const makeCustomer = async (c: Ctx, id: string): Promise<void> => {
  const known = await find(c, account, id)
  if (!known || known.types.includes('customer')) return
  const row = await lock(c, account, id)
  await update(c, account, row, { types: ['customer', ...row.types.filter((t) => t !== 'prospect')] })
}

export const insertContact = async (
  c: Ctx,
  values: Values<typeof contact> & { id?: string; createdAt?: string },
): Promise<Contact> => {
  const row = await insert(c, contact, { ...values, ...contactKeys(values) })
  if (row.accountId) await followMainAccount(c, row.id, row.accountId)
  return row
}

export const updateContact = async (c: Ctx, row: Contact, patch: Values<typeof contact>): Promise<Contact> => {
  const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))
  const next: Contact = { ...row, ...given }
  const saved = await update(c, contact, row, { ...patch, ...contactKeys(next) })
  if (saved.accountId !== row.accountId) await followMainAccount(c, row.id, saved.accountId)
  return saved
}
