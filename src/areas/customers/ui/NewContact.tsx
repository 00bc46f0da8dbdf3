/** A new contact, with a look at who it might already be. */
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { RecordFormModal } from '../../../kernel/ui/form/RecordFormModal.tsx'
import { DuplicateHint } from './DuplicateHint.tsx'

const fields = ['firstName', 'lastName', 'accountId', 'jobTitle', 'email', 'phone', 'mobile', 'sourceId', 'ownerId']

const NewContact = ({ entity, initial, onClose, onCreated }: CreatePageProps) => (
  <RecordFormModal
    entity={entity}
    fields={fields}
    {...(initial ? { initial } : {})}
    onClose={onClose}
    {...(onCreated ? { onSaved: onCreated } : {})}
    warning={(values) => <DuplicateHint kind="contact" values={values} />}
  />
)
export default NewContact
