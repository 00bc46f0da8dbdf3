/** Shows the form that makes a record: the area's own, or the one made from the definition. */
import { useApp } from './AppContext.tsx'
import { pagesOf } from './areaUi.ts'
import { RecordFormModal } from '../form/RecordFormModal.tsx'
import { toast } from '../feedback/toastStore.ts'
import type { WireRecord } from '../api/types.ts'
import type { Creating } from './uiStore.ts'
import { closeCreate } from './uiStore.ts'
import { useGo } from './url.ts'

const CreateHost = ({ creating }: { creating: Creating }) => {
  const app = useApp()
  const go = useGo()
  const e = app.registry.entity(creating.entity)
  const done = (record: WireRecord) => {
    closeCreate()
    if (creating.onCreated) return creating.onCreated(record)
    const name = record[e.title]
    toast(`${e.label}${typeof name === 'string' && name ? ` “${name}”` : ''} created`, {
      tone: 'success',
      action: { label: 'Open', run: () => go(`/${e.plural}/${record.id}`) },
    })
  }
  const initial = creating.initial ?? {}
  const Own = pagesOf(app.areas, e.name).create
  return Own ? (
    <Own entity={e.name} initial={initial} onClose={closeCreate} onCreated={done} />
  ) : (
    <RecordFormModal entity={e} initial={initial} onClose={closeCreate} onSaved={done} />
  )
}
export default CreateHost
