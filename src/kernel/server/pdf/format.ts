/** Figures and days as a country writes them. Decimal strings go in as they are: no figure passes through a float. */

export type PrintFormat = {
  /** Grouped, with the currency's decimals, without its name. */
  amount: (value: string) => string
  money: (value: string) => string
  /** Grouped, with as many decimals as it has. */
  number: (value: string) => string
  /** Grouped, with at least the currency's decimals. */
  unitPrice: (value: string) => string
  percent: (value: string) => string
  day: (day: string) => string
}

const isDecimal = (value: string): value is `${number}` => /^-?\d+(?:\.\d+)?$/.test(value)

/** No-break spaces become plain ones: what a reader copies or searches is what a keyboard writes. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ')

const localeOr = (locale: string): string => {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

/** Texts that are no decimal are shown as they are. */
export function createFormat(locale: string, currency: string): PrintFormat {
  const known = localeOr(locale)
  const money = new Intl.NumberFormat(known, { style: 'currency', currency })
  const decimals = money.resolvedOptions().minimumFractionDigits ?? 2
  const amount = new Intl.NumberFormat(known, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  const number = new Intl.NumberFormat(known, { maximumFractionDigits: 12 })
  const unitPrice = new Intl.NumberFormat(known, { minimumFractionDigits: decimals, maximumFractionDigits: 12 })
  const day = new Intl.DateTimeFormat(known, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const by =
    (format: Intl.NumberFormat) =>
    (value: string): string =>
      isDecimal(value) ? plain(format.format(value)) : value
  const writeNumber = by(number)
  const sign = known.startsWith('en') ? '%' : ' %'
  return {
    amount: by(amount),
    money: by(money),
    number: writeNumber,
    unitPrice: by(unitPrice),
    percent: (value) => (isDecimal(value) ? `${writeNumber(value)}${sign}` : value),
    day: (value) => {
      const ms = Date.parse(`${value}T00:00:00Z`)
      return Number.isNaN(ms) ? value : plain(day.format(ms))
    },
  }
}
