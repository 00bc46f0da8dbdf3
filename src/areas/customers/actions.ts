/** Every write of accounts, contacts and the people at accounts. */
import { sql } from 'kysely'
import { refused } from '../../kernel/errors.ts'
import { creates, removes, restores, updates } from '../../kernel/server/action.ts'
import { many, update } from '../../kernel/server/table.ts'
import { linkContact } from './links.ts'
import { account, accountContact, contact } from './model.ts'
import { insertAccount, insertContact, updateAccount, updateContact } from './write.ts'

export const createAccount = creates(account, { run: insertAccount })
export const editAccount = updates(account, { run: updateAccount })
export const deleteAccount = removes(account, {
  before: async (c, row) => {
    const [child] = await many(c, account, sql`t.parent_id = ${row.id}`, sql`limit 1`)
    if (child)
      throw refused(
        'hasChildren',
        `Other accounts belong to this one, such as ${child.name}. Give them another parent first.`,
      )
  },
})
export const restoreAccount = restores(account)

export const createContact = creates(contact, { run: insertContact })
export const editContact = updates(contact, { run: updateContact })
export const deleteContact = removes(contact)
export const restoreContact = restores(contact)

export const createAccountContact = creates(accountContact, { run: (c, input) => linkContact(c, input) })
export const editAccountContact = updates(accountContact, {
  run: async (c, row, patch) => {
    const moved =
      (patch.accountId !== undefined && patch.accountId !== row.accountId) ||
      (patch.contactId !== undefined && patch.contactId !== row.contactId)
    if (moved) throw refused('linkIsFixed', 'A link keeps its person and account. Remove it and add another.')
    return linkContact(c, { ...row, ...patch, accountId: row.accountId, contactId: row.contactId })
  },
})
export const deleteAccountContact = removes(accountContact, {
  before: async (c, row) => {
    if (!row.isPrimary) return
    const [person] = await many(c, contact, sql`t.id = ${row.contactId} and t.account_id = ${row.accountId}`)
    if (person) await update(c, contact, person, { accountId: null })
  },
})
