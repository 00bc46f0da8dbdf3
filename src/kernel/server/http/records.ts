/** The routes every entity has, made from its definition: list, get, create, update, delete, restore, verbs, queries. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Entity } from '../../entity.ts'
import { AppError, invalid, notFound } from '../../errors.ts'
import { inputSchema, parametersOf, parseWith } from '../../schema.ts'
import { type Actor, assertRight } from '../access.ts'
import type { Action } from '../action.ts'
import { fileOf } from '../answers.ts'
import { dataOf, pathsOf } from '../apiPaths.ts'
import type { App } from '../app.ts'
import { execute, type Result, transact } from '../execute.ts'
import { parseAggregateQuery, runAggregate, searchAll } from '../list/index.ts'
import type { Query, ReadCtx } from '../query.ts'
import { reading, readList, readRecord, readerOf } from '../records.ts'
import { reachOf } from '../access.ts'
import { getVisible } from '../table.ts'
import { loadWorkspace } from '../workspace.ts'
import { requireActor } from './actor.ts'

const idParams = z.object({ id: z.uuid() })
const idOf = (request: FastifyRequest, e: Entity): string => {
  const p = idParams.safeParse(request.params)
  if (!p.success) throw notFound(e.label)
  return p.data.id
}

const queryOf = (request: FastifyRequest): URLSearchParams => new URL(request.url, 'http://local').searchParams

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const v = request.headers[name]
  return typeof v === 'string' && v.length > 0 ? v : undefined
}

/** `If-Match: "7"` says the same as `version: 7` in the body. */
const bodyOf = (request: FastifyRequest): unknown => {
  const match = /^(?:W\/)?"?(\d+)"?$/.exec(headerOf(request, 'if-match') ?? '')
  const body = request.body ?? {}
  if (!match || typeof body !== 'object') return body
  return { ...body, version: Number(match[1]) }
}

const idempotencyKey = (request: FastifyRequest): { idempotencyKey?: string } => {
  const key = headerOf(request, 'idempotency-key')
  if (key === undefined) return {}
  if (key.length > 200) throw invalid('Idempotency-Key', 'must have at most 200 characters')
  return { idempotencyKey: key }
}

const answer = async (app: App, actor: Actor, a: Action, r: Result, reply: FastifyReply): Promise<unknown> => {
  if (r.replayed) reply.header('idempotent-replayed', 'true')
  if (r.id === null) return r.data ?? {}
  if (actor.kind === 'portal') return { id: r.id }
  try {
    return await readRecord(app, actor, r.entity, r.id, { deleted: a.on === 'delete' })
  } catch (error) {
    // The write stands even when it put the record out of the writer's own sight.
    if (error instanceof AppError && error.code === 'notFound') return { id: r.id }
    throw error
  }
}

/** Calls an action as the request asks; the portal's routes use it too. */
const perform = async (
  app: App,
  actor: Actor,
  a: Action,
  request: FastifyRequest,
  reply: FastifyReply,
  id?: string,
) => {
  const result = await execute(app, actor, a, {
    ...(id === undefined ? {} : { id }),
    body: bodyOf(request),
    requestId: request.id,
    ...(request.method === 'POST' ? idempotencyKey(request) : {}),
  })
  if (a.on === 'create' && !result.replayed) reply.code(201)
  return answer(app, actor, a, result, reply)
}

const readCtx = (c: Parameters<Parameters<typeof reading>[2]>[0]): ReadCtx => ({
  ...c,
  loadFacts: c.loadFacts,
  allows: (entity, verb) => reachOf(c.actor, entity, verb) !== 'none',
})

const note = (app: App, actor: Actor, name: string, params: Record<string, unknown>): Promise<void> =>
  transact(app, actor, async (c) => {
    c.drafts.push({
      name,
      entity: name.split('.')[0] ?? '',
      recordId: c.workspace.id,
      version: null,
      changes: {},
      data: { filter: params },
      ownerId: actor.memberId,
      teamId: null,
      subjects: [],
    })
  })

/** Runs a query for a caller; `id` is the record's for queries about one. */
export const ask = async (app: App, actor: Actor, q: Query, request: FastifyRequest, reply: FastifyReply, id = '') => {
  if (!q.admits.includes(actor.kind)) throw notFound('Page')
  const params = parseWith(inputSchema(q.params), parametersOf(q.params, queryOf(request)))
  if (q.entity && actor.kind !== 'portal') assertRight(actor, q.entity, q.right)
  const result = await reading(app, actor, async (c) => {
    if (q.entity && q.on === 'record') {
      if (actor.kind !== 'portal') await getVisible(c, q.entity, id, q.right)
      else if (actor.subject?.entity !== q.entity.name || actor.subject.id !== id) throw notFound(q.entity.label)
    }
    return q.run(readCtx(c), params, id)
  })
  if (q.noted) await note(app, actor, q.noted, params)
  const made = await fileOf(app, actor.workspaceId, result)
  if (!made) return result
  return reply
    .header('content-type', made.type)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(made.name)}`)
    .send(made.file)
}

const actionRoutes = (server: FastifyInstance, app: App, e: Entity, path: string): void => {
  const find = (verb: string): Action | undefined => app.actions.get(`${e.name}.${verb}`)
  const onRecord = (a: Action) => async (request: FastifyRequest, reply: FastifyReply) =>
    perform(app, await requireActor(app, request), a, request, reply, idOf(request, e))
  const onCollection = (a: Action) => async (request: FastifyRequest, reply: FastifyReply) =>
    perform(app, await requireActor(app, request), a, request, reply)
  const [create, update, remove, restore] = ['create', 'update', 'delete', 'restore'].map(find)
  if (create) server.post(path, onCollection(create))
  if (update) server.patch(`${path}/:id`, onRecord(update))
  if (remove) server.delete(`${path}/:id`, onRecord(remove))
  if (restore) server.post(`${path}/:id/restore`, onRecord(restore))
  for (const v of app.registry.verbsOf(e.name)) {
    const a = app.actions.get(v.name)
    if (!a?.admits.includes('user')) continue
    if (v.on === 'record') server.post(`${path}/:id/${v.verb}`, onRecord(a))
    else server.post(`${path}/${v.verb}`, onCollection(a))
  }
}

const readRoutes = (server: FastifyInstance, app: App, e: Entity, path: string): void => {
  server.get(path, async (request) => {
    const actor = await requireActor(app, request)
    assertRight(actor, e, 'view')
    return readList(app, actor, e, queryOf(request))
  })
  server.get(`${path}/aggregate`, async (request) => {
    const actor = await requireActor(app, request)
    assertRight(actor, e, 'view')
    const reader = readerOf(app, actor, await loadWorkspace(app, actor.workspaceId))
    return runAggregate(app.database.list, e, parseAggregateQuery(e, reader, queryOf(request)), reader)
  })
  server.get(`${path}/:id`, async (request) => {
    const actor = await requireActor(app, request)
    assertRight(actor, e, 'view')
    return readRecord(app, actor, e, idOf(request, e))
  })
  for (const q of app.queries.values()) {
    if (q.entity !== e || !q.admits.includes('user')) continue
    const url = q.on === 'record' ? `${path}/:id/${q.path}` : `${path}/${q.path}`
    server.get(url, async (request, reply) =>
      ask(app, await requireActor(app, request), q, request, reply, q.on === 'record' ? idOf(request, e) : ''),
    )
  }
}

/** Records, their verbs and queries are told from the definitions. */
export const searchPaths = pathsOf({
  'GET /api/v1/search': {
    id: 'search',
    tag: 'Workspace',
    summary: 'Records of all kinds, the best first',
    query: { q: [z.string(), 'Words, or the beginnings of such'] },
    answer: dataOf(
      z.object({
        entity: z.string(),
        id: z.uuid(),
        title: z.string(),
        subtitle: z.string().nullable(),
        number: z.string().nullable(),
      }),
    ),
  },
})

/** Registers `/api/v1/<plural>…` for every entity that is not a part, the workspace-wide queries, and the global search. */
export const recordRoutes = (server: FastifyInstance, app: App): void => {
  for (const e of app.registry.entities) {
    if (e.partOf) continue
    const path = `/api/v1/${e.plural}`
    readRoutes(server, app, e, path)
    actionRoutes(server, app, e, path)
  }
  for (const q of app.queries.values())
    if (!q.entity)
      server.get(`/api/v1/${q.path}`, async (request, reply) =>
        ask(app, await requireActor(app, request), q, request, reply),
      )
  server.get('/api/v1/search', async (request) => {
    const actor = await requireActor(app, request)
    const q = queryOf(request).get('q') ?? ''
    const reader = readerOf(app, actor, await loadWorkspace(app, actor.workspaceId))
    return { data: await searchAll(app.database, reader, q, 20) }
  })
}
