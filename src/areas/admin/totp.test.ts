import { describe, expect, test } from 'vitest'
import { base32, codeAt, keyUri, newSecret, stepAt, stepOf } from './totp.ts'

describe('codes of authenticator apps', () => {
  const secret = base32(Buffer.from('12345678901234567890'))

  test('are those of RFC 6238, appendix B', () => {
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    for (const [seconds, code] of [
      [59, '94287082'],
      [1111111109, '07081804'],
      [1111111111, '14050471'],
      [1234567890, '89005924'],
      [2000000000, '69279037'],
      [20000000000, '65353130'],
    ] as const)
      expect(codeAt(secret, stepAt(new Date(seconds * 1000)), 8)).toBe(code)
  })

  test('are taken a step early or late, not two, and never again', () => {
    const at = new Date('2026-03-01T12:00:10Z')
    const now = stepAt(at)
    for (const by of [-1, 0, 1]) expect(stepOf(secret, codeAt(secret, now + by), at, null)).toBe(now + by)
    for (const by of [-2, 2]) expect(stepOf(secret, codeAt(secret, now + by), at, null)).toBeUndefined()
    expect(stepOf(secret, codeAt(secret, now), at, now)).toBeUndefined()
    expect(stepOf(secret, codeAt(secret, now + 1), at, now)).toBe(now + 1)
    expect(stepOf(secret, '', at, null)).toBeUndefined()
  })

  test('come from secrets of 160 bits, named so that the app shows where they belong', () => {
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/)
    expect(newSecret()).not.toBe(newSecret())
    expect(keyUri('ABC', 'Müller & Co', 'ann@example.com')).toBe(
      'otpauth://totp/M%C3%BCller%20%26%20Co%3Aann%40example.com?secret=ABC&issuer=M%C3%BCller%20%26%20Co',
    )
  })
})
