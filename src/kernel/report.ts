/** Figures over many records, said once: parameters, columns, chart. Data only; the query beside it is the server's. */
import type { Field, Fields } from './entity.ts'

type Value<X> = X extends Field<infer T> ? T : never
type Row = Readonly<Record<string, unknown>>

/** A list with its filter: the records behind a figure. Values are those of the list's address; null leaves one out. */
export type ListLink = { entity: string; filter: Readonly<Record<string, string | null>> }

/**
 * One column. `of`: the fields its figure is made of (`opportunity.amount`); hidden from a role, the column is. Money is
 * in base currency and always says what it is made of.
 */
export type Column<F extends Field = Field> = {
  readonly field: F
  readonly of?: readonly string[]
  /** added up in the last line */
  readonly total?: 'sum'
  /** a percentage of other columns, worked out for each row and for the last line alike: `of` / the sum of `over` */
  readonly ratio?: { readonly of: string; readonly over: readonly string[] }
  /** what stands for no value: "No source" */
  readonly empty?: string
  /** the records behind the figure of a row */
  records?(row: Row, params: Row, today: string): ListLink | undefined
}
export type Columns = Readonly<Record<string, Column>>

/** `bar`: one bar for each row, largest first; `column` and `line`: rows along time. `stacked` where values make a whole, in an order. */
export type Chart<K extends string = string> = {
  readonly kind: 'bar' | 'column' | 'line'
  readonly label: K
  readonly values: readonly K[]
  readonly stacked?: boolean
  /** each value is a part of the one before it, and drawn inside it */
  readonly nested?: boolean
  /** the rows drawn; all unless told */
  only?(row: Row): boolean
}

export type Report<P extends Fields = Fields, C extends Columns = Columns> = {
  readonly isReport: true
  /** `GET /api/v1/reports/<name>` */
  readonly name: string
  readonly label: string
  /** one sentence: what it counts */
  readonly help: string
  /** the group it stands under */
  readonly area: string
  /** names of the entities whose records are counted: asks `<entity>.view` of each, within its reach */
  readonly reads: readonly string[]
  /** fields it cannot do without (`opportunity.status`): hidden from a role, the report is */
  readonly needs: readonly string[]
  readonly params: P
  /** parameters that are asked for only while another has a value: `{ from: { period: 'between' } }` */
  readonly when?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly columns: C
  /** a column that says how deep a row stands beneath the one above it */
  readonly indent?: string
  /** by which columns the rows are put in order, `-` for descending; as the query gives them unless told */
  readonly sort?: readonly string[]
  readonly chart?: Chart
  /** the column whose total stands on the dashboard */
  readonly headline: string
  /** how the figures came to be, where a reader could wonder */
  readonly note?: string
}

/** Parameters as a query gets them: those with a default are always there. */
export type ReportParams<P extends Fields> = {
  [K in keyof P]: P[K] extends Field<infer T, boolean, boolean, true> ? T : Value<P[K]> | null
}
type Computed<C extends Columns> = {
  [K in keyof C]: C[K] extends { readonly ratio: object } ? K : never
}[keyof C]
/** What a query gives for each row: a value or null for every column that is not worked out. Money in minor units. */
export type ReportRow<C extends Columns> = { [K in Exclude<keyof C, Computed<C>>]: Value<C[K]['field']> | null }

const figures = new Set(['integer', 'money', 'decimal'])

/** Throws at load time for a definition that contradicts itself. */
export const report = <const P extends Fields, const C extends Columns>(
  name: string,
  o: Omit<Report<P, C>, 'isReport' | 'name' | 'needs'> & {
    needs?: readonly string[]
    headline: keyof C
    indent?: keyof C
    chart?: Chart<keyof C & string>
  },
): Report<P, C> => {
  const no = (why: string): never => {
    throw new Error(`report ${name}: ${why}`)
  }
  const known = (key: string) => key in o.columns || no(`has no column ${key}`)
  if (o.reads.length === 0) no('reads nothing')
  for (const [key, c] of Object.entries<Column>(o.columns)) {
    if (c.field.kind === 'money' && !c.of?.length) no(`${key} does not say which amount it is made of`)
    if (c.total && !figures.has(c.field.kind)) no(`${key} cannot be added up`)
    if (c.ratio && c.field.kind !== 'percent') no(`${key} is a share and must be a percentage`)
    for (const k of c.ratio ? [c.ratio.of, ...c.ratio.over] : []) known(k)
  }
  for (const key of [
    o.headline,
    ...(o.indent ? [o.indent] : []),
    ...(o.chart ? [o.chart.label, ...o.chart.values] : []),
  ])
    known(key)
  for (const key of o.sort ?? []) known(key.replace(/^-/, ''))
  for (const key of Object.keys(o.when ?? {})) if (!(key in o.params)) no(`has no parameter ${key}`)
  return { ...o, isReport: true, name, needs: o.needs ?? [] }
}

export const isReport = (x: unknown): x is Report => typeof x === 'object' && x !== null && 'isReport' in x

/** The columns left for who may not see some fields; what is worked out goes with what it is worked out of. */
export const shownColumns = (r: Report, hidden: (field: string) => boolean): string[] => {
  const seen = (key: string): boolean => {
    const c = r.columns[key]
    if (!c || c.of?.some(hidden)) return false
    return c.ratio ? [c.ratio.of, ...c.ratio.over].every(seen) : true
  }
  return Object.keys(r.columns).filter(seen)
}

/** Columns for people: those that only other parts of the report need are left out. */
export const isDrawn = (r: Report, key: string): boolean => r.columns[key]?.field.options.hidden !== true

/** Whether a parameter is asked for, given the others. */
export const isAsked = (r: Report, key: string, params: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(r.when?.[key] ?? {}).every(([other, value]) => params[other] === value)

/** The parameters with the defaults of those that were not given. */
export const withDefaults = (r: Report, given: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(r.params).map(([k, f]) => [k, given[k] ?? f.options.default ?? null]))
