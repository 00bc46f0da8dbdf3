/** Which words of a file name records and choices of the workspace, and which come near. */
import { countries, countryByName, nearestCountries } from '../../../kernel/countries.ts'
import { type Entity, labelOf } from '../../../kernel/entity.ts'
import { clearWinner, nearest, type Suggestion, unaccent } from '../../../kernel/match.ts'
import { reachOf } from '../../../kernel/server/access.ts'
import type { App } from '../../../kernel/server/app.ts'
import type { Ctx } from '../../../kernel/server/context.ts'
import { fileSettings } from '../../../kernel/server/import/detect.ts'
import type { Registry } from '../../../kernel/registry.ts'
import type { DataImport } from '../model.ts'
import type { ColumnProfile, Source } from '../mapping.ts'
import { mayHistorical, scopeOf, type Target, targetsOf } from './fields.ts'
import { readWords } from './file.ts'
import { type Named, namedRecords, nameKey, whyNotByName } from './lookups.ts'
import { nearRecords } from './near.ts'
import { profileOf } from './plan.ts'

type ValueMatch = {
  value: string
  count: number
  /** what was decided: a name, null for nothing, undefined while open */
  decided?: string | null
  suggestions: { value: string; label: string; score: number }[]
  /** the one worth proposing without asking twice */
  best: string | null
}
type ColumnMatches = {
  field: string
  label: string
  column: string
  kind: string
  to: string | null
  createMissing: boolean
  mayCreate: boolean
  /** what records made from a name alone would lack */
  lacks: string | null
  /** values that are found as they are */
  known: number
  /** how many are not, and in how many rows they stand; `unknown` are the most frequent of them */
  unknownCount: number
  unknownRows: number
  unknown: ValueMatch[]
  /** what a word may be taken for, where that can be listed */
  options: string[]
}

type Reads = Pick<Ctx, 'tx' | 'actor' | 'workspace'> & { app: App; registry: Registry }
type Word = { value: string; count: number }
type Offer = { value: string; names: string[] }
type Suggesting = (value: string) => Suggestion<Offer>[]
/** Which of the words are known, and what comes near to the others. */
type Offers = {
  /** what a word may be taken for */
  options: string[]
  isKnown: (value: string) => boolean
  near: (values: readonly string[]) => Promise<Suggesting> | Suggesting
}

/** Words that are shown with suggestions; the check finds the others. */
const mostShown = 200
/** Records that are held against every word; of more the database finds those that come near. */
const mostOffers = 3000
/** Records that are offered in a list. */
const mostOptions = 500
/** Names asked for with one statement. */
const perBatch = 1000

const among =
  (offers: readonly Offer[]): Suggesting =>
  (value) =>
    nearest(value, offers, { names: (o) => o.names })

/** The names come in the order of `namesOf`: a number before the title. */
const titleOf = (e: Entity, r: Named): string => r.names[e.number && r.names.length > 1 ? 1 : 0] ?? r.id

const choices = (t: Target): Offers => {
  const offers = Object.entries(t.field.choices ?? {}).map(
    ([key, c]): Offer => ({ value: c.label, names: [c.label, key] }),
  )
  const all = new Set(offers.flatMap((o) => o.names.map(unaccent)))
  const many = t.field.kind === 'multiChoice'
  return {
    near: () => among(offers),
    options: offers.map((o) => o.value),
    isKnown: (v) => (many ? v.split(/[;|,]/) : [v]).every((one) => all.has(unaccent(one.trim()))),
  }
}

const inCountries: Offers = {
  options: countries.map((x) => x.name),
  isKnown: (v) => countryByName(v) !== undefined,
  near: () => (v) =>
    nearestCountries(v).map((s) => ({
      score: s.score,
      name: s.name,
      candidate: { value: s.candidate.name, names: [s.candidate.name] },
    })),
}

const records = async (c: Reads, row: DataImport, t: Target, words: readonly Word[]): Promise<Offers> => {
  const e = c.registry.entity(row.entity)
  const to = c.registry.entity(t.field.to ?? '')
  const scope = scopeOf(c.registry, e, to.name) ?? null
  const holder = scope === null ? undefined : row.mapping.find((m) => m.field === scope)?.constant
  const owner = scope === null ? undefined : c.registry.entity(e.fields[scope]?.to ?? '')
  const home =
    holder && owner
      ? await namedRecords(c, { to: owner, list: null, scope: null }, null, { names: [holder], limit: 1 })
      : []
  if (scope !== null && holder && home.length === 0) return { near: () => among([]), isKnown: () => false, options: [] }
  const within = { to, list: t.field.list ?? null, scope: home[0] ? scope : null }
  const homeId = home[0]?.id ?? null
  const offered = (found: readonly Named[]) => found.map((r): Offer => ({ value: titleOf(to, r), names: r.names }))
  const few = await namedRecords(c, within, homeId, { limit: mostOffers + 1 })
  const all = new Set(few.flatMap((r) => r.names.map(nameKey)))
  if (few.length > mostOffers)
    for (let at = 0; at < words.length; at += perBatch) {
      const names = words.slice(at, at + perBatch).map((w) => w.value)
      const found = await namedRecords(c, within, homeId, { names, limit: 20_000 })
      for (const r of found) for (const name of [r.id, ...r.names]) all.add(nameKey(name))
    }
  if (to === e) {
    const title = row.mapping.find((m) => m.field === e.title)?.column
    const p = profileOf(row).columns.find((x) => x.name === title)
    for (const d of p ? await wordsOf(c, row, p) : []) all.add(nameKey(d.value))
  }
  return {
    isKnown: (v) => all.has(nameKey(v)),
    options: few.length <= mostOptions ? offered(few).map((o) => o.value) : [],
    near: async (values) => {
      if (few.length <= mostOffers) return among(offered(few))
      const found = await nearRecords(c.app, c.actor, within, homeId, values)
      return (value) => among(offered(found.get(value) ?? []))(value)
    },
  }
}

/** The different cells of a column; where there are many they are counted in the file. */
const wordsOf = async (c: Reads, row: DataImport, p: ColumnProfile): Promise<Word[]> =>
  p.distinct ??
  readWords({
    path: await c.app.files.locate(c.workspace.id, row.fileHash),
    settings: fileSettings.parse(row.settings),
    index: p.index,
  })

const offersFor = (
  c: Reads,
  row: DataImport,
  t: Target,
  words: readonly Word[],
): Promise<Offers> | Offers | undefined => {
  if (t.part === 'country') return inCountries
  if (t.part !== null) return undefined
  if (t.field.kind === 'reference') return records(c, row, t, words)
  return t.field.choices ? choices(t) : undefined
}

const columnMatches = async (
  c: Reads,
  row: DataImport,
  s: Source,
  t: Target,
  p: ColumnProfile,
): Promise<ColumnMatches | undefined> => {
  if (t.part !== 'country' && (t.part !== null || (t.field.kind !== 'reference' && !t.field.choices))) return undefined
  const empty = new Set(s.empty ?? [])
  const values = (await wordsOf(c, row, p)).filter((d) => !empty.has(d.value))
  const found = await offersFor(c, row, t, values)
  if (!found) return undefined
  const open = values.filter((d) => !found.isKnown(d.value))
  const decided = new Map(Object.entries(s.values ?? {}))
  const shown = open.slice(0, mostShown)
  const suggest = await found.near(shown.map((d) => d.value))
  const unknown = shown.map(({ value, count }): ValueMatch => {
    const suggestions = suggest(value)
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
  const lacks = to ? whyNotByName({ to, scope, list: t.field.list ?? null }) : undefined
  return {
    field: t.key,
    label: t.part === null ? labelOf(t.key, t.field) : `${labelOf(t.base, t.field)}: ${t.part}`,
    column: p.name,
    kind: t.part ?? t.field.kind,
    to: to?.name ?? null,
    createMissing: s.createMissing === true,
    mayCreate: to !== undefined && lacks === undefined && reachOf(c.actor, to.name, 'create') !== 'none',
    lacks: lacks ?? null,
    known: values.length - open.length,
    unknownCount: open.length,
    unknownRows: open.reduce((sum, d) => sum + d.count, 0),
    unknown,
    options: open.length > 0 ? found.options : [],
  }
}

/** Every mapped column whose words must name something, with those that do not. */
export const matchesOf = async (app: App, ctx: Ctx, row: DataImport): Promise<ColumnMatches[]> => {
  const c: Reads = { ...ctx, app }
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
