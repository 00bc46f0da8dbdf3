/** Routes over many records at once: bulk actions with their progress, and exports. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { invalid, notFound } from '../../errors.ts'
import { parseWith } from '../../schema.ts'
import { assertRight } from '../access.ts'
import type { App } from '../app.ts'
import { bulkInput, cancelBulk, readOperation, startBulk, undoBulk } from '../bulk.ts'
import { exportList } from '../export.ts'
import { requireActor } from './actor.ts'

const operationId = (request: FastifyRequest): string => {
  const p = z.object({ id: z.uuid() }).safeParse(request.params)
  if (!p.success) throw notFound('Operation')
  return p.data.id
}

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
