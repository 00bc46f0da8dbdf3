/** Every way in: the operations of the OpenAPI document, which has every route of the server (`document.test.ts`). */
import { z } from 'zod'
import { apiDocument } from '../../src/main/apiDocument.ts'
import { definitions } from '../../src/main/definitions.ts'

export type Schema = { [key: string]: unknown }
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
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
  security: z.array(z.unknown()).optional(),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
})
const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })
const methods = { get: 'GET', post: 'POST', patch: 'PATCH', delete: 'DELETE' } as const

const entityOf = (path: string): string | undefined => {
  const plural = path.split('/')[3] ?? ''
  return definitions.byPlural(plural)?.name
}

type Documented = Operation & { open: boolean }

const all = (): Documented[] => {
  const { paths } = document.parse(JSON.parse(JSON.stringify(apiDocument())))
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(methods).flatMap(([name, method]): Documented[] => {
      const o = item[name]
      // A stream never ends: it has its own test.
      if (!o || Object.values(o.responses).some((r) => r.content?.['text/event-stream'])) return []
      return [
        {
          method,
          path: path.replaceAll(/\{\w+\}/g, '{id}'),
          query: (o.parameters ?? []).flatMap((p) => (p.in === 'query' ? [p.name] : [])),
          body: o.requestBody?.content['application/json']?.schema,
          entity: entityOf(path),
          open: o.security?.length === 0,
        },
      ]
    }),
  )
}

/** The operations that ask for a session. */
export const documented = (): Operation[] => all().filter((o) => !o.open)

/** Those that ask for none, but for the one that would end the caller's. */
export const open = (): Operation[] =>
  all().filter((o) => o.open && !(o.method === 'POST' && o.path === '/api/v1/auth/sign-out'))

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
