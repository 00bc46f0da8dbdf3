/** Files on any record: whoever may read the record may read them, whoever may edit it may add and remove them. */
import { buffer } from 'node:stream/consumers'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RowData, Wire } from '../../codec.ts'
import type { Entity } from '../../entity.ts'
import { AppError, forbidden, invalid, notFound } from '../../errors.ts'
import { parseWith } from '../../schema.ts'
import { type Actor, assertRight, isHidden, may, reachOf, rightsEntity, within } from '../access.ts'
import { nothing, pathsOf } from '../apiPaths.ts'
import type { App } from '../app.ts'
import type { Ctx } from '../context.ts'
import { transact } from '../execute.ts'
import { cleanFileName, downloadHeaders, nameFitsType } from '../fileTypes.ts'
import { parseListQuery, runList } from '../list/index.ts'
import { isTooLargeToDraw } from '../picture.ts'
import { reading, readerOf } from '../records.ts'
import { get, getVisible, insert, remove } from '../table.ts'
import { loadWorkspace } from '../workspace.ts'
import { requireActor } from './actor.ts'

const fileEntity = (app: App): Entity => app.registry.entity('fileRecord')
const idParams = z.object({ id: z.uuid() })
const idOf = (request: FastifyRequest, what: string): string => {
  const p = idParams.safeParse(request.params)
  if (!p.success) throw notFound(what)
  return p.data.id
}

const targetOf = (row: RowData): { entity: string; id: string } | undefined => {
  const t = row.target
  return typeof t === 'object' && t !== null && 'entity' in t && 'id' in t
    ? { entity: String(t.entity), id: String(t.id) }
    : undefined
}

const isPicture = (row: RowData): boolean => String(row.type).startsWith('image/')

/** The file's row when the actor may see what it hangs on; a picture that hangs on nothing (a logo) is for everyone. */
const visibleFile = async (app: App, c: Ctx, id: string): Promise<RowData> => {
  const e = fileEntity(app)
  const row: RowData = await get(c, e, id)
  const target = targetOf(row)
  const of = target && c.registry.find(target.entity)
  if (target && of) await getVisible(c, of, target.id)
  else if (!isPicture(row) && !within(c.actor, e, reachOf(c.actor, rightsEntity(e), 'view'), row))
    throw notFound('File')
  return row
}

const shown = (actor: Actor, e: Entity, row: RowData): Wire => {
  const { hash: _hash, ...wire } = row
  return Object.fromEntries(Object.entries(wire).filter(([k]) => !isHidden(actor, e, k)))
}

/** Streams the upload into the store. A name whose ending lies about the content is refused. */
const take = async (app: App, workspaceId: string, request: FastifyRequest) => {
  if (!request.isMultipart()) throw invalid('file', 'must be sent as multipart/form-data')
  const part = await request.file()
  if (!part) throw invalid('file', 'is required')
  const name = cleanFileName(part.filename)
  const stored = await app.files.put(workspaceId, part.file, { fileName: name })
  if (part.file.truncated) throw new AppError('tooLarge', 'This file is larger than what is accepted.')
  if (!nameFitsType(name, stored.type))
    throw invalid('file', `is not what its name says: the content is ${stored.type}`)
  return { name, ...stored }
}

/** A picture for a field is there to be drawn; the document would go without it and nobody would know why. */
const assertDrawable = async (app: App, workspaceId: string, sha256: string): Promise<void> => {
  const { stream } = await app.files.openFile(workspaceId, sha256, { start: 0, end: 32 })
  if (isTooLargeToDraw(await buffer(stream)))
    throw invalid('file', 'has too many pixels: make it smaller, about 600 pixels wide is enough')
}

const assertEditable = async (c: Ctx, e: Entity, id: string): Promise<void> => {
  const row = await getVisible(c, e, id)
  if (!may(c.actor, e, 'edit', row))
    throw forbidden(`Your role does not allow you to add files to this ${e.label.toLowerCase()}.`)
}

const upload = async (
  app: App,
  actor: Actor,
  e: Entity | undefined,
  id: string,
  request: FastifyRequest,
): Promise<Wire> => {
  await reading(app, actor, async (c) => {
    if (e) await assertEditable(c, e, id)
  })
  const file = await take(app, actor.workspaceId, request)
  if (!e && file.type === 'image/png') await assertDrawable(app, actor.workspaceId, file.sha256)
  const record = fileEntity(app)
  const row = await transact(
    app,
    actor,
    async (c) => {
      if (e) await assertEditable(c, e, id)
      return insert(c, record, {
        name: file.name,
        type: file.type,
        size: file.size,
        hash: file.sha256,
        ...(e ? { target: { entity: e.name, id } } : {}),
      })
    },
    { requestId: request.id },
  )
  return shown(actor, record, row)
}

const listParams = z.looseObject({
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().optional(),
})

const listFiles = async (app: App, actor: Actor, e: Entity, id: string, query: unknown): Promise<Wire> => {
  await reading(app, actor, (c) => getVisible(c, e, id))
  const { limit, cursor } = parseWith(listParams, query)
  const record = fileEntity(app)
  // The record's rights decide, not the reach over files of one's own.
  const reader = readerOf(
    app,
    { ...actor, rights: { 'fileRecord.view': 'all', 'member.view': 'all' } },
    await loadWorkspace(app, actor.workspaceId),
  )
  const page = await runList(
    app.database.list,
    record,
    parseListQuery(record, reader, {
      target: `${e.name}:${id}`,
      limit,
      fields: 'id,name,type,size,target,createdAt,createdBy,ownerId',
      ...(cursor ? { cursor } : {}),
    }),
    reader,
  )
  return { ...page, data: page.data.map((row) => shown(actor, record, row)) }
}

const rangeOf = (header: string | undefined, size: number): { start: number; end: number } | undefined => {
  const found = /^bytes=(\d+)-(\d*)$/.exec(header ?? '')
  if (!found) return undefined
  const start = Number(found[1])
  const end = found[2] ? Math.min(Number(found[2]), size - 1) : size - 1
  return start <= end && start < size ? { start, end } : undefined
}

/** Drawn by the browser without running anything; everything else is only saved. */
const pictures = /^image\/(png|jpeg|gif|webp|avif)$/

/** Shown within our own pages only; a browser's PDF viewer does not start in a sandbox. */
const inPage = {
  'content-disposition': 'inline',
  'x-frame-options': 'SAMEORIGIN',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
}

const shownFile = z.looseObject({ id: z.uuid(), name: z.string(), type: z.string(), size: z.number() })

/** Those beneath records are told with the records. */
export const filePaths = pathsOf({
  'POST /api/v1/files': {
    id: 'file.add',
    tag: 'Files',
    summary: 'Add a file for a field, such as a logo',
    upload: true,
    answer: shownFile,
    status: 201,
  },
  'GET /api/v1/files/{id}': {
    id: 'file.download',
    tag: 'Files',
    summary: 'The bytes of a file',
    query: { inline: [z.string(), 'Pictures and PDF are shown instead of saved'] },
    file: 'application/octet-stream',
  },
  'DELETE /api/v1/files/{id}': {
    id: 'file.delete',
    tag: 'Files',
    summary: 'Move a file to the trash',
    answer: nothing,
  },
})

/** Registers upload and list beneath every record, and download and delete at `/api/v1/files/{id}`. */
export const fileRoutes = (server: FastifyInstance, app: App): void => {
  for (const e of app.registry.entities) {
    if (e.partOf || e.name === 'fileRecord') continue
    const path = `/api/v1/${e.plural}/:id/files`
    server.get(path, async (request) => {
      const actor = await requireActor(app, request)
      assertRight(actor, e, 'view')
      return listFiles(app, actor, e, idOf(request, e.label), request.query)
    })
    server.post(path, async (request, reply) => {
      const actor = await requireActor(app, request)
      assertRight(actor, e, 'edit')
      const file = await upload(app, actor, e, idOf(request, e.label), request)
      return reply.code(201).send(file)
    })
  }

  /** A file for a field, such as a logo: it hangs on no record. */
  server.post('/api/v1/files', async (request, reply) => {
    const actor = await requireActor(app, request)
    assertRight(actor, fileEntity(app), 'create')
    return reply.code(201).send(await upload(app, actor, undefined, '', request))
  })

  server.get('/api/v1/files/:id', async (request, reply) => {
    const actor = await requireActor(app, request)
    const row = await reading(app, actor, (c) => visibleFile(app, c, idOf(request, 'File')))
    const file = {
      fileName: String(row.name),
      type: String(row.type),
      size: Number(row.size),
      sha256: String(row.hash),
    }
    const inline =
      'inline' in parseWith(z.looseObject({}), request.query) &&
      (pictures.test(file.type) || file.type === 'application/pdf')
    const headers = downloadHeaders(file)
    if (request.headers['if-none-match'] === headers.etag) return reply.code(304).send()
    const range = rangeOf(request.headers.range, file.size)
    const { stream } = await app.files.openFile(actor.workspaceId, file.sha256, range)
    reply.headers({
      ...headers,
      'accept-ranges': 'bytes',
      ...(inline ? inPage : {}),
    })
    if (range)
      reply.code(206).headers({
        'content-length': String(range.end - range.start + 1),
        'content-range': `bytes ${range.start}-${range.end}/${file.size}`,
      })
    return reply.send(stream)
  })

  server.delete('/api/v1/files/:id', async (request) => {
    const actor = await requireActor(app, request)
    await transact(
      app,
      actor,
      async (c) => {
        const e = fileEntity(app)
        const row = await visibleFile(app, c, idOf(request, 'File'))
        const target = targetOf(row)
        const of = target && c.registry.find(target.entity)
        if (target && of) await assertEditable(c, of, target.id)
        else if (!may(c.actor, e, 'delete', row)) throw forbidden('Your role does not allow you to delete this file.')
        await remove(c, e, await get(c, e, String(row.id)))
      },
      { requestId: request.id },
    )
    return {}
  })
}
