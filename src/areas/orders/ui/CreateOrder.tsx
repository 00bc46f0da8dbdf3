/** A new sales order by hand. */
import { newDocument } from '../../../kernel/ui/documents/newDocument.tsx'

export default newDocument(
  ['accountId', 'contactId', 'title', 'customerReference', 'orderDate', 'requestedDate', 'currency'],
  'Create order',
)
