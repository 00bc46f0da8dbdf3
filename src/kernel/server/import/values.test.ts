import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DateOrder,
  parseBoolean,
  parseDay,
  parseDecimal,
  parseInstant,
  parseInteger,
  readNumber,
  zonedInstant,
} from './values.ts'

describe('parseDay', () => {
  it.each<[string, DateOrder, string]>([
    ['10/20/2016', 'mdy', '2016-10-20'],
    ['3/1/2017', 'mdy', '2017-03-01'],
    ['3/1/2017', 'dmy', '2017-01-03'],
    ['1.3.2017', 'dmy', '2017-03-01'],
    ['01. 03. 2017', 'dmy', '2017-03-01'],
    ['1-3-17', 'dmy', '2017-03-01'],
    ['12/31/69', 'mdy', '2069-12-31'],
    ['12/31/70', 'mdy', '1970-12-31'],
    ['2017-03-01', 'dmy', '2017-03-01'],
    ['2017/3/1', 'mdy', '2017-03-01'],
    ['20170301', 'ymd', '2017-03-01'],
    ['2017-03-01T10:15:00Z', 'ymd', '2017-03-01'],
    ['3/1/2017 10:15 PM', 'mdy', '2017-03-01'],
    ['1 March 2017', 'mdy', '2017-03-01'],
    ['01-Mar-17', 'mdy', '2017-03-01'],
    ['Mar 1, 2017', 'dmy', '2017-03-01'],
    ['Wednesday, March 1st, 2017', 'dmy', '2017-03-01'],
    ['29.2.2016', 'dmy', '2016-02-29'],
  ])('%s (%s) is %s', (text, order, day) => {
    expect(parseDay(text, order)).toEqual({ ok: true, value: day })
  })

  it.each<[string, DateOrder, RegExp]>([
    ['25/10/2016', 'mdy', /"25\/10\/2016" is not a date written month first/],
    ['10/25/2016', 'dmy', /not a date written day first/],
    ['3/1/2017', 'ymd', /not a date written year first/],
    ['29.2.2017', 'dmy', /is not a date/],
    ['31/11/2017', 'dmy', /is not a date/],
    ['2017-13-01', 'ymd', /is not a date/],
    ['1/2/20177', 'mdy', /is not a date/],
    ['42663', 'ymd', /is not a date/],
    ['soon', 'mdy', /"soon" is not a date/],
    ['3 Marble 2017', 'dmy', /is not a date/],
    ['3/1/2017 25:00', 'mdy', /is not a date/],
    ['', 'mdy', /is not a date/],
  ])('%s (%s) is refused', (text, order, message) => {
    const parsed = parseDay(text, order)
    expect(parsed.ok ? parsed.value : parsed.message).toMatch(message)
  })

  it('reads back every day however it is written', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2069-12-31'), noInvalidDate: true }),
        (date) => {
          const day = date.toISOString().slice(0, 10)
          const [y = '', m = '', d = ''] = day.split('-')
          expect(parseDay(`${Number(m)}/${Number(d)}/${y}`, 'mdy')).toEqual({ ok: true, value: day })
          expect(parseDay(`${d}.${m}.${y.slice(2)}`, 'dmy')).toEqual({ ok: true, value: day })
          expect(parseDay(date.toUTCString(), 'dmy')).toEqual({ ok: true, value: day })
        },
      ),
    )
  })
})

describe('parseInstant', () => {
  it('reads a time in the zone unless it brings its own', () => {
    const read = (text: string) => parseInstant(text, 'mdy', 'Europe/Berlin')
    expect(read('3/1/2017')).toEqual({ ok: true, value: '2017-02-28T23:00:00.000Z' })
    expect(read('7/1/2017 1:05 PM')).toEqual({ ok: true, value: '2017-07-01T11:05:00.000Z' })
    expect(read('7/1/2017 12:05 am')).toEqual({ ok: true, value: '2017-06-30T22:05:00.000Z' })
    expect(read('2017-07-01T13:05:10.250+05:30')).toEqual({ ok: true, value: '2017-07-01T07:35:10.000Z' })
    expect(read('2017-07-01 13:05 UTC')).toEqual({ ok: true, value: '2017-07-01T13:05:00.000Z' })
  })

  it('lands after the gap of a clock change', () => {
    expect(zonedInstant('2024-03-31', '02:30:00', 'Europe/Berlin')).toBe('2024-03-31T01:30:00.000Z')
    expect(zonedInstant('2024-03-31', '03:30:00', 'Europe/Berlin')).toBe('2024-03-31T01:30:00.000Z')
    expect(zonedInstant('2024-10-27', '12:00:00', 'America/New_York')).toBe('2024-10-27T16:00:00.000Z')
  })
})

describe('parseDecimal', () => {
  it.each<[string, '.' | ',', string]>([
    ['1100.04', '.', '1100.04'],
    ['1,100.04', '.', '1100.04'],
    ['12,34,567.5', '.', '1234567.5'],
    ['1.234.567,89', ',', '1234567.89'],
    ['1.234', ',', '1234'],
    ['1.234', '.', '1.234'],
    ["1'234.50", '.', '1234.50'],
    ['1 234,50', ',', '1234.50'],
    ['1\u202f234,50\u00a0€', ',', '1234.50'],
    ['$1,234.50', '.', '1234.50'],
    ['-$5.00', '.', '-5.00'],
    ['$ -5', '.', '-5'],
    ['USD 12.5', '.', '12.5'],
    ['12,5 CZK', ',', '12.5'],
    ['(1,234.00)', '.', '-1234.00'],
    ['5-', '.', '-5'],
    ['−3,5', ',', '-3.5'],
    ['+7', '.', '7'],
    ['12.5 %', '.', '12.5'],
    ['.5', '.', '0.5'],
    ['5.', '.', '5'],
    ['007', '.', '7'],
    ['-0.00', '.', '0.00'],
    ['1.5E+3', '.', '1500'],
    ['1.25e-3', '.', '0.00125'],
  ])('%s with "%s" is %s', (text, decimal, value) => {
    expect(parseDecimal(text, decimal)).toEqual({ ok: true, value })
  })

  it.each<[string, '.' | ',']>([
    ['1.234,50', '.'],
    ['1,234.50', ','],
    ['1,23', '.'],
    ['12 34', '.'],
    ['1,2,3', '.'],
    ['0,123,456', '.'],
    ['abc', '.'],
    ['', '.'],
    ['-', '.'],
    ['.', '.'],
    ['(-5)', '.'],
    ['5 apples', '.'],
    ['1.2.2017', '.'],
  ])('%s with "%s" is refused', (text, decimal) => {
    expect(parseDecimal(text, decimal).ok).toBe(false)
  })

  it('says what was expected', () => {
    expect(parseDecimal('1.234,50', '.')).toEqual({
      ok: false,
      message: '"1.234,50" is not a number with a decimal point',
    })
  })

  it('never changes a digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const fraction = String(cents).padStart(2, '0')
        const value = `${whole}.${fraction}`
        const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
        expect(parseDecimal(value, '.')).toEqual({ ok: true, value })
        expect(parseDecimal(`${grouped}.${fraction}`, '.')).toEqual({ ok: true, value })
        expect(parseDecimal(`${grouped.replaceAll(',', '.')},${fraction}`, ',')).toEqual({ ok: true, value })
      }),
    )
  })

  it('knows what it cannot know', () => {
    expect(readNumber('1,234')).toMatchObject({ either: true })
    expect(readNumber('1,23')).toMatchObject({ either: false, decimal: ',' })
    expect(readNumber('0.234')).toMatchObject({ either: false, decimal: '.' })
    expect(readNumber('1.234.567')).toMatchObject({ either: false, decimal: ',' })
    expect(readNumber('1234')).toMatchObject({ either: false, fraction: false })
    expect(readNumber('12-34')).toBeUndefined()
  })
})

it('parses whole numbers and booleans', () => {
  expect(parseInteger('1,234.00', '.')).toEqual({ ok: true, value: '1234' })
  expect(parseInteger('1.5', '.')).toEqual({ ok: false, message: '"1.5" is not a whole number' })
  expect(parseBoolean('Yes')).toEqual({ ok: true, value: true })
  expect(parseBoolean('0')).toEqual({ ok: true, value: false })
  expect(parseBoolean('maybe')).toEqual({ ok: false, message: '"maybe" is neither yes nor no' })
})
