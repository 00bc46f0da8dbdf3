/** A new contact: what is asked of it. */
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { NewWithHint } from './NewWithHint.tsx'

const fields = ['firstName', 'lastName', 'accountId', 'jobTitle', 'email', 'phone', 'mobile', 'sourceId', 'ownerId']

const NewContact = (props: CreatePageProps) => <NewWithHint {...props} kind="contact" fields={fields} />
export default NewContact
