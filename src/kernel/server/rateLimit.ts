/** Token buckets in the database: so many tries at once, refilled steadily, per key, shared by all processes. */
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { AppError } from '../errors.ts'
import type { App } from './app.ts'
import { hashToken } from './crypto.ts'

/** `capacity` tries may come at once; `refillPerSecond` of them grow back. */
export type RateLimit = { name: string; capacity: number; refillPerSecond: number }
type RateLimitAnswer = { allowed: boolean; retryAfterSeconds: number }

type Place = Pick<App, 'database' | 'now'>

const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'))

/**
 * What one caller can change at will counts as one: an IPv6 network of 64 bits is given to every home, so its addresses
 * share a bucket. IPv4, also written as IPv6, is an address.
 */
export const networkOf = (ip: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped?.[1]) return mapped[1]
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = ip.toLowerCase().split('%')[0]?.split('::') ?? []
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')]
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  const groups = tail === undefined ? first : [...first, ...zeros, ...last]
  return `${groups.slice(0, 4).join(':')}::/64`
}

/**
 * Takes one try from the bucket of `subject`, in one statement, so that processes cannot both take the last one. The key
 * is kept as a digest.
 */
export const takeTry = async (app: Place, limit: RateLimit, subject: string): Promise<RateLimitAnswer> => {
  const { name, capacity, refillPerSecond } = limit
  const now = app.now().toISOString()
  // The wall clock may step back; time then stands still instead of draining the bucket.
  const filled = sql`least(${capacity}::float8,
    b.tokens + greatest(0, extract(epoch from excluded.at - b.at)::float8) * ${refillPerSecond}::float8)`
  const r = await sql<{ tokens: number; granted: boolean }>`
    insert into rate_limit as b (key, tokens, at, granted)
    values (${hashToken(`${name}:${subject}`)}, ${capacity - 1}, ${now}, true)
    on conflict (key) do update set granted = ${filled} >= 1,
      tokens = ${filled} - case when ${filled} >= 1 then 1 else 0 end, at = greatest(b.at, excluded.at)
    returning tokens, granted`.execute(app.database.app)
  const [bucket] = r.rows
  if (!bucket || bucket.granted) return { allowed: true, retryAfterSeconds: 0 }
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((1 - bucket.tokens) / refillPerSecond)) }
}

/** Takes a try; throws `tooMany` with the seconds to wait when there is none. */
export const assertTry = async (app: Place, limit: RateLimit, subject: string): Promise<void> => {
  const { allowed, retryAfterSeconds } = await takeTry(app, limit, subject)
  if (!allowed)
    throw new AppError('tooMany', 'Too many tries. Wait a little and try again.', { data: { retryAfterSeconds } })
}

/** Forgets what was last counted more than a day ago: every bucket is full again by then. */
export const forgetOldLimits = async (app: Place): Promise<void> => {
  const before = new Date(app.now().getTime() - 86_400_000).toISOString()
  await sql`delete from rate_limit where at < ${before}`.execute(app.database.app)
  await sql`delete from sign_in_failure where at < ${before}`.execute(app.database.app)
}
