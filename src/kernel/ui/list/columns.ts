/** The columns of a list: which, how wide, and what this browser remembers of them. */
import type { Entity, Field, FieldKind } from '../../entity.ts'
import { allFields, labelOf } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
import { isObject, numberOf } from '../api/types.ts'
import type { EntityPages } from '../app/areaUi.ts'
import { titleOf } from '../fields/wire.ts'

export type Column = { name: string; field: Field; label: string; width: number; right: boolean; sortable: boolean }

const widths: Partial<Record<FieldKind, number>> = {
  integer: 96,
  decimal: 110,
  percent: 96,
  money: 128,
  day: 108,
  instant: 130,
  boolean: 96,
  choice: 128,
  state: 132,
  multiChoice: 180,
  reference: 160,
  email: 220,
  phone: 160,
  longText: 260,
  address: 240,
}
/** What a row is called: a document that has no number yet is a draft. */
export const rowTitle = (e: Entity, record: WireRecord): string =>
  e.title === 'number' && !record.number ? 'Draft' : titleOf(e, record) || 'Untitled'

export const minWidth = 72
export const maxWidth = 800
const right: ReadonlySet<FieldKind> = new Set(['integer', 'decimal', 'money', 'percent'])
const unfit: ReadonlySet<FieldKind> = new Set(['json', 'richText'])

const isRight = (f: Field): boolean => right.has(f.kind)

/** The field a list row is known by. */
const titleColumn = (e: Entity): string => e.title

/** Fields that may be columns, title first. */
export const possibleColumns = (e: Entity): [string, Field][] => {
  const all = Object.entries(allFields(e)).filter(([, f]) => !f.options.hidden && !unfit.has(f.kind))
  const title = all.find(([k]) => k === titleColumn(e))
  return title ? [title, ...all.filter((c) => c !== title)] : all
}

/** What a list shows until someone chooses: what names, states and weighs the record, then who and when. */
const guess = (e: Entity): string[] => {
  const all = possibleColumns(e)
  const of = (pick: (f: Field, k: string) => boolean) => all.flatMap(([k, f]) => (pick(f, k) ? [k] : []))
  const plain = (f: Field) => !f.options.heavy && f.kind !== 'longText' && f.kind !== 'address'
  const declared = of((f, k) => k in e.fields && plain(f) && Boolean(f.options.filter || f.options.sort))
  const names = [
    titleColumn(e),
    ...(e.number && e.title !== 'number' ? ['number'] : []),
    ...(e.subtitle ? [e.subtitle] : []),
    ...of((f) => f.kind === 'state'),
    ...of((f, k) => f.kind === 'money' && k in e.fields).slice(0, 1),
    ...declared.slice(0, 6),
    ...of((f, k) => k in e.fields && plain(f)).slice(0, 7),
  ]
  const start = [...new Set(names)].slice(0, 7)
  return [...start, ...(e.owned ? ['ownerId'] : []), 'updatedAt']
}

export const defaultColumns = (e: Entity, pages: EntityPages): readonly string[] => {
  const wanted = pages.listColumns ?? guess(e)
  const title = titleColumn(e)
  return [title, ...wanted.filter((c) => c !== title)]
}

export const columnsOf = (
  e: Entity,
  names: readonly string[],
  remembered: Readonly<Record<string, number>>,
): Column[] => {
  const fields = allFields(e)
  return [...new Set(names)].flatMap((name) => {
    const field = fields[name]
    if (!field) return []
    const wide = name === 'number' ? 136 : name === titleColumn(e) ? 260 : (widths[field.kind] ?? 180)
    return [
      {
        name,
        field,
        label: labelOf(name, field),
        width: Math.max(minWidth, remembered[name] ?? wide),
        right: isRight(field),
        sortable: field.options.sort === true,
      },
    ]
  })
}

const key = (e: Entity): string => `throughline.columns.${e.name}`
export const readWidths = (e: Entity): Record<string, number> => {
  try {
    const x: unknown = JSON.parse(localStorage.getItem(key(e)) ?? '{}')
    return isObject(x) ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, numberOf(v, minWidth)])) : {}
  } catch {
    return {}
  }
}
export const writeWidths = (e: Entity, w: Readonly<Record<string, number>>): void => {
  try {
    localStorage.setItem(key(e), JSON.stringify(w))
  } catch {
    // the widths then last as long as the page
  }
}

export type Density = 'compact' | 'comfortable'
const densityKey = 'throughline.density'
export const readDensity = (): Density => {
  try {
    return localStorage.getItem(densityKey) === 'comfortable' ? 'comfortable' : 'compact'
  } catch {
    return 'compact'
  }
}
export const writeDensity = (d: Density): void => {
  try {
    localStorage.setItem(densityKey, d)
  } catch {
    // as above
  }
}
export const rowHeights: Readonly<Record<Density, number>> = { compact: 36, comfortable: 44 }

const editable: ReadonlySet<FieldKind> = new Set([
  'text',
  'integer',
  'decimal',
  'money',
  'percent',
  'day',
  'instant',
  'boolean',
  'choice',
  'multiChoice',
  'reference',
  'email',
  'phone',
])
/** Whether a cell can be edited in place. */
export const isEditable = (e: Entity, c: Column): boolean =>
  !c.field.options.readOnly &&
  editable.has(c.field.kind) &&
  (c.name in e.fields || ['ownerId', 'teamId'].includes(c.name))
