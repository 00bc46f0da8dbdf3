/** What is told of a file of records: how it is written, and what its columns hold. */

export const delimiters = [',', ';', '\t', '|'] as const
export const quotes = ['"', "'"] as const

/**
 * How to read a file. `skip` counts the filled rows above the header (titles, `sep=;`); without `header` the columns are
 * called "Column 1", "Column 2", ... `encoding` is a name iconv-lite knows, `sheet` the name of one worksheet.
 */
export type FileSettings =
  | {
      format: 'csv'
      encoding: string
      delimiter: (typeof delimiters)[number]
      quote: (typeof quotes)[number]
      skip: number
      header: boolean
    }
  | { format: 'xlsx'; sheet: string; skip: number; header: boolean }

/** Which of day and month comes first where both are numbers. ISO dates and named months are understood in any order. */
export type DateOrder = 'ymd' | 'mdy' | 'dmy'

export const columnKinds = [
  'empty',
  'integer',
  'decimal',
  'percent',
  'day',
  'instant',
  'boolean',
  'email',
  'phone',
  'url',
  'choice',
  'text',
] as const
export type ColumnKind = (typeof columnKinds)[number]

/**
 * `filled` and `blank` count cells; `emptyMarkers` are filled cells that probably mean "nothing" (`Select`, `N/A`): the
 * person confirms them. `date` and `number` say how such values are written, `ambiguous` where the file itself does not
 * tell (all days <= 12; only `1,234`) or contradicts itself. `distinct` lists the values with their counts, most
 * frequent first, or is null beyond 200 of them. `misfits` are examples of values that are not of the column's `kind`.
 */
export type ColumnProfile = {
  index: number
  name: string
  kind: ColumnKind
  filled: number
  blank: number
  longest: number
  emptyMarkers: { value: string; count: number }[]
  date?: { order: DateOrder; ambiguous: boolean; written: string }
  number?: { decimal: '.' | ','; ambiguous: boolean }
  distinct: { value: string; count: number }[] | null
  samples: string[]
  misfits: { line: number; value: string }[]
}

/**
 * `raggedLines`: the first lines with filled cells beyond the last column; `ragged` counts them all. `unwrapped` counts
 * the rows that stood in quotes as a whole.
 */
export type FileProfile = {
  rows: number
  columns: ColumnProfile[]
  ragged: number
  raggedLines: number[]
  unwrapped: number
}
