/** A new invoice by hand. */
import { newDocument } from '../../../kernel/ui/documents/newDocument.tsx'

export default newDocument(
  ['accountId', 'contactId', 'title', 'customerReference', 'paymentTermsDays', 'currency', 'pricesInclude'],
  'Create draft',
)
