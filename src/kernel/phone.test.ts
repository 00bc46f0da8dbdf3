import { describe, expect, it } from 'vitest'
import { formatPhone, normalisePhone, parsePhone } from './phone.ts'

describe('telephone numbers', () => {
  it.each([
    ['030 901820', 'DE', '+4930901820'],
    ['(030) 90 18-20', 'de', '+4930901820'],
    ['+49 30 901820', undefined, '+4930901820'],
    ['0049 30 901820', 'CZ', '+4930901820'],
    ['0721 234 567', 'RO', '+40721234567'],
    ['601 123 456', 'CZ', '+420601123456'],
    ['(212) 736-5000', 'US', '+12127365000'],
    ['tel:+40-721-234-567', undefined, '+40721234567'],
  ])('reads %s in %s', (input, country, e164) => {
    expect(normalisePhone(input, country)).toBe(e164)
  })

  it.each(['', 'n/a', '12', '030 901820', '+999 123456', 'call 030 901820 now', '1'.repeat(40)])(
    'refuses %j',
    (input) => {
      expect(normalisePhone(input)).toBeUndefined()
    },
  )

  it('ignores a default country that is none', () => {
    expect(normalisePhone('030 901820', 'Germany')).toBeUndefined()
    expect(normalisePhone('+49 30 901820', 'Germany')).toBe('+4930901820')
  })

  it('keeps the extension apart', () => {
    expect(parsePhone('+1 212 736 5000 ext. 42')).toEqual({ e164: '+12127365000', country: 'US', extension: '42' })
  })

  it('shows them in groups', () => {
    expect(formatPhone('+4930901820')).toBe('+49 30 901820')
    expect(formatPhone('unknown')).toBe('unknown')
  })

  it('reads back what it wrote', () => {
    for (const e164 of ['+4930901820', '+40721234567', '+420601123456', '+12127365000'])
      expect(normalisePhone(formatPhone(e164))).toBe(e164)
  })
})
