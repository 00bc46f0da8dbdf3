/** Everything the areas define, looked up by name. Pure: server, browser and tools read the same one. */
import type { Entity, Field } from './entity.ts'
import { allFields } from './entity.ts'
import type { Flow, RecordVerb, Verbs } from './flow.ts'
import { isNotices, type Notices } from './notice.ts'
import { isReport, type Report } from './report.ts'
import { type Setting, settingsOf } from './setting.ts'

type Definitions = {
  entities: readonly Entity[]
  flows: readonly Flow[]
  verbs: readonly Verbs[]
  settings: readonly Setting[]
  reports: readonly Report[]
  notices: readonly Notices[]
}

/** A verb with its place: `quote.send` is `POST /api/v1/quotes/{id}/send`. */
export type NamedVerb = {
  /** permission, event and action name: `<entity>.<verb>` */
  name: string
  verb: string
  entity: Entity
  on: 'record' | 'collection'
  definition: RecordVerb
  flow?: Flow
}

export type Registry = Definitions & {
  entity(name: string): Entity
  find(name: string): Entity | undefined
  byPlural(plural: string): Entity | undefined
  flowOf(name: string): Flow | undefined
  /** steps and verbs of an entity, in the order they are defined */
  verbsOf(name: string): readonly NamedVerb[]
  verb(name: string): NamedVerb | undefined
  /** rows of documents: the entities whose `partOf.entity` is this one */
  partsOf(name: string): readonly Entity[]
  /** entities that reference this one, with the field: the related lists of its page */
  referencesTo(name: string): readonly { entity: Entity; field: string }[]
  report(name: string): Report | undefined
}

const isEntity = (x: unknown): x is Entity => typeof x === 'object' && x !== null && 'fields' in x && 'labelPlural' in x
const isFlow = (x: unknown): x is Flow => typeof x === 'object' && x !== null && 'steps' in x && 'derived' in x
const isVerbs = (x: unknown): x is Verbs =>
  typeof x === 'object' && x !== null && 'onRecord' in x && 'onCollection' in x

/** Collects what area modules export: `definitionsOf([customersModel, customersRules, …])`. */
export const definitionsOf = (modules: readonly object[]): Definitions => {
  const all = [...new Set(modules.flatMap((m): unknown[] => Object.values(m)))]
  return {
    entities: all.filter(isEntity),
    flows: all.filter(isFlow),
    verbs: all.filter(isVerbs),
    settings: settingsOf(modules),
    // By name, so that lists and documents made of them do not hang on which file holds which.
    reports: all.filter(isReport).sort((a, b) => (a.name < b.name ? -1 : 1)),
    notices: all.filter(isNotices),
  }
}

/** Throws when a report takes another's name, or counts or needs what does not exist. */
const reportsByName = (d: Definitions, entities: ReadonlyMap<string, Entity>): ReadonlyMap<string, Report> => {
  const byName = new Map<string, Report>()
  for (const r of d.reports) {
    if (byName.has(r.name)) throw new Error(`report ${r.name} is defined twice`)
    for (const name of r.reads) if (!entities.has(name)) throw new Error(`report ${r.name} reads ${name}, which is not`)
    for (const path of [...r.needs, ...Object.values(r.columns).flatMap((c) => c.of ?? [])]) {
      const [name = '', field = ''] = path.split('.')
      const e = entities.get(name)
      if (!e || !allFields(e)[field]) throw new Error(`report ${r.name}: ${path} is not a field`)
      if (!r.reads.includes(name) && !(e.partOf && r.reads.includes(e.partOf.entity)))
        throw new Error(`report ${r.name} is made of ${path} and does not read ${name}`)
    }
    byName.set(r.name, r)
  }
  return byName
}

/** Throws when two entities share a name or a path, or a reference points nowhere. */
export const registry = (d: Definitions): Registry => {
  const byName = new Map<string, Entity>()
  const plurals = new Map<string, Entity>()
  for (const e of d.entities) {
    if (byName.has(e.name)) throw new Error(`entity ${e.name} is defined twice`)
    if (plurals.has(e.plural)) throw new Error(`path ${e.plural} is taken twice`)
    byName.set(e.name, e)
    plurals.set(e.plural, e)
  }
  const eachReference = function* (): Generator<{ entity: Entity; field: string; definition: Field }> {
    for (const e of d.entities)
      for (const [k, f] of Object.entries(allFields(e)))
        if (f.kind === 'reference') yield { entity: e, field: k, definition: f }
  }
  const referring = new Map<string, { entity: Entity; field: string }[]>()
  for (const r of eachReference()) {
    const to = r.definition.to ?? ''
    if (!byName.has(to)) throw new Error(`${r.entity.name}.${r.field} references ${to}, which is not defined`)
    if (r.field in r.entity.fields)
      referring.set(to, [...(referring.get(to) ?? []), { entity: r.entity, field: r.field }])
  }
  const reports = reportsByName(d, byName)
  const flows = new Map(d.flows.map((f) => [f.entity.name, f]))
  const verbs = new Map<string, NamedVerb[]>()
  const add = (e: Entity, verb: string, definition: RecordVerb, on: NamedVerb['on'], flow?: Flow) => {
    const name = `${e.name}.${verb}`
    const list = verbs.get(e.name) ?? []
    if (list.some((v) => v.name === name)) throw new Error(`verb ${name} is defined twice`)
    verbs.set(e.name, [...list, { name, verb, entity: e, on, definition, ...(flow ? { flow } : {}) }])
  }
  for (const f of d.flows) for (const [k, s] of Object.entries(f.steps)) add(f.entity, k, s, 'record', f)
  for (const v of d.verbs) {
    for (const [k, x] of Object.entries(v.onRecord)) add(v.entity, k, x, 'record')
    for (const [k, x] of Object.entries(v.onCollection)) add(v.entity, k, x, 'collection')
  }
  const parts = new Map<string, Entity[]>()
  for (const e of d.entities) if (e.partOf) parts.set(e.partOf.entity, [...(parts.get(e.partOf.entity) ?? []), e])
  return {
    ...d,
    entity(name) {
      const e = byName.get(name)
      if (!e) throw new Error(`no entity ${name}`)
      return e
    },
    find: (name) => byName.get(name),
    byPlural: (plural) => plurals.get(plural),
    flowOf: (name) => flows.get(name),
    verbsOf: (name) => verbs.get(name) ?? [],
    verb: (name) => verbs.get(name.split('.')[0] ?? '')?.find((v) => v.name === name),
    partsOf: (name) => parts.get(name) ?? [],
    referencesTo: (name) => referring.get(name) ?? [],
    report: (name) => reports.get(name),
  }
}
