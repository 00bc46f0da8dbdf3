/** What other areas may call. */
export { insertLead, moveLead } from './write.ts'
export { followNextActivity } from './nextActivity.ts'
