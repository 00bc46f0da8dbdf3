import { describe, expect, it } from 'vitest'
import { createRateLimiter } from './rateLimit.ts'

describe('rate limit', () => {
  it('allows a burst, then the refill', () => {
    const limiter = createRateLimiter({ capacity: 3, refillPerSecond: 0.5 })
    for (let i = 0; i < 3; i++) expect(limiter.take('a', 0)).toEqual({ allowed: true, retryAfterSeconds: 0 })
    expect(limiter.take('a', 0)).toEqual({ allowed: false, retryAfterSeconds: 2 })
    expect(limiter.take('a', 1000)).toEqual({ allowed: false, retryAfterSeconds: 1 })
    expect(limiter.take('a', 2000).allowed).toBe(true)
    expect(limiter.take('a', 2000).allowed).toBe(false)
    expect(limiter.take('b', 2000).allowed).toBe(true)
  })

  it('never fills above its capacity and can be reset', () => {
    const limiter = createRateLimiter({ capacity: 2, refillPerSecond: 1 })
    limiter.take('a', 0)
    expect([1, 2, 3].map(() => limiter.take('a', 3_600_000).allowed)).toEqual([true, true, false])
    limiter.reset('a')
    expect(limiter.take('a', 3_600_000).allowed).toBe(true)
  })

  it('stands still when the clock steps back', () => {
    const limiter = createRateLimiter({ capacity: 1, refillPerSecond: 1 })
    expect(limiter.take('a', 10_000).allowed).toBe(true)
    expect(limiter.take('a', 5000).allowed).toBe(false)
    expect(limiter.take('a', 6000).allowed).toBe(true)
  })

  it('keeps a fixed number of keys, dropping the one touched longest ago', () => {
    const limiter = createRateLimiter({ capacity: 1, refillPerSecond: 0.001, maxKeys: 3 })
    for (const key of ['a', 'b', 'c']) limiter.take(key, 0)
    expect(limiter.take('a', 0).allowed).toBe(false)
    limiter.take('d', 0)
    expect(limiter.size).toBe(3)
    expect(limiter.take('a', 0).allowed).toBe(false)
    expect(limiter.take('b', 0).allowed).toBe(true)
    for (let i = 0; i < 10_000; i++) limiter.take(`k${i}`, i)
    expect(limiter.size).toBe(3)
  })

  it('refuses limits that would never allow anything', () => {
    expect(() => createRateLimiter({ capacity: 0, refillPerSecond: 1 })).toThrow(RangeError)
    expect(() => createRateLimiter({ capacity: 1, refillPerSecond: Number.NaN })).toThrow(RangeError)
  })
})
