/** A cell being edited: Enter saves, Tab saves and goes on, Esc leaves things as they were. */
import type { KeyboardEvent } from 'react'
import { useRef, useState } from 'react'
import type { Entity } from '../../entity.ts'
import { useUpdate } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { FieldInput } from '../fields/FieldInput.tsx'
import type { Column } from './columns.ts'
import classes from './table.module.css'
import type { RowHandlers } from './rowTypes.ts'

type Props = { entity: Entity; record: WireRecord; column: Column; handlers: RowHandlers }

export const EditCell = ({ entity, record, column: c, handlers }: Props) => {
  const update = useUpdate(entity)
  // as it was when the cell was opened: someone else may save meanwhile
  const [{ before, version }] = useState({ before: record[c.name] ?? null, version: record.version })
  const [value, setValue] = useState<unknown>(before)
  // the newest value also within the event that sets it, and whether it was saved already
  const draft = useRef<{ value: unknown; label: string | undefined; done: boolean }>({
    value: before,
    label: undefined,
    done: false,
  })
  const set = (v: unknown, label?: string) => {
    draft.current.value = v
    draft.current.label = label
    setValue(v)
  }
  const save = () => {
    const d = draft.current
    if (d.done) return
    d.done = true
    if (JSON.stringify(d.value) === JSON.stringify(before)) return
    update.mutate({
      id: record.id,
      version,
      changes: { [c.name]: d.value },
      ...(d.label !== undefined ? { labels: { [c.name]: d.label } } : {}),
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    // a number or a day is read from its text when its field is left
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    save()
    handlers.next(record.id, c.name, event.shiftKey)
  }
  return (
    <div className={classes.editing} data-editing onKeyDownCapture={onKeyDown}>
      <FieldInput
        bare
        autoFocus
        field={c.field}
        name={c.name}
        value={value}
        valueLabel={record.labels?.[c.name]}
        currency={typeof record.currency === 'string' ? record.currency : undefined}
        onChange={set}
        onCommit={(v, label) => {
          if (v !== undefined) set(v, label)
          save()
          handlers.stopEdit()
        }}
        onCancel={() => {
          draft.current.done = true
          handlers.stopEdit()
        }}
      />
    </div>
  )
}
