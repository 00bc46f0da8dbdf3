// Text of a cell read as a value: calendar days, instants, decimals, booleans, in the ways files write them.
import type { DateOrder } from '../../importFile.ts'

export type { DateOrder }

/** A canonical value, or a sentence for the person who has to mend the file. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string }

const fail = (message: string): { ok: false; message: string } => ({ ok: false, message })
const shown = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const monthOf = (name: string): number => {
  const at = months.indexOf(name.slice(0, 3).toLowerCase())
  const full = 'january february march april may june july august september october november december'.split(' ')[at]
  return full?.startsWith(name.toLowerCase()) || /^sept$/i.test(name) ? at + 1 : 0
}

const isDay = (year: number, month: number, day: number): boolean => {
  if (year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31)
}

const iso = (year: number, month: number, day: number): string | undefined =>
  isDay(year, month, day)
    ? `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
    : undefined

/** Two digits mean 1970 to 2069. */
const fullYear = (digits: string): number => {
  const year = Number(digits)
  return digits.length > 2 ? year : year < 70 ? 2000 + year : 1900 + year
}

/** The days a text may mean; `sure` where the writing leaves no choice. `time` is HH:mm:ss, `offset` Z or +hh:mm. */
export type DateReading = {
  sure?: string | undefined
  mdy?: string | undefined
  dmy?: string | undefined
  separator: string
  time?: string | undefined
  offset?: string | undefined
}

const timePattern =
  /[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i

const readTime = (match: RegExpExecArray): string | undefined => {
  let hour = Number(match[1])
  const half = match[4]?.toLowerCase()
  if (half && (hour < 1 || hour > 12)) return undefined
  if (half) hour = (hour % 12) + (half === 'p' ? 12 : 0)
  const [minute, second] = [Number(match[2]), Number(match[3] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  return [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')
}

/** Reads a date in any of the understood ways; undefined if it is none. */
export const readDate = (given: string): DateReading | undefined => {
  // Nothing shorter than 1/1/17 or longer than a full date with weekday, month name, time and zone is one.
  if (given.length < 6 || given.length > 48) return undefined
  let text = given.trim().replace(/\s+/g, ' ')
  let time: string | undefined
  let offset: string | undefined
  const clock = timePattern.exec(text)
  if (clock) {
    time = readTime(clock)
    if (!time) return undefined
    const zone = clock[5]?.toUpperCase()
    if (zone) offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z'
    text = text.slice(0, clock.index)
  }
  const numeric = /^(\d{1,4})([./-]) ?(\d{1,2})\2 ?(\d{1,4})\.?$/.exec(text)
  if (numeric) {
    const [, a = '', separator = '', b = '', c = ''] = numeric
    if (a.length === 4) {
      const sure = c.length <= 2 ? iso(Number(a), Number(b), Number(c)) : undefined
      return sure ? { sure, separator, time, offset } : undefined
    }
    if (a.length > 2 || c.length === 1 || c.length === 3) return undefined
    const mdy = iso(fullYear(c), Number(a), Number(b))
    const dmy = iso(fullYear(c), Number(b), Number(a))
    return mdy || dmy ? { mdy, dmy, separator, time, offset } : undefined
  }
  text = text.replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]? /i, '')
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[-. /]{1,2}([a-z]{3,9})[-., /]{1,2}(\d{4}|\d{2})$/i.exec(text)
  const monthFirst = dayFirst ? null : /^([a-z]{3,9})[. -]{1,2}(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(text)
  const named = dayFirst ?? monthFirst
  if (named) {
    const [, first = '', second = '', year = ''] = named
    const [day, month] = dayFirst ? [first, second] : [second, first]
    const sure = iso(fullYear(year), monthOf(month), Number(day))
    return sure ? { sure, separator: ' ', time, offset } : undefined
  }
  const compact = clock ? null : /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (compact) {
    const sure = iso(Number(compact[1]), Number(compact[2]), Number(compact[3]))
    return sure ? { sure, separator: '', time, offset } : undefined
  }
  return undefined
}

const written: Record<DateOrder, string> = { ymd: 'year first', mdy: 'month first', dmy: 'day first' }

const pickDay = (text: string, order: DateOrder): Parsed<{ day: string; reading: DateReading }> => {
  const reading = readDate(text)
  if (!reading) return fail(`${shown(text)} is not a date`)
  const day = reading.sure ?? (order === 'ymd' ? undefined : reading[order])
  if (!day) return fail(`${shown(text)} is not a date written ${written[order]}, as the others of this column`)
  return { ok: true, value: { day, reading } }
}

/** `3/1/2017` under `mdy` -> `2017-03-01`. A time of day is left out. Two-digit years are 1970 to 2069. */
export const parseDay = (text: string, order: DateOrder): Parsed<string> => {
  const picked = pickDay(text, order)
  return picked.ok ? { ok: true, value: picked.value.day } : picked
}

const formats = new Map<string, Intl.DateTimeFormat>()
const zoneOffset = (instant: number, zone: string): number => {
  let format = formats.get(zone)
  if (!format) {
    const two = '2-digit'
    const parts = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...parts })
    formats.set(zone, format)
  }
  const at: Record<string, number> = {}
  for (const part of format.formatToParts(instant)) at[part.type] = Number(part.value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = at
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant
}

/** The instant at which the clock of `zone` shows this day and time; in the gap of a clock change, the moment after it. */
export const zonedInstant = (day: string, time: string, zone: string): string => {
  const wall = Date.parse(`${day}T${time}.000Z`)
  const guess = wall - zoneOffset(wall, zone)
  const settled = wall - zoneOffset(guess, zone)
  return new Date(settled).toISOString()
}

/** A date with or without time -> RFC 3339 in UTC. Without its own offset it is meant in `zone` (IANA), at 00:00 if no time. */
export const parseInstant = (text: string, order: DateOrder, zone: string): Parsed<string> => {
  const picked = pickDay(text, order)
  if (!picked.ok) return picked
  const { day, reading } = picked.value
  const time = reading.time ?? '00:00:00'
  if (reading.offset) return { ok: true, value: new Date(`${day}T${time}${reading.offset}`).toISOString() }
  return { ok: true, value: zonedInstant(day, time, zone) }
}

/** How a number is written: which separators it has, as far as one value tells. `percent`: it ends in %. */
type NumberReading = { decimal?: '.' | ',' | undefined; either: boolean; percent: boolean; fraction: boolean }

const bare = (text: string): { negative: boolean; body: string; percent: boolean } | undefined => {
  let body = text.trim().replace(/^(?:\p{Sc}|[A-Z]{3}\s|kr\.?\s)\s*|\s*(?:\p{Sc}|\s[A-Z]{3}|\skr\.?)$/gu, '')
  let negative = false
  const bracketed = /^\((.+)\)$/.exec(body)
  if (bracketed?.[1]) {
    negative = true
    body = bracketed[1]
  }
  const percent = body.endsWith('%')
  if (percent) body = body.slice(0, -1).trim()
  const sign = /^([-−+])|([-−])$/.exec(body)
  if (sign) {
    if (negative) return undefined
    negative = sign[0] !== '+'
    body = sign.index === 0 ? body.slice(1) : body.slice(0, -1)
  }
  body = body.trim().replace(/^\p{Sc}\s*/u, '')
  // Spaces (also narrow and fixed ones) and apostrophes only ever part thousands.
  if (/[\s'’]/.test(body)) {
    if (!/^\d{1,3}([\s'’]\d{3})+([.,]\d+)?$/.test(body)) return undefined
    body = body.replace(/[\s'’]/g, '')
  }
  return /^[\d.,]*\d[\d.,]*$/.test(body) || /^\d+(\.\d+)?e[+-]?\d{1,3}$/i.test(body)
    ? { negative, body, percent }
    : undefined
}

/** Reads a number without deciding what its separators mean; undefined if it is none. */
export const readNumber = (text: string): NumberReading | undefined => {
  if (text.length > 40) return undefined
  const read = bare(text)
  if (!read) return undefined
  const { body, percent } = read
  if (/e/i.test(body)) return { decimal: '.', either: false, percent, fraction: true }
  const point = decimalBody(body, '.') !== undefined
  const comma = decimalBody(body, ',') !== undefined
  if (!point && !comma) return undefined
  const either = point && comma
  const fraction = /[.,]\d*$/.test(body)
  if (either) return { either: /[.,]/.test(body), percent, fraction }
  return { decimal: point ? '.' : ',', either: false, percent, fraction }
}

const bodies = {
  '.': { plain: /^(\d*)(?:\.(\d*))?$/, grouped: /^([1-9]\d{0,2}(?:,\d{2,3})*,\d{3})(?:\.(\d*))?$/ },
  ',': { plain: /^(\d*)(?:,(\d*))?$/, grouped: /^([1-9]\d{0,2}(?:\.\d{2,3})*\.\d{3})(?:,(\d*))?$/ },
}

const decimalBody = (body: string, decimal: '.' | ','): string | undefined => {
  const found = bodies[decimal].plain.exec(body) ?? bodies[decimal].grouped.exec(body)
  if (!found) return undefined
  const whole = (found[1] ?? '').replace(/[.,]/g, '').replace(/^0+(?=\d)/, '') || '0'
  const fraction = found[2] ?? ''
  return fraction === '' ? whole : `${whole}.${fraction}`
}

const expand = (body: string): string => {
  const [, whole = '', fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?e([+-]?\d+)$/i.exec(body) ?? []
  const shift = Number(exponent)
  const digits = whole + fraction
  const point = whole.length + shift
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const at = Math.max(point, 1)
  const tail = padded.slice(at).replace(/0+$/, '')
  return padded.slice(0, at).replace(/^0+(?=\d)/, '') + (tail === '' ? '' : `.${tail}`)
}

/**
 * `1.234,50 €` under `,` -> `1234.50`. Understands thousands separators in their places, currency signs and codes, a
 * sign on either side, accounting brackets, a percent sign (left out: `12 %` -> `12`) and exponents. Digits are kept as
 * written; nothing is rounded.
 */
export const parseDecimal = (text: string, decimal: '.' | ','): Parsed<string> => {
  const read = bare(text)
  if (!read) return fail(`${shown(text)} is not a number`)
  const value = /e/i.test(read.body) ? expand(read.body) : decimalBody(read.body, decimal)
  if (value === undefined) {
    return fail(`${shown(text)} is not a number with a decimal ${decimal === '.' ? 'point' : 'comma'}`)
  }
  return { ok: true, value: read.negative && /[1-9]/.test(value) ? `-${value}` : value }
}

/** As `parseDecimal`, but a fraction other than zeros is refused: `1,234.00` -> `1234`. */
export const parseInteger = (text: string, decimal: '.' | ','): Parsed<string> => {
  const parsed = parseDecimal(text, decimal)
  if (!parsed.ok) return parsed
  const whole = /^(-?\d+)(?:\.0*)?$/.exec(parsed.value)?.[1]
  return whole === undefined ? fail(`${shown(text)} is not a whole number`) : { ok: true, value: whole }
}

const yes = new Set('yes y true t 1 on x ✓ ja j oui o si sí s vero verdadero ano tak wahr vrai'.split(' '))
const no = new Set('no n false f 0 off nein non falso ne nie falsch faux'.split(' '))

/** Whether a text is one of the words for yes and no (English, and the commonest of other languages); undefined if not. */
export const readBoolean = (text: string): boolean | undefined => {
  const word = text.trim().toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : undefined
}

export const parseBoolean = (text: string): Parsed<boolean> => {
  const value = readBoolean(text)
  return value === undefined ? fail(`${shown(text)} is neither yes nor no`) : { ok: true, value }
}
