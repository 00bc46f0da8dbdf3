// Document number patterns such as INV-{yyyy}-{000}: how a counter's value is shown, and when the counter starts again.
import type { Day } from './dates.ts'
import { fiscalYear, partsOf } from './dates.ts'
import { invalid } from './errors.ts'

type Part = { kind: 'text'; text: string } | { kind: 'yyyy' | 'yy' | 'mm' } | { kind: 'counter'; width: number }

const maxLength = 40
const token = /\{([^{}]*)\}|([^{}]+)|([{}])/g

/** What is wrong with a pattern, as a sentence; undefined if nothing. */
const problem = (pattern: string, parts: Part[] | undefined): string | undefined => {
  if (pattern.length > maxLength) return `A number pattern has at most ${maxLength} characters`
  if (!parts) return 'Use {yyyy}, {yy}, {mm} and one counter such as {000}; everything else is plain text'
  if (/[^\p{L}\p{N}\-_/.# {}]/u.test(pattern)) return 'Use letters, digits, spaces and - _ / . # only'
  if (pattern !== pattern.trim()) return 'A number neither begins nor ends with a space'
  const count = (kind: Part['kind']) => parts.filter((part) => part.kind === kind).length
  if (count('counter') !== 1) return 'A number pattern has exactly one counter, such as {000}'
  const years = count('yyyy') + count('yy')
  if (years > 1 || count('mm') > 1) return 'Year and month appear at most once'
  if (count('mm') === 1 && years === 0)
    return 'A pattern with {mm} also needs {yyyy} or {yy}, else numbers would repeat'
  return undefined
}

const split = (pattern: string): Part[] | undefined => {
  const parts: Part[] = []
  for (const [, inside, text, stray] of pattern.matchAll(token)) {
    if (stray !== undefined) return undefined
    if (text !== undefined) parts.push({ kind: 'text', text })
    else if (inside === 'yyyy' || inside === 'yy' || inside === 'mm') parts.push({ kind: inside })
    else if (inside !== undefined && /^0{1,12}$/.test(inside)) parts.push({ kind: 'counter', width: inside.length })
    else return undefined
  }
  return parts
}

/** The sentence that says what is wrong with a pattern, or undefined if it is sound. */
export const patternProblem = (pattern: string): string | undefined => problem(pattern, split(pattern))

/** Throws `invalid` at `path` unless the pattern has exactly one counter and its numbers cannot repeat. */
export const validatePattern = (pattern: string, path = 'pattern'): void => {
  const found = patternProblem(pattern)
  if (found) throw invalid(path, found)
}

const partsOfPattern = (pattern: string): Part[] => {
  validatePattern(pattern)
  return split(pattern) ?? []
}

/** When the counter starts again: each month with {mm}, each year with {yyyy} or {yy}, else never. */
type Reset = 'monthly' | 'yearly' | 'never'

export const resetOf = (pattern: string): Reset => {
  const kinds = partsOfPattern(pattern).map((part) => part.kind)
  if (kinds.includes('mm')) return 'monthly'
  return kinds.includes('yyyy') || kinds.includes('yy') ? 'yearly' : 'never'
}

// With a month in the number a fiscal year would show January under the year before, so the calendar year is used.
const yearOf = (pattern: string, day: Day, fiscalStart: number): number =>
  resetOf(pattern) === 'monthly' ? partsOf(day).year : fiscalYear(day, fiscalStart)

const pad = (n: number, width: number): string => String(n).padStart(width, '0')

/**
 * Key of the counter row for a document of `day`: `2026`, `2026-03`, or `all`. `fiscalStart` is the first month (1–12)
 * of the company's fiscal year; {yyyy} is the year in which that begins, so number and counter always agree.
 */
export const periodKey = (pattern: string, day: Day, fiscalStart = 1): string => {
  const reset = resetOf(pattern)
  if (reset === 'never') return 'all'
  const year = pad(yearOf(pattern, day, fiscalStart), 4)
  return reset === 'monthly' ? `${year}-${pad(partsOf(day).month, 2)}` : year
}

/** The number: `('INV-{yyyy}-{000}', 7, '2026-03-31')` → `INV-2026-007`. The width grows with the counter. */
export const formatNumber = (pattern: string, n: number, day: Day, fiscalStart = 1): string => {
  if (!Number.isSafeInteger(n) || n < 1) throw invalid('number', 'A counter is a whole number from 1')
  const { month } = partsOf(day)
  const year = yearOf(pattern, day, fiscalStart)
  const show = (part: Part): string => {
    switch (part.kind) {
      case 'text':
        return part.text
      case 'yyyy':
        return pad(year, 4)
      case 'yy':
        return pad(year % 100, 2)
      case 'mm':
        return pad(month, 2)
      case 'counter':
        return pad(n, part.width)
    }
  }
  return partsOfPattern(pattern).map(show).join('')
}
