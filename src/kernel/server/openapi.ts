/** The OpenAPI 3.1 document, made from the same definitions as the routes. */
import { type Entity, allFields, labelOf, writableFields } from '../entity.ts'
import type { Registry } from '../registry.ts'
import { jsonBody, mergePaths, type Paths, problems, queryParameter, uploadBody } from './apiPaths.ts'
import type { Contributions } from './app.ts'
import { isOrdered } from './list/index.ts'
import type { Query } from './query.ts'
import { reportPaths } from './openapiReports.ts'
import { type Schema, object, partInputs, pascal, recordSchema, uuid, valueSchema } from './openapiSchemas.ts'

const body = jsonBody
const idParameter = { name: 'id', in: 'path', required: true, schema: uuid }
const idempotency = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 200 },
}
const parameter = queryParameter

const listParameters = (e: Entity) => [
  parameter('q', { type: 'string' }, 'Words to search for'),
  parameter(
    'sort',
    { type: 'string' },
    `Fields by comma, - for descending: ${Object.entries(allFields(e))
      .filter(([k, f]) => isOrdered(k, f))
      .map(([k]) => k)
      .join(', ')}`,
  ),
  parameter('limit', { type: 'integer', minimum: 1, maximum: 200 }, 'Rows of a page'),
  parameter('cursor', { type: 'string' }, '`nextCursor` of the page before'),
  parameter('fields', { type: 'string' }, 'Fields by comma'),
  parameter('include', { type: 'string' }, '`can` for what you may do to each row'),
  parameter('total', { type: 'string', enum: ['exact', 'estimate', 'none'] }, 'How to count'),
  ...Object.entries(allFields(e)).flatMap(([k, f]) =>
    f.options.filter
      ? [parameter(k, { type: 'string' }, `Filter; also ${k}[ne|in|gt|gte|lt|lte|contains|startsWith|null]`)]
      : [],
  ),
]

const ref = (e: Entity): Schema => ({ $ref: `#/components/schemas/${pascal(e.name)}` })

const crudPaths = (e: Entity, actions: Contributions['actions']): Paths => {
  const path = `/api/v1/${e.plural}`
  const tags = [e.labelPlural]
  const of = (verb: string) => actions.get(`${e.name}.${verb}`)
  const [create, update, remove, restore] = ['create', 'update', 'delete', 'restore'].map(of)
  const record = { description: e.label, ...body(ref(e)) }
  return {
    [path]: {
      get: {
        operationId: `${e.name}.list`,
        tags,
        summary: `List ${e.labelPlural.toLowerCase()}`,
        parameters: listParameters(e),
        responses: {
          200: {
            description: 'A page',
            ...body({
              type: 'object',
              properties: { data: { type: 'array', items: ref(e) }, nextCursor: { type: ['string', 'null'] } },
            }),
          },
          ...problems,
        },
      },
      ...(create
        ? {
            post: {
              operationId: create.name,
              tags,
              summary: `Create ${e.label.toLowerCase()}`,
              parameters: [idempotency],
              requestBody: body(object(writableFields(e), { id: uuid, ...partInputs(create.parts) })),
              responses: { 201: record, ...problems },
            },
          }
        : {}),
    },
    [`${path}/aggregate`]: {
      get: {
        operationId: `${e.name}.aggregate`,
        tags,
        summary: `Figures over ${e.labelPlural.toLowerCase()}`,
        parameters: [
          parameter('groupBy', { type: 'string' }, 'Up to two fields; days and instants as field:month'),
          parameter('sum', { type: 'string' }, 'Numeric fields by comma'),
          ...listParameters(e),
        ],
        responses: { 200: { description: 'Groups', ...body({ type: 'object' }) }, ...problems },
      },
    },
    [`${path}/{id}`]: {
      get: {
        operationId: `${e.name}.get`,
        tags,
        summary: `Get ${e.label.toLowerCase()}`,
        parameters: [idParameter],
        responses: { 200: record, ...problems },
      },
      ...(update
        ? {
            patch: {
              operationId: update.name,
              tags,
              summary: `Change ${e.label.toLowerCase()}`,
              parameters: [idParameter],
              requestBody: body(
                object(writableFields(e), { version: { type: 'integer' }, ...partInputs(update.parts) }, []),
              ),
              responses: { 200: record, ...problems },
            },
          }
        : {}),
      ...(remove
        ? {
            delete: {
              operationId: remove.name,
              tags,
              summary: `Move ${e.label.toLowerCase()} to the trash`,
              parameters: [idParameter],
              responses: { 200: record, ...problems },
            },
          }
        : {}),
    },
    ...(restore
      ? {
          [`${path}/{id}/restore`]: {
            post: {
              operationId: restore.name,
              tags,
              summary: `Take ${e.label.toLowerCase()} out of the trash`,
              parameters: [idParameter, idempotency],
              responses: { 200: record, ...problems },
            },
          },
        }
      : {}),
  }
}

const cursorParameter = parameter('cursor', uuid, '`nextCursor` of the page before')

/** What hangs on every record: its story, its history, its files. */
const storyPaths = (e: Entity): Paths => {
  const path = `/api/v1/${e.plural}/{id}`
  const tags = [e.labelPlural]
  const story = (name: string, summary: string) => ({
    get: {
      operationId: `${e.name}.${name}`,
      tags,
      summary,
      parameters: [
        idParameter,
        cursorParameter,
        parameter('kinds', { type: 'string', enum: ['activity', 'change'] }, 'Only these'),
        parameter('limit', { type: 'integer', minimum: 1, maximum: 100 }, 'Events of a page'),
      ],
      responses: { 200: { description: 'Events, newest first', ...body({ type: 'object' }) }, ...problems },
    },
  })
  const files = {
    get: {
      operationId: `${e.name}.files`,
      tags,
      summary: 'List files',
      parameters: [idParameter],
      responses: { 200: { description: 'Files', ...body({ type: 'object' }) }, ...problems },
    },
    post: {
      operationId: `${e.name}.addFile`,
      tags,
      summary: 'Add a file',
      parameters: [idParameter],
      requestBody: uploadBody,
      responses: { 201: { description: 'File', ...body({ type: 'object' }) }, ...problems },
    },
  }
  return {
    [`${path}/timeline`]: story('timeline', 'What happened to it and to what hangs on it'),
    [`${path}/history`]: story('history', 'What was changed in it'),
    ...(e.name === 'fileRecord' ? {} : { [`${path}/files`]: files }),
  }
}

const verbPaths = (e: Entity, registry: Registry, actions: Contributions['actions']): Paths =>
  Object.fromEntries(
    registry.verbsOf(e.name).flatMap((v) => {
      const a = actions.get(v.name)
      if (!a?.admits.includes('user')) return []
      const path = v.on === 'record' ? `/api/v1/${e.plural}/{id}/${v.verb}` : `/api/v1/${e.plural}/${v.verb}`
      const parameters = v.on === 'record' ? [idParameter, idempotency] : [idempotency]
      const operation = {
        operationId: v.name,
        tags: [e.labelPlural],
        summary: v.definition.label,
        parameters,
        requestBody: body(object(a.input, { version: { type: 'integer' } })),
        responses: { 200: { description: e.label, ...body({}) }, ...problems },
      }
      return [[path, { post: operation }]]
    }),
  )

const queryPath = (q: Query): [string, Paths[string]] => {
  const at = q.entity ? `/api/v1/${q.entity.plural}${q.on === 'record' ? '/{id}' : ''}/${q.path}` : `/api/v1/${q.path}`
  const parameters = [
    ...(q.on === 'record' ? [idParameter] : []),
    ...Object.entries(q.params).map(([k, f]) => ({
      ...parameter(k, valueSchema(f), labelOf(k, f)),
      required: f.options.required === true,
    })),
  ]
  return [
    at,
    {
      get: {
        operationId: `${q.name}.query`,
        tags: [q.entity?.labelPlural ?? 'Workspace'],
        parameters,
        responses: { 200: { description: 'Answer', ...body({}) }, ...problems },
      },
    },
  ]
}

const shared: Record<string, Schema> = {
  Money: {
    type: 'object',
    required: ['amount', 'currency'],
    properties: {
      amount: { type: 'string', examples: ['1234.50'] },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
    additionalProperties: false,
  },
  Address: {
    type: 'object',
    properties: Object.fromEntries(
      ['street', 'street2', 'postalCode', 'city', 'region', 'country'].map((k) => [k, { type: ['string', 'null'] }]),
    ),
    additionalProperties: false,
  },
  Problem: {
    type: 'object',
    required: ['status', 'title', 'code'],
    properties: {
      type: { type: 'string' },
      status: { type: 'integer' },
      title: { type: 'string' },
      code: { type: 'string' },
      errors: {
        type: 'array',
        items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
      },
    },
  },
}

export type ApiDocument = Schema & { paths: Paths; components: { schemas: Readonly<Record<string, Schema>> } & Schema }

/** The document for these definitions; the same input gives the same text. */
export const openApi = (
  registry: Registry,
  c: Pick<Contributions, 'actions' | 'queries'>,
  version: string,
): ApiDocument => {
  const entities = registry.entities.filter((e) => !e.partOf)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline',
      version,
      description:
        'From the first contact to the paid invoice. Sign in by session cookie (with the header X-Requested-With: throughline on writes) or Authorization: Bearer <API key>.',
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { key: [] }],
    paths: mergePaths(
      ...entities.map((e) => crudPaths(e, c.actions)),
      ...entities.map((e) => verbPaths(e, registry, c.actions)),
      ...entities.map(storyPaths),
      reportPaths(registry.reports),
      Object.fromEntries([...c.queries.values()].filter((q) => q.admits.includes('user')).map(queryPath)),
    ),
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'throughline_session' },
        key: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        ...shared,
        ...Object.fromEntries(registry.entities.map((e) => [pascal(e.name), recordSchema(e, registry)])),
      },
    },
  }
}
