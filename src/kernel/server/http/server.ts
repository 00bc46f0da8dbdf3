/** The HTTP server: hooks that hold for every request, and the routes in their order. */
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { invalid } from '../../errors.ts'
import { pathsOf } from '../apiPaths.ts'
import type { App } from '../app.ts'
import { sql } from 'kysely'
import { bulkRoutes } from './bulk.ts'
import { failedJobRoutes } from './failedJobs.ts'
import { fileRoutes } from './files.ts'
import { liveRoutes } from './live.ts'
import { metricsRoutes } from './metrics.ts'
import { answerProblem } from './problem.ts'
import { recordRoutes } from './records.ts'
import { reportRoutes } from './reports.ts'
import { timelineRoutes } from './timeline.ts'
import { rightRoutes } from './rights.ts'
import { settingRoutes } from './settings.ts'
import { uuidv7 } from '../ids.ts'

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const securityHeadersFor = (baseUrl: string): Record<string, string> => ({
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(self), microphone=(self)',
  ...(baseUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
})

/** Nothing the product takes is nested further; what is, would only overflow whoever walks it. */
const mostDepth = 50

/** Without recursion, which is what it guards against. */
const isDeeperThan = (most: number, value: unknown): boolean => {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true
    level = level.flatMap((x) => (typeof x === 'object' && x !== null ? Object.values(x) : []))
  }
  return false
}

const healthy = z.object({ status: z.string() })
export const healthPaths = pathsOf({
  'GET /healthz': { id: 'health', tag: 'Server', summary: 'The process is up', answer: healthy, open: true },
  'GET /readyz': { id: 'ready', tag: 'Server', summary: 'And its database answers', answer: healthy, open: true },
})

/** Builds the server; `more` adds the routes that need what the kernel does not know (web files, areas' own plugins). */
export const createServer = async (
  app: App,
  more: (server: FastifyInstance) => Promise<void>,
): Promise<FastifyInstance> => {
  const securityHeaders = securityHeadersFor(app.config.baseUrl)
  // Each request is a line only when it failed; `debug` tells of all.
  const loggerInstance: FastifyBaseLogger = app.log.child(
    { from: 'http' },
    { level: app.config.logLevel === 'info' ? 'warn' : app.config.logLevel },
  )
  const server = Fastify({
    loggerInstance,
    genReqId: () => uuidv7(),
    bodyLimit: 2 * 1024 * 1024,
    trustProxy: app.config.trustedProxies,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
    // What the router refuses before any hook runs: broken escapes, parameters that are too long.
    frameworkErrors: (error, request, reply) => {
      reply.headers(securityHeaders)
      return answerProblem(error, request, reply)
    },
  })
  await server.register(cookie)
  await server.register(multipart, { limits: { fileSize: 512 * 1024 * 1024, files: 1 } })
  // Refuses `__proto__`, which would else be dropped in silence.
  const parse = server.getDefaultJsonParser('error', 'error')
  // A POST without a body is an empty object, whatever its Content-Type says.
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, {})
    void parse(request, String(body), (error, parsed) => {
      if (error) return done(invalid('', 'is not valid JSON'))
      return isDeeperThan(mostDepth, parsed) ? done(invalid('', 'is nested too deeply')) : done(null, parsed)
    })
  })
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders)
  })
  server.addHook('onSend', async (request, reply, payload) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    return payload
  })
  server.setErrorHandler(answerProblem)
  server.get('/healthz', async () => ({ status: 'ok' }))
  server.get('/readyz', async () => {
    await sql`select 1`.execute(app.database.app)
    return { status: 'ready' }
  })
  await metricsRoutes(server, app)
  recordRoutes(server, app)
  reportRoutes(server, app)
  bulkRoutes(server, app)
  timelineRoutes(server, app)
  fileRoutes(server, app)
  failedJobRoutes(server, app)
  rightRoutes(server, app)
  settingRoutes(server, app)
  liveRoutes(server, app)
  await more(server)
  return server
}
