/** Between rows (money in minor units) and the wire (money as `{ amount, currency }`). */
import { allFields, baseAmountKey, type Entity, type Field, type Fields, hasBaseAmounts } from './entity.ts'
import { AppError, type FieldError, invalid, invalidFields } from './errors.ts'
import { fromMinor, type Money, toMinor } from './money.ts'

export type RowData = Record<string, unknown>
export type Wire = Record<string, unknown>

const moneyFields = new WeakMap<Entity, readonly string[]>()
const moneyKeys = (e: Entity): readonly string[] => {
  const known = moneyFields.get(e)
  if (known) return known
  const keys = Object.entries(allFields(e)).flatMap(([k, f]) => (f.kind === 'money' ? [k] : []))
  moneyFields.set(e, keys)
  return keys
}

/** A row as the API answers it. Shares nothing with the row but untouched values. */
export const encodeRow = (e: Entity, row: RowData, baseCurrency: string): Wire => {
  const keys = moneyKeys(e)
  if (keys.length === 0) return row
  const wire = { ...row }
  const currency = typeof row.currency === 'string' ? row.currency : baseCurrency
  for (const k of keys) {
    const v = row[k]
    if (typeof v === 'number') wire[k] = { amount: fromMinor(v, currency), currency } satisfies Money
    if (!hasBaseAmounts(e)) continue
    const b = row[baseAmountKey(k)]
    if (typeof b === 'number')
      wire[baseAmountKey(k)] = { amount: fromMinor(b, baseCurrency), currency: baseCurrency } satisfies Money
  }
  return wire
}

const decodeMoney = (value: unknown, currency: string, path: string): number => {
  const given =
    typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value
      ? value
      : { amount: value, currency }
  if (given.currency !== currency) throw invalid(path, `must be in ${currency}, the currency of this record`)
  return toMinor(String(given.amount), currency, path)
}

const decodeValue = (f: Field, value: unknown, currency: string, path: string): unknown =>
  f.kind === 'money' && value !== null && value !== undefined ? decodeMoney(value, currency, path) : value

/**
 * Parsed wire input → row values. `currency` is that of the record the money belongs to.
 * Throws `invalid` with every field at fault.
 */
export const decodeInput = (fields: Fields, wire: Wire, currency: string, prefix = ''): RowData => {
  const errors: FieldError[] = []
  const row: RowData = {}
  for (const [k, v] of Object.entries(wire)) {
    const f = fields[k]
    try {
      row[k] = f ? decodeValue(f, v, currency, `${prefix}${k}`) : v
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      errors.push(...error.errors)
    }
  }
  if (errors.length > 0) throw invalidFields(errors)
  return row
}
