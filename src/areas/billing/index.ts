/** What later areas may use of billing. */
export { invoiceFacts } from './facts.ts'
export { insertInvoice } from './write.ts'
