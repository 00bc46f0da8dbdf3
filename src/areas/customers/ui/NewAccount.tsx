/** A new account, with a look at who it might already be. */
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { RecordFormModal } from '../../../kernel/ui/form/RecordFormModal.tsx'
import { DuplicateHint } from './DuplicateHint.tsx'

const fields = [
  'name',
  'types',
  'website',
  'phone',
  'email',
  'industryId',
  'taxId',
  'currency',
  'parentId',
  'ownerId',
  'billingAddress',
]

const NewAccount = ({ entity, initial, onClose, onCreated }: CreatePageProps) => (
  <RecordFormModal
    entity={entity}
    fields={fields}
    {...(initial ? { initial } : {})}
    onClose={onClose}
    {...(onCreated ? { onSaved: onCreated } : {})}
    warning={(values) => <DuplicateHint kind="account" values={values} />}
  />
)
export default NewAccount
