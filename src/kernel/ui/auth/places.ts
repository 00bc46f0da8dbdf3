/** What the browser knows of where one is, as suggestions for the set-up. */
import { countries } from '../../countries.ts'

const euro = 'AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK'.split(' ')
const own: Readonly<Record<string, string>> = {
  AE: 'AED',
  AR: 'ARS',
  AU: 'AUD',
  BR: 'BRL',
  CA: 'CAD',
  CH: 'CHF',
  CL: 'CLP',
  CN: 'CNY',
  CO: 'COP',
  CZ: 'CZK',
  DK: 'DKK',
  EG: 'EGP',
  GB: 'GBP',
  HK: 'HKD',
  HU: 'HUF',
  ID: 'IDR',
  IL: 'ILS',
  IN: 'INR',
  IS: 'ISK',
  JP: 'JPY',
  KE: 'KES',
  KR: 'KRW',
  LI: 'CHF',
  MA: 'MAD',
  MX: 'MXN',
  MY: 'MYR',
  NG: 'NGN',
  NO: 'NOK',
  NZ: 'NZD',
  PE: 'PEN',
  PH: 'PHP',
  PK: 'PKR',
  PL: 'PLN',
  RO: 'RON',
  RS: 'RSD',
  SA: 'SAR',
  SE: 'SEK',
  SG: 'SGD',
  TH: 'THB',
  TN: 'TND',
  TR: 'TRY',
  TW: 'TWD',
  UA: 'UAH',
  US: 'USD',
  VN: 'VND',
  ZA: 'ZAR',
}

/** ISO 4217 of a country's money, or nothing where it is not in the short list. */
export const currencyOf = (country: string): string | undefined => (euro.includes(country) ? 'EUR' : own[country])

const named = (kind: 'currency', code: string): string => {
  try {
    return new Intl.DisplayNames('en', { type: kind }).of(code) ?? code
  } catch {
    return code
  }
}

export const currencyOptions = (): { value: string; label: string }[] => {
  const codes =
    typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('currency') : ['EUR', 'USD', 'GBP']
  return codes.map((c) => ({ value: c, label: `${c} · ${named('currency', c)}` }))
}

export const zoneOptions = (): { value: string; label: string }[] => {
  const zones = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [here().timeZone]
  return [...new Set([here().timeZone, 'UTC', ...zones])].map((z) => ({ value: z, label: z.replaceAll('_', ' ') }))
}

export const countryOptions = (): { value: string; label: string }[] =>
  countries.map((c) => ({ value: c.code, label: c.name }))

/** Country, currency and time zone by the browser's settings. */
export const here = (): { country: string; currency: string; timeZone: string } => {
  const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
  const region = navigator.language.split('-')[1]?.toUpperCase() ?? ''
  const country = countries.some((c) => c.code === region) ? region : ''
  return { country, currency: currencyOf(country) ?? 'EUR', timeZone }
}

/** The English whose dates and hours people there read: month first and am or pm only where that is the custom. */
export const englishOf = (country: string): string => (['US', 'PH', 'PR'].includes(country) ? 'en' : 'en-GB')
