/** Changes that no field of a definition describes, told one by one: settings, and the rights of a role. */
import { humanise } from '../../../kernel/entity.ts'
import type { Registry } from '../../../kernel/registry.ts'
import { objectOf } from '../../../kernel/ui/api/types.ts'
import type { TimelineEvent } from '../../../kernel/ui/timeline/events.ts'

type PlainChange = { key: string; label: string; before: string; after: string }

/** Fields of a role whose value is a list of rights. */
export const rightFields: ReadonlySet<string> = new Set(['rights', 'fieldRights'])

const words = (x: unknown): string => {
  if (x === null || x === undefined || x === '') return '–'
  if (typeof x === 'boolean') return x ? 'Yes' : 'No'
  return typeof x === 'string' || typeof x === 'number' ? humaneValue(String(x)) : JSON.stringify(x)
}
/** `readOnly` as people say it; anything with spaces or digits is a value of its own. */
const humaneValue = (x: string): string => (/^[a-z]+[A-Za-z]*$/.test(x) ? humanise(x) : x)

const ofSettings = (registry: Registry, event: TimelineEvent): PlainChange[] =>
  Object.entries(event.changes).flatMap(([key, [before, after]]) => {
    if (JSON.stringify(before) === JSON.stringify(after)) return []
    const setting = registry.settings.find((s) => s.key === key)
    const shown = (v: unknown): string =>
      v === null && setting
        ? `${words(setting.fallback)} (default)`
        : (setting?.field.choices?.[String(v)]?.label ?? words(v))
    return [{ key, label: setting?.label ?? humanise(key), before: shown(before), after: shown(after) }]
  })

const labelOfRight = (registry: Registry, key: string): string => {
  const [entity = '', verb = ''] = key.split('.')
  if (key === '*') return 'Everything'
  const name = entity === '*' ? 'All records' : (registry.find(entity)?.labelPlural ?? humanise(entity))
  return `${name}: ${verb === '*' ? 'everything' : humanise(verb).toLowerCase()}`
}

const ofRights = (registry: Registry, event: TimelineEvent): PlainChange[] =>
  [...rightFields].flatMap((field) => {
    const pair = event.changes[field]
    if (!pair) return []
    const [before, after] = [objectOf(pair[0]), objectOf(pair[1])]
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => before[key] !== after[key])
      .sort()
      .map((key) => ({
        key: `${field}.${key}`,
        label: labelOfRight(registry, key),
        before: words(before[key]),
        after: words(after[key]),
      }))
  })

export const plainChanges = (registry: Registry, event: TimelineEvent): PlainChange[] => {
  if (event.entity === 'role') return ofRights(registry, event)
  return registry.find(event.entity) ? [] : ofSettings(registry, event)
}
