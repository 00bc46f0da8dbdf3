/** What the holder of a secret link may do: read one document, have it as PDF, answer it. Everything else is not found. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError, notFound } from '../../kernel/errors.ts'
import type { Actor } from '../../kernel/server/access.ts'
import { pathsOf } from '../../kernel/server/apiPaths.ts'
import type { App } from '../../kernel/server/app.ts'
import { execute } from '../../kernel/server/execute.ts'
import { findActor } from '../../kernel/server/http/actor.ts'
import { ask } from '../../kernel/server/http/records.ts'
import { assertTry, networkOf, type RateLimit } from '../../kernel/server/rateLimit.ts'
import { reading } from '../../kernel/server/records.ts'
import { find } from '../../kernel/server/table.ts'
import { openLink } from '../admin/index.ts'
import { invoice } from '../billing/model.ts'
import { quote } from '../quoting/model.ts'

type Subject = { entity: string; id: string }
type Visitor = Actor & { subject: Subject }

const tokenParams = z.object({ token: z.string().regex(/^[\w-]{43}$/) })
const unknownLink = () => notFound('This link is not valid any more, or the document it led to')

const visitorOf = async (app: App, request: FastifyRequest): Promise<Visitor> => {
  const params = tokenParams.safeParse(request.params)
  const link = params.success ? await openLink(app, params.data.token) : undefined
  if (!link) throw unknownLink()
  return {
    kind: 'portal',
    workspaceId: link.workspaceId,
    memberId: null,
    userId: null,
    name: link.name ?? 'Customer',
    roleId: null,
    rights: {},
    fieldRights: {},
    teamIds: [],
    subject: link.subject,
    ip: request.ip,
  }
}

/** A colleague who tries the link is no customer who has seen it. */
const isColleague = async (app: App, request: FastifyRequest, workspaceId: string): Promise<boolean> => {
  const actor = await findActor(app, request).catch(() => undefined)
  return actor?.workspaceId === workspaceId
}

/** What the first look at each kind of document does. */
const firstView: Readonly<Record<string, { action: string; due: (app: App, v: Visitor) => Promise<boolean> }>> = {
  quote: {
    action: 'quote.view',
    due: async (app, v) => (await reading(app, v, (c) => find(c, quote, v.subject.id)))?.status === 'sent',
  },
  invoice: {
    action: 'invoice.markViewed',
    due: async (app, v) => (await reading(app, v, (c) => find(c, invoice, v.subject.id)))?.viewedAt === null,
  },
}

const noteView = async (app: App, v: Visitor, request: FastifyRequest): Promise<void> => {
  const first = firstView[v.subject.entity]
  const action = first && app.actions.get(first.action)
  if (!first || !action || !(await first.due(app, v)) || (await isColleague(app, request, v.workspaceId))) return
  try {
    await execute(app, v, action, { id: v.subject.id })
  } catch (error) {
    // Two tabs opened at once: the other one was first.
    if (!(error instanceof AppError) || error.code !== 'refused') throw error
  }
}

const queryOf = (app: App, v: Visitor, name: string) => {
  const q = app.queries.get(`${v.subject.entity}.${name}`)
  if (!q?.admits.includes('portal')) throw unknownLink()
  return q
}

const show = (app: App, v: Visitor, request: FastifyRequest, reply: FastifyReply): Promise<unknown> =>
  ask(app, v, queryOf(app, v, 'portal'), request, reply, v.subject.id)

/** The verbs of each kind of document that a customer may use. */
const answers: Readonly<Record<string, readonly string[]>> = {
  quote: ['accept', 'decline', 'comment', 'chooseOptions'],
}

const bodyOf = (request: FastifyRequest, verb: string): unknown => {
  const body = typeof request.body === 'object' && request.body !== null ? request.body : {}
  if (verb !== 'accept') return body
  return { ...body, agent: String(request.headers['user-agent'] ?? '').slice(0, 300) }
}

const reads: RateLimit = { name: 'portal: read', capacity: 60, refillPerSecond: 1 }
const writes: RateLimit = { name: 'portal: write', capacity: 20, refillPerSecond: 0.2 }

const seen = z.looseObject({ kind: z.enum(['quote', 'invoice']), number: z.string().nullable(), status: z.string() })
const tag = 'Customer’s page'
/** What the verbs take; each looks at its own. */
const answered = z.object({
  name: z.string().optional(),
  signature: z.string().optional(),
  reason: z.string().optional(),
  body: z.string().optional(),
  authorName: z.string().optional(),
  selected: z.array(z.uuid()).optional(),
})

export const portalPaths = pathsOf({
  'GET /api/v1/portal/{token}': {
    id: 'portal.get',
    tag,
    summary: 'The document behind a secret link, as its customer may see it',
    answer: seen,
    open: true,
  },
  'GET /api/v1/portal/{token}/pdf': {
    id: 'portal.pdf',
    tag,
    summary: 'The same as PDF',
    file: 'application/pdf',
    open: true,
  },
  'GET /api/v1/portal/{token}/logo': {
    id: 'portal.logo',
    tag,
    summary: 'The seller’s logo: PNG or JPEG',
    file: 'image/png',
    open: true,
  },
  'POST /api/v1/portal/{token}/{verb}': {
    id: 'portal.answer',
    tag,
    summary: 'Answer it: accept, decline, comment or chooseOptions',
    body: answered,
    answer: seen,
    open: true,
  },
})

/** Registers `/api/v1/portal/{token}` and what hangs beneath it. */
export const registerPortal = (server: FastifyInstance, app: App): void => {
  const limited = (limit: RateLimit, request: FastifyRequest) => assertTry(app, limit, networkOf(request.ip))

  server.get('/api/v1/portal/:token', async (request, reply) => {
    await limited(reads, request)
    const v = await visitorOf(app, request)
    await noteView(app, v, request)
    return show(app, v, request, reply)
  })

  server.get('/api/v1/portal/:token/pdf', async (request, reply) => {
    await limited(reads, request)
    const v = await visitorOf(app, request)
    return ask(app, v, queryOf(app, v, 'pdf'), request, reply, v.subject.id)
  })

  server.get('/api/v1/portal/:token/logo', async (request, reply) => {
    await limited(reads, request)
    const v = await visitorOf(app, request)
    reply.header('cache-control', 'private, max-age=300')
    return ask(app, v, queryOf(app, v, 'logo'), request, reply, v.subject.id)
  })

  server.post('/api/v1/portal/:token/:verb', async (request, reply) => {
    await limited(writes, request)
    const v = await visitorOf(app, request)
    const { verb } = z.object({ verb: z.string() }).parse(request.params)
    const action = answers[v.subject.entity]?.includes(verb)
      ? app.actions.get(`${v.subject.entity}.${verb}`)
      : undefined
    if (!action?.admits.includes('portal')) throw unknownLink()
    await execute(app, v, action, { id: v.subject.id, body: bodyOf(request, verb), requestId: request.id })
    return show(app, v, request, reply)
  })
}
