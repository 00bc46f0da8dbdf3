// Calendar days as 'YYYY-MM-DD' strings: no time, no zone, no clock. Gregorian, years 0001 to 9999.
import { AppError, invalid } from './errors.ts'

/** A calendar day, `2026-03-31`. Days compare as strings. */
export type Day = string
export type PeriodUnit = 'week' | 'month' | 'quarter' | 'year'

type Parts = { year: number; month: number; day: number }

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Days in a month, `month` from 1 to 12. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 0)

const read = (text: string): Parts | undefined => {
  const found = pattern.exec(text)
  if (!found) return undefined
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  return year >= 1 && day >= 1 && day <= daysInMonth(year, month) ? { year, month, day } : undefined
}

/** True for a day that exists. */
export const isDay = (text: string): boolean => read(text) !== undefined

/** Throws `invalid` at `path` for anything but a day that exists. */
export const partsOf = (day: Day, path = 'date'): Parts => {
  const parts = read(day)
  if (!parts) throw invalid(path, 'Enter a date such as 2026-03-31')
  return parts
}

const write = (year: number, month: number, day: number): Day => {
  if (year < 1 || year > 9999) throw invalid('date', 'The date is out of range')
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

// Days since 1970-01-01 by Hinnant's algorithm (years begin in March, so the leap day comes last).
const toNumber = ({ year, month, day }: Parts): number => {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

const fromNumber = (number: number): Day => {
  const shifted = number + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / 146096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return write(year, month, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1)
}

const whole = (n: number): number => {
  if (!Number.isSafeInteger(n)) throw invalid('count', 'Enter a whole number')
  return n
}

export const addDays = (day: Day, n: number): Day => fromNumber(toNumber(partsOf(day)) + whole(n))

/** Days from one day to the other; negative if `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => toNumber(partsOf(to)) - toNumber(partsOf(from))

/**
 * Same day of the month `n` months on, clamped to the month's end. A schedule counts each of its days from its first one:
 * stepping from the day before would drift (domain-rules 5).
 */
export const addMonths = (day: Day, n: number): Day => {
  const parts = partsOf(day)
  const months = parts.year * 12 + parts.month - 1 + whole(n)
  const [year, month] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1]
  return write(year, month, Math.min(parts.day, daysInMonth(year, month)))
}

const monthsOf = { month: 1, quarter: 3, year: 12 } as const

/** The days of a week in ISO 8601's order, Monday first: value and name. */
export const weekdays = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
} as const

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export const weekday = (day: Day): number => ((((toNumber(partsOf(day)) + 3) % 7) + 7) % 7) + 1

/** First day of the period. `weekStart` is the weekday weeks begin with (1 Monday to 7 Sunday). */
export const startOf = (day: Day, unit: PeriodUnit, weekStart = 1): Day => {
  const { year, month } = partsOf(day)
  if (unit === 'week') return addDays(day, -((weekday(day) - weekStart + 7) % 7))
  if (unit === 'year') return write(year, 1, 1)
  return write(year, unit === 'quarter' ? month - ((month - 1) % 3) : month, 1)
}

/** Last day of the period. */
export const endOf = (day: Day, unit: PeriodUnit, weekStart = 1): Day => {
  const start = startOf(day, unit, weekStart)
  if (unit === 'week') return addDays(start, 6)
  const { year, month } = partsOf(start)
  const last = month + monthsOf[unit] - 1
  return write(year, last, daysInMonth(year, last))
}

/** Calendar year in which the fiscal year of `day` begins; `startMonth` is its first month (1–12). */
export const fiscalYear = (day: Day, startMonth = 1): number => {
  const { year, month } = partsOf(day)
  return month < startMonth ? year - 1 : year
}

/** Payment terms: `{ days: 30 }`, or `{ days: 10, endOfMonth: true }` for ten days after the end of the issue month. */
type PaymentTerms = { days: number; endOfMonth?: boolean }

/** The day a document issued on `issueDay` is due. */
export const dueDate = (issueDay: Day, terms: PaymentTerms): Day => {
  if (!Number.isInteger(terms.days) || terms.days < 0)
    throw invalid('paymentTerms.days', 'Enter a whole number of days')
  return addDays(terms.endOfMonth ? endOf(issueDay, 'month') : issueDay, terms.days)
}

const zones = new Map<string, Intl.DateTimeFormat>()

const zoneFormat = (timeZone: string): Intl.DateTimeFormat => {
  const known = zones.get(timeZone)
  if (known) return known
  try {
    const format = new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
    zones.set(timeZone, format)
    return format
  } catch (error) {
    if (error instanceof RangeError) throw invalid('timeZone', `${timeZone || 'An empty text'} is not a time zone`)
    throw error
  }
}

/** True for an IANA time zone this machine knows. */
export const isTimeZone = (timeZone: string): boolean => {
  try {
    return Boolean(zoneFormat(timeZone))
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

// Without an offset Date would take the machine's own zone.
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** The calendar day it is at an instant (RFC 3339 with Z or offset) in an IANA time zone. */
export const dayIn = (instant: string, timeZone: string): Day => {
  const at = instantPattern.test(instant) ? new Date(instant) : undefined
  if (!at || Number.isNaN(at.getTime())) throw invalid('instant', 'Enter an instant such as 2026-03-31T10:00:00Z')
  const parts = { year: 0, month: 0, day: 0 }
  for (const { type, value } of zoneFormat(timeZone).formatToParts(at)) {
    if (type === 'year' || type === 'month' || type === 'day') parts[type] = Number(value)
  }
  return write(parts.year, parts.month, parts.day)
}
