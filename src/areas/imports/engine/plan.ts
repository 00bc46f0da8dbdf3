/** An import's mapping, checked and made ready for its rows. */
import { allFields, type Entity } from '../../../kernel/entity.ts'
import { AppError, type FieldError } from '../../../kernel/errors.ts'
import type { Registry } from '../../../kernel/registry.ts'
import type { Actor } from '../../../kernel/server/access.ts'
import type { Workspace } from '../../../kernel/server/context.ts'
import type { FileSettings } from '../../../kernel/importFile.ts'
import { fileSettings } from '../../../kernel/server/import/detect.ts'
import { type Importer, importerOf } from '../../../kernel/server/import/importer.ts'
import { type FileProfile, type Mapping, mappingSchema, type Source } from '../mapping.ts'
import type { DataImport } from '../model.ts'
import type { ColumnPlan, ConvertPlan } from './convert.ts'
import { isMatchable, mayHistorical, scopeOf, targetsOf, type Target } from './fields.ts'

export type ReferencePlan = {
  field: string
  /** the referenced entity */
  to: Entity
  /** of a configurable list */
  list: string | null
  createMissing: boolean
  /** another reference of the record to which this one's records belong */
  scope: string | null
  /** to records of the file itself */
  own: boolean
  column: string | null
  /** what the file calls them, where these are few */
  known: string[]
}
export type Plan = {
  entity: Entity
  importer: Importer | undefined
  settings: FileSettings
  convert: ConvertPlan
  references: ReferencePlan[]
  virtual: ReadonlySet<string>
  mapped: ReadonlySet<string>
  policy: DataImport['policy']
  duplicates: DataImport['duplicates']
  matchField: string | null
  historical: boolean
  /** column of the title, to know which records the file itself makes */
  titleIndex: number | null
  columnOf: ReadonlyMap<string, string>
}

const columnPlan = (s: Source, t: Target, profile: FileProfile): ColumnPlan => {
  const column = profile.columns.find((p) => p.name === s.column)
  const f = t.field
  return {
    index: column?.index ?? null,
    constant: s.constant ?? '',
    field: t.base,
    part: t.part,
    kind: f.kind,
    choices: Object.entries(f.choices ?? {}).map(([key, c]) => ({ key, label: c.label })),
    max: f.max ?? null,
    scale: f.scale ?? null,
    date: s.date ?? column?.date?.order ?? 'ymd',
    decimal: s.decimal ?? column?.number?.decimal ?? '.',
    empty: s.empty ?? [],
    values: s.values ?? {},
    multiply: s.multiply ?? null,
  }
}

/** What is wrong with a mapping for this entity and file, by path; empty when nothing is. */
export const mappingProblems = (
  mapping: Mapping,
  targets: ReadonlyMap<string, Target>,
  profile: FileProfile,
): FieldError[] => {
  const seen = new Map<string, string>()
  return mapping.flatMap((s, i): FieldError[] => {
    const path = `mapping.${i}`
    if (s.column !== null && !profile.columns.some((c) => c.name === s.column))
      return [{ path: `${path}.column`, message: `${s.column} is not a column of the file` }]
    if (s.field === null) return []
    const target = targets.get(s.field)
    if (!target) return [{ path: `${path}.field`, message: `${s.field} is not a field that can be imported` }]
    if (s.column === null && !s.constant)
      return [{ path: `${path}.constant`, message: 'is required where no column is named' }]
    const other = seen.get(s.field)
    if (other !== undefined) return [{ path: `${path}.field`, message: `${s.field} is filled by ${other} already` }]
    seen.set(s.field, s.column ?? 'a fixed value')
    return []
  })
}

/** Throws `invalid` with every fault of the mapping. */
export const checkedMapping = (value: unknown, targets: ReadonlyMap<string, Target>, profile: FileProfile): Mapping => {
  const parsed = mappingSchema.safeParse(value)
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({
      path: ['mapping', ...issue.path.map(String)].join('.'),
      message: issue.message,
    }))
    throw new AppError('invalid', `${errors[0]?.path} ${errors[0]?.message}.`, { errors })
  }
  const errors = mappingProblems(parsed.data, targets, profile)
  if (errors[0]) throw new AppError('invalid', `${errors[0].message}.`, { errors })
  return parsed.data
}

const emptyProfile: FileProfile = { rows: 0, columns: [], ragged: 0, raggedLines: [], unwrapped: 0 }
export const profileOf = (row: DataImport): FileProfile => row.profile ?? emptyProfile

/** Makes the plan of an import for whoever runs it. Throws `invalid` where the mapping does not fit. */
export const planOf = (registry: Registry, workspace: Workspace, actor: Actor, row: DataImport): Plan => {
  const e = registry.entity(row.entity)
  const historical = row.historical && mayHistorical(actor)
  const targets = targetsOf(e, actor, historical)
  const profile = profileOf(row)
  const mapping = checkedMapping(row.mapping, targets, profile)
  const used = mapping.flatMap((s) => {
    const target = s.field === null ? undefined : targets.get(s.field)
    return target ? [{ s, target }] : []
  })
  const matchTarget = row.matchField ? targets.get(row.matchField) : undefined
  if (row.matchField && (!matchTarget || !isMatchable(e, matchTarget)))
    throw new AppError('invalid', 'Records cannot be found by this field.', {
      errors: [{ path: 'matchField', message: 'is not a field records are found by' }],
    })
  const references = used.flatMap(({ s, target }): ReferencePlan[] => {
    const { field } = target
    if (field.kind !== 'reference' || !field.to) return []
    const to = registry.entity(field.to)
    const scope = scopeOf(registry, e, field.to)
    const distinct = profile.columns.find((p) => p.name === s.column)?.distinct
    const empty = new Set(s.empty ?? [])
    const known =
      s.column === null
        ? [s.constant ?? '']
        : (distinct ?? []).flatMap(({ value }) =>
            empty.has(value) ? [] : [s.values && value in s.values ? (s.values[value] ?? '') : value],
          )
    return [
      {
        field: target.key,
        to,
        list: field.list ?? null,
        createMissing: s.createMissing === true,
        scope: scope && used.some((u) => u.target.key === scope) ? scope : null,
        own: to === e,
        column: s.column,
        known: known.filter((name) => name !== ''),
      },
    ]
  })
  const title = e.title === 'number' ? null : e.title
  const mapped = new Set(used.map((u) => u.target.base))
  const titleSource = used.find((u) => u.target.key === title)?.s
  return {
    entity: e,
    importer: importerOf(e),
    settings: fileSettings.parse(row.settings),
    convert: {
      columns: used.map(({ s, target }) => columnPlan(s, target, profile)),
      timeZone: workspace.timeZone,
      country: workspace.country,
      currency: workspace.baseCurrency,
      title:
        title && mapped.has(title)
          ? title
          : 'externalId' in allFields(e) && mapped.has('externalId')
            ? 'externalId'
            : null,
    },
    // What others belong to is looked up first.
    references: references.toSorted((a, b) => Number(a.scope !== null) - Number(b.scope !== null)),
    virtual: new Set([...targets.values()].filter((t) => t.virtual).map((t) => t.key)),
    mapped,
    policy: row.policy,
    duplicates: row.duplicates,
    matchField: row.matchField,
    historical,
    titleIndex: profile.columns.find((p) => p.name === titleSource?.column)?.index ?? null,
    columnOf: new Map(used.flatMap(({ s, target }) => (s.column === null ? [] : [[target.key, s.column]]))),
  }
}
