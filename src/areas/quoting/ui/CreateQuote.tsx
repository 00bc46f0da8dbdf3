/** A new quote. */
import { newDocument } from '../../../kernel/ui/documents/newDocument.tsx'

export default newDocument(
  ['accountId', 'contactId', 'title', 'currency', 'validUntil', 'pricesInclude', 'opportunityId'],
  'Create quote',
)
