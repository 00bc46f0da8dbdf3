/** The rows of the matrix of rights. */
import type { Registry } from '../../../kernel/registry.ts'
import { isObject } from '../../../kernel/ui/api/types.ts'
import type { RoleFieldRights, RoleRights } from '../model.ts'
import { commonVerbs, extraRights, type Reach, reaches, reachIn, verbsToGive } from '../rules.ts'

export type RightsRow = {
  entity: string
  label: string
  /** own and team mean something only where records have an owner */
  owned: boolean
  verbs: readonly { verb: string; label: string }[]
}
export type RightsGroup = { label: string; rows: readonly RightsRow[] }

const isReach = (v: unknown): v is Reach => reaches.some((r) => r === v)
export const rightsOf = (x: unknown): RoleRights =>
  isObject(x) ? Object.fromEntries(Object.entries(x).flatMap(([k, v]) => (isReach(v) ? [[k, v]] : []))) : {}
export const fieldRightsOf = (x: unknown): RoleFieldRights =>
  isObject(x)
    ? Object.fromEntries(Object.entries(x).flatMap(([k, v]) => (v === 'hidden' || v === 'readOnly' ? [[k, v]] : [])))
    : {}

/** `own`: by entity, the verbs with a right of their own. */
export const groupsOf = (registry: Registry, own: Readonly<Record<string, readonly string[]>>): RightsGroup[] => {
  const all = registry.entities.filter((e) => !e.partOf)
  const row = (e: (typeof all)[number]): RightsRow => ({
    entity: e.name,
    label: e.labelPlural,
    owned: e.owned,
    verbs: verbsToGive(registry, e.name, own[e.name] ?? []),
  })
  return [
    {
      label: 'Everything',
      rows: [
        {
          entity: '*',
          label: 'All records',
          owned: true,
          verbs: commonVerbs.map((verb) => ({ verb, label: verb })),
        },
      ],
    },
    { label: 'Records', rows: all.filter((e) => !e.lookup && e.globalSearch).map(row) },
    { label: 'Also', rows: all.filter((e) => !e.lookup && !e.globalSearch).map(row) },
    { label: 'Lists and settings', rows: all.filter((e) => e.lookup).map(row) },
    {
      label: 'Administration',
      rows: Object.entries(extraRights)
        .filter(([entity]) => !registry.find(entity))
        .map(([entity, r]) => ({
          entity,
          label: r.label,
          owned: false,
          verbs: r.verbs.map((verb) => ({ verb, label: verb })),
        })),
    },
  ]
}

/** What the rights say for one cell; the row of everything speaks for itself alone. */
export const cellOf = (rights: RoleRights, entity: string, verb: string): Reach =>
  entity === '*' ? (rights[`*.${verb}`] ?? rights['*'] ?? 'none') : reachIn(rights, entity, verb)

/** The rights with one cell changed; a cell that says what the wider ones say needs no entry of its own. */
export const withCell = (rights: RoleRights, entity: string, verb: string, reach: Reach): RoleRights => {
  const key = `${entity}.${verb}`
  const { [key]: _own, ...others } = rights
  return cellOf(others, entity, verb) === reach ? others : { ...others, [key]: reach }
}
