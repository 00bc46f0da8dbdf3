/**
 * Currencies, and amounts as they are written and shown. What calculates is in `money.ts`, which hands these on too; what
 * only shows money imports this, and loads without decimal arithmetic.
 */
import { invalid } from './errors.ts'

/** Money on the wire: a decimal string in major units with exactly the currency's decimals. */
export type Money = { amount: string; currency: string }

/** An amount in the currency's smallest unit: always a safe integer. */
export type Minor = number

const zeroDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'
const twoDecimals =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP ' +
  'CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES ' +
  'KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK ' +
  'NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB ' +
  'TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG'
const threeDecimals = 'BHD IQD JOD KWD LYD OMR TND'
// No longer tender, still met on documents that are kept for ten years.
const withdrawn = 'ANG BGN CUC HRK SLL ZWL'

const scales: ReadonlyMap<string, number> = new Map([
  ...zeroDecimals.split(' ').map((code): [string, number] => [code, 0]),
  ...`${twoDecimals} ${withdrawn}`.split(' ').map((code): [string, number] => [code, 2]),
  ...threeDecimals.split(' ').map((code): [string, number] => [code, 3]),
])

/** ISO 4217 codes a new document may carry, sorted. */
export const currencies: readonly string[] = [zeroDecimals, twoDecimals, threeDecimals].join(' ').split(' ').sort()

/** True for every ISO 4217 code this product can calculate in, withdrawn ones included. */
export const isCurrency = (code: string): boolean => scales.has(code)

/** Decimals of a currency by ISO 4217: 0, 2 or 3. Throws `invalid` for an unknown code. */
export const currencyScale = (currency: string, path = 'currency'): number => {
  const scale = scales.get(currency)
  if (scale === undefined) throw invalid(path, `${currency || 'An empty text'} is not a currency code (ISO 4217)`)
  return scale
}

export const decimalPattern = /^-?\d{1,16}(\.\d{1,12})?$/

/** True for `12`, `-0.5`, `1234.500000`: no exponent, no plus sign, no grouping, at most `decimals` decimals. */
export const isDecimal = (value: string, decimals = 6): boolean =>
  decimalPattern.test(value) && (value.split('.')[1] ?? '').length <= decimals

/** Minor units as the wire's decimal string, with all of the currency's decimals: `(-5, 'EUR')` → `-0.05`. */
export const fromMinor = (minor: Minor, currency: string): string => {
  if (!Number.isSafeInteger(minor)) throw invalid('amount', 'The amount is too large')
  const scale = currencyScale(currency)
  // By the digits, not by division: a list writes hundreds of amounts.
  const digits = String(Math.abs(minor)).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${minor < 0 ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
}

export const toMoney = (minor: Minor, currency: string): Money => ({ amount: fromMinor(minor, currency), currency })

const formats = new Map<string, Intl.NumberFormat>()
const isNumeric = (value: string): value is Intl.StringNumericLiteral => decimalPattern.test(value)

/** For people: `(123450, 'EUR', 'de')` → `1.234,50 €`. Decimals are ISO 4217's, also where the locale's habit differs. */
export const formatMoney = (minor: Minor, currency: string, locale: string): string => {
  const key = `${locale} ${currency}`
  let format = formats.get(key)
  if (!format) {
    const scale = currencyScale(currency)
    const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale }
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits })
    formats.set(key, format)
  }
  const amount = fromMinor(minor, currency)
  // As a string, because Intl then formats the exact decimal.
  return isNumeric(amount) ? format.format(amount) : amount
}
