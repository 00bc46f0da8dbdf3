/** Token buckets in memory: so many tries at once, refilled steadily, per key such as an address or an account. */

/** `capacity` tries may come at once; `refillPerSecond` of them grow back. */
export type RateLimitOptions = { capacity: number; refillPerSecond: number; maxKeys?: number }
export type RateLimitAnswer = { allowed: boolean; retryAfterSeconds: number }
export type RateLimiter = {
  /** Takes `cost` tries from the key's bucket if they are there. `now` is in milliseconds. */
  take: (key: string, now: number, cost?: number) => RateLimitAnswer
  /** Fills the key's bucket again, such as after a successful sign-in. */
  reset: (key: string) => void
  readonly size: number
}

type Bucket = { tokens: number; at: number }

/**
 * Limits of one process: several processes allow that many times more. At most `maxKeys` (10,000) buckets are kept;
 * the one touched longest ago makes room, so that an attacker with many addresses cannot fill the memory.
 */
export function createRateLimiter({ capacity, refillPerSecond, maxKeys = 10_000 }: RateLimitOptions): RateLimiter {
  if (!(capacity > 0 && refillPerSecond > 0 && maxKeys > 0))
    throw new RangeError('A rate limit needs a capacity, a refill and a number of keys above 0')
  const buckets = new Map<string, Bucket>()

  const filled = (key: string, now: number): Bucket => {
    const bucket = buckets.get(key)
    if (!bucket) return { tokens: capacity, at: now }
    // The wall clock may step back; time then stands still instead of draining the bucket.
    const elapsed = Math.max(0, now - bucket.at)
    return { tokens: Math.min(capacity, bucket.tokens + (elapsed / 1000) * refillPerSecond), at: now }
  }

  return {
    take: (key, now, cost = 1) => {
      const bucket = filled(key, now)
      const allowed = bucket.tokens >= cost
      if (allowed) bucket.tokens -= cost
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > maxKeys) {
        const oldest = buckets.keys().next()
        if (!oldest.done) buckets.delete(oldest.value)
      }
      const missing = Math.max(0, Math.min(cost, capacity) - bucket.tokens)
      return { allowed, retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil(missing / refillPerSecond)) }
    },
    reset: (key) => {
      buckets.delete(key)
    },
    get size() {
      return buckets.size
    },
  }
}
