/** Figures and days in the customer's language. */
import type { Money } from './api.ts'

export type Formats = {
  money: (m: Money) => string
  number: (text: string) => string
  percent: (text: string) => string
  /** with at least the currency's decimals */
  price: (text: string, currency: string) => string
  day: (day: string) => string
  instant: (at: string) => string
}

const known = new Map<string, Formats>()

const localeOr = (locale: string): string => {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
const isLiteral = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text)

export const formatsOf = (given: string): Formats => {
  const found = known.get(given)
  if (found) return found
  const locale = localeOr(given)
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const money = (m: Money): string =>
    isLiteral(m.amount)
      ? new Intl.NumberFormat(locale, { style: 'currency', currency: m.currency }).format(m.amount)
      : m.amount
  const made: Formats = {
    money,
    number: (text) => (isLiteral(text) ? number.format(text) : text),
    percent: (text) => `${isLiteral(text) ? number.format(text) : text}${locale.startsWith('en') ? '%' : '\u00a0%'}`,
    price: (text, currency) => {
      const digits =
        new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().minimumFractionDigits ?? 2
      return isLiteral(text)
        ? new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: 6 }).format(text)
        : text
    },
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    instant: (at) => instant.format(new Date(at)),
  }
  known.set(given, made)
  return made
}
