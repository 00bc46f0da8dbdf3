// Which column of a file belongs to which field: a proposal with its reason, for a person to confirm.
import { likeness, words } from './match.ts'
import { ownNames, synonyms } from './synonyms.ts'

/** `key` may have a dot for a part of a field (`address.city`). `kind` is a field kind of the entity model. */
export type MappableField = { key: string; label: string; synonyms?: readonly string[]; kind: string }
/** A column by name, with the kind its values look like (see the import's column profile), if known. */
export type MappableColumn = { name: string; kind?: string }
/** `score` 0..100 says how sure; `field` is null where nothing fits. One field takes at most one column. */
export type MappingProposal = { column: string; index: number; field: string | null; score: number; reason: string }

const leastScore = 50

/** `closeValue`, `close_value`, `Close Value` -> `close value` */
export const term = (name: string): string =>
  words(name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')).join(' ')

const groupsOf = new Map<string, number[]>()
for (const [i, group] of synonyms.entries()) {
  for (const name of group) groupsOf.set(name, [...(groupsOf.get(name) ?? []), i])
}

type Known = { field: MappableField; terms: Set<string>; groups: Map<number, number>; isTitle: boolean }

const knownField = (field: MappableField, title: string | undefined): Known => {
  const path = field.key.split('.')
  const last = path.at(-1) ?? field.key
  const stem = term(last.replace(/(Id|At|On)$/, ''))
  const whole = field.kind === 'reference' ? stem : term(last)
  const terms = new Set([whole, stem, term(field.label), ...(field.synonyms ?? []).map(term)])
  if (path.length > 1) terms.add(term(path.join(' ')))
  terms.delete('')
  const groups = new Map<number, number>()
  for (const one of terms)
    for (const group of groupsOf.get(one) ?? []) groups.set(group, synonyms[group]?.indexOf(one) ?? 0)
  return { field, terms, groups, isTitle: field.key === title }
}

type Match = { score: number; reason: string }

/** By name only: the same, a synonym, either without the entity's own name before it, a near spelling, or words of it. */
const byName = (column: string, known: Known, own: readonly string[]): Match => {
  const full = term(column)
  if (full === '') return { score: 0, reason: '' }
  if (known.isTitle && own.some((name) => full === name || full === `${name} name` || full === `${name} title`)) {
    return { score: 98, reason: 'the name of the record' }
  }
  const direct = exactly(full, known)
  const prefix = own.find((name) => full.startsWith(`${name} `))
  const rest = prefix ? exactly(full.slice(prefix.length + 1), known) : undefined
  // `Lead Source` in a file of leads is the source by its own name, `Lead Origin` by another one.
  if (rest?.score === 100 && direct?.score !== 100) return { ...rest, score: 97 }
  if (direct) return direct
  if (rest) return { ...rest, score: rest.score - 8 }
  const bare = full.replace(/ (id|name|key|ref)$/, '')
  const stem = bare === full || own.includes(bare) ? undefined : exactly(bare, known)
  if (stem && known.field.kind === 'reference') return { ...stem, score: stem.score - 15 }
  let best: Match = { score: 0, reason: '' }
  for (const one of [...known.terms, ...[...known.groups.keys()].flatMap((group) => synonyms[group] ?? [])]) {
    const alike = full.length < 4 || one.length < 4 ? 0 : likeness(full, one)
    if (alike >= 0.8 && alike * 75 > best.score) best = { score: Math.round(alike * 75), reason: `spelt like ${one}` }
  }
  if (best.score > 0) return best
  const parts = full.split(' ')
  const inside = [...known.terms].find((one) => one.length > 3 && one.split(' ').every((word) => parts.includes(word)))
  return inside ? { score: parts.length > 4 ? 30 : 55, reason: `contains ${inside}` } : best
}

const exactly = (full: string, known: Known): Match | undefined => {
  if (known.terms.has(full)) return { score: 100, reason: 'same name' }
  // A name that stands for several concepts counts a little less for the later ones.
  const shared = (groupsOf.get(full) ?? []).findIndex((group) => known.groups.has(group))
  return shared === -1 ? undefined : { score: 95 - 3 * shared, reason: 'another name for it' }
}

const numeric = new Set(['integer', 'decimal', 'percent'])

/** What the values say: -1 they cannot be of this field, 1 they are just of its kind, 0 nothing. */
const byValues = (column: string | undefined, field: string): -1 | 0 | 1 => {
  if (column === undefined || column === 'empty') return 0
  const dated = column === 'day' || column === 'instant'
  switch (field) {
    case 'day':
    case 'instant':
      return dated ? 1 : -1
    case 'money':
    case 'decimal':
    case 'integer':
    case 'percent':
      return numeric.has(column) ? 1 : column === 'boolean' && field === 'integer' ? 0 : -1
    case 'boolean':
      return column === 'boolean' ? 1 : column === 'integer' || column === 'choice' ? 0 : -1
    case 'email':
      return column === 'email' ? 1 : column === 'text' ? 0 : -1
    case 'phone':
      return column === 'phone' ? 1 : column === 'integer' || column === 'text' || column === 'choice' ? 0 : -1
    case 'choice':
    case 'multiChoice':
    case 'state':
    case 'reference':
      return dated || column === 'decimal' || column === 'percent' ? -1 : 0
    default:
      return 0
  }
}

/**
 * Proposes a field for each column, best matches first, each field once. `entity` is what the rows are (`account`): a
 * column called so holds the `title` field. Column kinds sharpen it: a date column never goes to a number.
 */
export const proposeMapping = (
  columns: readonly (string | MappableColumn)[],
  fields: readonly MappableField[],
  options: { entity?: string; title?: string } = {},
): MappingProposal[] => {
  const own = ownNames[options.entity ?? ''] ?? (options.entity ? [term(options.entity)] : [])
  const known = fields.map((field) => knownField(field, options.title))
  const given = columns.map((column): MappableColumn => (typeof column === 'string' ? { name: column } : column))
  const proposals = given.map(
    ({ name }, index): MappingProposal => ({ column: name, index, field: null, score: 0, reason: '' }),
  )

  const candidates = given.flatMap((column, index) =>
    known.flatMap((one, order) => {
      const fit = byValues(column.kind, one.field.kind)
      if (fit === -1) return []
      const { score, reason } = byName(column.name, one, own)
      // Addresses and telephone numbers give themselves away; a date or number may be any.
      const telling = fit === 1 && (one.field.kind === 'email' || one.field.kind === 'phone')
      const total = score > 0 ? score + (telling ? 2 : 0) : telling ? leastScore : 0
      return total < leastScore
        ? []
        : [{ index, order, key: one.field.key, score: Math.min(total, 100), reason: reason || 'by its values' }]
    }),
  )
  candidates.sort((a, b) => b.score - a.score || a.index - b.index || a.order - b.order)
  const taken = new Set<string>()
  for (const { index, key, score, reason } of candidates) {
    const proposal = proposals[index]
    if (!proposal || proposal.field !== null || taken.has(key)) continue
    taken.add(key)
    proposals[index] = { ...proposal, field: key, score, reason }
  }
  return proposals
}

/** The same columns in any order and case give the same signature: under it a confirmed mapping is remembered. */
export const headerSignature = (columns: readonly string[]): string => [...columns].map(term).sort().join('|')
