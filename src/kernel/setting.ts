/** Settings of a workspace: a typed key with a default. The admin page, the API and the code that reads it share this. */
import type { Field, FieldOptions } from './entity.ts'

/** `key` begins with the area's name: `quoting.validityDays`. The default is the field's. */
export type Setting<T = unknown> = {
  readonly isSetting: true
  readonly key: string
  readonly field: Field & { readonly options: FieldOptions }
  readonly label: string
  readonly help?: string
  /** the group it stands under on the settings page */
  readonly area: string
  readonly fallback: T
}

type WithDefault<T> = Field<T, boolean, boolean, true>

/**
 * Declares a setting: `setting('quoting.validityDays', integer({ default: 30 }), { label: 'Days a quote is valid', area: 'Quotes' })`.
 * Throws at load time for a field without a default.
 */
export const setting = <T>(
  key: string,
  field: WithDefault<T>,
  o: { label: string; help?: string; area: string },
): Setting<T> => {
  const fallback = field.options.default
  if (fallback === undefined) throw new Error(`setting ${key} has no default`)
  return { isSetting: true, key, field, fallback: fallback as T, ...o }
}

/** Whether what is stored still fits the declaration. By hand and not by schema: the browser reads settings too. */
const fits = (field: Field, value: unknown): boolean => {
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isInteger(value)
    case 'choice':
    case 'state':
      return typeof value === 'string' && value in (field.choices ?? {})
    case 'multiChoice':
      return Array.isArray(value) && value.every((v) => typeof v === 'string' && v in (field.choices ?? {}))
    case 'json':
    case 'address':
    case 'anyReference':
      return true
    default:
      return typeof value === 'string'
  }
}
const isValue = <T>(s: Setting<T>, value: unknown): value is T => fits(s.field, value)

/** The workspace's value, or the default where none is stored or what is stored no longer fits. */
export const settingOf = <T>(workspace: { settings: Readonly<Record<string, unknown>> }, s: Setting<T>): T => {
  const stored = workspace.settings[s.key]
  return stored !== undefined && stored !== null && isValue(s, stored) ? stored : s.fallback
}

const isSetting = (x: unknown): x is Setting => typeof x === 'object' && x !== null && 'isSetting' in x

/** Collects what area modules declare, in their order. Throws when a key is taken twice. */
export const settingsOf = (modules: readonly object[]): readonly Setting[] => {
  const all = [...new Set(modules.flatMap((m): unknown[] => Object.values(m)))].filter(isSetting)
  const seen = new Set<string>()
  for (const s of all) {
    if (seen.has(s.key)) throw new Error(`setting ${s.key} is declared twice`)
    seen.add(s.key)
  }
  return all
}
