/** Spans of days as SQL, and rows of a series with the periods in which nothing happened. */
import { type RawBuilder, sql } from 'kysely'
import { addDays, type Day, endOf } from '../../../kernel/dates.ts'
import type { ReportCtx } from '../../../kernel/server/report.ts'
import { type PeriodStep, periodName, periodStarts, type Span } from '../rules.ts'

const all = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join([...conditions], sql` and `)})`

/** A column of days within the span; without ends it must only be known. */
export const daysWithin = (column: string, s: Span): RawBuilder<boolean> =>
  all([
    sql<boolean>`${sql.ref(column)} is not null`,
    ...(s.from === null ? [] : [sql<boolean>`${sql.ref(column)} >= ${s.from}::date`]),
    ...(s.to === null ? [] : [sql<boolean>`${sql.ref(column)} <= ${s.to}::date`]),
  ])

/** A column of instants on the days of the span, by the clock of the workspace. */
export const instantsWithin = (c: ReportCtx, column: string, s: Span): RawBuilder<boolean> => {
  const start = (d: Day): RawBuilder<unknown> => sql`(${d}::date::timestamp at time zone ${c.workspace.timeZone})`
  return all([
    ...(s.from === null ? [] : [sql<boolean>`${sql.ref(column)} >= ${start(s.from)}`]),
    ...(s.to === null ? [] : [sql<boolean>`${sql.ref(column)} < ${start(addDays(s.to, 1))}`]),
  ])
}

/** The column has this value, or nobody asked. */
export const same = (column: string, id: string | null): RawBuilder<boolean> =>
  id === null ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = ${id}::uuid`

/** The first day of the period a day lies in. The word is one of three and not a value, so that it can be grouped by. */
export const startSql = (column: string, by: PeriodStep): RawBuilder<string> =>
  sql<string>`date_trunc(${sql.lit(by)}, ${sql.ref(column)}::timestamp)::date`

export const grouped = <T, K>(list: readonly T[], key: (x: T) => K): Map<K, T[]> => {
  const found = new Map<K, T[]>()
  for (const x of list) {
    const k = key(x)
    const known = found.get(k)
    if (known) known.push(x)
    else found.set(k, [x])
  }
  return found
}

type Slice = { period: string; startsOn: Day; endsOn: Day }

/**
 * One row for each period from the first to the last there is something in, or that was asked for. What lies ahead of
 * today and is empty is left out.
 */
export const series = <T extends { starts_on: Day }, R>(
  found: readonly T[],
  s: Span,
  by: PeriodStep,
  today: Day,
  row: (rows: readonly T[]) => R,
): (Slice & R)[] => {
  const starts = found.map((f) => f.starts_on).toSorted()
  const [first, last] = [starts[0], starts.at(-1)]
  const until = s.to !== null && s.to < today ? s.to : today
  const from = s.from ?? first
  if (from === undefined) return []
  const to = s.to === null ? (last ?? from) : last !== undefined && last > until ? last : until
  const byStart = grouped(found, (f) => f.starts_on)
  return periodStarts(from, to, by).map((startsOn) => ({
    period: periodName(startsOn, by),
    startsOn,
    endsOn: endOf(startsOn, by),
    ...row(byStart.get(startsOn) ?? []),
  }))
}
