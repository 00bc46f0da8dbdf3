/** A new lead: what is asked of it. */
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { NewWithHint } from '../../customers/ui/index.tsx'

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

const NewLead = (props: CreatePageProps) => <NewWithHint {...props} kind="lead" fields={fields} />
export default NewLead
