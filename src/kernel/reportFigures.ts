/** The arithmetic of a report: shares, totals, order. Apart from the definition, so that the browser does not load it. */
import { Exact, round, sumMinor } from './money.ts'
import type { Column, Report } from './report.ts'

type Row = Record<string, unknown>

const amountOf = (v: unknown): Exact => new Exact(typeof v === 'number' || typeof v === 'string' ? v : 0)

/** A percentage with one decimal, half up; nothing where there is nothing to divide by. */
const share = (ratio: NonNullable<Column['ratio']>, row: Row): string | null => {
  const whole = ratio.over.reduce((sum, key) => sum.plus(amountOf(row[key])), new Exact(0))
  return whole.isZero() ? null : round(amountOf(row[ratio.of]).times(100).div(whole), 1).toFixed(1)
}

const ratiosOf = (r: Report, row: Row): Row =>
  Object.fromEntries(Object.entries(r.columns).flatMap(([k, c]) => (c.ratio ? [[k, share(c.ratio, row)]] : [])))

/** The rows of the query with what is worked out of them. */
export const withRatios = (r: Report, rows: readonly Row[]): readonly Row[] =>
  Object.values(r.columns).some((c) => c.ratio) ? rows.map((row) => ({ ...row, ...ratiosOf(r, row) })) : rows

const sum = (c: Column, values: readonly unknown[]): number | string =>
  c.field.kind === 'decimal'
    ? values.reduce<Exact>((all, v) => all.plus(amountOf(v)), new Exact(0)).toFixed()
    : sumMinor(values.map((v) => (typeof v === 'number' ? v : 0)))

/** The last line: exact sums, and shares worked out of those. Throws `invalid` where a sum is no safe integer. */
export const totalsOf = (r: Report, rows: readonly Row[]): Row => {
  const sums = Object.fromEntries(
    Object.entries(r.columns).flatMap(([k, c]) =>
      c.total
        ? [
            [
              k,
              sum(
                c,
                rows.map((row) => row[k]),
              ),
            ],
          ]
        : [],
    ),
  )
  const ratios = Object.entries(r.columns).flatMap(([k, c]) =>
    c.ratio && [c.ratio.of, ...c.ratio.over].every((x) => x in sums) ? [[k, share(c.ratio, sums)]] : [],
  )
  return { ...sums, ...Object.fromEntries(ratios) }
}

const numbers = new Set(['integer', 'money', 'decimal', 'percent'])

/**
 * The rows in the report's order. A column that is not shown does not order them either: an order tells of its figures.
 * References go by their names.
 */
export const inOrder = <R extends Row & { labels: Readonly<Record<string, string | null>> }>(
  r: Report,
  rows: readonly R[],
  shown: readonly string[],
): R[] => {
  const terms = (r.sort ?? [])
    .map((s) => ({ key: s.replace(/^-/, ''), sign: s.startsWith('-') ? -1 : 1 }))
    .filter((t) => shown.includes(t.key))
  const compare = (a: R, b: R, key: string): number => {
    const [x, y] = [a[key], b[key]]
    if (typeof x === 'number' && typeof y === 'number') return x - y
    if (numbers.has(r.columns[key]?.field.kind ?? '')) return amountOf(x).comparedTo(amountOf(y))
    const text = (row: R): string => row.labels[key] ?? String(row[key] ?? '')
    return text(a).localeCompare(text(b))
  }
  return rows.toSorted((a, b) => {
    for (const { key, sign } of terms) {
      const d = compare(a, b, key)
      if (d !== 0) return d * sign
    }
    return 0
  })
}
