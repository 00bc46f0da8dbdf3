/** What a generated form asks for and how it is laid out: pure. */
import type { Entity, Field } from '../../entity.ts'
import { labelOf, writableFields } from '../../entity.ts'
import { sentenceOf } from '../../errors.ts'
import type { Wire } from '../fields/format.ts'
import { isEmpty } from '../fields/wire.ts'

export type FormSection = { label?: string; fields: readonly string[] }

const wideKinds = new Set(['longText', 'richText', 'address', 'json'])
/** Takes the whole width of a two-column form. */
export const isWide = (f: Field): boolean => wideKinds.has(f.kind)

/** Sections of an entity's form: facts first, then addresses, then prose, then who it belongs to. */
export const sectionsOf = (e: Entity, only?: readonly string[]): FormSection[] => {
  const writable = Object.entries(writableFields(e)).filter(([, f]) => !f.options.hidden)
  if (only) return [{ fields: only.filter((k) => k in writableFields(e)) }]
  const own = writable.filter(([k]) => k !== 'ownerId' && k !== 'teamId')
  const pick = (test: (f: Field) => boolean) => own.filter(([, f]) => test(f)).map(([k]) => k)
  const sections: FormSection[] = [
    { fields: pick((f) => !isWide(f)) },
    { label: 'Addresses', fields: pick((f) => f.kind === 'address') },
    { label: 'Notes', fields: pick((f) => isWide(f) && f.kind !== 'address') },
    { label: 'Responsible', fields: writable.filter(([k]) => k === 'ownerId' || k === 'teamId').map(([k]) => k) },
  ]
  return sections.filter((s) => s.fields.length > 0)
}

/** The fields of quick create: the title, what is required, and a few more that people fill in at once. */
export const quickFields = (e: Entity, initial: Wire = {}): string[] => {
  const writable = Object.entries(writableFields(e)).filter(([, f]) => !f.options.hidden && !isWide(f))
  const must = writable.filter(([k, f]) => k === e.title || f.options.required || k in initial)
  const more = writable.filter(
    ([, f]) => f.options.search || f.kind === 'email' || f.kind === 'phone' || f.kind === 'money',
  )
  const keys = [...new Set([...must, ...more].map(([k]) => k))]
  const order = Object.keys(writableFields(e))
  return keys.slice(0, Math.max(8, must.length)).sort((a, b) => order.indexOf(a) - order.indexOf(b))
}

/** Defaults of the definition under what is given. */
export const startValues = (fields: Readonly<Record<string, Field>>, initial: Wire): Wire =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([k, f]) => {
      const v = initial[k] ?? f.options.default
      return v === undefined ? [] : [[k, v]]
    }),
  )

const same = (a: unknown, b: unknown): boolean =>
  (isEmpty(a) && isEmpty(b)) || a === b || JSON.stringify(a) === JSON.stringify(b)

/** What differs from the record as it was; emptied fields as null. */
export const changesOf = (before: Wire, now: Wire): Wire =>
  Object.fromEntries(Object.entries(now).flatMap(([k, v]) => (same(before[k], v) ? [] : [[k, isEmpty(v) ? null : v]])))

/** Required fields left empty, by name, in the words shown under them. */
export const missing = (fields: Readonly<Record<string, Field>>, shown: readonly string[], values: Wire) =>
  Object.fromEntries(
    shown.flatMap((k) => {
      const f = fields[k]
      if (!f?.options.required || f.kind === 'boolean' || !isEmpty(values[k])) return []
      const what = labelOf(k, f).toLowerCase()
      return [[k, f.choices || f.to ? `Choose ${article(what)} ${what}` : `Enter ${article(what)} ${what}`]]
    }),
  )
const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a')

/** Complaints by form field: `lines.0.quantity` belongs to `lines`; those of no shown field are kept apart. */
export const errorsByField = (
  errors: readonly { path: string; message: string }[],
  shown: readonly string[],
): { fields: Record<string, string>; others: string[] } => {
  const fields: Record<string, string> = {}
  const others: string[] = []
  for (const e of errors) {
    const key = e.path.replace(/^(body|input)\./, '').split('.')[0] ?? ''
    if (shown.includes(key)) fields[key] ??= sentenceOf({ path: key, message: e.message })
    else others.push(e.path ? `${e.path}: ${e.message}` : e.message)
  }
  return { fields, others }
}
