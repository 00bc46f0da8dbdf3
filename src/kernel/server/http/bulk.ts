/** Routes over many records at once: bulk actions with their progress, and exports. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { invalid, notFound } from '../../errors.ts'
import type { Registry } from '../../registry.ts'
import { parseWith } from '../../schema.ts'
import { assertRight } from '../access.ts'
import { mergePaths, type Paths, pathsOf } from '../apiPaths.ts'
import type { App } from '../app.ts'
import { bulkInput, cancelBulk, readOperation, startBulk, undoBulk } from '../bulk.ts'
import { exportList } from '../export.ts'
import { requireActor } from './actor.ts'

const operationId = (request: FastifyRequest): string => {
  const p = z.object({ id: z.uuid() }).safeParse(request.params)
  if (!p.success) throw notFound('Operation')
  return p.data.id
}

/** How far an action on many records has come. */
export const operationAnswer = z.object({
  id: z.uuid(),
  entity: z.string(),
  action: z.string(),
  status: z.enum(['running', 'done', 'cancelled', 'undoing', 'undone']),
  total: z.number(),
  done: z.number(),
  failed: z.number(),
  undone: z.number(),
  problems: z.array(z.object({ recordId: z.uuid(), problem: z.string() })),
  undoable: z.boolean(),
})

const formatParameter = [z.enum(['csv', 'xlsx']), 'CSV unless told'] as const

export const bulkPaths = (registry: Registry): Paths =>
  mergePaths(
    ...registry.entities
      .filter((e) => !e.partOf)
      .map((e) =>
        pathsOf({
          [`POST /api/v1/${e.plural}/bulk`]: {
            id: `${e.name}.bulk`,
            tag: e.labelPlural,
            summary: `One action on many ${e.labelPlural.toLowerCase()}, by ids or by a list's filter`,
            body: bulkInput,
            answer: 'Operation',
          },
          [`GET /api/v1/${e.plural}/export`]: {
            id: `${e.name}.export`,
            tag: e.labelPlural,
            summary: `All ${e.labelPlural.toLowerCase()} a list's filter finds, as a file`,
            query: {
              format: formatParameter,
              fields: [z.string(), 'Fields by comma'],
              q: [z.string(), 'Words to search for; filters as in the list'],
            },
            file: 'text/csv',
          },
        }),
      ),
    pathsOf({
      'GET /api/v1/operations/{id}': {
        id: 'operation.get',
        tag: 'Workspace',
        summary: 'How far an action on many records has come',
        answer: 'Operation',
      },
      'POST /api/v1/operations/{id}/undo': {
        id: 'operation.undo',
        tag: 'Workspace',
        summary: 'Take back what it did',
        answer: 'Operation',
      },
      'POST /api/v1/operations/{id}/cancel': {
        id: 'operation.cancel',
        tag: 'Workspace',
        summary: 'Stop after the records under way',
        answer: 'Operation',
      },
    }),
  )

export const bulkRoutes = (server: FastifyInstance, app: App): void => {
  for (const e of app.registry.entities) {
    if (e.partOf) continue
    server.post(`/api/v1/${e.plural}/bulk`, async (request) => {
      const actor = await requireActor(app, request)
      return startBulk(app, actor, e, parseWith(bulkInput, request.body))
    })
    server.get(`/api/v1/${e.plural}/export`, async (request, reply) => {
      const actor = await requireActor(app, request)
      assertRight(actor, e, 'view')
      assertRight(actor, e, 'export')
      const params = new URL(request.url, 'http://local').searchParams
      const format = params.get('format') ?? 'csv'
      if (format !== 'csv' && format !== 'xlsx') throw invalid('format', 'must be csv or xlsx')
      const { stream, name, type } = await exportList(app, actor, e, params, format)
      return reply
        .header('content-type', type)
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(stream)
    })
  }
  server.get('/api/v1/operations/:id', async (request) =>
    readOperation(app, await requireActor(app, request), operationId(request)),
  )
  server.post('/api/v1/operations/:id/undo', async (request) =>
    undoBulk(app, await requireActor(app, request), operationId(request)),
  )
  server.post('/api/v1/operations/:id/cancel', async (request) =>
    cancelBulk(app, await requireActor(app, request), operationId(request)),
  )
}
