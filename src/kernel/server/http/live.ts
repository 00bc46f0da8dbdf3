/** `/api/v1/events`: server-sent events. Only what changed, and only to those who may see it. */
import type { FastifyInstance } from 'fastify'
import { reachOf, rightsEntity, within } from '../access.ts'
import type { App } from '../app.ts'
import type { LiveEvent } from '../live.ts'
import { requireActor } from './actor.ts'

const heartbeatMs = 25_000

export const liveRoutes = (server: FastifyInstance, app: App): void => {
  server.get('/api/v1/events', async (request, reply) => {
    const actor = await requireActor(app, request)
    const maySee = (e: LiveEvent): boolean => {
      const entity = app.registry.find(e.entity)
      if (!entity) return false
      const reach = reachOf(actor, rightsEntity(entity), 'view')
      const owners = e.ownerIds.flatMap((ownerId) => e.teamIds.map((teamId) => ({ ownerId, teamId })))
      return owners.some((row) => within(actor, entity, reach, row))
    }
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    raw.write('retry: 2000\n\n')
    const unsubscribe = app.live.subscribe(actor.workspaceId, (e) => {
      if (maySee(e)) raw.write(`data: ${JSON.stringify({ entity: e.entity, id: e.id, version: e.version, name: e.name })}\n\n`)
    })
    const beat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs)
    beat.unref()
    request.raw.on('close', () => {
      clearInterval(beat)
      unsubscribe()
    })
  })
}
