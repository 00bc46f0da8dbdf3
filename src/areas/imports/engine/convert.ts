/** A row of cells as values for the fields it is mapped to. Pure; runs in the import's thread. */
import { countryByName } from '../../../kernel/countries.ts'
import type { FieldKind } from '../../../kernel/entity.ts'
import { AppError } from '../../../kernel/errors.ts'
import { unaccent } from '../../../kernel/match.ts'
import { isCurrency, isDecimal, multiply, toMinor } from '../../../kernel/money.ts'
import { normalisePhone } from '../../../kernel/phone.ts'
import type { Problem } from '../../../kernel/server/import/importer.ts'
import {
  type DateOrder,
  type Parsed,
  parseBoolean,
  parseDay,
  parseDecimal,
  parseInstant,
  parseInteger,
} from '../../../kernel/server/import/values.ts'

/** One field and how its cells are read. */
export type ColumnPlan = {
  /** place in the file; null: `constant` */
  index: number | null
  constant: string
  field: string
  /** of an address */
  part: string | null
  kind: FieldKind
  choices: { key: string; label: string }[]
  max: number | null
  scale: number | null
  date: DateOrder
  decimal: '.' | ','
  empty: string[]
  values: Record<string, string | null>
  multiply: string | null
}
export type ConvertPlan = {
  columns: ColumnPlan[]
  /** IANA, for times without a zone */
  timeZone: string
  /** for telephone numbers without a prefix */
  country: string
  /** of money without a currency of its own */
  currency: string
  /** the field a row is called by in results */
  title: string | null
}
export type ParsedRow = {
  line: number
  values: Record<string, unknown>
  /** references by the name the file gives */
  refs: Record<string, string>
  problems: Problem[]
  label: string
}

const shown = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`
const bad = (message: string): Parsed<never> => ({ ok: false, message })
const good = <T>(value: T): Parsed<T> => ({ ok: true, value })

const emailShape = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]{2,}$/

const choiceOf = (c: ColumnPlan, text: string): Parsed<string> => {
  const wanted = unaccent(text)
  const compact = wanted.replace(/[^a-z0-9]/g, '')
  const found =
    c.choices.find((x) => x.key === text) ??
    c.choices.find((x) => unaccent(x.label) === wanted || x.key.toLowerCase() === compact)
  return found ? good(found.key) : bad(`${shown(text)} is none of ${c.choices.map((x) => x.label).join(', ')}`)
}

const limited = (c: ColumnPlan, text: string): Parsed<string> =>
  c.max !== null && text.length > c.max ? bad(`is longer than ${c.max} characters`) : good(text)

const number = (c: ColumnPlan, text: string): Parsed<string> => {
  const read = parseDecimal(text, c.decimal)
  if (!read.ok || c.multiply === null) return read
  return good(multiply(read.value, c.multiply).toFixed())
}

const decimalOf = (c: ColumnPlan, text: string): Parsed<string> => {
  const read = number(c, text)
  if (!read.ok) return read
  const scale = c.scale ?? 6
  if (!isDecimal(read.value, scale)) return bad(`${shown(text)} has more than ${scale} digits after the point`)
  return good(read.value)
}

const integerOf = (c: ColumnPlan, text: string): Parsed<number> => {
  const read = c.multiply === null ? parseInteger(text, c.decimal) : number(c, text)
  if (!read.ok) return read
  const value = Number(read.value)
  return Number.isInteger(value) && Math.abs(value) <= 2_147_483_647 ? good(value) : bad(`${shown(text)} is too large`)
}

const phoneOf = (text: string, country: string): Parsed<string> => {
  const e164 = normalisePhone(text, country)
  return e164 ? good(e164) : bad(`${shown(text)} is not a telephone number`)
}

const manyOf = (c: ColumnPlan, text: string): Parsed<string[]> => {
  const found = text
    .split(/[;|,]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => choiceOf(c, one))
  const wrong = found.find((one) => !one.ok)
  if (wrong && !wrong.ok) return wrong
  return good([...new Set(found.flatMap((one) => (one.ok ? [one.value] : [])))])
}

const read = (c: ColumnPlan, text: string, plan: ConvertPlan): Parsed<unknown> => {
  if (c.part !== null) {
    if (c.part !== 'country') return text.length > 255 ? bad('is longer than 255 characters') : good(text)
    const country = countryByName(text)
    return country ? good(country.code) : bad(`${shown(text)} is not a country`)
  }
  switch (c.kind) {
    case 'integer':
      return integerOf(c, text)
    case 'decimal':
    case 'percent':
      return decimalOf(c, text)
    case 'money':
      return number(c, text)
    case 'day':
      return parseDay(text, c.date)
    case 'instant':
      return parseInstant(text, c.date, plan.timeZone)
    case 'boolean':
      return parseBoolean(text)
    case 'choice':
    case 'state':
      return choiceOf(c, text)
    case 'multiChoice':
      return manyOf(c, text)
    case 'email': {
      const address = text.replace(/^mailto:/i, '').toLowerCase()
      return emailShape.test(address) && address.length <= 254
        ? good(address)
        : bad(`${shown(text)} is not an email address`)
    }
    case 'phone':
      return phoneOf(text, plan.country)
    default:
      return c.field === 'currency' && !isCurrency(text.toUpperCase())
        ? bad(`${shown(text)} is not a currency code such as EUR`)
        : limited(c, c.field === 'currency' ? text.toUpperCase() : text)
  }
}

/** A row converter for `plan`, made once for a file. */
export const converter = (plan: ConvertPlan): ((row: { line: number; cells: readonly string[] }) => ParsedRow) => {
  const columns = plan.columns.map((c) => ({
    ...c,
    of: c,
    empty: new Set(c.empty),
    known: new Map(Object.entries(c.values)),
  }))
  const amounts = plan.columns.filter((c) => c.kind === 'money').map((c) => c.field)
  return ({ line, cells }) => {
    const out: ParsedRow = { line, values: {}, refs: {}, problems: [], label: '' }
    for (const c of columns) {
      const cell = c.index === null ? c.constant : (cells[c.index] ?? '')
      if (cell === '' || c.empty.has(cell)) continue
      const meant = c.known.has(cell) ? (c.known.get(cell) ?? '') : cell
      if (meant === '') continue
      if (c.kind === 'reference') {
        out.refs[c.field] = meant.slice(0, 255)
        continue
      }
      const parsed = read(c.of, meant, plan)
      if (!parsed.ok)
        out.problems.push({ field: c.part === null ? c.field : `${c.field}.${c.part}`, message: parsed.message })
      else if (c.part === null) out.values[c.field] = parsed.value
      else out.values[c.field] = { ...Object(out.values[c.field]), [c.part]: parsed.value }
    }
    const currency = typeof out.values.currency === 'string' ? out.values.currency : plan.currency
    for (const field of amounts) {
      const amount = out.values[field]
      if (typeof amount !== 'string') continue
      try {
        out.values[field] = toMinor(amount, currency, field)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        delete out.values[field]
        out.problems.push({ field, message: error.errors[0]?.message ?? error.message })
      }
    }
    const title = plan.title === null ? undefined : (out.values[plan.title] ?? out.refs[plan.title])
    out.label = (
      typeof title === 'string'
        ? title
        : cells
            .filter((cell) => cell !== '')
            .slice(0, 3)
            .join(' · ')
    ).slice(0, 120)
    return out
  }
}
