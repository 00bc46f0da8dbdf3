/** What an uploaded file is taken for: a mapping with its settings, remembered or proposed, for a person to confirm. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Entity } from '../../../kernel/entity.ts'
import { headerSignature, type MappingProposal, proposeMapping } from '../../../kernel/mapping.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import { importerOf } from '../../../kernel/server/import/importer.ts'
import { many } from '../../../kernel/server/table.ts'
import type { FileProfile, ImportField, Mapping, Source } from '../mapping.ts'
import { type DataImport, dataImport } from '../model.ts'
import { importFields, isMatchable, mayHistorical, scopeOf, targetsOf } from './fields.ts'
import { namedRecords, nameKey } from './lookups.ts'
import { mappingProblems } from './plan.ts'

type Proposal = Pick<DataImport, 'mapping' | 'policy' | 'duplicates' | 'matchField' | 'historical' | 'remembered'>

export const signatureOf = (profile: FileProfile): string =>
  createHash('sha256')
    .update(headerSignature(profile.columns.map((c) => c.name)))
    .digest('hex')

/** The mapping that was last used for such a file, where it still fits. */
const remembered = async (c: Ctx, e: Entity, profile: FileProfile): Promise<Proposal | undefined> => {
  const [last] = await many(
    c,
    dataImport,
    sql`t.entity = ${e.name} and t.signature = ${signatureOf(profile)} and t.status in ('done', 'undone')`,
    sql`order by t.created_at desc limit 1`,
  )
  if (!last) return undefined
  const { mapping, policy, duplicates, matchField, historical } = last
  const targets = targetsOf(e, c.actor, historical && mayHistorical(c.actor))
  return mappingProblems(mapping, targets, profile).length === 0
    ? { mapping, policy, duplicates, matchField, historical: historical && mayHistorical(c.actor), remembered: true }
    : undefined
}

/** `sales_pipeline.csv` → `Sales pipeline` */
const nameOfFile = (fileName: string): string => {
  const bare = fileName
    .replace(/\.[^.]+$/, '')
    .replace(/[_-]+/g, ' ')
    .trim()
  return (bare.charAt(0).toUpperCase() + bare.slice(1)).slice(0, 60) || 'Imported'
}

/** What the records of a column belong to, where the file does not say: the one that knows all of its values, or a new one. */
const scopeSource = async (
  c: Ctx,
  e: Entity,
  profile: FileProfile,
  mapping: Mapping,
  fileName: string,
): Promise<Source[]> => {
  const out: Source[] = []
  for (const s of mapping) {
    const f = s.field === null ? undefined : e.fields[s.field]
    const key = f?.kind === 'reference' && f.to ? scopeOf(c.registry, e, f.to) : undefined
    const holder = key ? e.fields[key] : undefined
    if (!f?.to || !key || !holder?.to || mapping.some((m) => m.field === key)) continue
    const to = c.registry.entity(f.to)
    const owners = c.registry.entity(holder.to)
    const values = (profile.columns.find((p) => p.name === s.column)?.distinct ?? []).map((d) => nameKey(d.value))
    const candidates = await namedRecords(c, { to: owners, list: null, scope: null }, null, { limit: 50 })
    let home: string | undefined
    for (const { id, names } of candidates) {
      const known = await namedRecords(c, { to, list: null, scope: key }, id, { limit: 500 })
      const all = new Set(known.flatMap((k) => k.names.map(nameKey)))
      if (values.length > 0 && values.every((v) => all.has(v))) home ??= names[0]
    }
    out.push({ column: null, field: key, constant: home ?? nameOfFile(fileName), createMissing: home === undefined })
  }
  return out
}

const peopleAndRoles = new Set(['member', 'role', 'company'])

const sourceOf = (e: Entity, c: Ctx, profile: FileProfile, column: string, field: string | null): Source => {
  const p = profile.columns.find((x) => x.name === column)
  const f = field === null ? undefined : e.fields[field]
  const to = f?.kind === 'reference' && f.to ? c.registry.entity(f.to) : undefined
  return {
    column,
    field,
    ...(p?.date ? { date: p.date.order } : {}),
    ...(p?.number ? { decimal: p.number.decimal } : {}),
    ...(p && p.emptyMarkers.length > 0 ? { empty: p.emptyMarkers.map((m) => m.value) } : {}),
    // Lists of values grow with the data; people, customers and products are only made when that was said.
    ...(to?.lookup && !peopleAndRoles.has(to.name) ? { createMissing: true } : {}),
  }
}

const proposedMatch = (e: Entity, c: Ctx, mapping: Mapping): string | null => {
  const targets = targetsOf(e, c.actor, mayHistorical(c.actor))
  const usable = mapping.flatMap((s) => {
    const t = s.field === null ? undefined : targets.get(s.field)
    return t && isMatchable(e, t) ? [t.key] : []
  })
  const unique = usable.filter((k) => e.fields[k]?.options.unique)
  const titled = e.title !== 'number' && importerOf(e)?.sharedTitles !== true
  const order = ['externalId', 'number', ...unique, 'email', ...(titled ? [e.title] : [])]
  return order.find((k) => usable.includes(k)) ?? null
}

/** No column goes to a list of choices that knows none of its words. */
export const fitting = (e: Entity, profile: FileProfile, fields: readonly ImportField[]): MappingProposal[] => {
  const columns = profile.columns.map((p) => ({ name: p.name, kind: p.kind }))
  const proposals = proposeMapping(columns, fields, {
    entity: e.name,
    ...(e.title === 'number' ? {} : { title: e.title }),
  })
  const foreign = proposals.flatMap((p) => {
    const choices = fields.find((f) => f.key === p.field)?.choices
    const words = profile.columns[p.index]?.distinct
    if (!choices || !words || words.length === 0) return []
    const known = new Set(Object.entries(choices).flatMap((pair) => pair.map(nameKey)))
    const parts = words.flatMap((w) => w.value.split(/[;|,]/))
    return [...words.map((w) => w.value), ...parts].some((w) => known.has(nameKey(w))) ? [] : [p.field]
  })
  return foreign.length === 0
    ? proposals
    : fitting(
        e,
        profile,
        fields.filter((f) => !foreign.includes(f.key)),
      )
}

/** What the file is taken for. */
export const propose = async (c: Ctx, e: Entity, profile: FileProfile, fileName: string): Promise<Proposal> => {
  const known = await remembered(c, e, profile)
  if (known) return known
  const fields = importFields(e, c.actor)
  const proposals = fitting(e, profile, fields)
  const columns = proposals.map((p) => sourceOf(e, c, profile, p.column, p.field))
  const mapping = [...columns, ...(await scopeSource(c, e, profile, columns, fileName))]
  const past = new Set(fields.filter((f) => f.historical).map((f) => f.key))
  const matchField = proposedMatch(e, c, mapping)
  return {
    mapping,
    matchField,
    policy: matchField === null ? 'create' : 'skip',
    duplicates: 'warn',
    remembered: false,
    historical: mapping.some((s) => s.field !== null && past.has(s.field)),
  }
}
