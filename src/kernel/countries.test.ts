import { expect, it } from 'vitest'
import { countries, countryByCode, countryByName, nearestCountries } from './countries.ts'
import { clearWinner } from './match.ts'

it('holds the 249 of ISO 3166-1 and Kosovo, each once', () => {
  expect(countries).toHaveLength(250)
  expect(new Set(countries.map((country) => country.name)).size).toBe(250)
  expect(countries.every((country) => /^[A-Z]{2}$/.test(country.code))).toBe(true)
})

it.each([
  ['United States', 'US'],
  ['u.s.a.', 'US'],
  ['us', 'US'],
  ['Czech Republic', 'CZ'],
  ['Österreich', 'AT'],
  ['Korea', 'KR'],
  ['Cote d Ivoire', 'CI'],
  ['Turkey', 'TR'],
  ['Bosnia & Herzegovina', undefined],
  ['Bosnia and Herzegovina', 'BA'],
  ['Atlantis', undefined],
  ['', undefined],
])('%s is %s', (name, code) => {
  expect(countryByName(name)?.code).toBe(code)
})

it('finds misspelt ones', () => {
  expect(clearWinner(nearestCountries('Philipines'))?.candidate.code).toBe('PH')
  expect(clearWinner(nearestCountries('Untied States'))?.candidate.code).toBe('US')
  expect(clearWinner(nearestCountries('Bosnia & Herzegovina'))?.candidate.code).toBe('BA')
  expect(nearestCountries('Xyzzy')).toEqual([])
  expect(countryByCode('de')?.name).toBe('Germany')
})
