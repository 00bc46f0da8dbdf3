/** What the API's document says of routes written by hand. Each is declared beside its route, in the words of this file. */
import { z } from 'zod'
import { uuid, type Schema } from './openapiSchemas.ts'

/** Path → method → operation, as OpenAPI has it. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Schema>>>>

/** What is read of a request or an answer, as JSON Schema. */
export const jsonSchema = (schema: z.ZodType, io: 'input' | 'output' = 'input'): Schema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

export const jsonBody = (schema: Schema): Schema => ({ content: { 'application/json': { schema } } })

/** The refusals every operation may answer. */
export const problems: Schema = {
  '4XX': {
    description: 'Refused; `errors` names the fields',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
}

export const uploadBody: Schema = {
  content: {
    'multipart/form-data': {
      schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
    },
  },
}

export const queryParameter = (name: string, schema: Schema, description: string): Schema => ({
  name,
  in: 'query',
  required: false,
  schema,
  description,
})

type Told = {
  /** `session.signIn`: unique */
  id: string
  tag: string
  summary: string
  /** parameters of the URL, each with what it says */
  query?: Readonly<Record<string, readonly [schema: z.ZodType, description: string]>>
  /** what is sent as JSON */
  body?: z.ZodType
  /** a file is sent instead */
  upload?: true
  /** what is answered as JSON, or the name of a shared schema; an object unless told */
  answer?: z.ZodType | string
  /** a file of this type is answered instead */
  file?: string
  status?: 200 | 201
  /** asks for no session */
  open?: true
}

const answerSchema = (answer: Told['answer']): Schema => {
  if (typeof answer === 'string') return { $ref: `#/components/schemas/${answer}` }
  return answer ? jsonSchema(answer, 'output') : { type: 'object' }
}

const answerOf = ({ answer, file, summary, status = 200 }: Told): Schema => ({
  [status]: {
    description: summary,
    ...(file ? { content: { [file]: { schema: { type: 'string' } } } } : jsonBody(answerSchema(answer))),
  },
  ...problems,
})

const operationOf = (path: string, told: Told): Schema => {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'id' ? uuid : { type: 'string' },
  }))
  const inQuery = Object.entries(told.query ?? {}).map(([name, [schema, description]]) =>
    queryParameter(name, jsonSchema(schema), description),
  )
  const body = told.upload ? uploadBody : told.body ? jsonBody(jsonSchema(told.body)) : undefined
  return {
    operationId: told.id,
    tags: [told.tag],
    summary: told.summary,
    parameters: [...inPath, ...inQuery],
    ...(body ? { requestBody: body } : {}),
    responses: answerOf(told),
    ...(told.open ? { security: [] } : {}),
  }
}

/** `{ 'POST /api/v1/auth/sign-in': { id, tag, summary, body } }` as paths of the document. Throws for an unknown method. */
export const pathsOf = (routes: Readonly<Record<string, Told>>): Paths => {
  const out: Record<string, Record<string, Schema>> = {}
  for (const [route, told] of Object.entries(routes)) {
    const [, method, path] = /^(GET|POST|PATCH|DELETE) (\/\S+)$/.exec(route) ?? []
    if (!method || !path) throw new Error(`${route} is not a method and a path`)
    out[path] = { ...out[path], [method.toLowerCase()]: operationOf(path, told) }
  }
  return out
}

/** Paths of several modules as one; methods of the same path stand together. */
export const mergePaths = (...all: readonly Paths[]): Record<string, Record<string, Schema>> => {
  const out: Record<string, Record<string, Schema>> = {}
  for (const paths of all) for (const [path, item] of Object.entries(paths)) out[path] = { ...out[path], ...item }
  return out
}

/** A page of something: `{ data: [...] }`. */
export const dataOf = (item: z.ZodType) => z.object({ data: z.array(item) })
export const nothing = z.object({})
