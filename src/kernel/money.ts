// Money, rounding and decimal strings: the only place where an amount changes its scale.
import { Decimal } from 'decimal.js'
import { currencyScale, decimalPattern, isDecimal, type Minor } from './currencies.ts'
import { AppError, invalid } from './errors.ts'

export * from './currencies.ts'

// A clone, so that nobody's global Decimal settings can change how money is rounded. 60 digits hold the product of a
// safe integer, a quantity, a price and a rate without loss.
export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 })
export type Exact = Decimal

/** Reads a unit price, quantity, percentage or rate. Throws `invalid` at `path`. */
export const parseDecimal = (value: string, path: string, decimals = 6): Decimal => {
  if (!decimalPattern.test(value)) throw invalid(path, 'Enter a number such as 1234.50')
  if (!isDecimal(value, decimals)) {
    throw invalid(path, decimals === 0 ? 'Enter a whole number' : `Enter at most ${decimals} decimals`)
  }
  return new Exact(value)
}

/** A decimal as the shortest plain string: `1.500` gives `1.5`, never an exponent, never `-0`. */
export const decimalString = (value: Decimal | string): string => {
  const read = new Exact(value)
  return read.isZero() ? '0' : read.toFixed()
}

/** Exact product of decimal strings (quantity × unit price), not rounded. */
export const multiply = (...factors: (string | Decimal)[]): Decimal =>
  factors.reduce<Decimal>((product, factor) => product.times(factor), new Exact(1))

/**
 * The one rounding: half up as in commerce, so 0.5 goes away from zero on both sides of it (1.005 → 1.01, −1.005 → −1.01).
 * Source: domain-rules 1; half-even is used nowhere.
 */
export const round = (value: Decimal | string, decimals = 0): Decimal => {
  const rounded = new Exact(value).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP)
  return rounded.isZero() ? new Exact(0) : rounded
}

/** An integral number of minor units as a safe integer. Throws `invalid` where it does not fit. */
const safe = (units: Decimal, path: string): Minor => {
  if (!units.isInteger() || units.abs().greaterThan(Number.MAX_SAFE_INTEGER)) {
    throw invalid(path, 'The amount is too large')
  }
  return units.isZero() ? 0 : units.toNumber()
}

/** Rounds a number of minor units, which may have decimals, to whole ones. */
export const roundMinor = (units: Decimal, path = 'amount'): Minor => safe(round(units), path)

/** Rounds an amount in major units to the currency: `('1.005', 'EUR')` → 101. */
export const roundToMinor = (value: Decimal | string, currency: string, path = 'amount'): Minor =>
  safe(round(new Exact(value).times(new Exact(10).pow(currencyScale(currency)))), path)

/**
 * Wire amount to minor units. Throws `invalid` at `path` for anything but a plain decimal with at most the currency's
 * decimals, and for amounts beyond 2^53: nothing is rounded on the way in.
 */
export const toMinor = (amount: string, currency: string, path = 'amount'): Minor => {
  const scale = currencyScale(currency)
  if (!decimalPattern.test(amount)) throw invalid(path, 'Enter an amount such as 1234.50')
  if (!isDecimal(amount, scale)) {
    throw invalid(path, scale === 0 ? `${currency} has no decimals` : `${currency} has ${scale} decimals`)
  }
  return safe(new Exact(amount).times(new Exact(10).pow(scale)), path)
}

/** Minor units in major units, exactly. */
export const toMajor = (minor: Minor, currency: string): Decimal => {
  if (!Number.isSafeInteger(minor)) throw invalid('amount', 'The amount is too large')
  return new Exact(minor).div(new Exact(10).pow(currencyScale(currency)))
}

/** Sum of minor units, checked. */
export const sumMinor = (amounts: readonly Minor[]): Minor => {
  let total = 0
  for (const amount of amounts) {
    total += amount
    if (!Number.isSafeInteger(total)) throw invalid('amount', 'The amount is too large')
  }
  return total
}

/** `percent` of an amount, rounded once to the minor unit. */
export const percentOf = (minor: Minor, percent: Decimal | string): Minor =>
  roundMinor(new Exact(minor).times(percent).div(100))

type Remainder = { index: number; fraction: bigint; weight: bigint }
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

/**
 * The one way to split a total: pro rata to `weights` by largest remainder. The parts always sum to the total; a tie
 * goes to the larger weight, then to the earlier part, so the result does not hang on the order of unequal parts.
 * Negative totals mirror positive ones. A weight of zero gets nothing, unless all are zero: then all count alike.
 * Weights may have both signs (returns, deductions) as long as they do not cancel out.
 */
export const allocate = (total: Minor, weights: readonly (number | string | Decimal)[]): Minor[] => {
  if (weights.length === 0) {
    if (total === 0) return []
    throw new AppError('invalid', 'There is nothing to spread the amount over')
  }
  if (total < 0) return allocate(-total, weights).map((part) => (part === 0 ? 0 : -part))
  const read = weights.map((weight) => new Exact(weight))
  const places = Math.max(...read.map((weight) => weight.decimalPlaces()))
  const scaled = read.map((weight) => BigInt(weight.times(new Exact(10).pow(places)).toFixed(0)))
  const even = scaled.every((weight) => weight === 0n)
  const signed = even ? scaled.map(() => 1n) : scaled
  const sum = signed.reduce((all, weight) => all + weight, 0n)
  if (sum === 0n) {
    if (total === 0) return weights.map(() => 0)
    throw new AppError('invalid', 'The parts cancel each other out, so the amount cannot be spread over them')
  }
  const shares = sum < 0n ? signed.map((weight) => -weight) : signed
  const whole = magnitude(sum)
  let left = BigInt(total)
  const parts: bigint[] = []
  const remainders: Remainder[] = []
  for (const [index, weight] of shares.entries()) {
    const exact = BigInt(total) * weight
    const fraction = ((exact % whole) + whole) % whole
    const part = (exact - fraction) / whole
    left -= part
    parts.push(part)
    remainders.push({ index, fraction, weight: magnitude(weight) })
  }
  remainders.sort((a, b) => {
    if (a.fraction !== b.fraction) return a.fraction > b.fraction ? -1 : 1
    if (a.weight !== b.weight) return a.weight > b.weight ? -1 : 1
    return a.index - b.index
  })
  for (const { index } of remainders.slice(0, Number(left))) parts[index] = (parts[index] ?? 0n) + 1n
  return parts.map(Number)
}

/** `n` equal parts, cut off towards zero; the last takes the remainder (100.00 in 3: 33.33, 33.33, 33.34). */
export const instalments = (total: Minor, n: number): Minor[] => {
  if (!Number.isInteger(n) || n < 1) throw invalid('instalments', 'Enter a whole number of instalments, at least 1')
  const part = Math.trunc(total / n) || 0
  return Array.from({ length: n }, (_, index) => (index === n - 1 ? total - part * (n - 1) : part))
}

/** `rate` = how many units of `toCurrency` one unit of `fromCurrency` costs. Rounded once, to the target's minor unit. */
export const convert = (minor: Minor, fromCurrency: string, rate: string, toCurrency: string): Minor => {
  const factor = parseDecimal(rate, 'rate', 12)
  if (!factor.isPositive() || factor.isZero()) throw invalid('rate', 'An exchange rate is greater than zero')
  return roundToMinor(toMajor(minor, fromCurrency).times(factor), toCurrency)
}
