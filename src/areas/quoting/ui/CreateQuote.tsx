/** A new quote: for whom and what about; the rest is done on the paper. */
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { useGo } from '../../../kernel/ui/app/url.ts'
import { RecordFormModal } from '../../../kernel/ui/form/RecordFormModal.tsx'

const fields = ['accountId', 'contactId', 'title', 'currency', 'validUntil', 'pricesInclude', 'opportunityId']

const CreateQuote = ({ entity, initial, onClose, onCreated }: CreatePageProps) => {
  const go = useGo()
  return (
    <RecordFormModal
      entity={entity}
      initial={initial ?? {}}
      fields={fields}
      submitLabel="Create quote"
      onClose={onClose}
      onSaved={(record) => {
        onCreated?.(record)
        go(`/quotes/${record.id}`)
      }}
    />
  )
}
export default CreateQuote
