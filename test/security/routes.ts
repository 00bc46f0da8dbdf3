/** Every way in: the operations of the OpenAPI document, and the routes beside it, which carry files, streams or sessions. */
import { z } from 'zod'
import { apiDocument } from '../../src/main/apiDocument.ts'
import { definitions } from '../../src/main/definitions.ts'

export type Schema = { [key: string]: unknown }
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
export type Operation = {
  method: Method
  /** with `{id}` */
  path: string
  query: readonly string[]
  body: Schema | undefined
  /** the entity whose ids the path takes */
  entity: string | undefined
}

const operation = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.record(z.string(), z.unknown()) })) })
    .optional(),
})
const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })
const methods = { get: 'GET', post: 'POST', patch: 'PATCH', delete: 'DELETE' } as const

const entityOf = (path: string): string | undefined => {
  const plural = path.split('/')[3] ?? ''
  return definitions.byPlural(plural)?.name
}

/** The operations of the document. */
export const documented = (): Operation[] => {
  const { paths } = document.parse(JSON.parse(JSON.stringify(apiDocument())))
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(methods).flatMap(([name, method]): Operation[] => {
      const o = item[name]
      if (!o) return []
      return [
        {
          method,
          path,
          query: (o.parameters ?? []).flatMap((p) => (p.in === 'query' ? [p.name] : [])),
          body: o.requestBody?.content['application/json']?.schema,
          entity: entityOf(path),
        },
      ]
    }),
  )
}

const plain = (method: Method, path: string, body?: Schema, query: readonly string[] = []): Operation => ({
  method,
  path,
  query,
  body,
  entity: entityOf(path),
})
const object = (properties: Schema, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
})
const text = { type: 'string' }
const ids = { type: 'array', items: { type: 'string', format: 'uuid' } }

/** Routes for those who are signed in that the document does not list. `/api/v1/events` never ends and has its own test. */
export const undocumented = (): Operation[] => [
  ...definitions.entities
    .filter((e) => !e.partOf)
    .flatMap((e) => {
      const path = `/api/v1/${e.plural}`
      const record = `${path}/{id}`
      return [
        plain('GET', `${record}/timeline`, undefined, ['cursor', 'kinds', 'limit']),
        plain('GET', `${record}/history`, undefined, ['cursor', 'kinds', 'limit']),
        plain('GET', `${path}/export`, undefined, ['format', 'fields', 'q']),
        plain(
          'POST',
          `${path}/bulk`,
          object({ ids, filter: object({ q: text }), action: text, input: object({}) }, ['action']),
        ),
        ...(e.name === 'fileRecord'
          ? []
          : [plain('GET', `${record}/files`, undefined, ['limit', 'cursor']), plain('POST', `${record}/files`)]),
      ]
    }),
  plain('GET', '/api/v1/search', undefined, ['q']),
  plain('GET', '/api/v1/me'),
  plain('PATCH', '/api/v1/me', object({ name: text, jobTitle: text, timeZone: text, preferences: object({}) })),
  plain('POST', '/api/v1/me/password', object({ current: text, password: text })),
  plain('GET', '/api/v1/me/sessions'),
  plain('DELETE', '/api/v1/me/sessions/{id}'),
  plain('POST', '/api/v1/me/sessions/revokeOthers'),
  plain('GET', '/api/v1/me/notices'),
  plain('PATCH', '/api/v1/me/notices', object({ digest: { type: 'boolean' }, kinds: object({}) })),
  plain('GET', '/api/v1/me/second-factor'),
  plain('POST', '/api/v1/me/second-factor/begin', object({ password: text })),
  plain('POST', '/api/v1/me/second-factor/confirm', object({ code: text })),
  plain('POST', '/api/v1/me/second-factor/recoveryCodes', object({ password: text })),
  plain('POST', '/api/v1/me/second-factor/drop', object({ password: text })),
  plain('GET', '/api/v1/settings'),
  plain('PATCH', '/api/v1/settings', object({ 'leads.convertPolicy': text })),
  plain('PATCH', '/api/v1/workspace', object({ name: text, timeZone: text, locale: text })),
  plain('POST', '/api/v1/files'),
  plain('GET', '/api/v1/files/{id}', undefined, ['inline']),
  plain('DELETE', '/api/v1/files/{id}'),
  plain('GET', '/api/v1/operations/{id}'),
  plain('POST', '/api/v1/operations/{id}/undo'),
  plain('POST', '/api/v1/operations/{id}/cancel'),
  plain('POST', '/api/v1/failed-jobs/{id}/retry'),
  plain('POST', '/api/v1/imports'),
  plain('GET', '/api/v1/imports/kinds'),
  plain('POST', '/api/v1/imports/{id}/read', object({ settings: object({}) })),
  plain('GET', '/api/v1/imports/{id}/errors.csv'),
]

/** Routes that ask for no session. */
export const open = (): Operation[] => [
  plain('GET', '/api/v1/setup'),
  plain('POST', '/api/v1/setup', object({ workspace: text, name: text, email: text, password: text, country: text })),
  plain('POST', '/api/v1/auth/sign-in', object({ email: text, password: text, code: text })),
  plain('POST', '/api/v1/auth/forgot', object({ email: text })),
  plain('POST', '/api/v1/auth/reset', object({ token: text, password: text })),
  plain('POST', '/api/v1/auth/accept-invitation', object({ token: text, password: text, name: text })),
  plain('GET', '/api/v1/portal/{id}'),
  plain('GET', '/api/v1/portal/{id}/pdf'),
  plain('GET', '/api/v1/portal/{id}/logo'),
  plain('POST', '/api/v1/portal/{id}/accept', object({ name: text })),
]

/** `GET /api/v1/accounts/{id}` for each route of the server, from the tree it prints. */
export const registered = (tree: string): string[] => {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', , path = '', methods = ''] =
      /^((?:│ {3}| {4})*)(├── |└── )(\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
    if (!path) return []
    const depth = indent.length / 4
    above.splice(depth, above.length, path)
    const whole = above.join('').replaceAll(/:\w+/g, '{id}')
    return methods.split(', ').flatMap((m) => (m && m !== 'HEAD' ? [`${m} ${whole}`] : []))
  })
}
