/** Values nobody should send, and a seeded source of chance, so that a failing run can be had again. */

export type Chance = {
  /** 0 ≤ n < 1 */
  next(): number
  int(below: number): number
  pick<T>(from: readonly T[]): T
  yes(probability: number): boolean
}

/** mulberry32: small, fast, and the same on every machine. */
export const chance = (seed: number): Chance => {
  let a = seed >>> 0
  const next = (): number => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number): number => Math.floor(next() * below)
  return {
    next,
    int,
    pick: <T>(from: readonly T[]): T => {
      const found = from[int(from.length)]
      if (found === undefined && from.length === 0) throw new RangeError('nothing to pick from')
      return found as T
    },
    yes: (p) => next() < p,
  }
}

const deep = (levels: number): unknown => {
  let v: unknown = 'bottom'
  for (let i = 0; i < levels; i++) v = i % 2 === 0 ? [v] : { a: v }
  return v
}

/** As JSON text, because an object literal would set the prototype instead. */
const polluted = (): unknown => JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}')

export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\u202eevil',
  '\ufeff',
  '🧨'.repeat(50),
  'Ǎ̷͚'.repeat(40),
  'x'.repeat(300),
  'y'.repeat(60_000),
  "' or '1'='1",
  "'; drop table account; --",
  '$1',
  '{today}',
  '%',
  '\\',
  '%_\\%',
  '../../../../etc/passwd',
  '..%2f..%2f',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '=cmd|calc!A1',
  '{{7*7}}${7*7}',
  'a\r\nSet-Cookie: x=1',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '0x10',
  '99999999999999999999999999',
  '-99999999999999',
  '99999999999999.9999999999',
  '٣',
  '2026-02-30',
  '0000-00-00',
  '-004712-01-01',
  '9999-12-31',
  '275760-09-13',
  '2026-13-45T99:99:99Z',
  '9999-12-31T23:59:59+14:00',
  '0001-01-01T00:00:00Z',
  'today+999999999999',
  'today-99999999',
  'thisMonth',
  'me',
  'team',
  '019b0000-0000-7000-8000-000000000000',
  '00000000-0000-0000-0000-000000000000',
  'not-a-uuid',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'a,b,,c,,,',
  'account:x',
  'nothing:019b0000-0000-7000-8000-000000000000',
  'account:019b0000-0000-7000-8000-000000000000:more',
]

export const hostileValues: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => false,
  () => 0,
  () => -1,
  () => 1.5,
  () => 2_147_483_647,
  () => 2_147_483_648,
  () => -2_147_483_649,
  () => Number.MAX_SAFE_INTEGER,
  () => Number.MAX_SAFE_INTEGER + 3,
  () => 1e21,
  () => 1e308,
  () => -1e-9,
  () => [],
  () => {
    const list: unknown[] = [null]
    return list
  },
  () => Array.from({ length: 1200 }, (_, i) => i),
  () => ({}),
  () => ({ amount: '1', currency: 'XXX' }),
  () => ({ amount: '99999999999999', currency: 'EUR' }),
  () => ({ amount: '-99999999999999.99', currency: 'EUR' }),
  () => ({ amount: {}, currency: [] }),
  () => ({ entity: 'account', id: '019b0000-0000-7000-8000-000000000000' }),
  () => ({ entity: '__proto__', id: '019b0000-0000-7000-8000-000000000000' }),
  () => ({ street: 'a\u0000b' }),
  () => ({ 'a\u0000b': 1 }),
  () => ({ street: '\ud800' }),
  () => deep(60),
  () => deep(2000),
  polluted,
]

export const oddOperators: readonly string[] = [
  'eq',
  'ne',
  'in',
  'nin',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'startsWith',
  'null',
  'between',
  '__proto__',
  '',
  'or',
]

export const oddParameters: readonly string[] = [
  'noSuchField',
  '__proto__',
  'constructor',
  'toString',
  'workspaceId',
  'search_text',
  'a.b.c.d',
  'custom',
  'custom.x',
  'custom.__proto__',
  "name'--",
  'name[',
  'name[][]',
  'deleted',
  'cursor',
  'limit',
  'sort',
  'fields',
  'include',
  'total',
  'q',
  'groupBy',
  'sum',
  'account.name',
  'ownerId.email',
  'owner.userId',
  '%00',
  ' ',
]
