/** How values read on screen, and how typed text becomes a value: pure, in the reader's locale and time zone. */
import type { Address, Choice, Field } from '../../entity.ts'
import type { WireMoney } from '../api/types.ts'

export { isMoney } from '../api/types.ts'

export type Wire = Record<string, unknown>
export type { WireMoney as MoneyWire } from '../api/types.ts'

export type Locale = { locale: string | undefined; timeZone: string | undefined; baseCurrency: string; today: string }

/** Making a format takes a hundred times as long as using it, and a list uses hundreds of them. */
const kept = <F, O>(make: (locale: string | undefined, options: O) => F) => {
  const made = new Map<string, F>()
  return (locale: string | undefined, options: O): F => {
    const key = `${locale ?? ''}${JSON.stringify(options)}`
    const format = made.get(key) ?? make(locale, options)
    made.set(key, format)
    return format
  }
}
const numberFormat = kept((locale, o: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, o))
const dateFormat = kept((locale, o: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, o))
const relativeFormat = kept((locale, o: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, o))

const isNumeric = (v: string): v is Intl.StringNumericLiteral => /^[+-]?\d+(\.\d+)?$/.test(v)

/** Minor digits of a currency: EUR 2, JPY 0, KWD 3. Unknown codes count as 2. */
export const currencyDigits = (currency: string): number => {
  try {
    return numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** `{1234.5, EUR}` → `€1,234.50`; the string is formatted as it stands, never through a float. */
export const formatMoney = (m: WireMoney, l: Pick<Locale, 'locale'>, options: { compact?: boolean } = {}): string => {
  const decimals = currencyDigits(m.currency)
  const style: Intl.NumberFormatOptions = options.compact
    ? { style: 'currency', currency: m.currency, notation: 'compact', maximumFractionDigits: 1 }
    : { style: 'currency', currency: m.currency, minimumFractionDigits: decimals }
  try {
    return isNumeric(m.amount) ? numberFormat(l.locale, style).format(m.amount) : `${m.amount} ${m.currency}`
  } catch {
    return `${m.amount} ${m.currency}`
  }
}

/** A unit price with all its digits, at least those of its currency. */
export const formatPrice = (price: string, currency: string, l: Pick<Locale, 'locale'>): string => {
  const style: Intl.NumberFormatOptions = {
    style: 'currency',
    currency,
    minimumFractionDigits: currencyDigits(currency),
    maximumFractionDigits: 6,
  }
  try {
    return isNumeric(price) ? numberFormat(l.locale, style).format(price) : price
  } catch {
    return `${price} ${currency}`
  }
}

/** A decimal string with its own digits and the reader's separators. */
export const formatDecimal = (v: string | number, l: Pick<Locale, 'locale'>, maximumFractionDigits = 6): string =>
  typeof v === 'number' || isNumeric(v) ? numberFormat(l.locale, { maximumFractionDigits }).format(v) : v

/** As the language writes it: "20%" in English, "20 %" in most others. */
export const formatPercent = (v: string | number, l: Pick<Locale, 'locale'>): string =>
  `${formatDecimal(v, l, 4)}${l.locale?.startsWith('en') ? '%' : '\u00a0%'}`

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`)
const toDay = (d: Date): string => d.toISOString().slice(0, 10)
export const addDays = (day: string, n: number): string => {
  const d = noon(day)
  d.setUTCDate(d.getUTCDate() + n)
  return toDay(d)
}
const addMonths = (day: string, n: number): string => {
  const d = noon(day)
  const wanted = d.getUTCDate()
  d.setUTCDate(1)
  d.setUTCMonth(d.getUTCMonth() + n)
  const last = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate()
  d.setUTCDate(Math.min(wanted, last))
  return toDay(d)
}
export const daysBetween = (a: string, b: string): number => Math.round((+noon(b) - +noon(a)) / 86_400_000)

/** The calendar day of an instant in a time zone. */
export const dayOf = (at: string | Date, timeZone: string | undefined): string =>
  dateFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at))

/** `12 Mar 2026` in the reader's order. */
export const formatDay = (day: string, l: Pick<Locale, 'locale'>): string =>
  dateFormat(l.locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
    noon(day.slice(0, 10)),
  )

/** `Thursday, 12 March 2026`, for the hover. */
export const formatDayLong = (day: string, l: Pick<Locale, 'locale'>): string =>
  dateFormat(l.locale, { timeZone: 'UTC', dateStyle: 'full' }).format(noon(day.slice(0, 10)))

/** `today`, `in 3 days`, `12 days ago`; beyond a month the date itself, without the year when it is this one. */
export const relativeDay = (day: string, l: Pick<Locale, 'locale' | 'today'>): string => {
  const n = daysBetween(l.today, day)
  if (Math.abs(n) <= 31) return relativeFormat(l.locale, { numeric: 'auto' }).format(n, 'day')
  return dateFormat(l.locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(day.slice(0, 4) === l.today.slice(0, 4) ? {} : { year: 'numeric' }),
  }).format(noon(day))
}

export const formatInstant = (at: string, l: Pick<Locale, 'locale' | 'timeZone'>): string =>
  dateFormat(l.locale, {
    timeZone: l.timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at))

export const formatTime = (at: string, l: Pick<Locale, 'locale' | 'timeZone'>): string =>
  dateFormat(l.locale, { timeZone: l.timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(at))

/** `2 minutes ago`, `in 3 hours`, then days as `relativeDay`. */
export const relativeInstant = (at: string, l: Locale, now: number): string => {
  const seconds = Math.round((Date.parse(at) - now) / 1000)
  const r = relativeFormat(l.locale, { numeric: 'auto' })
  const abs = Math.abs(seconds)
  if (abs < 45) return r.format(0, 'second')
  if (abs < 45 * 60) return r.format(Math.round(seconds / 60), 'minute')
  if (abs < 12 * 3600) return r.format(Math.round(seconds / 3600), 'hour')
  return relativeDay(dayOf(at, l.timeZone), l)
}

/** `3 days`, `5 hours`: how long something has lasted. */
export const formatDuration = (ms: number, l: Pick<Locale, 'locale'>): string => {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  const [n, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day']
  return numberFormat(l.locale, { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(Number(n))
}

export const formatBytes = (n: number, l: Pick<Locale, 'locale'>): string => {
  const [value, unit] = n < 1000 ? [n, 'byte'] : n < 1_000_000 ? [n / 1000, 'kilobyte'] : [n / 1_000_000, 'megabyte']
  return numberFormat(l.locale, { style: 'unit', unit: String(unit), maximumFractionDigits: 1 }).format(Number(value))
}

const countryNames = new Map<string, Intl.DisplayNames>()
export const countryName = (code: string, l: Pick<Locale, 'locale'>): string => {
  const key = l.locale ?? ''
  const names = countryNames.get(key) ?? new Intl.DisplayNames(l.locale, { type: 'region' })
  countryNames.set(key, names)
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}

export const isAddress = (v: unknown): v is Address => typeof v === 'object' && v !== null && !Array.isArray(v)
/** Lines as on an envelope; empty parts leave no empty line. */
export const addressLines = (a: Address, l: Pick<Locale, 'locale'>): string[] =>
  [
    a.street,
    a.street2,
    [a.postalCode, a.city].filter(Boolean).join(' '),
    a.region,
    a.country ? countryName(a.country, l) : undefined,
  ].filter((x): x is string => Boolean(x))

/** The label and tone of a choice; an unknown value stands as it is. */
export const choiceOf = (f: Pick<Field, 'choices'>, value: string): Choice => f.choices?.[value] ?? { label: value }

/** Sanitised HTML as one line of text, for cells. */
export const plainText = (html: string): string =>
  html
    .replace(/<(br|\/p|\/li|\/h\d)[^>]*>/gi, ' ')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * A typed number as a decimal string, or nothing when it is none. Takes both ways of writing (`1,234.50`, `1.234,50`,
 * `1 234,5`, `1'234.5`): where both marks occur the last one is the decimal mark; a single mark that the locale uses for
 * thousands, and which stands before exactly three digits, separates thousands.
 */
export const parseDecimal = (typed: string, locale: string | undefined): string | undefined => {
  const s = typed.replace(/[\s\u00a0\u202f'’]/g, '').replace(/[^\d.,+-]/g, '')
  if (!/\d/.test(s)) return undefined
  const dot = s.lastIndexOf('.')
  const comma = s.lastIndexOf(',')
  const mark = numberFormat(locale, {}).format(1.5).charAt(1)
  let plain: string
  if (dot >= 0 && comma >= 0) plain = dot > comma ? s.replaceAll(',', '') : s.replaceAll('.', '').replace(',', '.')
  else {
    const used = dot >= 0 ? '.' : comma >= 0 ? ',' : ''
    const count = used ? s.split(used).length - 1 : 0
    if (!used) plain = s
    else if (count > 1) plain = s.replaceAll(used, '')
    else if (used !== mark && /^[+-]?\d{1,3}[.,]\d{3}$/.test(s)) plain = s.replace(used, '')
    else plain = s.replace(used, '.')
  }
  const m = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(plain)
  if (!m) return undefined
  const whole = (m[2] ?? '').replace(/^0+(?=\d)/, '') || '0'
  const sign = m[1] === '-' && /[1-9]/.test(plain) ? '-' : ''
  return `${sign}${whole}${m[3] ? `.${m[3]}` : ''}`
}

const names: Record<string, (today: string) => string> = {
  today: (t) => t,
  now: (t) => t,
  tomorrow: (t) => addDays(t, 1),
  tmr: (t) => addDays(t, 1),
  yesterday: (t) => addDays(t, -1),
  'next week': (t) => addDays(t, 7),
  'next month': (t) => addMonths(t, 1),
  'next year': (t) => addMonths(t, 12),
  'end of month': (t) => addDays(addMonths(`${t.slice(0, 8)}01`, 1), -1),
  eom: (t) => addDays(addMonths(`${t.slice(0, 8)}01`, 1), -1),
}
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const exactDay = (y: number, m: number, d: number): string | undefined => {
  const at = new Date(Date.UTC(y, m - 1, d, 12))
  return at.getUTCMonth() === m - 1 && at.getUTCDate() === d ? toDay(at) : undefined
}
const fullYear = (y: string): number => (y.length <= 2 ? 2000 + Number(y) : Number(y))

/**
 * A typed day: `tomorrow`, `+7`, `-3`, `+2w`, `+1m`, `friday`, `next week`, `2026-03-12`, `12.3.26`, `12 mar`, and
 * `3/12/26` in the order of the locale. A date without a year is the next one to come. Nothing when it is not a day.
 */
export const parseDay = (typed: string, today: string, locale: string | undefined): string | undefined => {
  const s = typed.trim().toLowerCase().replace(/\s+/g, ' ')
  if (!s) return undefined
  const named = names[s]
  if (named) return named(today)
  const rel = /^(?:in )?([+-]?)(\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)?$/.exec(s)
  if (rel && (rel[1] || rel[3])) {
    const n = (rel[1] === '-' ? -1 : 1) * Number(rel[2])
    const unit = (rel[3] ?? 'd').charAt(0)
    if (unit === 'd') return addDays(today, n)
    if (unit === 'w') return addDays(today, n * 7)
    return addMonths(today, unit === 'm' ? n : n * 12)
  }
  const weekday = weekdays.findIndex((w) => s.length >= 2 && w.startsWith(s.replace(/^(next|on) /, '')))
  if (weekday >= 0) {
    const ahead = (weekday - noon(today).getUTCDay() + 7) % 7 || 7
    return addDays(today, ahead)
  }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(s)
  if (iso) return exactDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const coming = (m: number, d: number): string | undefined => {
    const y = Number(today.slice(0, 4))
    const here = exactDay(y, m, d)
    return here && here < today ? exactDay(y + 1, m, d) : here
  }
  const worded = /^(?:(\d{1,2})\.? ([a-z]{3,9})|([a-z]{3,9}) (\d{1,2}))\.?,?(?: (\d{2}|\d{4}))?$/.exec(s)
  if (worded) {
    const m = months.indexOf((worded[2] ?? worded[3] ?? '').slice(0, 3)) + 1
    const d = Number(worded[1] ?? worded[4])
    if (m > 0) return worded[5] ? exactDay(fullYear(worded[5]), m, d) : coming(m, d)
  }
  const marked = /^(\d{1,2})([./-])(\d{1,2})\2?(\d{2}|\d{4})?$/.exec(s)
  if (marked) {
    const monthFirst = marked[2] === '/' && formatIsMonthFirst(locale)
    const [d, m] = monthFirst ? [Number(marked[3]), Number(marked[1])] : [Number(marked[1]), Number(marked[3])]
    return marked[4] ? exactDay(fullYear(marked[4]), m, d) : coming(m, d)
  }
  return undefined
}
const formatIsMonthFirst = (locale: string | undefined): boolean =>
  dateFormat(locale, {})
    .formatToParts(new Date(0))
    .find((p) => p.type === 'month' || p.type === 'day')?.type === 'month'

/** A typed time: `9`, `9:30`, `930`, `2pm`, `14h30` as `HH:MM`. */
export const parseTime = (typed: string): string | undefined => {
  const m = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?h?$/i.exec(typed.trim())
  if (!m) return undefined
  const pm = m[3]?.toLowerCase() === 'pm'
  const am = m[3]?.toLowerCase() === 'am'
  let h = Number(m[1])
  if (pm && h < 12) h += 12
  if (am && h === 12) h = 0
  const min = Number(m[2] ?? 0)
  if (h > 23 || min > 59) return undefined
  return `${String(h).padStart(2, '0')}:${String(min).padStart(2, '0')}`
}

/** The instant at which a wall clock of `timeZone` shows `day` and `time`. */
export const instantOf = (day: string, time: string, timeZone: string | undefined): string => {
  const guess = Date.parse(`${day}T${time}:00Z`)
  const offsetAt = (t: number): number => {
    const parts = dateFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }).formatToParts(new Date(t))
    const p = (type: string): number => Number(parts.find((x) => x.type === type)?.value ?? 0)
    return Date.UTC(p('year'), p('month') - 1, p('day'), p('hour'), p('minute'), p('second')) - t
  }
  // twice, because the offset at the guess may differ from the one at the answer on the day clocks change
  const first = guess - offsetAt(guess)
  return new Date(guess - offsetAt(first)).toISOString()
}

/** `HH:MM` that a wall clock of `timeZone` shows at an instant. */
export const timeOf = (at: string, timeZone: string | undefined): string =>
  dateFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at))
