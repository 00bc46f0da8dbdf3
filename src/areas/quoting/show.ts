/** Figures and days as people read them, for mails and messages. */
import { formatMoney, type Minor } from '../../kernel/money.ts'

const localeOr = (language: string | null | undefined, fallback: string): string => {
  try {
    return Intl.getCanonicalLocales(language ?? fallback)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

export const shownMoney = (
  amount: Minor,
  currency: string,
  language: string | null | undefined,
  fallback: string,
): string => formatMoney(amount, currency, localeOr(language, fallback))

export const shownDay = (day: string, language: string | null | undefined, fallback: string): string =>
  new Intl.DateTimeFormat(localeOr(language, fallback), { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
