/** Which fields of an entity a file may fill, and how cells become their values. */
import { allFields, type Entity, type Field, labelOf, writableFields } from '../../../kernel/entity.ts'
import type { Registry } from '../../../kernel/registry.ts'
import { type Actor, isLocked, reachOf } from '../../../kernel/server/access.ts'
import { addressParts } from '../../../kernel/server/export.ts'
import { importerOf } from '../../../kernel/server/import/importer.ts'
import type { ImportField } from '../mapping.ts'

export type Target = {
  key: string
  base: string
  part: string | null
  field: Field
  historical: boolean
  virtual: boolean
}

const notFromFiles = new Set(['json', 'file', 'anyReference', 'richText'])

/** May this actor import records with their past? */
export const mayHistorical = (actor: Actor): boolean => reachOf(actor, 'import', 'historical') !== 'none'

/** Every field a file of this actor may fill, by key; parts of addresses as `billingAddress.city`. */
export const targetsOf = (e: Entity, actor: Actor, historical: boolean): Map<string, Target> => {
  const importer = importerOf(e)
  const all = allFields(e)
  const fields: [string, Field, boolean, boolean][] = [
    ...Object.entries(importer?.fields ?? {}).map(([k, f]): [string, Field, boolean, boolean] => [k, f, false, true]),
    ...Object.entries(writableFields(e)).map(([k, f]): [string, Field, boolean, boolean] => [k, f, false, false]),
  ]
  const more = (importer?.open ?? []).map((k) => ({ k, past: false }))
  if (historical && importer)
    more.push(
      ...['createdAt', ...(e.number?.at === 'create' ? ['number'] : []), ...importer.historical].map((k) => ({
        k,
        past: true,
      })),
    )
  for (const { k, past } of more) if (all[k]) fields.push([k, all[k], past, false])
  const targets = new Map<string, Target>()
  for (const [key, field, past, virtual] of fields) {
    if (notFromFiles.has(field.kind) || (!virtual && isLocked(actor, e, key))) continue
    if (field.kind !== 'address') {
      targets.set(key, { key, base: key, part: null, field, historical: past, virtual })
      continue
    }
    for (const part of Object.keys(addressParts)) {
      const path = `${key}.${part}`
      targets.set(path, { key: path, base: key, part, field, historical: past, virtual })
    }
  }
  return targets
}

const partLabel = (part: string | null): string => Object.entries(addressParts).find(([k]) => k === part)?.[1] ?? ''

/** Fields by which records can be found again: numbers, addresses, names. */
export const isMatchable = (e: Entity, t: Target): boolean =>
  !t.virtual &&
  t.part === null &&
  (t.field.kind === 'text' || t.field.kind === 'email' || t.field.kind === 'phone') &&
  (t.key === e.title ||
    t.key === 'externalId' ||
    t.key === 'number' ||
    t.field.options.unique === true ||
    t.field.kind !== 'text' ||
    t.field.options.filter === true)

export const importFields = (e: Entity, actor: Actor): ImportField[] =>
  [...targetsOf(e, actor, mayHistorical(actor)).values()].map((t) => ({
    key: t.key,
    label: t.part === null ? labelOf(t.key, t.field) : `${labelOf(t.base, t.field)}: ${partLabel(t.part)}`,
    kind: t.part === null ? t.field.kind : 'text',
    required:
      t.field.options.required === true &&
      t.field.options.default === undefined &&
      importerOf(e)?.fills?.includes(t.base) !== true,
    ...(t.field.options.help ? { help: t.field.options.help } : {}),
    ...(t.field.to ? { to: t.field.to } : {}),
    ...(t.field.choices
      ? { choices: Object.fromEntries(Object.entries(t.field.choices).map(([k, c]) => [k, c.label])) }
      : {}),
    match: isMatchable(e, t),
    historical: t.historical,
  }))

/** The field by which records of `to` belong to something that the target names too: a stage's pipeline. */
export const scopeOf = (registry: Registry, target: Entity, to: string): string | undefined => {
  const referenced = registry.find(to)
  if (!referenced) return undefined
  return Object.entries(referenced.fields).find(
    ([k, f]) =>
      f.kind === 'reference' &&
      f.options.required &&
      target.fields[k]?.kind === 'reference' &&
      target.fields[k].to === f.to,
  )?.[0]
}

/** Kinds of records that can be imported: those with an importer or a create action. */
export const isImportable = (e: Entity, hasCreate: boolean): boolean =>
  !e.partOf && e.name !== 'import' && (importerOf(e) !== undefined || hasCreate)
