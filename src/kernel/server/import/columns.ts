// What each column of a file holds: kind, date order, decimal separator, words that mean "empty", distinct values.
import type { ColumnKind, ColumnProfile, DateOrder, FileProfile } from '../../importFile.ts'
import type { Row, RowSource } from './read.ts'
import { type DateReading, readBoolean, readDate, readNumber } from './values.ts'

/** What to assume where the file does not tell: from the workspace's country, and `;` speaks for decimal commas. */
export type ProfileHints = { dateOrder?: 'mdy' | 'dmy'; decimal?: '.' | ','; delimiter?: string }

const mostDistinct = 200
const alwaysEmpty = new Set(
  (
    'select|please select|-- select --|choose|n/a|#n/a|n.a.|null|(null)|nil|nan|undefined|-|--|---|–|—|(blank)|(empty)|' +
    '(none)|not specified|not available|0000-00-00|0000-00-00 00:00:00|00/00/0000'
  ).split('|'),
)
// Words that may well be values of a text or choice column, but hardly of one of dates or numbers.
const emptyAmongTyped = new Set([
  'none',
  'na',
  'unknown',
  'unspecified',
  'tbd',
  'tba',
  '?',
  '.',
  'x',
  'no',
  'never',
  'all',
])

type Counts = Record<'mdy' | 'dmy' | 'sure' | 'onlyMdy' | 'onlyDmy' | 'timed' | 'compact', number>
type Tally = {
  filled: number
  blank: number
  longest: number
  markers: Map<string, number>
  distinct: Map<string, number> | null
  dates: number
  dateCounts: Counts
  separators: Map<string, number>
  numbers: number
  fractions: number
  percents: number
  points: number
  commas: number
  undecided: number
  leadingZeros: number
  booleans: number
  emails: number
  phones: number
  urls: number
  odd: { line: number; value: string; fits: number }[]
}

/** Reads the whole source once; memory grows with the number of columns, not of rows. */
export const profileColumns = async (source: RowSource, hints: ProfileHints = {}): Promise<FileProfile> => {
  const scanner = columnScanner(source.columns)
  for await (const row of source.rows()) scanner.add(row)
  return scanner.finish(hints)
}

/** The same, fed row by row, for a caller that reads the rows anyway. */
export const columnScanner = (names: readonly string[]) => {
  const tallies = names.map(newTally)
  const raggedLines: number[] = []
  let rows = 0
  let ragged = 0
  let unwrapped = 0
  return {
    add(row: Row): void {
      rows++
      if (row.unwrapped) unwrapped++
      if (row.surplus) {
        ragged++
        if (raggedLines.length < 5) raggedLines.push(row.line)
      }
      for (const [i, tally] of tallies.entries()) addCell(tally, row.cells[i] ?? '', row.line)
    },
    finish(hints: ProfileHints = {}): FileProfile {
      const file = fileHabits(tallies, hints)
      const columns = tallies.map((tally, index) => profile(tally, index, names[index] ?? '', file))
      return { rows, columns, ragged, raggedLines, unwrapped }
    },
  }
}

const newTally = (): Tally => ({
  filled: 0,
  blank: 0,
  longest: 0,
  markers: new Map(),
  distinct: new Map(),
  dates: 0,
  dateCounts: { mdy: 0, dmy: 0, sure: 0, onlyMdy: 0, onlyDmy: 0, timed: 0, compact: 0 },
  separators: new Map(),
  numbers: 0,
  fractions: 0,
  percents: 0,
  points: 0,
  commas: 0,
  undecided: 0,
  leadingZeros: 0,
  booleans: 0,
  emails: 0,
  phones: 0,
  urls: 0,
  odd: [],
})

const count = (map: Map<string, number>, value: string): void => {
  map.set(value, (map.get(value) ?? 0) + 1)
}

// One bit per kind a value fits, so that the misfits of the kind that wins can be named afterwards.
const fitsDate = 1
const fitsNumber = 2
const fitsBoolean = 4
const fitsEmail = 8
const fitsPhone = 16
const fitsUrl = 32

const addCell = (tally: Tally, cell: string, line: number): void => {
  if (cell === '') {
    tally.blank++
    return
  }
  tally.filled++
  if (cell.length > tally.longest) tally.longest = cell.length
  if (tally.distinct) {
    if (cell.length > 200) tally.distinct = null
    else {
      count(tally.distinct, cell)
      if (tally.distinct.size > mostDistinct) tally.distinct = null
    }
  }
  const lower = cell.length <= 20 ? cell.toLowerCase() : ''
  if (lower !== '' && (alwaysEmpty.has(lower) || emptyAmongTyped.has(lower))) count(tally.markers, cell)
  if (alwaysEmpty.has(lower)) return
  const fits = classify(tally, cell)
  // A few of each pattern suffice to show misfits of whichever kind wins.
  if (tally.odd.length < 40 && tally.odd.filter((odd) => odd.fits === fits).length < 5) {
    tally.odd.push({ line, value: cell.slice(0, 100), fits })
  }
}

const classify = (tally: Tally, cell: string): number => {
  let fits = 0
  const first = cell.charCodeAt(0)
  const digitFirst = first >= 48 && first <= 57
  if (cell.length <= 48) {
    const date = digitFirst || /^[A-Za-z]{3,9}[., -]/.test(cell) ? readDate(cell) : undefined
    if (date) {
      fits |= fitsDate
      addDate(tally, date)
    }
    const number = /\d/.test(cell) ? readNumber(cell) : undefined
    if (number) {
      fits |= fitsNumber
      tally.numbers++
      if (number.fraction) tally.fractions++
      if (number.percent) tally.percents++
      if (number.either) tally.undecided++
      else if (number.decimal === '.') tally.points++
      else if (number.decimal === ',') tally.commas++
      if (/^0\d+$/.test(cell) || /^\d{16,}$/.test(cell)) tally.leadingZeros++
    }
    if (cell.length <= 8 && readBoolean(cell) !== undefined) {
      fits |= fitsBoolean
      tally.booleans++
    }
    // 13.02.1980 has the digits of a telephone number, but is none.
    const separated = date !== undefined && date.separator !== ''
    if (!separated && /^(?:\+|00|\(|0)?[\d\s()./-]{6,24}(?:(?:x|ext\.?)\s?\d{1,6})?$/i.test(cell)) {
      const digits = cell.replace(/\D/g, '').length
      if (digits >= 6 && digits <= 18 && (/^[+(0]/.test(cell) || !number)) {
        fits |= fitsPhone
        tally.phones++
      }
    }
  }
  if (cell.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell)) {
    fits |= fitsEmail
    tally.emails++
  } else if (
    /^(?:https?:\/\/|www\.)\S+$/i.test(cell) ||
    /^(?:[a-z0-9-]+\.)+(?:com|net|org|io|de|co|eu|uk|cz|fr)\/?$/i.test(cell)
  ) {
    fits |= fitsUrl
    tally.urls++
  }
  return fits
}

const addDate = (tally: Tally, date: DateReading): void => {
  const { dateCounts: counts } = tally
  tally.dates++
  count(tally.separators, date.separator)
  if (date.time) counts.timed++
  if (date.separator === '') counts.compact++
  if (date.sure) counts.sure++
  else {
    if (date.mdy) counts.mdy++
    if (date.dmy) counts.dmy++
    if (date.mdy && !date.dmy) counts.onlyMdy++
    if (date.dmy && !date.mdy) counts.onlyDmy++
  }
}

type Habits = { order: 'mdy' | 'dmy' | undefined; decimal: '.' | ',' | undefined; hints: ProfileHints }

/** Columns of one file are written by one program: those that tell decide for those that do not. */
const fileHabits = (tallies: readonly Tally[], hints: ProfileHints): Habits => {
  let [mdy, dmy, points, commas] = [0, 0, 0, 0]
  for (const tally of tallies) {
    const { onlyMdy, onlyDmy, compact } = tally.dateCounts
    if (tally.dates - compact > tally.filled / 2) {
      if (onlyMdy > onlyDmy) mdy++
      if (onlyDmy > onlyMdy) dmy++
    }
    if (tally.numbers > tally.filled / 2 && tally.dates < tally.filled / 2) {
      if (tally.points > tally.commas) points++
      if (tally.commas > tally.points) commas++
    }
  }
  return {
    order: mdy > dmy ? 'mdy' : dmy > mdy ? 'dmy' : undefined,
    decimal: points > commas ? '.' : commas > points ? ',' : undefined,
    hints,
  }
}

const dateStyle = (tally: Tally, habits: Habits): NonNullable<ColumnProfile['date']> => {
  const { dateCounts: counts } = tally
  const [separator = '-'] = [...tally.separators].sort((a, b) => b[1] - a[1])[0] ?? []
  const written = (order: DateOrder) =>
    separator === ' '
      ? 'D Month YYYY'
      : { ymd: 'YYYY-MM-DD', mdy: 'M-D-YYYY', dmy: 'D-M-YYYY' }[order].replaceAll('-', separator)
  if (counts.mdy === 0 && counts.dmy === 0) return { order: 'ymd', ambiguous: false, written: written('ymd') }
  if (counts.onlyMdy !== counts.onlyDmy) {
    const order = counts.onlyMdy > counts.onlyDmy ? 'mdy' : 'dmy'
    return { order, ambiguous: counts.onlyMdy > 0 && counts.onlyDmy > 0, written: written(order) }
  }
  // No value of this column tells (or as many for one as for the other).
  const undecided = counts.onlyMdy > 0
  if (habits.order) return { order: habits.order, ambiguous: undecided, written: written(habits.order) }
  const order = separator === '.' ? 'dmy' : (habits.hints.dateOrder ?? 'dmy')
  return { order, ambiguous: undecided || separator !== '.', written: written(order) }
}

const numberStyle = (tally: Tally, habits: Habits): NonNullable<ColumnProfile['number']> => {
  if (tally.points !== tally.commas) {
    return { decimal: tally.points > tally.commas ? '.' : ',', ambiguous: tally.points > 0 && tally.commas > 0 }
  }
  if (tally.undecided === 0 && tally.points === 0) return { decimal: habits.decimal ?? '.', ambiguous: false }
  if (habits.decimal) return { decimal: habits.decimal, ambiguous: false }
  return { decimal: habits.hints.decimal ?? (habits.hints.delimiter === ';' ? ',' : '.'), ambiguous: true }
}

const profile = (tally: Tally, index: number, name: string, habits: Habits): ColumnProfile => {
  const sum = (words: ReadonlySet<string>) =>
    [...tally.markers].reduce((total, [value, times]) => total + (words.has(value.toLowerCase()) ? times : 0), 0)
  const surelyEmpty = sum(alwaysEmpty)
  const values = tally.filled - surelyEmpty
  const typed = values - sum(emptyAmongTyped)
  const { kind, bit } = kindOf(tally, values, typed)
  const isTyped = bit !== 0 && kind !== 'boolean'
  const emptyMarkers = [...tally.markers]
    .filter(([value]) => alwaysEmpty.has(value.toLowerCase()) || isTyped)
    .map(([value, times]) => ({ value, count: times }))
    .sort((a, b) => b.count - a.count)
  const distinct = tally.distinct && [...tally.distinct].map(([value, times]) => ({ value, count: times }))
  const misfits = bit === 0 ? [] : tally.odd.filter((odd) => (odd.fits & bit) === 0 && !tally.markers.has(odd.value))
  return {
    index,
    name,
    kind,
    filled: tally.filled,
    blank: tally.blank,
    longest: tally.longest,
    emptyMarkers,
    ...(kind === 'day' || kind === 'instant' ? { date: dateStyle(tally, habits) } : {}),
    ...(kind === 'integer' || kind === 'decimal' || kind === 'percent' ? { number: numberStyle(tally, habits) } : {}),
    distinct: distinct && distinct.sort((a, b) => b.count - a.count),
    // Of few values the frequent ones, of many some of each pattern.
    samples: (distinct && distinct.length <= 50
      ? distinct.toSorted((a, b) => b.count - a.count).map((d) => d.value.slice(0, 100))
      : [...new Set(tally.odd.map((odd) => odd.value))]
    ).slice(0, 3),
    misfits: misfits.slice(0, 5).map(({ line, value }) => ({ line, value })),
  }
}

const kindOf = (tally: Tally, values: number, typed: number): { kind: ColumnKind; bit: number } => {
  if (values === 0) return { kind: 'empty', bit: 0 }
  // A few wrong values in a hundred do not make a column of dates one of text: they are reported as misfits.
  const nearly = (fitting: number, of = typed) => of > 0 && fitting >= of * 0.95
  const { compact, timed } = tally.dateCounts
  if (nearly(tally.dates - compact) || (compact === values && tally.dates === values)) {
    return { kind: timed > tally.dates / 2 ? 'instant' : 'day', bit: fitsDate }
  }
  const words = tally.distinct ? [...tally.distinct.keys()].map((value) => value.toLowerCase()) : []
  const onlyBits = words.length === 2 && words.includes('0') && words.includes('1')
  if (tally.booleans === values && (onlyBits || tally.numbers === 0)) return { kind: 'boolean', bit: fitsBoolean }
  if (nearly(tally.emails)) return { kind: 'email', bit: fitsEmail }
  if (nearly(tally.phones) && tally.phones >= tally.numbers) return { kind: 'phone', bit: fitsPhone }
  if (nearly(tally.numbers) && tally.leadingZeros === 0) {
    if (tally.percents > tally.numbers / 2) return { kind: 'percent', bit: fitsNumber }
    const whole = tally.fractions === 0 || (tally.undecided > 0 && tally.points + tally.commas === 0)
    return { kind: whole ? 'integer' : 'decimal', bit: fitsNumber }
  }
  if (nearly(tally.urls)) return { kind: 'url', bit: fitsUrl }
  const different = tally.distinct?.size ?? Number.POSITIVE_INFINITY
  return { kind: values >= 20 && different <= 50 && different <= values / 4 ? 'choice' : 'text', bit: 0 }
}
