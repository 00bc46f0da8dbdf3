/** The form of a new account, contact or lead, with a look at who it might already be. */
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { RecordFormModal } from '../../../kernel/ui/form/RecordFormModal.tsx'
import { DuplicateHint } from './DuplicateHint.tsx'

type Props = CreatePageProps & { kind: 'account' | 'contact' | 'lead'; fields: readonly string[] }

export const NewWithHint = ({ entity, kind, fields, initial, onClose, onCreated }: Props) => (
  <RecordFormModal
    entity={entity}
    fields={fields}
    {...(initial ? { initial } : {})}
    onClose={onClose}
    {...(onCreated ? { onSaved: onCreated } : {})}
    warning={(values) => <DuplicateHint kind={kind} values={values} />}
  />
)
