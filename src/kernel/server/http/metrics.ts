/** Figures for Prometheus: answers and their times by route, the process, and the job queue. Off unless METRICS_TOKEN is set. */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { AppError } from '../../errors.ts'
import { pathsOf } from '../apiPaths.ts'
import type { App } from '../app.ts'
import { safeEqual } from '../crypto.ts'

export const metricsPaths = pathsOf({
  'GET /metrics': {
    id: 'metrics',
    tag: 'Server',
    summary: 'Figures for Prometheus, for whoever bears METRICS_TOKEN',
    file: 'text/plain',
  },
})

type Queue = { ready: number; oldest: number; failed: number }

/** Jobs that could run now, the seconds the oldest of them has waited, and failed ones nobody has started again. */
const queueOf = async (app: App): Promise<Queue> => {
  const r = await sql<Queue>`
    select (select count(*) from job_failure where retried_at is null) as failed, count(*) as ready,
      coalesce(extract(epoch from now() - min(run_at)), 0)::float8 as oldest
    from graphile_worker.jobs where run_at <= now() and locked_at is null and attempts < max_attempts`.execute(
    app.database.owner,
  )
  return r.rows[0] ?? { ready: 0, oldest: 0, failed: 0 }
}

/** Measures every request. Routes are named by their pattern, never by what stood in the address. */
const measure = async (server: FastifyInstance, app: App) => {
  const { Registry, Histogram, Gauge, collectDefaultMetrics } = await import('prom-client')
  const figures = new Registry()
  collectDefaultMetrics({ register: figures })
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [figures],
  })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [figures] })
  const ready = gauge('jobs_ready', 'Jobs that could run now')
  const oldest = gauge('jobs_oldest_seconds', 'How long the oldest job that could run has waited')
  const failed = gauge('jobs_failed', 'Jobs that failed for good and were not started again')

  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  return {
    type: figures.contentType,
    read: async () => {
      const queue = await queueOf(app)
      ready.set(queue.ready)
      oldest.set(queue.oldest)
      failed.set(queue.failed)
      return figures.metrics()
    },
  }
}

export const metricsRoutes = async (server: FastifyInstance, app: App): Promise<void> => {
  const token = app.config.metricsToken
  const figures = token ? await measure(server, app) : null
  server.get('/metrics', async (request, reply) => {
    if (!figures || !safeEqual(request.headers.authorization ?? '', `Bearer ${token}`))
      throw new AppError('unauthenticated', 'Figures are for whoever bears METRICS_TOKEN.')
    return reply.type(figures.type).send(await figures.read())
  })
}
