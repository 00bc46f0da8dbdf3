/** The form a commercial document starts with: for whom and what about; the lines are entered on the paper it opens. */
import { useEntity } from '../api/hooks.ts'
import type { CreatePageProps } from '../app/areaUi.ts'
import { useGo } from '../app/url.ts'
import { RecordFormModal } from '../reach.ts'

export const newDocument = (fields: readonly string[], submitLabel: string) => {
  const NewDocument = ({ entity, initial, onClose, onCreated }: CreatePageProps) => {
    const go = useGo()
    const { plural } = useEntity(entity)
    return (
      <RecordFormModal
        entity={entity}
        initial={initial ?? {}}
        fields={fields}
        submitLabel={submitLabel}
        onClose={onClose}
        onSaved={(record) => {
          onCreated?.(record)
          go(`/${plural}/${record.id}`)
        }}
      />
    )
  }
  return NewDocument
}
