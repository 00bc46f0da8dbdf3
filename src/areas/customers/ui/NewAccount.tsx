/** A new account: what is asked of it. */
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { NewWithHint } from './NewWithHint.tsx'

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

const NewAccount = (props: CreatePageProps) => <NewWithHint {...props} kind="account" fields={fields} />
export default NewAccount
