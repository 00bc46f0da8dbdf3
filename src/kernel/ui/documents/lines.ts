/** Lines of a document as they are edited: pure. From the wire, to the wire, to the arithmetic, and pasted text. */
import { carriedKeys, type LineValues, type PricingHeader } from '../../document.ts'
import type { LineTax, PostedPart, TaxCategory } from '../../taxTypes.ts'
import { arrayOf, isMoney, isObject, stringOf, stringOrNull } from '../api/types.ts'
import { uuid } from '../api/client.ts'
import type { MoneyWire, Wire } from '../fields/format.ts'
import { labelsOf, minorOf, rowsOf, textOf } from '../fields/wire.ts'

export type LineKind = 'product' | 'text' | 'section' | 'subtotal'
export type Line = {
  /** stands for the row while it is edited; the id of a saved one */
  key: string
  id: string | null
  kind: LineKind
  productId: string | null
  description: string
  quantity: string
  unit: string
  unitPrice: string
  discountPercent: string | null
  discountAmount: MoneyWire | null
  taxClassId: string | null
  taxes: readonly LineTax[]
  optional: boolean
  selected: boolean
  unitCost: string | null
  labels: Readonly<Record<string, string>>
  /** further fields of the area's lines (delivered quantity), by key */
  more: Wire
}

const own = new Set<string>(['id', ...carriedKeys, 'optional', 'selected', 'labels'])

export const newLine = (kind: LineKind, from: Partial<Line> = {}): Line => ({
  key: uuid(),
  id: null,
  kind,
  productId: null,
  description: kind === 'subtotal' ? 'Subtotal' : '',
  quantity: '1',
  unit: '',
  unitPrice: '0',
  discountPercent: null,
  discountAmount: null,
  taxClassId: null,
  taxes: [],
  optional: false,
  selected: false,
  unitCost: null,
  labels: {},
  more: {},
  ...from,
})

const categories: readonly TaxCategory[] = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O']
/** Taxes as the API answers them, those not understood left out. */
export const taxesOf = (x: unknown): LineTax[] =>
  arrayOf(x).flatMap((t) => {
    if (!isObject(t)) return []
    const category = categories.find((c) => c === t['category'])
    return category
      ? [
          {
            code: stringOf(t['code']),
            name: stringOf(t['name']),
            rate: stringOf(t['rate'], '0'),
            category,
            exemptionReason: stringOrNull(t['exemptionReason']),
          },
        ]
      : []
  })

const kindOf = (x: unknown): LineKind => (x === 'text' || x === 'section' || x === 'subtotal' ? x : 'product')

export const lineFromWire = (row: Wire): Line => {
  const id = stringOrNull(row['id'])
  return newLine(kindOf(row['kind']), {
    key: id ?? uuid(),
    id,
    productId: stringOrNull(row['productId']),
    description: textOf(row['description']),
    quantity: stringOf(row['quantity'], '1'),
    unit: textOf(row['unit']),
    unitPrice: stringOf(row['unitPrice'], '0'),
    discountPercent: stringOrNull(row['discountPercent']),
    discountAmount: isMoney(row['discountAmount']) ? row['discountAmount'] : null,
    taxClassId: stringOrNull(row['taxClassId']),
    taxes: taxesOf(row['taxes']),
    optional: row['optional'] === true,
    selected: row['selected'] === true,
    unitCost: stringOrNull(row['unitCost']),
    labels: labelsOf(row),
    more: Object.fromEntries(Object.entries(row).filter(([k]) => !own.has(k))),
  })
}
export const linesFromWire = (x: unknown): Line[] => rowsOf(x).map(lineFromWire)

/**
 * What is sent: every line, saved ones with their id; their order is that of the list. `fields` are the keys the entity's lines accept
 * beside the common ones.
 */
export const linesToWire = (lines: readonly Line[], fields: readonly string[] = []): Wire[] =>
  lines.map((l) => ({
    ...(l.id ? { id: l.id } : {}),
    kind: l.kind,
    description: l.description || null,
    ...(l.kind === 'product'
      ? {
          productId: l.productId,
          quantity: l.quantity,
          unit: l.unit || null,
          unitPrice: l.unitPrice,
          discountPercent: l.discountPercent,
          discountAmount: l.discountAmount,
          taxClassId: l.taxClassId,
          taxes: l.taxes,
          optional: l.optional,
          selected: l.selected,
          ...(l.unitCost === null ? {} : { unitCost: l.unitCost }),
        }
      : {}),
    ...Object.fromEntries(fields.flatMap((k) => (k in l.more ? [[k, l.more[k]]] : []))),
  }))

/** Lines as the arithmetic reads them: money in minor units. */
export const pricingLines = (lines: readonly Line[]): LineValues[] =>
  lines.map((l) => ({
    id: l.key,
    kind: l.kind,
    quantity: l.quantity || '0',
    unitPrice: l.unitPrice || '0',
    discountPercent: l.discountPercent,
    discountAmount: l.discountAmount ? minorOf(l.discountAmount) : null,
    taxes: l.taxes,
    optional: l.optional,
    selected: l.selected,
    unitCost: l.unitCost,
  }))

export const pricingHeader = (header: Wire, currency: string): PricingHeader => ({
  currency: textOf(header['currency']) || currency,
  pricesInclude: header['pricesInclude'] === 'gross' ? 'gross' : 'net',
  rounding: header['rounding'] === 'perLine' ? 'perLine' : 'perGroup',
  discountPercent: stringOrNull(header['discountPercent']),
  discountAmount: isMoney(header['discountAmount']) ? minorOf(header['discountAmount']) : null,
  posted: postedOf(header['posted']),
})

const numberIn = (row: Wire, key: string): number => (typeof row[key] === 'number' ? row[key] : 0)
const stringsIn = (x: unknown): string[] => arrayOf(x).filter((s) => typeof s === 'string')

/** Amounts taken over from other documents as the API answers them: minor units. */
const postedOf = (x: unknown): PostedPart[] =>
  arrayOf(x)
    .filter(isObject)
    .map((part) => ({
      id: stringOf(part['id']),
      label: stringOf(part['label']),
      bases: rowsOf(part['bases']).map((base) => ({ keys: stringsIn(base['keys']), net: numberIn(base, 'net') })),
      groups: rowsOf(part['groups']).flatMap((group) =>
        taxesOf([group]).map(({ name, rate, category, exemptionReason }) => ({
          key: stringOf(group['key']),
          category,
          rate,
          name,
          codes: stringsIn(group['codes']),
          base: numberIn(group, 'base'),
          tax: numberIn(group, 'tax'),
          exemptionReason: exemptionReason ?? null,
        })),
      ),
    }))

export const moved = (lines: readonly Line[], from: number, to: number): Line[] => {
  const line = lines[from]
  if (!line || to < 0 || to >= lines.length) return [...lines]
  const rest = lines.filter((_, i) => i !== from)
  return [...rest.slice(0, to), line, ...rest.slice(to)]
}

/** Cells of a copied range: tabs between, lines below, quotes around cells that hold either. */
export const cellsOf = (pasted: string): string[][] => {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const text = pasted.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (quoted) {
      if (c !== '"') cell += c
      else if (text.charAt(i + 1) === '"') {
        cell += '"'
        i++
      } else quoted = false
    } else if (c === '"' && cell === '') quoted = true
    else if (c === '\t' || c === '\n') {
      rows.at(-1)?.push(cell)
      cell = ''
      if (c === '\n') rows.push([])
    } else cell += c
  }
  rows.at(-1)?.push(cell)
  // a range copied from a spreadsheet ends with a line break
  return rows.filter((r, i) => i < rows.length - 1 || r.some((x) => x !== ''))
}
