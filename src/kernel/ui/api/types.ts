/** What travels over the wire, and the helpers that narrow unknown JSON to it. */
import type { FieldError } from '../../errors.ts'

export type WireMoney = { amount: string; currency: string }

/** A record as the API shows it. `labels` holds the display titles of its references by field. */
export type WireRecord = {
  id: string
  version: number
  can?: string[]
  labels?: Record<string, string>
  [field: string]: unknown
}
export type Total = { count: number; exact: boolean }
export type WireList = { data: WireRecord[]; nextCursor: string | null; prevCursor: string | null; total?: Total }
export type AggregateRow = {
  key: Record<string, unknown>
  labels: Record<string, string>
  count: number
  /** money fields in the base currency; other numbers as strings or numbers */
  sum: Record<string, unknown>
}
export type SearchHit = { entity: string; id: string; title: string; subtitle: string; number: string }

/** Query parameters of lists as the API takes them: `{ 'status[in]': 'new,assigned', sort: '-createdAt' }`. */
export type ListParams = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>

export type Me = {
  user: { id: string; name: string; email: string }
  member: { id: string; name: string; roleId: string | null; teamId: string | null }
  workspace: { id: string; name: string; baseCurrency: string; timeZone: string; country: string; locale: string }
  rights: Rights
  unreadNotifications: number
  demo: boolean
  /** the answer as it came, for what a screen knows beyond this type */
  raw: Record<string, unknown>
}
/** `{ "account.view": "all", "quote.*": "own", "*": "none" }`: the most exact key wins. */
export type Rights = Readonly<Record<string, string>>

export type LiveEvent = { entity: string; id: string; version: number }

export const isObject = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)
export const isMoney = (x: unknown): x is WireMoney =>
  isObject(x) && typeof x.amount === 'string' && typeof x.currency === 'string'
const isString = (x: unknown): x is string => typeof x === 'string'

export const stringOf = (x: unknown, otherwise = ''): string => (typeof x === 'string' ? x : otherwise)
export const stringOrNull = (x: unknown): string | null => (typeof x === 'string' && x !== '' ? x : null)
export const numberOf = (x: unknown, otherwise = 0): number => (typeof x === 'number' ? x : otherwise)
export const objectOf = (x: unknown): Record<string, unknown> => (isObject(x) ? x : {})
export const arrayOf = (x: unknown): unknown[] => (Array.isArray(x) ? x : [])
export const stringsOf = (x: unknown): string[] => arrayOf(x).filter(isString)
export const labelsOf = (x: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(objectOf(x)).flatMap(([k, v]) => (isString(v) ? [[k, v]] : [])))

/** Narrows one record; null when it has no id. */
export const maybeRecord = (x: unknown): WireRecord | null => {
  if (!isObject(x) || !isString(x.id)) return null
  const { id, version, can, labels, ...fields } = x
  return {
    ...fields,
    id,
    version: numberOf(version),
    ...(Array.isArray(can) ? { can: stringsOf(can) } : {}),
    ...(isObject(labels) ? { labels: labelsOf(labels) } : {}),
  }
}
/** Narrows one record; throws when the answer is not one. */
export const recordOf = (x: unknown): WireRecord => {
  const r = maybeRecord(x) ?? (isObject(x) ? maybeRecord(x.data) : null)
  if (!r) throw new Error('The answer is not a record.')
  return r
}
export const recordsOf = (x: unknown): WireRecord[] => arrayOf(x).flatMap((r) => maybeRecord(r) ?? [])

export const listOf = (x: unknown): WireList => {
  const o = objectOf(x)
  const total = isObject(o.total) ? { count: numberOf(o.total.count), exact: o.total.exact === true } : undefined
  return {
    data: recordsOf(o.data),
    nextCursor: stringOrNull(o.nextCursor),
    prevCursor: stringOrNull(o.prevCursor),
    ...(total ? { total } : {}),
  }
}

export const aggregateOf = (x: unknown): AggregateRow[] =>
  arrayOf(objectOf(x).data).map((row) => {
    const o = objectOf(row)
    return { key: objectOf(o.key), labels: labelsOf(o.labels), count: numberOf(o.count), sum: objectOf(o.sum) }
  })

export const hitsOf = (x: unknown): SearchHit[] =>
  arrayOf(objectOf(x).data).flatMap((hit) => {
    const o = objectOf(hit)
    return isString(o.entity) && isString(o.id)
      ? [
          {
            entity: o.entity,
            id: o.id,
            title: stringOf(o.title),
            subtitle: stringOf(o.subtitle),
            number: stringOf(o.number),
          },
        ]
      : []
  })

export const errorsOf = (x: unknown): FieldError[] =>
  arrayOf(x).flatMap((e) => {
    const o = objectOf(e)
    return isString(o.message) ? [{ path: stringOf(o.path), message: o.message }] : []
  })

const rightsOf = (x: unknown): Rights =>
  Array.isArray(x) ? Object.fromEntries(stringsOf(x).map((name) => [name, 'all'])) : labelsOf(x)

/** Whether `<entity>.<verb>` has any reach: exact key, then `<entity>.*`, then `*.<verb>`, then `*`; nothing said is none. */
export const allowed = (rights: Rights, permission: string): boolean => {
  const [entity = '', asked = ''] = permission.split('.')
  // the right to change a record is called edit, the action update
  const verb = asked === 'update' ? 'edit' : asked
  const reach = rights[`${entity}.${verb}`] ?? rights[`${entity}.*`] ?? rights[`*.${verb}`] ?? rights['*'] ?? 'none'
  return reach !== 'none'
}

export const meOf = (x: unknown): Me => {
  const o = objectOf(x)
  const user = objectOf(o.user)
  const member = objectOf(o.member)
  const workspace = objectOf(o.workspace)
  const name = stringOf(member.name, stringOf(user.name, stringOf(user.email)))
  return {
    user: { id: stringOf(user.id), name: stringOf(user.name, name), email: stringOf(user.email) },
    member: {
      id: stringOf(member.id),
      name,
      roleId: stringOrNull(member.roleId) ?? stringOrNull(objectOf(o.role).id),
      teamId: stringOrNull(member.teamId),
    },
    workspace: {
      id: stringOf(workspace.id),
      name: stringOf(workspace.name, 'Workspace'),
      baseCurrency: stringOf(workspace.baseCurrency, 'EUR'),
      timeZone: stringOf(workspace.timeZone, 'UTC'),
      country: stringOf(workspace.country),
      locale: stringOf(workspace.locale, 'en'),
    },
    rights: rightsOf(o.rights),
    unreadNotifications: numberOf(o.unreadNotifications),
    demo: o.demo === true || workspace.demo === true,
    raw: o,
  }
}
