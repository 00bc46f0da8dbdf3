/** One fact of a record: read it, click it, change it; saved at once, with an undo. */
import { Switch } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Entity, Field } from '../../entity.ts'
import { labelOf } from '../../entity.ts'
import { useUpdate } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { currencyOf, isEmpty, labelsOf } from '../fields/wire.ts'
import { useLocale } from '../fields/locale.ts'
import classes from './record.module.css'
import { FieldInput } from '../reach.ts'

type FactRowProps = {
  entity: Entity
  record: WireRecord
  name: string
  field: Field
  editable: boolean
}

const same = (a: unknown, b: unknown): boolean => (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b)

/** Kinds with several inputs or lines: they save by a button, not by leaving one of their inputs. */
const large = new Set(['address', 'richText', 'longText', 'json'])

export const FactRow = ({ entity, record, name, field, editable }: FactRowProps) => {
  const l = useLocale()
  const update = useUpdate(entity)
  const [editing, setEditing] = useState(false)
  const [draft, setDraft] = useState<unknown>(null)
  const [error, setError] = useState<string>()
  const latest = useRef<unknown>(null)
  // what is edited, as it was then: someone else may save meanwhile
  const began = useRef<{ value: unknown; version: number } | null>(null)
  const row = useRef<HTMLDivElement>(null)
  const label = labelOf(name, field)
  const isLarge = large.has(field.kind)
  const start = () => {
    began.current = { value: record[name] ?? null, version: record.version }
    latest.current = record[name] ?? null
    setDraft(record[name] ?? null)
    setError(undefined)
    setEditing(true)
  }
  const stop = (focus = true) => {
    setEditing(false)
    if (focus) requestAnimationFrame(() => row.current?.querySelector<HTMLElement>('button')?.focus())
  }
  const save = (value: unknown, shown?: string, focus = true) => {
    const before = began.current ?? { value: record[name], version: record.version }
    if (same(before.value, value)) {
      stop(focus)
      return
    }
    if (field.options.required && isEmpty(value)) {
      setError(`${label} must not be empty`)
      return
    }
    update.mutate({
      id: record.id,
      version: before.version,
      changes: { [name]: isEmpty(value) ? null : value },
      ...(shown === undefined ? {} : { labels: { [name]: shown } }),
    })
    stop(focus)
  }
  if (editable && field.kind === 'boolean')
    return (
      <div className={classes.fact} data-wide={isLarge || undefined}>
        <span className={classes.factName}>{label}</span>
        <div className={classes.factSwitch}>
          <Switch
            aria-label={label}
            checked={record[name] === true}
            onChange={(e) => save(e.currentTarget.checked, undefined, false)}
          />
        </div>
      </div>
    )
  return (
    <div className={classes.fact} ref={row} data-wide={isLarge || undefined}>
      <span className={classes.factName} title={field.options.help}>
        {label}
      </span>
      {editing ? (
        <div
          className={classes.factInput}
          onBlur={(event) => {
            if (isLarge) return
            const next = event.relatedTarget
            if (next instanceof Node && event.currentTarget.contains(next)) return
            // a list or calendar in a portal has the focus for a moment
            if (next instanceof HTMLElement && next.closest('[data-portal], [role="listbox"], [role="dialog"]')) return
            if (field.kind === 'reference' || field.kind === 'choice') stop(false)
            else requestAnimationFrame(() => save(latest.current, undefined, false))
          }}
        >
          <FieldInput
            field={field}
            name={name}
            value={draft}
            bare
            autoFocus
            error={error}
            currency={'currency' in entity.fields ? currencyOf(record, l.baseCurrency) : undefined}
            {...(labelsOf(record)[name] ? { valueLabel: labelsOf(record)[name] } : {})}
            onChange={(v) => {
              latest.current = v
              setDraft(v)
            }}
            onCommit={(v, shown) => save(v === undefined ? latest.current : v, shown)}
            onCancel={() => stop()}
          />
          {isLarge ? (
            <div className={classes.factButtons}>
              <button type="button" className={classes.textButton} onClick={() => stop()}>
                Cancel
              </button>
              <button type="button" className={classes.saveButton} onClick={() => save(latest.current)}>
                Save
              </button>
            </div>
          ) : null}
        </div>
      ) : (
        <div className={classes.factValue}>
          <FieldDisplay field={field} name={name} row={record} entity={entity} compact={false} />
          {editable ? (
            <button
              type="button"
              className={classes.factEdit}
              aria-label={`Edit ${label.toLowerCase()}`}
              onClick={start}
            >
              <IconPencil size={14} aria-hidden="true" />
            </button>
          ) : null}
        </div>
      )}
    </div>
  )
}
