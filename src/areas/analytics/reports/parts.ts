/** What several reports are made of: parameters, spans of days, filters of the lists behind their figures. */
import { choice, day, reference } from '../../../kernel/entity.ts'
import type { ListLink } from '../../../kernel/report.ts'
import { type Span, periods, spanOf, steps } from '../rules.ts'

export type Values = Readonly<Record<string, unknown>>

export const period = { from: day({ label: 'From' }), to: day({ label: 'To' }) }
export const when = { from: { period: 'between' }, to: { period: 'between' } }
export const owner = { ownerId: reference('member', { label: 'Owner' }) }
export const by = choice(steps, { label: 'By', default: 'month' })

export const textOf = (v: unknown): string | null => (typeof v === 'string' ? v : null)
const isPeriod = (v: unknown): v is keyof typeof periods => typeof v === 'string' && v in periods

/** A filter for one value of a field; null asks for those without. */
export const is = (field: string, v: unknown): ListLink['filter'] =>
  v === null ? { [`${field}[null]`]: 'true' } : { [field]: textOf(v) }
export const within = (field: string, s: Span): ListLink['filter'] => ({
  [`${field}[gte]`]: s.from,
  [`${field}[lte]`]: s.to,
})
export const asked = (p: Values, today: string): Span =>
  spanOf({ period: isPeriod(p.period) ? p.period : 'all', from: textOf(p.from), to: textOf(p.to) }, today)
export const mine = (p: Values): ListLink['filter'] => ({ ownerId: textOf(p.ownerId) })

/** The days of a row of a series, within those asked for. */
export const slice = (row: Values, p: Values, today: string): Span => {
  const all = asked(p, today)
  const [first, last] = [textOf(row.startsOn), textOf(row.endsOn)]
  return {
    from: first !== null && (all.from === null || first > all.from) ? first : all.from,
    to: last !== null && (all.to === null || last < all.to) ? last : all.to,
  }
}

export const deals = (filter: ListLink['filter']): ListLink => ({ entity: 'opportunity', filter })
export const amount = ['opportunity.amount']
