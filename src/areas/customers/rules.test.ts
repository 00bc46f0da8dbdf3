import { describe, expect, it } from 'vitest'
import { AppError } from '../../kernel/errors.ts'
import { accountKeys, checkedIds, personKey } from './rules.ts'

const paths = (work: () => unknown): string[] => {
  try {
    work()
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.errors.map((e) => e.path)
  }
}

describe('identifiers of accounts', () => {
  it('are checked by the country of the billing address', () => {
    expect(checkedIds({ taxId: '136695976' }, 'DE').taxId).toBe('DE136695976')
    expect(paths(() => checkedIds({ taxId: 'DE136695977' }, 'DE'))).toEqual(['taxId'])
    expect(paths(() => checkedIds({ taxId: 'DE136695976' }, 'AT'))).toEqual(['taxId'])
    expect(checkedIds({ taxId: '12-3456789' }, null).taxId).toBe('12-3456789')
    expect(checkedIds({ taxId: '12-3456789' }, 'US').taxId).toBe('123456789')
  })

  it('complain about every field at once', () => {
    expect(
      paths(() => checkedIds({ iban: 'DE00', bic: 'x', currency: 'EURO', foundedYear: 12, employees: -1 }, null)),
    ).toEqual(['iban', 'bic', 'currency', 'foundedYear', 'employees'])
  })
})

it('normalises what duplicates are found by', () => {
  expect(accountKeys({ name: 'The Acme Corp. GmbH', website: 'https://www.acme.example/x' })).toEqual({
    nameKey: 'acme',
    websiteDomain: 'acme.example',
    country: null,
  })
  expect(accountKeys({ name: 'A', email: 'x@gmail.com' }).websiteDomain).toBeNull()
  expect(personKey('Ada King Lovelace')).toBe('lovelace ada king')
  expect(personKey('')).toBeNull()
})
