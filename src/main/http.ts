/** The HTTP server with everything the areas and the web application add to the kernel's routes. */
import staticFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { signInRoutes } from '../areas/admin/signIn.ts'
import type { App } from '../kernel/server/app.ts'
import { createServer } from '../kernel/server/http/server.ts'
import { projectRoot } from './paths.ts'

const webRoot = path.join(projectRoot, 'dist', 'web')

/** The built pages; every address that is no file and not the API's is the web application's to route. */
const webRoutes = async (server: FastifyInstance): Promise<void> => {
  if (!existsSync(webRoot)) return
  await server.register(staticFiles, {
    root: webRoot,
    index: false,
    // Built assets carry a hash in their name and never change.
    setHeaders(reply, file) {
      reply.setHeader('cache-control', file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  server.setNotFoundHandler(async (request, reply) => {
    if (request.url.startsWith('/api/') || (request.method !== 'GET' && request.method !== 'HEAD'))
      return reply
        .code(404)
        .header('content-type', 'application/problem+json')
        .send(JSON.stringify({ type: 'about:blank', status: 404, title: 'There is nothing at this address.', code: 'notFound' }))
    const page = request.url.startsWith('/portal') ? 'portal' : 'web'
    return reply.header('cache-control', 'no-cache').type('text/html').sendFile(`${page}/index.html`)
  })
}

export const createHttp = (app: App): Promise<FastifyInstance> =>
  createServer(app, async (server) => {
    signInRoutes(server, app)
    await webRoutes(server)
  })
