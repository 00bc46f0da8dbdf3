/** `/api/v1/events`: server-sent events. Only what changed, and only to those who may see it. */
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../errors.ts'
import { reachOf, rightsEntity, within } from '../access.ts'
import { pathsOf } from '../apiPaths.ts'
import type { App } from '../app.ts'
import type { LiveEvent } from '../live.ts'
import { requireActor } from './actor.ts'

const heartbeatMs = 25_000

/** What happens to these may end a session or change what it sees. */
const rightful = new Set(['member', 'role', 'team'])

export const livePaths = pathsOf({
  'GET /api/v1/events': {
    id: 'events',
    tag: 'Workspace',
    summary: 'What changes, as it happens: lines `data: {"entity","id","version","name"}`',
    file: 'text/event-stream',
  },
})

export const liveRoutes = (server: FastifyInstance, app: App): void => {
  server.get('/api/v1/events', async (request, reply) => {
    let actor = await requireActor(app, request)
    const maySee = (e: LiveEvent): boolean => {
      const entity = app.registry.find(e.entity)
      if (!entity) return false
      const reach = reachOf(actor, rightsEntity(entity), 'view')
      const owners = e.ownerIds.flatMap((ownerId) => e.teamIds.map((teamId) => ({ ownerId, teamId })))
      return owners.some((row) => within(actor, entity, reach, row))
    }
    const headers = Object.entries(reply.getHeaders())
    reply.hijack()
    const { raw } = reply
    for (const [name, value] of headers) if (value !== undefined) raw.setHeader(name, value)
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    raw.write('retry: 2000\n\n')
    /** A stream outlives the request that opened it: who signed out or was deactivated must not go on listening. */
    const refresh = async (): Promise<void> => {
      try {
        actor = await requireActor(app, request)
      } catch (error) {
        if (error instanceof AppError) raw.end()
        else request.log.warn({ err: error }, 'live updates could not check their session')
      }
    }
    const tell = (e: LiveEvent): void => {
      if (maySee(e) && !raw.writableEnded)
        raw.write(`data: ${JSON.stringify({ entity: e.entity, id: e.id, version: e.version, name: e.name })}\n\n`)
    }
    const unsubscribe = app.live.subscribe(actor.workspaceId, (e) => {
      if (rightful.has(e.entity)) void refresh().then(() => tell(e))
      else tell(e)
    })
    const beat = setInterval(() => {
      void refresh().then(() => raw.writableEnded || raw.write(': still here\n\n'))
    }, heartbeatMs)
    beat.unref()
    raw.on('close', () => {
      clearInterval(beat)
      unsubscribe()
    })
  })
}
