/** Which words of a file name records and choices of the workspace, and which come near. */
import { countryByName, nearestCountries } from '../../../kernel/countries.ts'
import { labelOf } from '../../../kernel/entity.ts'
import { clearWinner, nearest, type Suggestion, unaccent } from '../../../kernel/match.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import type { Registry } from '../../../kernel/registry.ts'
import type { DataImport } from '../model.ts'
import type { ColumnProfile, Source } from '../mapping.ts'
import { mayHistorical, scopeOf, type Target, targetsOf } from './fields.ts'
import { namedRecords, nameKey, whyNotByName } from './lookups.ts'
import { profileOf } from './plan.ts'

export type ValueMatch = {
  value: string
  count: number
  /** what was decided: a name, null for nothing, undefined while open */
  decided?: string | null
  suggestions: { value: string; label: string; score: number }[]
  /** the one worth proposing without asking twice */
  best: string | null
}
export type ColumnMatches = {
  field: string
  label: string
  column: string
  kind: string
  to: string | null
  createMissing: boolean
  mayCreate: boolean
  /** values that are found as they are */
  known: number
  unknown: ValueMatch[]
  /** more different values than are looked at before the check */
  tooMany: boolean
}

type Reads = Pick<Ctx, 'tx' | 'actor' | 'workspace'> & { registry: Registry }
type Offer = { value: string; names: string[] }
type Offers = { offers: Offer[]; isKnown: (value: string) => boolean; suggest?: (value: string) => Suggestion<Offer>[] }

const choices = (t: Target): Offers => {
  const offers = Object.entries(t.field.choices ?? {}).map(
    ([key, c]): Offer => ({ value: c.label, names: [c.label, key] }),
  )
  const all = new Set(offers.flatMap((o) => o.names.map(unaccent)))
  const many = t.field.kind === 'multiChoice'
  return { offers, isKnown: (v) => (many ? v.split(/[;|,]/) : [v]).every((one) => all.has(unaccent(one.trim()))) }
}

const countries: Offers = {
  offers: [],
  isKnown: (v) => countryByName(v) !== undefined,
  suggest: (v) =>
    nearestCountries(v).map((s) => ({
      score: s.score,
      name: s.name,
      candidate: { value: s.candidate.name, names: [s.candidate.name] },
    })),
}

const records = async (c: Reads, row: DataImport, t: Target): Promise<Offers> => {
  const e = c.registry.entity(row.entity)
  const to = c.registry.entity(t.field.to ?? '')
  const scope = scopeOf(c.registry, e, to.name) ?? null
  const holder = scope === null ? undefined : row.mapping.find((m) => m.field === scope)?.constant
  const owner = scope === null ? undefined : c.registry.entity(e.fields[scope]?.to ?? '')
  const home =
    holder && owner
      ? await namedRecords(c, { to: owner, list: null, scope: null }, null, { names: [holder], limit: 1 })
      : []
  if (scope !== null && holder && home.length === 0) return { offers: [], isKnown: () => false }
  const found = await namedRecords(
    c,
    { to, list: t.field.list ?? null, scope: home[0] ? scope : null },
    home[0]?.id ?? null,
    { limit: 3000 },
  )
  const offers = found.map((r): Offer => ({ value: r.names[0] ?? r.id, names: r.names }))
  const all = new Set(found.flatMap((r) => r.names.map(nameKey)))
  if (to === e) {
    const title = row.mapping.find((m) => m.field === e.title)?.column
    for (const d of profileOf(row).columns.find((p) => p.name === title)?.distinct ?? []) all.add(nameKey(d.value))
  }
  return { offers, isKnown: (v) => all.has(nameKey(v)) }
}

const offersFor = (c: Reads, row: DataImport, t: Target): Promise<Offers> | Offers | undefined => {
  if (t.part === 'country') return countries
  if (t.part !== null) return undefined
  if (t.field.kind === 'reference') return records(c, row, t)
  return t.field.choices ? choices(t) : undefined
}

const columnMatches = async (
  c: Reads,
  row: DataImport,
  s: Source,
  t: Target,
  p: ColumnProfile,
): Promise<ColumnMatches | undefined> => {
  const found = await offersFor(c, row, t)
  if (!found) return undefined
  const empty = new Set(s.empty ?? [])
  const values = (p.distinct ?? []).filter((d) => !empty.has(d.value))
  const open = values.filter((d) => !found.isKnown(d.value))
  const decided = new Map(Object.entries(s.values ?? {}))
  const unknown = open.slice(0, 200).map(({ value, count }): ValueMatch => {
    const suggestions = found.suggest ? found.suggest(value) : nearest(value, found.offers, { names: (o) => o.names })
    const best = clearWinner(suggestions)
    return {
      value,
      count,
      ...(decided.has(value) ? { decided: decided.get(value) ?? null } : {}),
      suggestions: suggestions.map((x) => ({
        value: x.candidate.value,
        label: x.name,
        score: Math.round(x.score * 100),
      })),
      best: best?.candidate.value ?? null,
    }
  })
  const to = t.field.kind === 'reference' && t.field.to ? c.registry.entity(t.field.to) : undefined
  const scope = to ? (scopeOf(c.registry, c.registry.entity(row.entity), to.name) ?? null) : null
  return {
    field: t.key,
    label: t.part === null ? labelOf(t.key, t.field) : `${labelOf(t.base, t.field)}: ${t.part}`,
    column: p.name,
    kind: t.part ?? t.field.kind,
    to: to?.name ?? null,
    createMissing: s.createMissing === true,
    mayCreate: to !== undefined && whyNotByName({ to, scope, list: t.field.list ?? null }) === undefined,
    known: values.length - open.length,
    unknown,
    tooMany: p.distinct === null,
  }
}

/** Every mapped column whose words must name something, with those that do not. */
export const matchesOf = async (c: Reads, row: DataImport): Promise<ColumnMatches[]> => {
  const e = c.registry.entity(row.entity)
  const targets = targetsOf(e, c.actor, row.historical && mayHistorical(c.actor))
  const profile = profileOf(row)
  const out: ColumnMatches[] = []
  for (const s of row.mapping) {
    const t = s.field === null ? undefined : targets.get(s.field)
    const p = profile.columns.find((x) => x.name === s.column)
    if (!t || !p) continue
    const found = await columnMatches(c, row, s, t, p)
    if (found) out.push(found)
  }
  return out
}
