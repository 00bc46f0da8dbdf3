/** One invented value each, as SQL of the row's number `n`: names, addresses, numbers, days. */
import { oneOf, type Sql, upTo } from './filler.ts'
import * as words from './words.ts'

export const cap = (text: Sql): Sql => `initcap(${text})`
const [first, second, third] = words.syllables
/** An invented name: `Valdimar`. */
export const invented = (salt: number, n: Sql = 'n'): Sql =>
  `${oneOf(first, salt, { n })} || ${oneOf(second, salt + 1, { n })} || ${oneOf(third, salt + 2, { n })}`
export const familyName = (salt: number): Sql => oneOf(words.lastNames, salt, { power: 1.6 })
export const plain = (text: Sql): Sql => `regexp_replace(lower(unaccent(${text})), '[^a-z0-9]+', '', 'g')`

export const cityArrays = {
  city: words.cities.map((c) => c.city),
  country: words.cities.map((c) => c.country),
  postalCode: words.cities.map((c) => c.postalCode),
}
export const addressSql = (salt: number): Sql =>
  `jsonb_build_object('street', ${oneOf(words.streets, salt + 1)} || ' ' || ${upTo(180, salt + 2)}, 'postalCode', ${oneOf(cityArrays.postalCode, salt)}, ` +
  `'city', ${oneOf(cityArrays.city, salt)}, 'country', ${oneOf(cityArrays.country, salt)})`
export const phoneSql = (salt: number): Sql => `'+49' || (1500000000 + ${upTo(899_999_999, salt)})::text`

export const sometimes = (share: number, salt: number, value: Sql): Sql =>
  `case when pg_temp.u(n, ${salt}) < ${share} then ${value} end`
export const dayOf = (ms: Sql, plusDays: Sql): Sql =>
  `((to_timestamp(${ms} / 1000.0) + (${plusDays}) * interval '1 day') at time zone 'UTC')::date`
