/** When a repeating activity comes again, and how it says so. Pure. */
import { addDays, addMonths, type Day, daysBetween, startOf, weekday, weekdays } from '../../kernel/dates.ts'

export const repeatKinds = { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly', yearly: 'Yearly' } as const
export type RepeatKind = keyof typeof repeatKinds

export type Weekday = keyof typeof weekdays
const inWeek = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** Only what is planned can come again. */
export const repeatable: ReadonlySet<string> = new Set(['task', 'call', 'meeting'])

export type Rule = {
  repeats: RepeatKind
  /** every second, third … day, week, month or year; 1 unless told */
  repeatEvery?: number | null
  /** weekly: on which days; that of the anchor unless told */
  repeatOn?: readonly Weekday[] | null
  /** the last day one may fall on */
  repeatUntil?: Day | null
  /** how many there are in all, the first included */
  repeatTimes?: number | null
}
export const ruleKeys = ['repeats', 'repeatEvery', 'repeatOn', 'repeatUntil', 'repeatTimes'] as const

export const weekdayOf = (day: Day): Weekday => inWeek[weekday(day) - 1] ?? 'monday'

/**
 * The n-th day of a series, always counted from the anchor (0 is the anchor itself), so that a series from 31 January
 * falls on 28 February and on 31 March again (domain-rules 5).
 */
export const nthDay = (rule: Rule, anchor: Day, n: number): Day => {
  const every = rule.repeatEvery ?? 1
  switch (rule.repeats) {
    case 'daily':
      return addDays(anchor, n * every)
    case 'monthly':
      return addMonths(anchor, n * every)
    case 'yearly':
      return addMonths(anchor, n * every * 12)
    case 'weekly': {
      if (n === 0) return anchor
      const at = weekday(anchor)
      const wanted = (rule.repeatOn ?? []).map((d) => inWeek.indexOf(d) + 1)
      const days = wanted.length > 0 ? [...new Set(wanted)].sort((a, b) => a - b) : [at]
      const left = days.filter((d) => d > at)
      const later = n - 1 - left.length
      const week = later < 0 ? 0 : 1 + Math.floor(later / days.length)
      const day = later < 0 ? left[n - 1] : days[later % days.length]
      return addDays(startOf(anchor, 'week'), week * every * 7 + (day ?? at) - 1)
    }
  }
}

export type Place = {
  /** 1 is the first of the series */
  occurrence: number
  /** the day the rule counts from, and which occurrence fell on it */
  anchorOn: Day
  anchorOccurrence: number
}

/** The one after, or nothing when the series is at its end. */
export const nextOf = (rule: Rule, at: Place): { occurrence: number; day: Day } | undefined => {
  if (rule.repeatTimes && at.occurrence >= rule.repeatTimes) return undefined
  const occurrence = at.occurrence + 1
  const day = nthDay(rule, at.anchorOn, occurrence - at.anchorOccurrence)
  return rule.repeatUntil && day > rule.repeatUntil ? undefined : { occurrence, day }
}

const formats = new Map<string, Intl.DateTimeFormat>()
const formatIn = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, made)
  return made
}
/** ms by which the clocks of the zone are ahead of UTC at an instant. */
const offsetAt = (ms: number, timeZone: string): number => {
  const p: Record<string, number> = {}
  for (const { type, value } of formatIn(timeZone).formatToParts(ms)) p[type] = Number(value)
  const wall = Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day ?? 1, p.hour ?? 0, p.minute ?? 0, p.second ?? 0)
  return wall - Math.floor(ms / 1000) * 1000
}

/** The same hour on the clocks of the zone, `days` later: nine o'clock stays nine o'clock when the clocks change. */
export const sameHour = (instant: string, days: number, timeZone: string): string => {
  const from = Date.parse(instant)
  const wall = from + offsetAt(from, timeZone) + days * 86_400_000
  const guess = wall - offsetAt(from, timeZone)
  return new Date(wall - offsetAt(guess, timeZone)).toISOString()
}

/** What the next one takes over from this one. */
export const contentKeys = [
  'kind',
  'subject',
  'body',
  'about',
  'direction',
  'priority',
  'durationMinutes',
  'ownerId',
  'teamId',
] as const
export const timeKeys = ['dueOn', 'dueAt', 'startsAt', 'endsAt', 'reminderAt'] as const

type Times = Partial<Record<(typeof timeKeys)[number], string | null>>

/** The times of an activity moved to `day`. The day is counted from `times.dueOn`. */
export const timesOn = (times: Times, day: Day, timeZone: string): Times => {
  const days = times.dueOn ? daysBetween(times.dueOn, day) : 0
  const moved = (at: string | null | undefined) => (at ? sameHour(at, days, timeZone) : null)
  return {
    dueOn: day,
    dueAt: moved(times.dueAt),
    startsAt: moved(times.startsAt),
    endsAt: moved(times.endsAt),
    reminderAt: moved(times.reminderAt),
  }
}

const units = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' } as const

/** The rule in words: "Repeats every 2 weeks on Mon and Thu, until 31 Dec 2026". */
export const ruleText = (rule: Rule, formatDay: (day: Day) => string): string => {
  const every = rule.repeatEvery ?? 1
  const how = every > 1 ? `every ${every} ${units[rule.repeats]}s` : repeatKinds[rule.repeats].toLowerCase()
  const days = inWeek.filter((d) => rule.repeatOn?.includes(d)).map((d) => weekdays[d].slice(0, 3))
  const last = days.pop()
  const on = rule.repeats === 'weekly' && last ? ` on ${days.length > 0 ? `${days.join(', ')} and ${last}` : last}` : ''
  const end = rule.repeatUntil
    ? `, until ${formatDay(rule.repeatUntil)}`
    : rule.repeatTimes
      ? `, ${rule.repeatTimes} times`
      : ''
  return `Repeats ${how}${on}${end}`
}
