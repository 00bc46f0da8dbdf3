/** Identifiers of companies and bank accounts: VAT numbers, IBAN, BIC. Form and check digits only; no register is asked. */
import { electronicFormatIBAN, friendlyFormatIBAN, isValidBIC, validateIBAN, ValidationErrorsIBAN } from 'ibantools'
import type { Country } from 'jsvat'
import { checkVAT, countries } from 'jsvat'

/** `unchecked`: no rules are known for that country, the value is only tidied up. */
type IdCheck =
  | { ok: true; value: string; status: 'valid' | 'unchecked' }
  | { ok: false; reason: 'country' | 'format' | 'checksum'; message: string }

const tidy = (input: string): string => input.toUpperCase().replace(/[\s.\-/]/g, '')

/** VAT prefixes that differ from the ISO 3166-1 code; Northern Ireland trades goods in the EU under British numbers. */
const prefixOf: Readonly<Record<string, string>> = { GR: 'EL', CH: 'CHE' }
const sameState = (prefix: string, country: string): boolean =>
  prefix === country || prefixOf[country] === prefix || (prefix === 'XI' && country === 'GB')

const rulesOf = (country: string): Country | undefined => countries.find((c) => c.codes[0] === country)

const bad = (reason: 'country' | 'format' | 'checksum', message: string): IdCheck => ({ ok: false, reason, message })

/**
 * Checks a VAT number against its country's form and check digits and returns it upper case without separators.
 * With `country` (ISO 3166-1 alpha-2) a missing prefix is supplied and a number of another country is refused; without it the
 * number must carry its prefix.
 */
export function checkVatId(input: string, country?: string): IdCheck {
  const value = tidy(input)
  if (!/^[A-Z0-9+*]{2,20}$/.test(value)) return bad('format', 'A VAT number has letters and digits only')
  const home = country?.trim().toUpperCase()
  const prefix = /^[A-Z]{2}/.exec(value)?.[0]

  if (home === undefined) {
    if (prefix === undefined) return bad('country', 'Start the VAT number with its country, such as DE or RO')
    return checkIn(value, prefix)
  }
  const rules = rulesOf(home)
  if (!rules) return { ok: true, value, status: 'unchecked' }
  const own = prefixOf[home] ?? home
  if (value.startsWith(own) || (prefix !== undefined && sameState(prefix, home))) return checkIn(value, home)
  const foreign = prefix !== undefined && rulesOf(isoOf(prefix)) !== undefined ? prefix : undefined
  const elsewhere = bad('country', `This VAT number belongs to ${foreign}, not ${home}`)
  // Two letters may belong to a number without prefix (France), but not where the whole is a number of that other country.
  if (foreign && isOfForm(value, foreign)) return elsewhere
  const completed = checkIn(own + value, home)
  return completed.ok || !foreign ? completed : elsewhere
}

const isOfForm = (value: string, prefix: string): boolean => {
  const found = checkIn(value, prefix)
  return found.ok || found.reason === 'checksum'
}

const isoOf = (prefix: string): string => ({ EL: 'GR', XI: 'GB' })[prefix] ?? prefix

function checkIn(value: string, countryOrPrefix: string): IdCheck {
  const rules = rulesOf(isoOf(countryOrPrefix))
  if (!rules) return bad('country', `${countryOrPrefix} is not a country whose VAT numbers are known`)
  // The rules know Northern Ireland's numbers as British and write Greece as EL only.
  const asked = value.replace(/^XI/, 'GB').replace(/^GR/, 'EL')
  const result = checkVAT(asked, [rules])
  if (result.isValid) return { ok: true, value: value.replace(/^GR/, 'EL'), status: 'valid' }
  return result.isValidFormat
    ? bad('checksum', 'The check digit of this VAT number does not match; look for a typing mistake')
    : bad('format', `This is not the form of a VAT number of ${rules.name}`)
}

/** Checks an IBAN (ISO 13616: country, length, check digits) and returns it without spaces. */
export function checkIban(input: string): IdCheck {
  const value = electronicFormatIBAN(input) ?? ''
  const result = validateIBAN(value)
  if (result.valid) return { ok: true, value, status: 'valid' }
  if (result.errorCodes.includes(ValidationErrorsIBAN.NoIBANCountry))
    return bad('country', 'An IBAN starts with the country of the bank, such as DE or RO')
  const onlyDigits = result.errorCodes.every((code) => code === ValidationErrorsIBAN.WrongIBANChecksum)
  return onlyDigits
    ? bad('checksum', 'The check digits of this IBAN do not match; look for a typing mistake')
    : bad('format', 'This is not the form of an IBAN of that country')
}

/** In groups of four, as printed on documents. A value that is no IBAN is returned as it is. */
export const formatIban = (iban: string): string => (checkIban(iban).ok ? (friendlyFormatIBAN(iban) ?? iban) : iban)

/** Checks the form of a BIC (ISO 9362, 8 or 11 characters) and returns it upper case. */
export function checkBic(input: string): IdCheck {
  const value = tidy(input)
  return isValidBIC(value)
    ? { ok: true, value, status: 'valid' }
    : bad('format', 'A BIC has 8 or 11 characters: bank, country, place and perhaps branch')
}
