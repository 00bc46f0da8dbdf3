/** The form of an entity, from its definition: creates a record, or saves what changed in one. */
import { Button } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useMemo, useRef, useState } from 'react'
import { writableFields } from '../../entity.ts'
import { StaleError } from '../api/client.ts'
import type { EntityRef } from '../api/hooks.ts'
import { useCreate, useEntity, useUpdate } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { keyCaps } from '../app/shortcuts.ts'
import type { Wire } from '../fields/format.ts'
import { labelsOf } from '../fields/wire.ts'
import { FieldGroup } from './FieldGroup.tsx'
import classes from './form.module.css'
import type { FormSection } from './formState.ts'
import { changesOf, sectionsOf, startValues } from './formState.ts'
import { submitOnKeys, unreadField } from './submit.ts'
import { Troubles } from './Troubles.tsx'
import { useTyped } from './useTyped.ts'

export type RecordFormProps = {
  entity: EntityRef
  /** the record to edit; without one a new one is made */
  record?: WireRecord | undefined
  initial?: Wire
  /** titles of references in `initial` */
  initialLabels?: Record<string, string>
  /** only these fields, in this order; or sections of one's own */
  fields?: readonly string[]
  sections?: readonly FormSection[]
  /** whether a field is asked for, seeing what is typed so far; all are unless told */
  shows?: (name: string, values: Wire) => boolean
  submitLabel?: string
  onSaved: (record: WireRecord) => void
  onCancel?: () => void
  onDirty?: (dirty: boolean) => void
  /** room above the buttons, told what is typed: likely duplicates and other warnings */
  warning?: (values: Wire) => ReactNode
  /** values that go with every save and are not asked for */
  fixed?: Wire
  /** the buttons stay in sight at the foot of a drawer or modal */
  sticky?: boolean
}

export const RecordForm = (props: RecordFormProps) => {
  const { entity, record, initial, onSaved, onCancel, onDirty, warning, fixed, sticky } = props
  const e = useEntity(entity)
  const { me } = useApp()
  const create = useCreate(e)
  const update = useUpdate(e)
  const form = useRef<HTMLFormElement>(null)
  const fields = useMemo(() => writableFields(e), [e])
  const all = useMemo(() => props.sections ?? sectionsOf(e, props.fields), [e, props.sections, props.fields])
  const [start] = useState(() =>
    record
      ? record
      : startValues(fields, {
          ...('currency' in e.fields ? { currency: me.workspace.baseCurrency } : {}),
          ...(e.owned && me.member.id ? { ownerId: me.member.id } : {}),
          ...initial,
        }),
  )
  // what someone else saves while the form is open refreshes `record`; the form was filled in over this one
  const version = useRef(record?.version)
  const typed = useTyped(start, {
    ...(record ? labelsOf(record) : { ownerId: me.member.name }),
    ...props.initialLabels,
  })
  const { values, labels, errors } = typed
  const sections = props.shows
    ? all.map((s) => ({ ...s, fields: s.fields.filter((k) => props.shows?.(k, values)) }))
    : all
  const shown = sections.flatMap((s) => s.fields)
  const busy = create.isPending || update.isPending

  const focusFirst = (found: Record<string, string>) => {
    const first = shown.find((k) => found[k])
    requestAnimationFrame(() => {
      const box = form.current?.querySelector(`[data-field="${first}"]`)
      const input = box?.querySelector<HTMLElement>('input, textarea, button')
      input?.focus()
    })
  }
  const change = (name: string, value: unknown, label?: string) => {
    typed.change(name, value, label)
    onDirty?.(true)
  }
  const save = async () => {
    if (busy) return
    const unread = unreadField(form.current, errors)
    if (unread) {
      unread.focus()
      return
    }
    const lacking = typed.lacking(fields, shown)
    if (Object.keys(lacking).length > 0) {
      focusFirst(lacking)
      return
    }
    try {
      if (record) {
        const changes = { ...changesOf(start, values), ...fixed }
        if (Object.keys(changes).length === 0) {
          onSaved(record)
          return
        }
        const changedLabels = Object.fromEntries(Object.entries(labels).filter(([k]) => k in changes))
        const saved = await update.mutateAsync({
          id: record.id,
          version: version.current ?? record.version,
          changes,
          labels: changedLabels,
          quiet: true,
        })
        version.current = saved.version
        onSaved(saved)
      } else {
        const filled = Object.fromEntries(
          Object.entries(values).filter(
            ([k, v]) => v !== null && v !== undefined && v !== '' && (props.shows?.(k, values) ?? true),
          ),
        )
        onSaved(await create.mutateAsync({ ...filled, ...fixed }))
      }
    } catch (error) {
      // the conflict dialog has what was typed and saves it
      if (error instanceof StaleError) onCancel?.()
      else focusFirst(typed.refused(error, shown))
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // a form inside a dialog inside a form must not submit both
    event.stopPropagation()
    void save()
  }
  return (
    <form ref={form} className={classes.form} onSubmit={submit} onKeyDown={submitOnKeys} noValidate>
      <FieldGroup
        fields={fields}
        sections={sections}
        values={values}
        labels={labels}
        errors={errors}
        onChange={change}
        currency={me.workspace.baseCurrency}
      />
      {warning?.(values)}
      <Troubles trouble={typed.trouble} />
      <div className={sticky ? classes.footSticky : classes.foot}>
        <span className={classes.hint}>
          {keyCaps('mod+Enter').map((k) => (
            <kbd key={k}>{k}</kbd>
          ))}{' '}
          saves
        </span>
        {onCancel ? (
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
        <Button type="submit" loading={busy}>
          {props.submitLabel ?? (record ? 'Save changes' : `Create ${e.label.toLowerCase()}`)}
        </Button>
      </div>
    </form>
  )
}
