/** The story and the history of every record. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { notFound } from '../../errors.ts'
import { parseWith } from '../../schema.ts'
import { assertRight } from '../access.ts'
import type { App } from '../app.ts'
import { readStory } from '../timeline.ts'
import { requireActor } from './actor.ts'

const idParams = z.object({ id: z.uuid() })
const storyParams = z.strictObject({
  cursor: z.string().max(36).optional(),
  kinds: z.string().max(40).optional(),
  limit: z.coerce.number('must be a number').int().min(1).max(100).optional(),
})

/** Registers `GET /api/v1/<plural>/{id}/timeline` and `…/history` for every entity that is not a part. */
export const timelineRoutes = (server: FastifyInstance, app: App): void => {
  for (const e of app.registry.entities) {
    if (e.partOf) continue
    const story = (own: boolean) => async (request: FastifyRequest) => {
      const actor = await requireActor(app, request)
      assertRight(actor, e, 'view')
      const id = idParams.safeParse(request.params)
      if (!id.success) throw notFound(e.label)
      const { cursor, kinds, limit } = parseWith(storyParams, request.query)
      return readStory(app, actor, e, id.data.id, own, {
        cursor: cursor || undefined,
        ...(kinds ? { kinds: kinds.split(',').filter(Boolean) } : {}),
        ...(limit === undefined ? {} : { limit }),
      })
    }
    server.get(`/api/v1/${e.plural}/:id/timeline`, story(false))
    server.get(`/api/v1/${e.plural}/:id/history`, story(true))
  }
}
