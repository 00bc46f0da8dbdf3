/** A new deal: it starts in the first stage of its pipeline unless a column of the board was named. */
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { RecordFormModal } from '../../../kernel/ui/form/RecordFormModal.tsx'

const fields = [
  'name',
  'accountId',
  'contactId',
  'pipelineId',
  'amount',
  'currency',
  'expectedCloseDate',
  'sourceId',
  'nextStep',
  'ownerId',
]

const NewOpportunity = ({ entity, initial, onClose, onCreated }: CreatePageProps) => (
  <RecordFormModal
    entity={entity}
    // a stage belongs to one pipeline: where it is given, the pipeline is no question
    fields={initial?.['stageId'] ? fields.filter((f) => f !== 'pipelineId') : fields}
    {...(initial ? { initial } : {})}
    onClose={onClose}
    {...(onCreated ? { onSaved: onCreated } : {})}
  />
)
export default NewOpportunity
