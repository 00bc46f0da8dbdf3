/** What orders and billing may use of quotes, and of what all commercial documents share. */
export { customerView } from './customerView.ts'
export {
  type HeaderValues,
  type LineDraft,
  prepareDocument,
} from './documents.ts'
export { logoOf, type Parties, partiesOf, printable, proposedLetter, recipientOf } from './print.ts'
export { shownDay, shownMoney } from './show.ts'
