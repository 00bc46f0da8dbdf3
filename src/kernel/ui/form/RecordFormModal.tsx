/** The form of an entity over the page: a modal for quick create, a drawer for all fields. What was typed is not lost by a slip. */
import { Button, Drawer, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useEntity } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { titleOf } from '../fields/wire.ts'
import classes from './form.module.css'
import { quickFields } from './formState.ts'
import type { RecordFormProps } from './RecordForm.tsx'
import { RecordForm } from './RecordForm.tsx'
import { useTopmost } from './topmost.ts'

type RecordFormOverlayProps = Omit<RecordFormProps, 'onSaved' | 'onCancel' | 'onDirty' | 'sticky'> & {
  onClose: () => void
  onSaved?: (record: WireRecord) => void
  title?: string
}

const useOverlay = ({ onClose, onSaved, ...form }: RecordFormOverlayProps) => {
  const e = useEntity(form.entity)
  const [dirty, setDirty] = useState(false)
  const [asking, setAsking] = useState(false)
  const title = form.title ?? (form.record ? `Edit ${titleOf(e, form.record)}` : `New ${e.label.toLowerCase()}`)
  const close = useTopmost(() => (dirty ? setAsking(true) : onClose()))
  const content: ReactNode = (
    <>
      {asking ? (
        <div className={classes.asking} role="alertdialog" aria-label="Discard what you typed?">
          <span>Discard what you typed?</span>
          <Button variant="default" onClick={() => setAsking(false)} autoFocus>
            Keep editing
          </Button>
          <Button color="red" variant="light" onClick={onClose}>
            Discard
          </Button>
        </div>
      ) : null}
      <RecordForm
        {...form}
        sticky
        onDirty={setDirty}
        onCancel={onClose}
        onSaved={(r) => {
          onSaved?.(r)
          onClose()
        }}
      />
    </>
  )
  return { e, title, close, content }
}

/** Quick create: the fields that matter first; “All fields” opens the rest without losing what was typed. */
export const RecordFormModal = (props: RecordFormOverlayProps) => {
  const e = useEntity(props.entity)
  const [quick] = useState(() => props.fields ?? (props.sections ? undefined : quickFields(e, props.initial)))
  const { title, close, content } = useOverlay({ ...props, ...(quick ? { fields: quick } : {}) })
  return (
    <Modal opened onClose={close} title={title} size={quick && quick.length < 5 ? 480 : 720} padding="lg">
      {content}
    </Modal>
  )
}

export const RecordFormDrawer = (props: RecordFormOverlayProps) => {
  const { title, close, content } = useOverlay(props)
  return (
    <Drawer opened onClose={close} title={title} size={760} padding="lg">
      {content}
    </Drawer>
  )
}
