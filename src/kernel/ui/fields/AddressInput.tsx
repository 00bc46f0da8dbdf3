/** An address as its parts. */
import { Select, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { countries as allCountries } from '../../countries.ts'
import type { Address } from '../../entity.ts'
import type { InputCommon } from './inputCommon.ts'
import classes from './fields.module.css'
import { countryName, isAddress } from './format.ts'
import { useLocale } from './locale.ts'
import { textOf } from './wire.ts'

export const AddressInput = ({
  value,
  onChange,
  legend,
  ...common
}: InputCommon & { legend: string; value: unknown; onChange: (value: Address | null) => void }) => {
  const l = useLocale()
  const held: Address = isAddress(value) ? value : {}
  const countries = useMemo(
    () =>
      allCountries
        .map((c) => ({ value: c.code, label: countryName(c.code, l) }))
        .sort((a, b) => a.label.localeCompare(b.label, l.locale)),
    [l],
  )
  const set = (part: keyof Address, v: string | null) => {
    const next = { ...held, [part]: v || null }
    onChange(Object.values(next).some(Boolean) ? next : null)
  }
  const part = (key: keyof Address, label: string, autoFocus = false) => (
    <TextInput
      label={label}
      autoComplete="off"
      disabled={common.disabled}
      autoFocus={autoFocus && common.autoFocus}
      value={textOf(held[key])}
      onChange={(e) => set(key, e.currentTarget.value)}
      onKeyDown={common.onKeyDown}
    />
  )
  return (
    <fieldset className={classes.group}>
      <legend className={common.label ? classes.legend : 'visually-hidden'}>{legend}</legend>
      <div className={classes.wide}>{part('street', 'Street', true)}</div>
      <div className={classes.wide}>{part('street2', 'Street, second line')}</div>
      {part('postalCode', 'Postal code')}
      {part('city', 'City')}
      {part('region', 'Region')}
      <Select
        label="Country"
        data={countries}
        searchable
        clearable
        disabled={common.disabled}
        value={held.country ?? null}
        onChange={(c) => set('country', c)}
        onKeyDown={common.onKeyDown}
      />
      {common.error ? (
        <div className={classes.wide} role="alert" style={{ color: 'var(--color-red-text)', fontSize: 12 }}>
          {common.error}
        </div>
      ) : null}
    </fieldset>
  )
}
