/** An import as the API answers it, narrowed. */
import { columnKinds } from '../../../kernel/importFile.ts'
import {
  arrayOf,
  isObject,
  numberOf,
  objectOf,
  stringOf,
  stringOrNull,
  type WireRecord,
} from '../../../kernel/ui/api/types.ts'
import type {
  ColumnProfile,
  DateOrder,
  FileProfile,
  FileSettings,
  ImportField,
  Mapping,
  RowResult,
  Source,
} from '../mapping.ts'

export type Summary = {
  also: Record<string, number>
  missing: Record<string, string[]>
  undone: {
    removed: number
    restored: number
    kept: { label: string; reason: string; entity: string; id: string }[]
  } | null
}
export type ImportView = {
  id: string
  version: number
  can: readonly string[]
  entity: string
  fileName: string
  status: string
  settings: FileSettings | null
  sheets: string[]
  profile: FileProfile
  mapping: Mapping
  policy: string
  duplicates: string
  remembered: boolean
  matchField: string | null
  historical: boolean
  rowCount: number
  processed: number
  created: number
  updated: number
  skipped: number
  failed: number
  warned: number
  problem: string | null
  summary: Summary
  /** the one pipeline its deals went into */
  pipelineId: string | null
}

const strings = (x: unknown): string[] => arrayOf(x).filter((v): v is string => typeof v === 'string')
const counts = (x: unknown): { value: string; count: number }[] =>
  arrayOf(x).map((v) => ({ value: stringOf(objectOf(v).value), count: numberOf(objectOf(v).count) }))

const orders: readonly DateOrder[] = ['ymd', 'mdy', 'dmy']
const orderOf = (x: unknown): DateOrder | undefined => orders.find((o) => o === x)
const decimalOf = (x: unknown): '.' | ',' | undefined => (x === '.' || x === ',' ? x : undefined)

const columnOf = (x: unknown): ColumnProfile => {
  const o = objectOf(x)
  const date = objectOf(o.date)
  const order = orderOf(date.order)
  const number = objectOf(o.number)
  const decimal = decimalOf(number.decimal)
  return {
    index: numberOf(o.index),
    name: stringOf(o.name),
    kind: columnKinds.find((k) => k === o.kind) ?? 'text',
    filled: numberOf(o.filled),
    blank: numberOf(o.blank),
    longest: numberOf(o.longest),
    emptyMarkers: counts(o.emptyMarkers),
    ...(order ? { date: { order, ambiguous: date.ambiguous === true, written: stringOf(date.written) } } : {}),
    ...(decimal ? { number: { decimal, ambiguous: number.ambiguous === true } } : {}),
    distinct: Array.isArray(o.distinct) ? counts(o.distinct) : null,
    samples: strings(o.samples),
    misfits: arrayOf(o.misfits).map((m) => ({ line: numberOf(objectOf(m).line), value: stringOf(objectOf(m).value) })),
  }
}

const sourceOf = (x: unknown): Source => {
  const o = objectOf(x)
  const date = orderOf(o.date)
  const decimal = decimalOf(o.decimal)
  return {
    column: stringOrNull(o.column),
    field: stringOrNull(o.field),
    ...(typeof o.constant === 'string' ? { constant: o.constant } : {}),
    ...(date ? { date } : {}),
    ...(decimal ? { decimal } : {}),
    ...(Array.isArray(o.empty) ? { empty: strings(o.empty) } : {}),
    ...(isObject(o.values)
      ? { values: Object.fromEntries(Object.entries(o.values).map(([k, v]) => [k, typeof v === 'string' ? v : null])) }
      : {}),
    ...(typeof o.createMissing === 'boolean' ? { createMissing: o.createMissing } : {}),
    ...(typeof o.multiply === 'string' ? { multiply: o.multiply } : {}),
  }
}

const delimiters = [',', ';', '\t', '|'] as const

const settingsOf = (x: unknown): FileSettings | null => {
  const o = objectOf(x)
  const base = { skip: numberOf(o.skip), header: o.header === true }
  if (o.format === 'xlsx') return { format: 'xlsx', sheet: stringOf(o.sheet), ...base }
  if (o.format !== 'csv') return null
  const delimiter = delimiters.find((d) => d === o.delimiter) ?? ','
  return {
    format: 'csv',
    encoding: stringOf(o.encoding, 'utf-8'),
    delimiter,
    quote: o.quote === "'" ? "'" : '"',
    ...base,
  }
}

const summaryOf = (x: unknown): Summary => {
  const o = objectOf(x)
  const undone = isObject(o.undone) ? o.undone : null
  return {
    also: Object.fromEntries(Object.entries(objectOf(o.also)).map(([k, v]) => [k, numberOf(v)])),
    missing: Object.fromEntries(Object.entries(objectOf(o.missing)).map(([k, v]) => [k, strings(v)])),
    undone: undone && {
      removed: numberOf(undone.removed),
      restored: numberOf(undone.restored),
      kept: arrayOf(undone.kept).map((k) => {
        const one = objectOf(k)
        return {
          label: stringOf(one.label),
          reason: stringOf(one.reason),
          entity: stringOf(one.entity),
          id: stringOf(one.id),
        }
      }),
    },
  }
}

export const importOf = (r: WireRecord): ImportView => {
  const profile = objectOf(r.profile)
  return {
    pipelineId: stringOrNull(objectOf(r.summary).pipelineId),
    id: r.id,
    version: r.version,
    can: r.can ?? [],
    entity: stringOf(r.entity),
    fileName: stringOf(r.fileName),
    status: stringOf(r.status),
    settings: settingsOf(r.settings),
    sheets: strings(r.sheets),
    profile: {
      rows: numberOf(profile.rows),
      columns: arrayOf(profile.columns).map(columnOf),
      ragged: numberOf(profile.ragged),
      raggedLines: arrayOf(profile.raggedLines).map((n) => numberOf(n)),
      unwrapped: numberOf(profile.unwrapped),
    },
    mapping: arrayOf(r.mapping).map(sourceOf),
    policy: stringOf(r.policy, 'skip'),
    duplicates: stringOf(r.duplicates, 'warn'),
    remembered: r.remembered === true,
    matchField: stringOrNull(r.matchField),
    historical: r.historical === true,
    rowCount: numberOf(r.rowCount),
    processed: numberOf(r.processed),
    created: numberOf(r.created),
    updated: numberOf(r.updated),
    skipped: numberOf(r.skipped),
    failed: numberOf(r.failed),
    warned: numberOf(r.warned),
    problem: stringOrNull(r.problem),
    summary: summaryOf(r.summary),
  }
}

export type Fields = {
  label: string
  labelPlural: string
  historical: boolean
  /** whether probable duplicates can be looked for */
  duplicates: boolean
  fields: ImportField[]
}

export const fieldsOf = (x: unknown): Fields => {
  const o = objectOf(x)
  return {
    label: stringOf(o.label),
    labelPlural: stringOf(o.labelPlural),
    historical: o.historical === true,
    duplicates: o.duplicates === true,
    fields: arrayOf(o.fields).map((f) => {
      const one = objectOf(f)
      return {
        key: stringOf(one.key),
        label: stringOf(one.label),
        kind: stringOf(one.kind),
        required: one.required === true,
        ...(typeof one.help === 'string' ? { help: one.help } : {}),
        ...(typeof one.to === 'string' ? { to: one.to } : {}),
        match: one.match === true,
        historical: one.historical === true,
      }
    }),
  }
}

export type ValueMatch = {
  value: string
  count: number
  decided: string | null | undefined
  suggestions: string[]
  best: string | null
}
export type Matches = {
  field: string
  label: string
  column: string
  to: string | null
  createMissing: boolean
  mayCreate: boolean
  /** what records made from a name alone would lack */
  lacks: string | null
  known: number
  unknownCount: number
  unknownRows: number
  unknown: ValueMatch[]
  options: string[]
}

export const matchesOf = (x: unknown): Matches[] =>
  arrayOf(objectOf(x).data).map((m) => {
    const o = objectOf(m)
    return {
      field: stringOf(o.field),
      label: stringOf(o.label),
      column: stringOf(o.column),
      to: stringOrNull(o.to),
      createMissing: o.createMissing === true,
      mayCreate: o.mayCreate === true,
      known: numberOf(o.known),
      lacks: stringOrNull(o.lacks),
      unknownCount: numberOf(o.unknownCount),
      unknownRows: numberOf(o.unknownRows),
      options: strings(o.options),
      unknown: arrayOf(o.unknown).map((u) => {
        const one = objectOf(u)
        return {
          value: stringOf(one.value),
          count: numberOf(one.count),
          decided: typeof one.decided === 'string' ? one.decided : one.decided === null ? null : undefined,
          suggestions: arrayOf(one.suggestions).map((s) => stringOf(objectOf(s).value)),
          best: stringOrNull(one.best),
        }
      }),
    }
  })

const outcomes = ['create', 'update', 'skip', 'fail'] as const

export const rowsOf = (x: unknown): { rows: RowResult[]; next: number | null } => {
  const o = objectOf(x)
  return {
    next: typeof o.next === 'number' ? o.next : null,
    rows: arrayOf(o.data).map((r) => {
      const one = objectOf(r)
      return {
        line: numberOf(one.line),
        outcome: outcomes.find((k) => k === one.outcome) ?? 'fail',
        label: stringOf(one.label),
        recordId: stringOrNull(one.recordId),
        problems: arrayOf(one.problems).map((p) => {
          const problem = objectOf(p)
          return {
            field: stringOf(problem.field),
            column: stringOrNull(problem.column),
            message: stringOf(problem.message),
          }
        }),
      }
    }),
  }
}

/** One kind of complaint over all rows. */
export type ProblemGroup = {
  field: string
  column: string | null
  pattern: string
  rows: number
  values: number
  example: string
  /** the kind of record that is named and not there */
  entity: string | null
}

export const problemsOf = (x: unknown): ProblemGroup[] =>
  arrayOf(objectOf(x).data).map((g) => {
    const o = objectOf(g)
    return {
      field: stringOf(o.field),
      column: stringOrNull(o.column),
      pattern: stringOf(o.pattern),
      rows: numberOf(o.rows),
      values: numberOf(o.values),
      example: stringOf(o.example),
      entity: stringOrNull(o.entity),
    }
  })

/** Those that people import first, before the others by name. */
const usual = ['account', 'contact', 'lead', 'opportunity', 'product', 'member']

export const kindsOf = (x: unknown): { value: string; label: string }[] =>
  arrayOf(objectOf(x).data)
    .map((k) => ({ value: stringOf(objectOf(k).entity), label: stringOf(objectOf(k).labelPlural) }))
    .toSorted((a, b) => {
      const [i, k] = [usual.indexOf(a.value), usual.indexOf(b.value)]
      return i === k ? a.label.localeCompare(b.label) : (i === -1 ? 99 : i) - (k === -1 ? 99 : k)
    })
