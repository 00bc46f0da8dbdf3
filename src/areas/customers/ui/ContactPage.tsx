/** A person: facts and story, and the accounts they work at. */
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import type { WireRecord } from '../../../kernel/ui/api/types.ts'
import { Bone } from '../../../kernel/ui/feedback/states.tsx'
import { factNames } from '../../../kernel/ui/record/Facts.tsx'
import { NextActivity, People } from '../../../kernel/ui/record/NextPanel.tsx'
import { RecordPage } from '../../../kernel/ui/record/RecordPage.tsx'
import { contact } from '../model.ts'
import { Links } from './Links.tsx'
import { useContactAccounts } from './overview.ts'

const Accounts = ({ record }: { record: WireRecord }) => {
  const { data, error } = useContactAccounts(record.id)
  if (error) return null
  return data ? <Links title="Accounts" of="contact" id={record.id} rows={data} /> : <Bone height={60} />
}

/** The full name is the title, made of the two names. */
const facts = factNames(contact).filter((name) => name !== 'name')

const ContactPage = ({ id }: RecordPageProps) => (
  <RecordPage
    entity={contact}
    id={id}
    relatedLeaveOut={['accountContact']}
    factFields={facts}
    aside={(r) => (
      <>
        <NextActivity entity={contact} record={r} />
        <Accounts record={r} />
        <People entity={contact} record={r} />
      </>
    )}
  />
)
export default ContactPage
