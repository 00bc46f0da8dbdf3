/** Periods of reports, and when a schedule is due. Pure, shared with the browser. */
import {
  addDays,
  addMonths,
  type Day,
  dayIn,
  daysInMonth,
  endOf,
  partsOf,
  startOf,
  weekday,
  weekdays,
} from '../../kernel/dates.ts'
import { invalid } from '../../kernel/errors.ts'

export const periods = {
  thisMonth: 'This month',
  lastMonth: 'Last month',
  thisQuarter: 'This quarter',
  lastQuarter: 'Last quarter',
  thisYear: 'This year',
  lastYear: 'Last year',
  last12Months: 'Last 12 months',
  all: 'All time',
  between: 'Between two days',
} as const
type Period = keyof typeof periods

/** First and last day, both included; null where the period has no such end. */
export type Span = { from: Day | null; to: Day | null }

const named: Readonly<Record<string, { unit: 'month' | 'quarter' | 'year'; months: number }>> = {
  Month: { unit: 'month', months: 1 },
  Quarter: { unit: 'quarter', months: 3 },
  Year: { unit: 'year', months: 12 },
}

/** The days a period stands for today. Throws `invalid` where the last day comes before the first. */
export const spanOf = (p: { period: Period; from: Day | null; to: Day | null }, today: Day): Span => {
  if (p.period === 'all') return { from: null, to: null }
  if (p.period === 'between') {
    if (p.from !== null && p.to !== null && p.to < p.from) throw invalid('to', 'must not come before the first day')
    return { from: p.from, to: p.to }
  }
  if (p.period === 'last12Months') return { from: addMonths(startOf(today, 'month'), -11), to: endOf(today, 'month') }
  const found = named[p.period.replace(/^(this|last)/, '')]
  const { unit, months } = found ?? { unit: 'month', months: 1 }
  const from = p.period.startsWith('last') ? addMonths(startOf(today, unit), -months) : startOf(today, unit)
  return { from, to: endOf(from, unit) }
}

export const steps = { month: 'Month', quarter: 'Quarter', year: 'Year' } as const
export type PeriodStep = keyof typeof steps

/** More than this many is no chart any more, and no table one reads. */
const mostPeriods = 240

/** The first days of all periods from the one of `from` to the one of `to`. Throws `invalid` where they are too many. */
export const periodStarts = (from: Day, to: Day, by: PeriodStep): Day[] => {
  const months = { month: 1, quarter: 3, year: 12 }[by]
  const found: Day[] = []
  for (let at = startOf(from, by); at <= to; at = addMonths(at, months)) {
    if (found.length === mostPeriods) throw invalid('by', `gives more than ${mostPeriods} rows: choose a longer one`)
    found.push(at)
  }
  return found
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Mar 2026`, `Q1 2026`, `2026`. */
export const periodName = (start: Day, by: PeriodStep): string => {
  const { year, month } = partsOf(start)
  if (by === 'year') return String(year)
  return by === 'quarter' ? `Q${Math.ceil(month / 3)} ${year}` : `${monthNames[month - 1]} ${year}`
}

export type Cadence = {
  cadence: 'daily' | 'weekly' | 'monthly'
  weekday: string | null
  dayOfMonth: number | null
  /** 0 to 23, by the clock of the workspace */
  hour: number
}

const isDue = (day: Day, c: Cadence): boolean => {
  if (c.cadence === 'daily') return true
  if (c.cadence === 'weekly') return Object.keys(weekdays).indexOf(c.weekday ?? 'monday') + 1 === weekday(day)
  const { year, month, day: date } = partsOf(day)
  return date === Math.min(c.dayOfMonth ?? 1, daysInMonth(year, month))
}

const hours = new Map<string, Intl.DateTimeFormat>()
const hourIn = (ms: number, timeZone: string): number => {
  const format = hours.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' })
  hours.set(timeZone, format)
  return Number(format.format(ms))
}

const quarterHour = 900_000

/**
 * The first instant of a day, in the zone, at which the clock shows that hour or a later one: where the clock is put
 * forward over the hour, the next one there is; where it is put back, the first of the two. Found by looking, because a
 * calendar knows no arithmetic for it.
 */
const instantOf = (day: Day, hour: number, timeZone: string): number => {
  const middle = Date.parse(`${day}T00:00:00Z`)
  for (let ms = middle - 15 * 3_600_000; ms < middle + 40 * 3_600_000; ms += quarterHour) {
    if (dayIn(new Date(ms).toISOString(), timeZone) === day && hourIn(ms, timeZone) >= hour) return ms
  }
  return middle
}

/** The first time after `after` (RFC 3339) at which it is due. */
export const nextDue = (after: string, c: Cadence, timeZone: string): string => {
  const now = Date.parse(after)
  let day = dayIn(after, timeZone)
  for (let i = 0; i < 70; i++, day = addDays(day, 1)) {
    if (!isDue(day, c)) continue
    const at = instantOf(day, c.hour, timeZone)
    if (at > now) return new Date(at).toISOString()
  }
  throw new Error('no day of the next two months is due')
}

/** "Every Monday at 08:00" */
export const cadenceText = (c: Cadence): string => {
  const at = `at ${String(c.hour).padStart(2, '0')}:00`
  if (c.cadence === 'daily') return `Every day ${at}`
  if (c.cadence === 'weekly')
    return `Every ${Object.entries(weekdays).find(([k]) => k === (c.weekday ?? 'monday'))?.[1] ?? 'Monday'} ${at}`
  const date = c.dayOfMonth ?? 1
  return date >= 31 ? `On the last day of the month ${at}` : `On day ${date} of the month ${at}`
}
