/** The columns of a line grid: the common ones of commercial documents, and the type areas make their own with. */
import type { ReactNode } from 'react'
import { currencyDigits, formatDecimal, formatMoney, formatPercent, parseDecimal } from '../fields/format.ts'
import type { Locale } from '../fields/format.ts'
import { moneyOf } from '../fields/wire.ts'
import type { Line } from './lines.ts'
import type { TaxOption } from './tax.ts'

export type GridContext = {
  l: Locale
  currency: string
  /** amounts of the lines by key, in minor units, as priced */
  totals: ReadonlyMap<string, number>
}

export type LineColumn = {
  key: string
  label: string
  /** CSS grid track: `88px`, `minmax(200px, 1fr)` */
  width: string
  align?: 'right'
  /**
   * `item`: description with the type-ahead of products; `text` and `number`: typed; `tax`: one of the tax classes;
   * `shown`: computed, `read` or `render` says what.
   */
  input: 'item' | 'text' | 'number' | 'tax' | 'shown'
  /** what the cell shows */
  read: (line: Line, c: GridContext) => string
  /** the line with what was typed, or nothing when that is not understood */
  write?: (line: Line, typed: string, c: GridContext) => Line | undefined
  render?: (line: Line, c: GridContext) => ReactNode
  /** what to type, for the message when it was not understood */
  hint?: string
  /** path of the field in the server's complaints; the key unless told */
  field?: string
}

const cut = (v: string, scale: number): string => {
  const [whole = '0', fraction = ''] = v.split('.')
  return fraction.slice(0, scale) ? `${whole}.${fraction.slice(0, scale)}` : whole
}

const decimalColumn = (
  key: 'quantity' | 'unitPrice' | 'unitCost',
  label: string,
  width: string,
  scale: number,
): LineColumn => ({
  key,
  label,
  width,
  align: 'right',
  input: 'number',
  hint: 'Enter a number, such as 1234.50',
  read: (line, { l, currency }) => {
    const v = line[key]
    if (v === null || v === '') return ''
    // a price reads like money, and keeps the digits beyond it where it has some
    const least = key === 'quantity' ? 0 : currencyDigits(currency)
    const digits = v.split('.')[1]?.replace(/0+$/, '').length ?? 0
    return digits >= least
      ? formatDecimal(v, l, scale)
      : formatMoney({ amount: cut(v, least), currency }, l)
          .replace(/[^\d.,\s'’\u00a0\u202f-]/g, '')
          .trim()
  },
  write: (line, typed, { l }) => {
    if (typed.trim() === '') return key === 'unitCost' ? { ...line, unitCost: null } : { ...line, [key]: '0' }
    const read = parseDecimal(typed, l.locale)
    return read === undefined ? undefined : { ...line, [key]: cut(read, scale) }
  },
})

const discountColumn: LineColumn = {
  key: 'discount',
  field: 'discountPercent',
  label: 'Discount',
  width: '76px',
  align: 'right',
  input: 'number',
  hint: 'Enter a percentage such as 10 %, or an amount such as 50 EUR',
  read: (line, { l }) =>
    line.discountAmount
      ? formatMoney(line.discountAmount, l)
      : line.discountPercent && line.discountPercent !== '0'
        ? formatPercent(line.discountPercent, l)
        : '',
  write: (line, typed, { l, currency }) => {
    if (typed.trim() === '') return { ...line, discountPercent: null, discountAmount: null }
    const read = parseDecimal(typed, l.locale)
    if (read === undefined || read.startsWith('-')) return undefined
    // a currency sign or code makes it an amount; a bare number is a percentage, as on paper
    const isAmount = /[A-Z]{3}|\p{Sc}/u.test(typed.toUpperCase().replace('%', ''))
    if (isAmount)
      return {
        ...line,
        discountPercent: null,
        discountAmount: { amount: cut(read, currencyDigits(currency)), currency },
      }
    return Number(read) > 100 ? undefined : { ...line, discountPercent: cut(read, 4), discountAmount: null }
  },
}

const amountColumn: LineColumn = {
  key: 'total',
  label: 'Amount',
  width: '108px',
  align: 'right',
  input: 'shown',
  read: (line, { l, totals, currency }) => formatMoney(moneyOf(totals.get(line.key) ?? 0, currency), l),
}

const itemColumn: LineColumn = {
  key: 'description',
  label: 'Item',
  width: 'minmax(160px, 1fr)',
  input: 'item',
  read: (line) => line.description,
  write: (line, typed) => ({ ...line, description: typed }),
}

const unitColumn: LineColumn = {
  key: 'unit',
  label: 'Unit',
  width: '56px',
  input: 'text',
  read: (line) => line.unit,
  write: (line, typed) => ({ ...line, unit: typed.slice(0, 40) }),
}

const taxColumn = (options: readonly TaxOption[]): LineColumn => ({
  key: 'tax',
  field: 'taxClassId',
  label: 'Tax',
  width: '92px',
  input: 'tax',
  read: (line) => options.find((o) => o.id === line.taxClassId)?.label ?? line.taxes.map((t) => t.name).join(', '),
  write: (line, typed) => {
    const wanted = typed.trim().toLowerCase()
    if (!wanted) return { ...line, taxClassId: null, taxes: [] }
    const o =
      options.find((x) => x.id === typed) ??
      options.find((x) => x.label.toLowerCase() === wanted) ??
      options.find((x) => x.taxes.some((t) => `${Number(t.rate)}` === wanted.replace(/\s*%$/, '').replace(',', '.')))
    return o ? { ...line, taxClassId: o.id, taxes: o.taxes } : undefined
  },
})

const quantityColumn = decimalColumn('quantity', 'Quantity', '72px', 6)
const priceColumn = decimalColumn('unitPrice', 'Unit price', '92px', 6)
const costColumn = decimalColumn('unitCost', 'Unit cost', '84px', 6)

/** Item, quantity, unit, unit price, discount, tax, amount; unit cost for those who may see it. */
export const documentColumns = (o: { taxes: readonly TaxOption[]; withCost?: boolean }): LineColumn[] => [
  itemColumn,
  quantityColumn,
  unitColumn,
  priceColumn,
  ...(o.withCost ? [costColumn] : []),
  discountColumn,
  taxColumn(o.taxes),
  amountColumn,
]
