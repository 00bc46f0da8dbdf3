import { describe, expect, it } from 'vitest'
import {
  hashPassword,
  hashToken,
  open,
  passwordNeedsRehash,
  randomToken,
  SealError,
  safeEqual,
  seal,
  verifyPassword,
} from './crypto.ts'

describe('tokens', () => {
  it('are 256 random bits and stored as a hash', () => {
    const tokens = new Set(Array.from({ length: 200 }, randomToken))
    expect(tokens.size).toBe(200)
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('compare by value', () => {
    expect(safeEqual('abc', 'abc')).toBe(true)
    expect(safeEqual('abc', 'abd')).toBe(false)
    expect(safeEqual('abc', 'abcd')).toBe(false)
    expect(safeEqual('', '')).toBe(true)
  })
})

describe('passwords', () => {
  it('are hashed by Argon2id with the recommended parameters', async () => {
    const stored = await hashPassword('correct horse')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(passwordNeedsRehash(stored)).toBe(false)
    expect(passwordNeedsRehash('$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA')).toBe(true)
    expect(await verifyPassword(stored, 'correct horse')).toBe(true)
    expect(await verifyPassword(stored, 'correct horsf')).toBe(false)
  })

  it('are the same however the keyboard composed them', async () => {
    expect(await verifyPassword(await hashPassword('pa\u0301ssword'), 'p\u00e1ssword')).toBe(true)
  })

  it('answer no without a stored hash, or with a damaged one', async () => {
    expect(await verifyPassword(undefined, 'anything')).toBe(false)
    expect(await verifyPassword('nonsense', 'anything')).toBe(false)
  })
})

describe('sealed values', () => {
  const before = randomToken()
  const after = randomToken()

  it('open to what was sealed, never the same twice', () => {
    const sealed = seal(before, 'smtp pässword', 'w1/mail')
    expect(open(before, sealed, 'w1/mail')).toBe('smtp pässword')
    expect(seal(before, 'smtp pässword', 'w1/mail')).not.toBe(sealed)
    expect(open(before, seal(before, '', 'w1/mail'), 'w1/mail')).toBe('')
  })

  it('do not open under another secret key', () => {
    const sealed = seal(before, 'secret', 'w1')
    expect(() => open(after, sealed, 'w1')).toThrow(/another secret key/)
    expect(() => open(after, sealed, 'w1')).toThrow(SealError)
  })

  it('refuse another context and every changed part', () => {
    const sealed = seal(before, 'secret', 'w1')
    expect(() => open(before, sealed, 'w2')).toThrow(SealError)
    const parts = sealed.split('.')
    for (let i = 0; i < parts.length; i++) {
      const changed = parts.map((part, j) => (i === j ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part))
      expect(() => open(before, changed.join('.'), 'w1')).toThrow(SealError)
    }
    for (const text of ['', 'v1', 'v1.old...', 'v1.old.a.b.c.d', `${sealed}.x`])
      expect(() => open(before, text, 'w1')).toThrow(SealError)
    // A truncated tag must not make guessing easier.
    const short = [
      ...parts.slice(0, 4),
      Buffer.from(parts[4] ?? '', 'base64url')
        .subarray(0, 4)
        .toString('base64url'),
    ]
    expect(() => open(before, short.join('.'), 'w1')).toThrow(SealError)
  })
})
