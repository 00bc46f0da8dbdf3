/** What is derived from what people enter about accounts and contacts. Pure. */
import { countryByCode } from '../../kernel/countries.ts'
import type { Address } from '../../kernel/entity.ts'
import { AppError, type FieldError } from '../../kernel/errors.ts'
import { isCurrency } from '../../kernel/money.ts'
import { companyDomain, normaliseName, words } from '../../kernel/match.ts'
import { checkBic, checkIban, checkVatId } from '../../kernel/taxId.ts'

type AccountFacts = {
  name?: string | null
  website?: string | null
  email?: string | null
  currency?: string | null
  taxId?: string | null
  iban?: string | null
  bic?: string | null
  foundedYear?: number | null
  employees?: number | null
  paymentTermsDays?: number | null
  billingAddress?: Address | null
}

/** The country a company stands in, by its billing address. */
export const countryOf = (address: Address | null | undefined): string | null =>
  address?.country ? (countryByCode(address.country)?.code ?? null) : null

/** Normalised forms that lists filter and duplicates are found by. */
export const accountKeys = (a: AccountFacts) => ({
  nameKey: normaliseName(a.name ?? '').slice(0, 255) || null,
  websiteDomain: companyDomain(a.website ?? '') || companyDomain(a.email ?? '') || null,
  country: countryOf(a.billingAddress),
})

/**
 * Tidied identifiers. Throws `invalid` with every field at fault. A VAT number is held against the form of `country`
 * (the billing address's); without one against its own prefix, and if it has none it is kept as it is.
 */
export const checkedIds = (a: AccountFacts, country: string | null): Pick<AccountFacts, 'taxId' | 'iban' | 'bic'> => {
  const errors: FieldError[] = []
  const read = (path: 'taxId' | 'iban' | 'bic', check: (v: string) => ReturnType<typeof checkIban>) => {
    const given = a[path]
    if (!given) return given
    const result = check(given)
    if (result.ok) return result.value
    if (path === 'taxId' && result.reason === 'country' && country === null) return given
    errors.push({ path, message: result.message })
    return given
  }
  const out = {
    taxId: read('taxId', (v) => checkVatId(v, country ?? undefined)),
    iban: read('iban', checkIban),
    bic: read('bic', checkBic),
  }
  if (a.currency && !isCurrency(a.currency))
    errors.push({ path: 'currency', message: 'must be a currency code such as EUR' })
  if (a.foundedYear && (a.foundedYear < 1000 || a.foundedYear > 9999))
    errors.push({ path: 'foundedYear', message: 'must be a year such as 1998' })
  if (a.employees && a.employees < 0) errors.push({ path: 'employees', message: 'must not be negative' })
  if (a.paymentTermsDays && (a.paymentTermsDays < 0 || a.paymentTermsDays > 3650))
    errors.push({ path: 'paymentTermsDays', message: 'must be a number of days from 0 to 3650' })
  const [first] = errors
  if (first) throw new AppError('invalid', `${first.path} ${first.message}.`, { errors })
  return out
}

/** `Ada`, `Lovelace` → `Ada Lovelace` */
export const fullName = (p: { firstName?: string | null; lastName?: string | null }): string =>
  [p.firstName, p.lastName].filter(Boolean).join(' ')

/** `Ada Lovelace` → `lovelace ada`: people are looked for by last name first. */
export const personKey = (name: string): string | null => {
  const parts = words(name)
  const last = parts.pop()
  return last ? [last, ...parts].join(' ').slice(0, 255) : null
}

/** What is derived from a person's names and address. */
export const contactKeys = (p: { firstName?: string | null; lastName?: string | null; address?: Address | null }) => {
  const name = fullName(p)
  return { name, nameKey: personKey(name), country: countryOf(p.address) }
}
