/** The HTTP server with everything the areas and the web application add to the kernel's routes. */
import staticFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { createRequire } from 'node:module'
import path from 'node:path'
import { accountRoutes } from '../areas/admin/account.ts'
import { noticeRoutes } from '../areas/admin/notices.ts'
import { signInRoutes } from '../areas/admin/signIn.ts'
import { importRoutes } from '../areas/imports/routes.ts'
import { registerPortal } from '../areas/portal/http.ts'
import type { App } from '../kernel/server/app.ts'
import { createServer } from '../kernel/server/http/server.ts'
import { apiDocument } from './apiDocument.ts'
import { projectRoot } from './paths.ts'

const swaggerRoot = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const webRoot = path.join(projectRoot, 'dist', 'web')

/** The built pages; every address that is no file and not the API's is the web application's to route. */
const webRoutes = async (server: FastifyInstance): Promise<void> => {
  await server.register(staticFiles, {
    root: webRoot,
    index: false,
    preCompressed: true,
    cacheControl: false,
    // Built assets carry a hash in their name and never change.
    setHeaders(reply, file) {
      reply.setHeader('vary', 'accept-encoding')
      reply.setHeader(
        'cache-control',
        file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  // A folder is no file: the file server would refuse it.
  server.get('/', (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('web/index.html'))
  server.setNotFoundHandler(async (request, reply) => {
    if (request.url.startsWith('/api/') || (request.method !== 'GET' && request.method !== 'HEAD'))
      return reply
        .code(404)
        .header('content-type', 'application/problem+json')
        .send(
          JSON.stringify({
            type: 'about:blank',
            status: 404,
            title: 'There is nothing at this address.',
            code: 'notFound',
          }),
        )
    const page = request.url.startsWith('/portal') ? 'portal' : 'web'
    return reply.header('cache-control', 'no-cache').type('text/html').sendFile(`${page}/index.html`)
  })
}

const docsInitializer = `window.onload = () => {
  window.ui = SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis], requestInterceptor: (r) => { r.headers['X-Requested-With'] = 'throughline'; return r } })
}`

/** The API's document, and a page to read and try it on. */
const docsRoutes = async (server: FastifyInstance): Promise<void> => {
  const document = JSON.stringify(apiDocument())
  server.get('/api/v1/openapi.json', (_request, reply) => reply.type('application/json').send(document))
  server.get('/api/docs', (_request, reply) => reply.redirect('/api/docs/'))
  server.get('/api/docs/', (_request, reply) => reply.sendFile('index.html', swaggerRoot))
  server.get('/api/docs/swagger-initializer.js', (_request, reply) =>
    reply.type('text/javascript').send(docsInitializer),
  )
  await server.register(staticFiles, {
    root: swaggerRoot,
    prefix: '/api/docs/',
    decorateReply: false,
    index: false,
    allowedPath: (file) => file !== '/swagger-initializer.js',
  })
}

export const createHttp = (app: App): Promise<FastifyInstance> =>
  createServer(app, async (server) => {
    signInRoutes(server, app)
    accountRoutes(server, app)
    noticeRoutes(server, app)
    importRoutes(server, app)
    registerPortal(server, app)
    await webRoutes(server)
    await docsRoutes(server)
  })
