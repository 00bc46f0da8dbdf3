/** Numbers and money as typed text: any way of writing them is understood, none passes through a float. */
import { Select, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { InputCommon } from './inputCommon.ts'
import classes from './fields.module.css'
import { currencyDigits, formatDecimal, isMoney, parseDecimal } from './format.ts'
import { useLocale } from './locale.ts'

type NumberTextProps = InputCommon & {
  /** a decimal string, or '' */
  value: string
  /** digits after the point */
  scale: number
  suffix?: string
  /** always this many digits when not being typed in (money) */
  fixed?: boolean
  onChange: (value: string | null) => void
}

/** Cuts to `scale` digits; what a person typed is never rounded behind their back, only cut where it cannot be stored. */
const cut = (v: string, scale: number): string => {
  const [whole = '0', fraction = ''] = v.split('.')
  const kept = fraction.slice(0, scale)
  return kept ? `${whole}.${kept}` : whole
}

export const NumberTextInput = ({ value, scale, suffix, fixed, onChange, ...common }: NumberTextProps) => {
  const l = useLocale()
  const shown = (v: string): string => {
    if (!v) return ''
    if (!fixed) return formatDecimal(v, l, scale)
    const [, fraction = ''] = v.split('.')
    const whole = formatDecimal(v.split('.')[0] ?? '0', l, 0)
    if (scale === 0) return whole
    const mark = formatDecimal('1.5', l, 1).charAt(1)
    return `${v.startsWith('-') && !whole.startsWith('-') ? '-' : ''}${whole}${mark}${fraction.padEnd(scale, '0')}`
  }
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState(false)
  const last = useRef(value)
  useEffect(() => {
    // a value set from outside (undo, a formula) wins over a half-typed one
    if (value !== last.current) setTyped(null)
    last.current = value
  }, [value])
  const take = (s: string) => {
    setTyped(s)
    const read = parseDecimal(s, l.locale)
    setWrong(s.trim() !== '' && read === undefined)
    if (s.trim() === '') {
      last.current = ''
      onChange(null)
    } else if (read !== undefined) {
      last.current = cut(read, scale)
      onChange(last.current)
    }
  }
  return (
    <TextInput
      {...common}
      inputMode={scale === 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      classNames={{ input: classes.amount }}
      value={typed ?? shown(value)}
      error={wrong ? 'Enter a number, such as 1234.50' : common.error}
      onFocus={(e) => e.currentTarget.select()}
      onChange={(e) => take(e.currentTarget.value)}
      onBlur={() => {
        if (!wrong) setTyped(null)
      }}
      {...(suffix && suffix.length > 1 ? { rightSectionWidth: 52 } : {})}
      rightSection={suffix ? <span className={classes.suffix}>{suffix}</span> : undefined}
    />
  )
}

const common = ['EUR', 'USD', 'GBP', 'CHF', 'CZK', 'PLN', 'RON', 'HUF', 'SEK', 'NOK', 'DKK', 'CAD', 'AUD', 'JPY']
/** Codes offered for amounts: the usual ones first, then every one the browser knows. */
export const currencyCodes = (first: string): string[] => [
  ...new Set([
    first,
    ...common,
    ...(typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('currency') : []),
  ]),
]

type MoneyInputProps = InputCommon & {
  value: unknown
  /** the record's currency; without one the amount chooses its own */
  currency?: string | undefined
  onChange: (value: unknown) => void
}

export const MoneyInput = ({ value, currency, onChange, ...rest }: MoneyInputProps) => {
  const l = useLocale()
  const held = isMoney(value) ? value : undefined
  const [own, setOwn] = useState(held?.currency ?? l.baseCurrency)
  const code = currency ?? held?.currency ?? own
  const number = (
    <NumberTextInput
      {...rest}
      value={held?.amount ?? ''}
      scale={currencyDigits(code)}
      fixed
      {...(currency ? { suffix: currency } : {})}
      onChange={(amount) => onChange(amount === null ? null : { amount, currency: code })}
    />
  )
  if (currency) return number
  return (
    <div className={classes.money}>
      {number}
      <Select
        className={classes.currencySelect}
        label={rest.label ? ' ' : undefined}
        aria-label="Currency"
        data={currencyCodes(l.baseCurrency)}
        value={code}
        searchable
        allowDeselect={false}
        disabled={rest.disabled}
        onChange={(c) => {
          if (!c) return
          setOwn(c)
          if (held) onChange({ amount: cut(held.amount, currencyDigits(c)), currency: c })
        }}
      />
    </div>
  )
}
