/** Reading records as the API sends them, without believing more than was checked. */
import type { Entity, Field } from '../../entity.ts'
import { allFields } from '../../entity.ts'
import type { Flow } from '../../flow.ts'
import { isObject as isRecord } from '../api/types.ts'
import type { MoneyWire, Wire } from './format.ts'
import { currencyDigits, isMoney } from './format.ts'

export { isObject as isRecord } from '../api/types.ts'

export const textOf = (v: unknown): string =>
  typeof v === 'string' ? v : typeof v === 'number' || typeof v === 'boolean' ? String(v) : ''

export const idOf = (row: Wire): string => textOf(row['id'])
export const labelsOf = (row: Wire): Record<string, string> => {
  const labels = row['labels']
  if (!isRecord(labels)) return {}
  return Object.fromEntries(Object.entries(labels).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v]] : [])))
}
export const rowsOf = (v: unknown): Wire[] => (Array.isArray(v) ? v.filter(isRecord) : [])
export const titleOf = (e: Entity, row: Wire): string =>
  textOf(row[e.title]) || textOf(row['number']) || `${e.label} without a name`
export const isEmpty = (v: unknown): boolean =>
  v === null || v === undefined || v === '' || (Array.isArray(v) && v.length === 0)

/** `{ "12.50", EUR }` → 1250, exactly. */
export const minorOf = (m: MoneyWire): number => {
  const digits = currencyDigits(m.currency)
  const [whole = '0', fraction = ''] = m.amount.replace('-', '').split('.')
  const minor = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`)
  return m.amount.startsWith('-') ? -minor : minor
}
/** 1250 EUR → `{ "12.50", EUR }` */
export const moneyOf = (minor: number, currency: string): MoneyWire => {
  const digits = currencyDigits(currency)
  const s = String(Math.abs(minor)).padStart(digits + 1, '0')
  const amount = digits === 0 ? s : `${s.slice(0, -digits)}.${s.slice(-digits)}`
  return { amount: minor < 0 ? `-${amount}` : amount, currency }
}

/** The record with its money in minor units, as the pure rules read it. */
const rowOf = (e: Entity, wire: Wire): Wire =>
  Object.fromEntries(Object.entries(wire).map(([k, v]) => [k, isMoney(v) && k in e.fields ? minorOf(v) : v]))

type ShownState = { value: string; label: string; tone: NonNullable<Field['choices']>[string]['tone'] }

/** The state people see: a derived one (overdue, expired) wins over the stored one. */
export const stateShown = (flow: Flow | undefined, field: string, f: Field, wire: Wire, today: string): ShownState => {
  const stored = textOf(wire[field])
  if (flow && flow.field === field) {
    // the definition's predicate wants its own entity's row, which only the registry could name
    const row = rowOf(flow.entity, wire) as Parameters<Flow['derived'][string]['is']>[0]
    const derived = Object.entries(flow.derived).find(([, d]) => d.is(row, today))
    if (derived) return { value: derived[0], label: derived[1].label, tone: derived[1].tone }
  }
  const c = f.choices?.[stored]
  return { value: stored, label: c?.label ?? stored, tone: c?.tone }
}

/** A field of the entity or one of the base ones. */
export const fieldOf = (e: Entity, name: string): Field | undefined => allFields(e)[name]
export const currencyOf = (row: Wire, base: string): string => textOf(row['currency']) || base
