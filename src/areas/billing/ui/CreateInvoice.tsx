/** A new invoice by hand: for whom and what about; the lines are entered on the paper. */
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { useGo } from '../../../kernel/ui/app/url.ts'
import { RecordFormModal } from '../../../kernel/ui/form/RecordFormModal.tsx'

const fields = ['accountId', 'contactId', 'title', 'customerReference', 'paymentTermsDays', 'currency', 'pricesInclude']

const CreateInvoice = ({ entity, initial, onClose, onCreated }: CreatePageProps) => {
  const go = useGo()
  return (
    <RecordFormModal
      entity={entity}
      initial={initial ?? {}}
      fields={fields}
      submitLabel="Create draft"
      onClose={onClose}
      onSaved={(record) => {
        onCreated?.(record)
        go(`/invoices/${record.id}`)
      }}
    />
  )
}
export default CreateInvoice
