/** Starts a failed job again. */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { forbidden, notFound } from '../../errors.ts'
import { reachOf } from '../access.ts'
import { pathsOf } from '../apiPaths.ts'
import type { App } from '../app.ts'
import { transact } from '../execute.ts'
import { requireActor } from './actor.ts'

type Failure = { name: string; payload: Record<string, unknown>; attempts: number }

/** The queue's task that such a payload belongs to; see `tasks` of the worker. */
const taskOf = (payload: Record<string, unknown>): string =>
  'due' in payload ? 'fanOut' : 'reaction' in payload ? 'react' : 'job'

export const failedJobPaths = pathsOf({
  'POST /api/v1/failed-jobs/{id}/retry': {
    id: 'failedJob.retry',
    tag: 'Workspace',
    summary: 'Start a failed job again',
    answer: z.object({ id: z.uuid(), retriedAt: z.iso.datetime() }),
  },
})

export const failedJobRoutes = (server: FastifyInstance, app: App): void => {
  server.post('/api/v1/failed-jobs/:id/retry', async (request) => {
    const actor = await requireActor(app, request)
    if (reachOf(actor, 'failedJob', 'retry') === 'none')
      throw forbidden('Your role does not allow you to start failed jobs again.')
    const id = z.object({ id: z.uuid() }).safeParse(request.params)
    if (!id.success) throw notFound('Failed job')
    return transact(app, actor, async (c) => {
      const r = await sql<Failure>`update job_failure set retried_at = ${c.now}
        where workspace_id = ${c.workspace.id} and id = ${id.data.id} and retried_at is null
        returning name, payload, attempts`.execute(c.tx)
      const [failure] = r.rows
      if (!failure) throw notFound('Failed job')
      await sql`select enqueue_job(${taskOf(failure.payload)}, ${JSON.stringify(failure.payload)}::json, null, null, ${failure.attempts})`.execute(
        c.tx,
      )
      return { id: id.data.id, retriedAt: c.now }
    })
  })
}
