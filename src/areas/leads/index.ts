/** What other areas may call. */
export { insertLead, moveLead } from './write.ts'
