/** What other areas may call. */
export { linkContact, type PersonAtAccount } from './links.ts'
export { type Candidate, findDuplicates } from './duplicates.ts'
export { insertAccount, insertContact, makeCustomer, updateAccount, updateContact } from './write.ts'
export { shipOptions } from './reactions.ts'
