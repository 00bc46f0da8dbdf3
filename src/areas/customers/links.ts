/** People at accounts: one row a pair, one of them the person's main account, which the contact's row repeats. */
import { sql } from 'kysely'
import type { Ctx } from '../../kernel/server/context.ts'
import { find, get, insert, lock, many, update } from '../../kernel/server/table.ts'
import { type AccountContact, accountContact, contact } from './model.ts'

type PersonAtAccount = {
  accountId: string
  contactId: string
  jobTitle?: string | null
  department?: string | null
  seniority?: AccountContact['seniority']
  isPrimary?: boolean
  endedOn?: string | null
}

const linksOf = (c: Ctx, contactId: string): Promise<AccountContact[]> =>
  many(c, accountContact, sql`t.contact_id = ${contactId}`)

/** Makes this account the person's main one, or none when the row is not primary. Keeps both places agreeing. */
const settlePrimary = async (c: Ctx, row: AccountContact): Promise<void> => {
  const person = await find(c, contact, row.contactId)
  if (!person) return
  if (!row.isPrimary) {
    if (person.accountId === row.accountId) await update(c, contact, person, { accountId: null })
    return
  }
  for (const other of await linksOf(c, row.contactId))
    if (other.id !== row.id && other.isPrimary) await update(c, accountContact, other, { isPrimary: false })
  if (person.accountId !== row.accountId) await update(c, contact, person, { accountId: row.accountId })
}

/** Links a person to an account, or changes how; the first account of a person becomes the main one. */
export const linkContact = async (
  c: Ctx,
  { accountId, contactId, ...as }: PersonAtAccount,
): Promise<AccountContact> => {
  await lock(c, contact, contactId)
  const links = await linksOf(c, contactId)
  const known = links.find((l) => l.accountId === accountId)
  const isPrimary = as.isPrimary ?? known?.isPrimary ?? !links.some((l) => l.isPrimary)
  const row = known
    ? await update(c, accountContact, known, { ...as, isPrimary })
    : await insert(c, accountContact, { accountId, contactId, ...as, isPrimary })
  await settlePrimary(c, row)
  return row
}

/** After a contact's `accountId` was written: the links follow. */
export const followMainAccount = async (c: Ctx, contactId: string, accountId: string | null): Promise<void> => {
  const person = await get(c, contact, contactId)
  const links = await linksOf(c, contactId)
  for (const other of links)
    if (other.isPrimary && other.accountId !== accountId) await update(c, accountContact, other, { isPrimary: false })
  if (!accountId) return
  const known = links.find((l) => l.accountId === accountId)
  if (known) await update(c, accountContact, known, { isPrimary: true })
  else
    await insert(c, accountContact, {
      accountId,
      contactId,
      jobTitle: person.jobTitle,
      department: person.department,
      isPrimary: true,
    })
}
