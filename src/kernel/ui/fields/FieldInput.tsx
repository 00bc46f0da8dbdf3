/** One field as an input, for every kind; the same in forms, in dialogs and edited in place. */
import { MultiSelect, Select, Switch, Textarea, TextInput } from '@mantine/core'
import type { FocusEvent, ReactNode } from 'react'
import type { Field } from '../../entity.ts'
import { labelOf } from '../../entity.ts'
import { AddressInput } from './AddressInput.tsx'
import { AnyReferenceInput } from './AnyReferenceInput.tsx'
import { DayInput, InstantInput } from './DayInput.tsx'
import { FileInput } from './FileInput.tsx'
import type { InputCommon } from './inputCommon.ts'
import { JsonInput } from './JsonInput.tsx'
import { currencyCodes, MoneyInput, NumberTextInput } from './NumberInputs.tsx'
import { ReferenceInput } from './ReferenceInput.tsx'
import { RichTextInput } from './RichTextInput.tsx'
import { isEmpty, textOf } from './wire.ts'

type FieldInputProps = {
  field: Field
  name: string
  /** as on the wire */
  value: unknown
  /** `label`: the title of a chosen reference, so that it can be shown before the server answers */
  onChange: (value: unknown, label?: string) => void
  error?: string | undefined
  /** currency of the record, for money without one of its own */
  currency?: string | undefined
  /** title of the reference the field holds now */
  valueLabel?: string | undefined
  label?: string
  /** no visible label (cells, facts); screen readers still hear it */
  bare?: boolean
  autoFocus?: boolean
  disabled?: boolean
  /** Enter, or leaving the field: edited in place it is time to save */
  onCommit?: (value?: unknown, label?: string) => void
  onCancel?: () => void
  /** filters on the records offered (`{ accountId: … }`) */
  scope?: Readonly<Record<string, string>>
  placeholder?: string
}

export const FieldInput = (props: FieldInputProps): ReactNode => {
  const { field, name, value, onChange, bare, onCommit, onCancel } = props
  const label = props.label ?? labelOf(name, field)
  const required = field.options.required === true
  const common: InputCommon = {
    label: bare ? undefined : label,
    'aria-label': bare ? label : undefined,
    description: bare ? undefined : field.options.help,
    error: props.error,
    withAsterisk: required,
    // the server and the form say what is missing, in words; the browser's own bubble would cover the field
    required: false,
    disabled: props.disabled ?? false,
    autoFocus: props.autoFocus ?? false,
    'data-autofocus': props.autoFocus ? true : undefined,
    placeholder: props.placeholder,
    name,
    // help under the input keeps the inputs of a row on one line
    inputWrapperOrder: ['label', 'input', 'description', 'error'],
    onKeyDown: (event) => {
      if (event.key === 'Enter' && !event.metaKey && !event.ctrlKey && onCommit) {
        if (event.target instanceof HTMLTextAreaElement) return
        event.preventDefault()
        onCommit()
      }
      if (event.key === 'Escape' && onCancel) {
        event.preventDefault()
        event.stopPropagation()
        onCancel()
      }
    },
  }
  const set = (v: unknown, shown?: string) => onChange(isEmpty(v) ? null : v, shown)
  const choose = (v: unknown, shown?: string) => {
    set(v, shown)
    onCommit?.(isEmpty(v) ? null : v, shown)
  }
  // edited in place, typing replaces; in a form one goes on where one was
  const chooseAll = bare ? { onFocus: (e: FocusEvent<HTMLInputElement>) => e.currentTarget.select() } : {}
  const text = textOf(value)
  const options = Object.entries(field.choices ?? {}).map(([v, c]) => ({ value: v, label: c.label }))

  if (field.kind === 'text' && name === 'currency')
    return (
      <Select
        {...common}
        data={currencyCodes(text || 'EUR')}
        value={text || null}
        onChange={(v) => choose(v)}
        searchable
        allowDeselect={!required}
      />
    )
  switch (field.kind) {
    case 'text':
      return (
        <TextInput
          {...common}
          {...chooseAll}
          value={text}
          maxLength={field.max}
          onChange={(e) => set(e.currentTarget.value)}
        />
      )
    case 'longText':
      return <Textarea {...common} value={text} maxRows={12} onChange={(e) => set(e.currentTarget.value)} />
    case 'richText':
      return <RichTextInput {...common} value={text} onChange={set} />
    case 'integer':
      return <NumberTextInput {...common} value={text} scale={0} onChange={(v) => set(v === null ? null : Number(v))} />
    case 'decimal':
      return <NumberTextInput {...common} value={text} scale={field.scale ?? 6} onChange={set} />
    case 'percent':
      return <NumberTextInput {...common} value={text} scale={field.scale ?? 4} suffix="%" onChange={set} />
    case 'money':
      return <MoneyInput {...common} value={value} currency={props.currency} onChange={set} />
    case 'day':
      return <DayInput {...common} value={text || null} onChange={set} />
    case 'instant':
      return <InstantInput {...common} value={text || null} onChange={set} />
    case 'boolean':
      return (
        <Switch
          label={bare ? undefined : label}
          aria-label={bare ? label : undefined}
          description={common.description}
          error={props.error}
          disabled={common.disabled}
          autoFocus={common.autoFocus}
          checked={value === true}
          onChange={(e) => {
            onChange(e.currentTarget.checked)
            onCommit?.(e.currentTarget.checked)
          }}
          onKeyDown={common.onKeyDown}
        />
      )
    case 'choice':
    case 'state':
      return (
        <Select
          {...common}
          data={options}
          value={text || null}
          onChange={(v) => choose(v)}
          clearable={!required}
          searchable={options.length > 7}
          allowDeselect={!required}
          defaultDropdownOpened={Boolean(bare && onCommit)}
          placeholder={common.placeholder ?? 'Choose'}
        />
      )
    case 'multiChoice':
      return (
        <MultiSelect
          {...common}
          data={options}
          value={Array.isArray(value) ? value.map(textOf) : []}
          onChange={(v) => set(v)}
          clearable
          searchable={options.length > 7}
        />
      )
    case 'reference':
      return (
        <ReferenceInput
          {...common}
          to={field.to ?? ''}
          list={field.list}
          scope={props.scope}
          value={text || null}
          valueLabel={props.valueLabel}
          clearable={!required}
          onChange={choose}
          {...(onCancel ? { onCancel } : {})}
        />
      )
    case 'anyReference':
      return <AnyReferenceInput {...common} value={value} valueLabel={props.valueLabel} onChange={choose} />
    case 'email':
      return (
        <TextInput
          {...common}
          {...chooseAll}
          type="email"
          inputMode="email"
          autoComplete="off"
          value={text}
          maxLength={field.max}
          onChange={(e) => set(e.currentTarget.value.trim())}
        />
      )
    case 'phone':
      return (
        <TextInput
          {...common}
          {...chooseAll}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          placeholder={common.placeholder ?? '+420 601 234 567'}
          value={text}
          maxLength={field.max}
          onChange={(e) => set(e.currentTarget.value)}
        />
      )
    case 'address':
      return <AddressInput {...common} legend={label} value={value} onChange={set} />
    case 'json':
      return <JsonInput {...common} value={value} onChange={set} />
    case 'file':
      return (
        <FileInput
          {...common}
          value={text || null}
          valueLabel={props.valueLabel}
          accept={field.accept}
          onChange={choose}
        />
      )
  }
}
