/** Days and periods as people write them in filters: `2026-03-31`, `today-7`, `thisMonth`. */
import { addDays, addMonths, type Day, endOf, isDay, type PeriodUnit, startOf } from '../../dates.ts'

/** From a day up to, not including, another. */
type Period = { from: Day; before: Day }

const relativeDay = /^(today|yesterday|tomorrow)(?:([+-])(\d{1,5}))?$/
const relativePeriod = /^(this|last|next)(Week|Month|Quarter|Year)$/
const dayOffsets: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 }
const unitOf: Readonly<Record<string, PeriodUnit>> = { Week: 'week', Month: 'month', Quarter: 'quarter', Year: 'year' }
const monthsOf: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }
const steps: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 }

export const isPeriod = (text: string): boolean => relativeDay.test(text) || relativePeriod.test(text) || isDay(text)

const shifted = (day: Day, unit: PeriodUnit, n: number): Day =>
  unit === 'week' ? addDays(day, 7 * n) : addMonths(day, n * (monthsOf[unit] ?? 1))

/** What the text means on the day `today`; nothing for what is neither a day nor a period. */
export const periodOf = (text: string, today: Day): Period | undefined => {
  const day = relativeDay.exec(text)
  if (day) {
    const n = Number(day[3] ?? 0) * (day[2] === '-' ? -1 : 1)
    const from = addDays(today, (dayOffsets[day[1] ?? ''] ?? 0) + n)
    return { from, before: addDays(from, 1) }
  }
  const period = relativePeriod.exec(text)
  if (period) {
    const unit = unitOf[period[2] ?? ''] ?? 'month'
    const from = shifted(startOf(today, unit), unit, steps[period[1] ?? ''] ?? 0)
    return { from, before: addDays(endOf(from, unit), 1) }
  }
  return isDay(text) && text < '9999-12-31' ? { from: text, before: addDays(text, 1) } : undefined
}
