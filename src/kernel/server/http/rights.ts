/** Which rights there are: what the matrix of a role can give. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { pathsOf } from '../apiPaths.ts'
import type { App } from '../app.ts'
import { requireActor } from './actor.ts'

const common = new Set(['view', 'create', 'edit', 'delete', 'export'])

/** By entity, the verbs that ask for a right of their own; the others go with creating, editing or deleting. */
const ownRights = (app: Pick<App, 'actions'>): Record<string, string[]> => {
  const found: Record<string, string[]> = {}
  for (const a of app.actions.values()) {
    if (common.has(a.right) || !a.admits.includes('user')) continue
    const known = found[a.entity.name] ?? []
    if (!known.includes(a.right)) found[a.entity.name] = [...known, a.right]
  }
  return found
}

export const rightPaths = pathsOf({
  'GET /api/v1/rights': {
    id: 'rights',
    tag: 'Workspace',
    summary: 'Verbs that ask for a right of their own, by kind of record',
    answer: z.object({ data: z.record(z.string(), z.array(z.string())) }),
  },
})

/** Registers `GET /api/v1/rights`. */
export const rightRoutes = (server: FastifyInstance, app: App): void => {
  const data = ownRights(app)
  server.get('/api/v1/rights', async (request) => {
    await requireActor(app, request)
    return { data }
  })
}
