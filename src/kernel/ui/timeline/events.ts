/** The story of a record as the API tells it, narrowed and put into words. */
import type { Entity, Field } from '../../entity.ts'
import { allFields, labelOf } from '../../entity.ts'
import type { Registry } from '../../registry.ts'
import type { WireRecord } from '../api/types.ts'
import { arrayOf, isObject, maybeRecord, objectOf, stringOf, stringOrNull } from '../api/types.ts'
import { isMoney } from '../fields/format.ts'
import { moneyOf, textOf } from '../fields/wire.ts'

export type TimelineEvent = {
  id: string
  at: string
  actor: { id: string | null; name: string; kind: string }
  /** `quote.send` */
  action: string
  entity: string
  recordId: string
  /** title of the record it happened to */
  label: string
  changes: Record<string, [unknown, unknown]>
  /** titles of references among the changes: `ownerId` old and new */
  changeLabels: Record<string, [string, string]>
  data: Record<string, unknown>
  activity: WireRecord | null
}
type TimelinePage = { data: TimelineEvent[]; nextCursor: string | null }

const pairOf = (x: unknown): [unknown, unknown] => {
  if (Array.isArray(x)) return [x[0], x[1]]
  const o = objectOf(x)
  return ['from' in o ? o['from'] : o['old'], 'to' in o ? o['to'] : o['new']]
}

const eventOf = (x: unknown): TimelineEvent[] => {
  if (!isObject(x) || typeof x['id'] !== 'string') return []
  const actor = objectOf(x['actor'])
  const changes = Object.fromEntries(Object.entries(objectOf(x['changes'])).map(([k, v]) => [k, pairOf(v)]))
  const changeLabels = Object.fromEntries(
    Object.entries(objectOf(x['changeLabels'])).map(([k, v]): [string, [string, string]] => {
      const [a, b] = pairOf(v)
      return [k, [textOf(a), textOf(b)]]
    }),
  )
  return [
    {
      id: x['id'],
      at: stringOf(x['at']),
      actor: { id: stringOrNull(actor['id']), name: stringOf(actor['name'], 'Someone'), kind: stringOf(actor['kind']) },
      action: stringOf(x['action'], stringOf(x['name'])),
      entity: stringOf(x['entity']),
      recordId: stringOf(x['recordId']),
      label: stringOf(x['label']),
      changes,
      changeLabels,
      data: objectOf(x['data']),
      activity: maybeRecord(x['activity']),
    },
  ]
}

export const timelineOf = (x: unknown): TimelinePage => {
  const o = objectOf(x)
  return { data: arrayOf(o['data']).flatMap(eventOf), nextCursor: stringOrNull(o['nextCursor']) }
}

export type EventKind = 'activity' | 'change' | 'step' | 'file' | 'created'
const changing = new Set(['update', 'updated'])
const making = new Set(['create', 'created', 'import', 'imported'])

export const kindOf = (e: TimelineEvent): EventKind => {
  if (e.activity || e.entity === 'activity') return 'activity'
  const verb = e.action.split('.')[1] ?? ''
  if (e.entity === 'fileRecord') return 'file'
  if (making.has(verb)) return 'created'
  return changing.has(verb) ? 'change' : 'step'
}

/** What is no verb of a definition: how people came and went, and what was taken out. */
const said: Readonly<Record<string, string>> = {
  'member.signIn': 'Signed in',
  'member.signOut': 'Signed out',
  'member.signInFailed': 'Sign-in failed',
  'workspace.signInFailed': 'Sign-in with an unknown address failed',
  'member.join': 'Accepted the invitation',
  'member.changePassword': 'Changed the password',
  'member.resetPassword': 'Set a new password',
  'member.endSession': 'Signed out other devices',
  'member.addSecondFactor': 'Set up a second factor',
  'member.dropSecondFactor': 'Turned off the second factor',
  'member.renewRecoveryCodes': 'Made new recovery codes',
  'setting.update': 'Changed settings',
  'workspace.update': 'Changed the workspace',
  'audit.export': 'Exported the audit',
}

/** What happened, as a phrase: `Quote created`, `Quote sent`, `Changed stage`. */
export const phraseOf = (registry: Registry, e: TimelineEvent): string => {
  const entity = registry.find(e.entity)
  const name = entity?.label ?? 'Record'
  const verb = e.action.split('.')[1] ?? ''
  const known = said[e.action]
  if (known) return known
  if (verb === 'export')
    return typeof e.data.label === 'string'
      ? `Exported the report ${e.data.label}`
      : `Exported ${entity?.labelPlural.toLowerCase() ?? 'records'}`
  if (e.entity === 'fileRecord' && making.has(verb)) return 'File added'
  if (making.has(verb)) return `${name} ${verb.startsWith('import') ? 'imported' : 'created'}`
  if (changing.has(verb)) {
    const keys = shownChanges(entity, e).map((c) => c.label.toLowerCase())
    if (keys.length === 0) return `${name} changed`
    return keys.length <= 3 ? `Changed ${list(keys)}` : `Changed ${keys.length} fields`
  }
  if (verb === 'delete' || verb === 'deleted') return `${name} moved to the trash`
  if (verb === 'restore' || verb === 'restored') return `${name} restored`
  const defined = registry.verb(e.action)
  if (defined) return defined.definition.done ?? defined.definition.label
  const words = verb.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return words ? `${name} ${words}` : name
}
const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

export type ShownChange = {
  key: string
  field: Field
  label: string
  /** rows of one field each, ready for `FieldDisplay` */
  before: Record<string, unknown>
  after: Record<string, unknown>
}

/** Events keep rows as the server holds them: money in minor units, with the currency beside it where that changed too. */
const shown = (f: Field, key: string, value: unknown, currency: string, label: string | undefined) => ({
  [key]: f.kind === 'money' && typeof value === 'number' && !isMoney(value) ? moneyOf(value, currency) : value,
  labels: label ? { [key]: label } : {},
})

export const shownChanges = (entity: Entity | undefined, e: TimelineEvent, currency = 'EUR'): ShownChange[] => {
  if (!entity) return []
  const fields = allFields(entity)
  const code = textOf(e.changes['currency']?.[1]) || textOf(e.data['currency']) || currency
  return Object.entries(e.changes).flatMap(([key, [from, to]]) => {
    const f = fields[key]
    if (!f || f.options.hidden || key === 'updatedAt') return []
    const [a, b] = e.changeLabels[key] ?? []
    return [
      {
        key,
        field: f,
        label: labelOf(key, f),
        before: shown(f, key, from, code, a),
        after: shown(f, key, to, code, b),
      },
    ]
  })
}
