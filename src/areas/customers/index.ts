/** What other areas may call. */
export { linkContact } from './links.ts'
export { type Candidate, findDuplicates } from './duplicates.ts'
export { insertAccount, insertContact, makeCustomer } from './write.ts'
export { shipOptions } from './reactions.ts'
