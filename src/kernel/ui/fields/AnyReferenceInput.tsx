/** A record of any kind, found through the global search. */
import { CloseButton, Combobox, Loader, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '../api/keys.ts'
import type { SearchHit } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import type { InputCommon } from './inputCommon.ts'
import classes from './fields.module.css'
import { isRecord } from './wire.ts'

type AnyReferenceInputProps = InputCommon & {
  value: unknown
  valueLabel?: string | undefined
  onChange: (value: { entity: string; id: string } | null, label?: string) => void
}

export const AnyReferenceInput = ({ value, valueLabel, onChange, ...common }: AnyReferenceInputProps) => {
  const { api, registry } = useApp()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string | null>(null)
  const [chosen, setChosen] = useState<SearchHit | null>(null)
  const [q] = useDebouncedValue((typed ?? '').trim(), 160)
  const { data: hits = [], isFetching } = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => api.search(q, signal),
    enabled: q.length > 1,
  })
  const id = isRecord(value) ? value['id'] : null
  const label = !id ? '' : chosen && chosen.id === id ? chosen.title : (valueLabel ?? 'Record')
  return (
    <Combobox
      store={combobox}
      width={360}
      position="bottom-start"
      onOptionSubmit={(key) => {
        const hit = hits.find((h) => `${h.entity}:${h.id}` === key)
        if (!hit) return
        setChosen(hit)
        setTyped(null)
        onChange({ entity: hit.entity, id: hit.id }, hit.title)
        combobox.closeDropdown()
      }}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          {...common}
          role="combobox"
          aria-autocomplete="list"
          autoComplete="off"
          placeholder={common.placeholder ?? 'Search any record'}
          value={typed ?? label}
          onFocus={(e) => e.currentTarget.select()}
          onChange={(e) => {
            setTyped(e.currentTarget.value)
            combobox.openDropdown()
            combobox.resetSelectedOption()
          }}
          onBlur={() => {
            setTyped(null)
            combobox.closeDropdown()
          }}
          onKeyDown={(e) => {
            if (!(e.key === 'Enter' && combobox.dropdownOpened)) common.onKeyDown(e)
          }}
          rightSection={
            isFetching ? (
              <Loader size={14} />
            ) : id ? (
              <CloseButton
                size="sm"
                aria-label="Clear"
                tabIndex={-1}
                onMouseDown={(e) => e.preventDefault()}
                onClick={() => {
                  setChosen(null)
                  onChange(null)
                }}
              />
            ) : null
          }
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={q.length < 2}>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label="Records">
          {hits.map((h) => (
            <Combobox.Option key={`${h.entity}:${h.id}`} value={`${h.entity}:${h.id}`}>
              <span className={classes.optionText}>
                <span className={classes.truncate}>{h.title}</span>
                <span className={classes.optionSub}>
                  {[registry.find(h.entity)?.label, h.number, h.subtitle].filter(Boolean).join(' · ')}
                </span>
              </span>
            </Combobox.Option>
          ))}
          {hits.length === 0 ? <Combobox.Empty>{isFetching ? 'Searching…' : 'Nothing found'}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
