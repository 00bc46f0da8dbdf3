/** Telephone numbers: read what people type, keep E.164, show it in groups. */
import type { CountryCode } from 'libphonenumber-js/min'
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** `e164` is what is stored and compared; `extension` holds the digits after "ext."; `country` is an ISO 3166-1 code. */
type Phone = { e164: string; country: string | undefined; extension: string | undefined }

const countryOf = (code: string | undefined): CountryCode | undefined => {
  const upper = code?.trim().toUpperCase()
  return upper !== undefined && isSupportedCountry(upper) ? upper : undefined
}

/**
 * Reads a number as people write it. A national number needs `defaultCountry` (ISO 3166-1 alpha-2).
 * Returns nothing when it cannot be a telephone number there. Only the length is judged, not the range: numbering
 * plans change more often than this software is updated.
 */
export function parsePhone(input: string, defaultCountry?: string): Phone | undefined {
  const country = countryOf(defaultCountry)
  const text = input
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^00(?=[1-9])/, '+')
  const found = parsePhoneNumberFromString(text, {
    extract: false,
    ...(country === undefined ? {} : { defaultCountry: country }),
  })
  if (!found?.isPossible()) return undefined
  return { e164: found.number, country: found.country ?? undefined, extension: found.ext ?? undefined }
}

/** E.164 of a number as people write it, or nothing if it is none. The extension is dropped. */
export const normalisePhone = (input: string, defaultCountry?: string): string | undefined =>
  parsePhone(input, defaultCountry)?.e164

/**
 * The international form, for people. A value that is no E.164 number is returned as it is, so that imported oddities
 * stay readable.
 */
export const formatPhone = (e164: string): string => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
