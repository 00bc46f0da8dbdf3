/** A new lead, with a look at who it might already be. */
import { Suspense } from 'react'
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { RecordFormModal } from '../../../kernel/ui/form/RecordFormModal.tsx'
import { DuplicateHint } from '../../customers/ui/index.tsx'

const fields = [
  'name',
  'company',
  'jobTitle',
  'email',
  'phone',
  'sourceId',
  'typeId',
  'campaign',
  'website',
  'need',
  'followUpOn',
  'ownerId',
]

const NewLead = ({ entity, initial, onClose, onCreated }: CreatePageProps) => (
  <RecordFormModal
    entity={entity}
    fields={fields}
    {...(initial ? { initial } : {})}
    onClose={onClose}
    {...(onCreated ? { onSaved: onCreated } : {})}
    warning={(values) => (
      <Suspense fallback={null}>
        <DuplicateHint kind="lead" values={values} />
      </Suspense>
    )}
  />
)
export default NewLead
