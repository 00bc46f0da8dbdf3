/** What the API's document says of the routes that `routes.ts` adds by hand. */
import type { Paths } from '../../kernel/server/apiPaths.ts'

const problem = {
  description: 'Problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
const record = {
  description: 'Import',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Import' } } },
}
const tags = ['Imports']

export const importPaths: Paths = {
  '/api/v1/imports': {
    post: {
      operationId: 'import.create',
      tags,
      summary: 'Upload a file: how it is written is found out, and where its columns go is proposed',
      requestBody: {
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['file'],
              properties: {
                entity: {
                  type: 'string',
                  description: 'The kind of record, such as account; without it, it is guessed',
                },
                file: { type: 'string', format: 'binary' },
              },
            },
          },
        },
      },
      responses: { 201: record, default: problem },
    },
  },
  '/api/v1/imports/kinds': {
    get: {
      operationId: 'import.kinds',
      tags,
      summary: 'Kinds of records that can be imported',
      responses: {
        200: { description: 'Kinds', content: { 'application/json': { schema: { type: 'object' } } } },
        default: problem,
      },
    },
  },
  '/api/v1/imports/{id}/read': {
    post: {
      operationId: 'import.read',
      tags,
      summary: 'Read the file anew, as these settings say, or take its rows for another kind of record',
      parameters: [id],
      requestBody: {
        content: {
          'application/json': {
            schema: { type: 'object', properties: { settings: { type: 'object' }, entity: { type: 'string' } } },
          },
        },
      },
      responses: { 200: record, default: problem },
    },
  },
  '/api/v1/imports/{id}/matches': {
    get: {
      operationId: 'import.matches',
      tags,
      summary: 'Words of the file that name nothing here, with what comes near',
      parameters: [id],
      responses: {
        200: { description: 'Columns', content: { 'application/json': { schema: { type: 'object' } } } },
        default: problem,
      },
    },
  },
  '/api/v1/imports/{id}/errors.csv': {
    get: {
      operationId: 'import.errors',
      tags,
      summary: 'The rows that failed, each with its problem, to be mended and loaded again',
      parameters: [id],
      responses: {
        200: { description: 'CSV', content: { 'text/csv': { schema: { type: 'string' } } } },
        default: problem,
      },
    },
  },
}
