/** A record chosen by typing: asks the list as one types, knows small lists whole, makes a new record in place. */
import { CloseButton, Combobox, Loader, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { Suspense, useContext, useEffect, useRef, useState } from 'react'
import type { Entity } from '../../entity.ts'
import { useList, useRecord } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { CreateInPlace } from './createInPlace.ts'
import type { InputCommon } from './inputCommon.ts'
import classes from './fields.module.css'
import { Avatar } from './Person.tsx'
import { labelsOf, textOf, titleOf } from './wire.ts'

type ReferenceInputProps = InputCommon & {
  to: string
  /** the configurable list, when `to` is `option` */
  list?: string | undefined
  scope?: Readonly<Record<string, string>> | undefined
  value: string | null
  valueLabel?: string | undefined
  clearable?: boolean
  onChange: (value: string | null, label?: string) => void
  onCancel?: () => void
}

const small = (e: Entity): boolean => e.lookup === true || ['option', 'team', 'member', 'role'].includes(e.name)

const subtitleOf = (e: Entity, row: WireRecord): string => {
  if (!e.subtitle) return ''
  const f = e.fields[e.subtitle]
  const value = textOf(row[e.subtitle])
  if (f?.kind === 'reference') return labelsOf(row)[e.subtitle] ?? ''
  return f?.choices?.[value]?.label ?? value
}

export const ReferenceInput = ({
  to,
  list,
  scope,
  value,
  valueLabel,
  clearable,
  onChange,
  onCancel,
  ...common
}: ReferenceInputProps) => {
  const { registry, can } = useApp()
  const renderForm = useContext(CreateInPlace)
  const e = registry.entity(to)
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string | null>(null)
  const [chosen, setChosen] = useState<{ id: string; label: string } | null>(null)
  const [creating, setCreating] = useState<string | null>(null)
  const [q] = useDebouncedValue(typed ?? '', 160)
  const whole = small(e)
  const opened = combobox.dropdownOpened
  const held = list !== undefined || to === 'option'
  const { data, isFetching } = useList(
    e,
    {
      ...(whole ? { limit: 200 } : { limit: 12, q: q.trim() }),
      ...(list ? { list } : {}),
      ...(held ? { sort: 'position' } : {}),
      ...('active' in e.fields ? { active: true } : {}),
      ...scope,
      total: 'none',
      fields: [e.title, ...(e.subtitle ? [e.subtitle] : [])],
    },
    { enabled: opened || (whole && Boolean(value) && !valueLabel) },
  )
  const rows = data?.data ?? []
  const needle = (typed ?? '').trim().toLowerCase()
  const options = whole ? rows.filter((r) => titleOf(e, r).toLowerCase().includes(needle)) : rows
  const found = value ? rows.find((r) => r.id === value) : undefined
  // a form opened with an id alone still has to say who that is
  const unknown = value && !whole && !valueLabel && chosen?.id !== value ? value : null
  const known = useRecord(e, unknown).data ?? found
  const label = !value ? '' : chosen?.id === value ? chosen.label : (valueLabel ?? (known ? titleOf(e, known) : '…'))
  const exact = options.some((r) => titleOf(e, r).toLowerCase() === needle)
  const createLabel =
    renderForm && needle && !exact && can(`${e.name}.create`) && e.crud?.create !== false && !held && to !== 'member'

  const pick = (id: string | null, title?: string) => {
    setChosen(id ? { id, label: title ?? '' } : null)
    setTyped(null)
    onChange(id, title)
    combobox.closeDropdown()
  }
  const selectFirst = combobox.selectFirstOption
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    // when the answer to what was typed comes, Enter must take its first row
    selectFirst()
  }, [data, typed, selectFirst])

  return (
    <>
      <Combobox
        store={combobox}
        withinPortal
        position="bottom-start"
        width={320}
        shadow="md"
        onOptionSubmit={(id) => {
          if (id === '$create') {
            setCreating(typed ?? '')
            combobox.closeDropdown()
            return
          }
          const row = options.find((r) => r.id === id)
          pick(id, row ? titleOf(e, row) : '')
        }}
      >
        <Combobox.Target withExpandedAttribute>
          <TextInput
            {...common}
            role="combobox"
            aria-autocomplete="list"
            autoComplete="off"
            placeholder={common.placeholder ?? (whole ? 'Choose' : `Search ${e.labelPlural.toLowerCase()}`)}
            value={typed ?? label}
            leftSection={to === 'member' && value && typed === null && label ? <Avatar name={label} /> : undefined}
            onFocus={(event) => {
              event.currentTarget.select()
              if (common['aria-label']) combobox.openDropdown()
            }}
            onClick={() => combobox.openDropdown()}
            onBlur={() => {
              combobox.closeDropdown()
              setTyped(null)
            }}
            onChange={(event) => {
              const s = event.currentTarget.value
              setTyped(s)
              combobox.openDropdown()
              if (!s && clearable) {
                setChosen(null)
                onChange(null)
              }
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && opened) return
              if (event.key === 'Escape') {
                if (opened && !onCancel) event.stopPropagation()
                setTyped(null)
                combobox.closeDropdown()
              }
              common.onKeyDown(event)
            }}
            rightSectionPointerEvents="all"
            rightSection={
              isFetching && opened ? (
                <Loader size={14} />
              ) : clearable && value && !common.disabled ? (
                <CloseButton
                  size="sm"
                  aria-label="Clear"
                  tabIndex={-1}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => pick(null)}
                />
              ) : (
                <Combobox.Chevron />
              )
            }
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={e.labelPlural}>
            {options.map((r) => {
              const title = titleOf(e, r)
              const sub = subtitleOf(e, r)
              return (
                <Combobox.Option key={r.id} value={r.id} active={r.id === value}>
                  <span className={classes.option}>
                    {to === 'member' ? <Avatar name={title} /> : null}
                    <span className={classes.optionText}>
                      <span className={classes.truncate}>{title}</span>
                      {sub ? <span className={classes.optionSub}>{sub}</span> : null}
                    </span>
                  </span>
                </Combobox.Option>
              )
            })}
            {createLabel ? (
              <Combobox.Option value="$create">
                <span className={classes.create}>
                  <IconPlus size={16} aria-hidden="true" /> Create {e.label.toLowerCase()} “{typed?.trim()}”
                </span>
              </Combobox.Option>
            ) : null}
            {!options.length && !createLabel ? (
              <Combobox.Empty>{isFetching ? 'Searching…' : `No ${e.label.toLowerCase()} found`}</Combobox.Empty>
            ) : null}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {creating !== null ? (
        <Suspense fallback={null}>
          {renderForm?.({
            entity: e,
            initial: e.title in e.fields ? { [e.title]: creating.trim(), ...scope } : {},
            onClose: () => setCreating(null),
            onSaved: (record) => {
              setCreating(null)
              pick(record.id, titleOf(e, record))
            },
          })}
        </Suspense>
      ) : null}
    </>
  )
}
