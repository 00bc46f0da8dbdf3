/** The routes of imports that carry files: upload, reading anew, the rows that failed. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Entity } from '../../kernel/entity.ts'
import { AppError, invalid, notFound, refused } from '../../kernel/errors.ts'
import { parseWith } from '../../kernel/schema.ts'
import { type Actor, assertRight, reachOf } from '../../kernel/server/access.ts'
import type { App } from '../../kernel/server/app.ts'
import { transact } from '../../kernel/server/execute.ts'
import type { StoredFile } from '../../kernel/server/files.ts'
import { requireActor } from '../../kernel/server/http/actor.ts'
import type { FileSettings } from '../../kernel/importFile.ts'
import { fileSettings } from '../../kernel/server/import/detect.ts'
import type { ProfileHints } from '../../kernel/server/import/columns.ts'
import { reading, readRecord } from '../../kernel/server/records.ts'
import { getVisible, insert, update } from '../../kernel/server/table.ts'
import { loadWorkspace } from '../../kernel/server/workspace.ts'
import { importFields, isImportable } from './engine/fields.ts'
import { analyseFile, errorFile } from './engine/file.ts'
import { guessKind } from './engine/guess.ts'
import { matchesOf } from './engine/matches.ts'
import { fitting, propose, signatureOf } from './engine/propose.ts'
import type { FileProfile } from './mapping.ts'
import { type DataImport, dataImport } from './model.ts'
import { whyNotEdit } from './rules.ts'

/** Countries whose dates put the month first, for columns that do not tell. */
const monthFirst = new Set(['US', 'PH', 'FM', 'MH', 'PW', 'CA'])
const pointCountries = new Set([
  'US',
  'GB',
  'IE',
  'CA',
  'AU',
  'NZ',
  'IN',
  'CN',
  'JP',
  'KR',
  'SG',
  'MY',
  'TH',
  'PH',
  'IL',
  'MX',
  'HK',
  'CH',
])

const hintsFor = (country: string): ProfileHints => ({
  dateOrder: monthFirst.has(country) ? 'mdy' : 'dmy',
  decimal: pointCountries.has(country) ? '.' : ',',
})

const kindsFor = (app: App, actor: Actor): Entity[] =>
  app.registry.entities.filter(
    (e) => isImportable(e, app.actions.has(`${e.name}.create`)) && reachOf(actor, e.name, 'create') !== 'none',
  )

/** What the file is about, where nobody said so. */
const guessed = (app: App, actor: Actor, profile: FileProfile, fileName: string): Entity => {
  const kinds = kindsFor(app, actor).map((entity) => ({
    entity,
    proposals: fitting(entity, profile, importFields(entity, actor)),
  }))
  const found = guessKind(kinds, fileName)
  if (!found)
    throw invalid('entity', 'is needed: what the rows of this file are cannot be told from its name and columns')
  return found
}

const targetOf = (app: App, actor: Actor, name: string): Entity => {
  const e = app.registry.find(name) ?? app.registry.byPlural(name)
  if (!e || !isImportable(e, app.actions.has(`${e.name}.create`)))
    throw invalid('entity', `${name || 'This'} is not a kind of record that can be imported`)
  assertRight(actor, e, 'create')
  return e
}

/**
 * Makes an import of a stored file: how it is written, what its columns hold, and where they probably go. Without
 * `entity` what its rows are is guessed.
 */
export const createImport = async (
  app: App,
  actor: Actor,
  o: { entity: string; fileName: string; stored: StoredFile },
): Promise<DataImport> => {
  assertRight(actor, dataImport, 'create')
  const named = o.entity === '' ? undefined : targetOf(app, actor, o.entity)
  const workspace = await loadWorkspace(app, actor.workspaceId)
  const path = await app.files.locate(actor.workspaceId, o.stored.sha256)
  const { settings, sheets, profile } = await analyseFile({
    path,
    name: o.fileName,
    hints: hintsFor(workspace.country),
  })
  const e = named ?? guessed(app, actor, profile, o.fileName)
  return transact(app, actor, async (c) => {
    const proposal = await propose(c, e, profile, o.fileName)
    return insert(c, dataImport, {
      entity: e.name,
      records: e.labelPlural,
      fileName: o.fileName.slice(0, 255),
      fileHash: o.stored.sha256,
      fileSize: o.stored.size,
      settings,
      sheets,
      profile,
      signature: signatureOf(profile),
      rowCount: profile.rows,
      ...proposal,
    })
  })
}

const idOf = (request: FastifyRequest): string => {
  const parsed = z.object({ id: z.uuid() }).safeParse(request.params)
  if (!parsed.success) throw notFound(dataImport.label)
  return parsed.data.id
}

const visible = (app: App, actor: Actor, id: string, verb: string): Promise<DataImport> =>
  reading(app, actor, (c) => getVisible(c, dataImport, id, verb))

/** Reads the file as other settings say, or takes its rows for another kind of record, and proposes anew. */
const readAnew = async (
  app: App,
  actor: Actor,
  id: string,
  { settings, entity }: { settings?: FileSettings | undefined; entity?: string | undefined },
): Promise<void> => {
  const row = await visible(app, actor, id, 'edit')
  const no = whyNotEdit(row)
  if (no) throw refused(no.reason, no.message)
  const e = targetOf(app, actor, entity ?? row.entity)
  const workspace = await loadWorkspace(app, actor.workspaceId)
  const path = await app.files.locate(actor.workspaceId, row.fileHash)
  const known = settings === undefined ? row.profile : null
  const profile =
    known ??
    (
      await analyseFile({
        path,
        name: row.fileName,
        settings: settings ?? fileSettings.parse(row.settings),
        hints: hintsFor(workspace.country),
      })
    ).profile
  await transact(app, actor, async (c) => {
    const now = await getVisible(c, dataImport, id, 'edit')
    const proposal = await propose(c, e, profile, now.fileName)
    await update(c, dataImport, now, {
      entity: e.name,
      records: e.labelPlural,
      settings: settings ?? now.settings,
      profile,
      signature: signatureOf(profile),
      rowCount: profile.rows,
      ...proposal,
    })
  })
}

type Failed = { line: number; problems: { field: string; message: string }[] | null }

/** The rows that failed, as they were, with what is wrong: to be mended and loaded again. */
export const failedRows = async (app: App, actor: Actor, id: string): Promise<{ name: string; text: string }> => {
  const row = await visible(app, actor, id, 'view')
  const failed = await reading(app, actor, (c) =>
    sql<Failed>`select line, problems from import_row where workspace_id = ${c.workspace.id} and import_id = ${id}
      and outcome = 'fail' order by line`.execute(c.tx),
  )
  const columnOf = (field: string) => row.mapping.find((m) => m.field === field)?.column
  const problems = failed.rows.map((x): [number, string] => [
    x.line,
    (x.problems ?? []).map((p) => (columnOf(p.field) ? `${columnOf(p.field)}: ${p.message}` : p.message)).join('; '),
  ])
  const path = await app.files.locate(actor.workspaceId, row.fileHash)
  const text = await errorFile({ path, settings: fileSettings.parse(row.settings), problems })
  return { name: `${row.fileName.replace(/\.[^.]+$/, '')} - errors.csv`, text }
}

const uploaded = async (
  app: App,
  actor: Actor,
  request: FastifyRequest,
): Promise<{ entity: string; fileName: string; stored: StoredFile }> => {
  if (!request.isMultipart()) throw invalid('file', 'must be sent as multipart/form-data, beside the field entity')
  let entity = ''
  let file: { fileName: string; stored: StoredFile } | undefined
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname === 'entity') entity = String(part.value)
      continue
    }
    const stored = await app.files.put(actor.workspaceId, part.file, { fileName: part.filename })
    if (part.file.truncated) throw new AppError('tooLarge', 'This file is larger than what is accepted.')
    file = { fileName: part.filename, stored }
  }
  if (!file) throw invalid('file', 'is required')
  return { entity, ...file }
}

export const importRoutes = (server: FastifyInstance, app: App): void => {
  server.post('/api/v1/imports', async (request, reply) => {
    const actor = await requireActor(app, request)
    assertRight(actor, dataImport, 'create')
    const row = await createImport(app, actor, await uploaded(app, actor, request))
    reply.code(201)
    return readRecord(app, actor, dataImport, row.id)
  })
  server.post('/api/v1/imports/:id/read', async (request) => {
    const actor = await requireActor(app, request)
    const told = parseWith(
      z.strictObject({ settings: fileSettings.optional(), entity: z.string().max(60).optional() }),
      request.body,
    )
    await readAnew(app, actor, idOf(request), told)
    return readRecord(app, actor, dataImport, idOf(request))
  })
  server.get('/api/v1/imports/:id/errors.csv', async (request, reply) => {
    const actor = await requireActor(app, request)
    const { name, text } = await failedRows(app, actor, idOf(request))
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(text)
  })
  // Words of the file that name nothing here, with what comes near.
  server.get('/api/v1/imports/:id/matches', async (request) => {
    const actor = await requireActor(app, request)
    const id = idOf(request)
    return reading(app, actor, async (c) => ({
      data: await matchesOf(app, c, await getVisible(c, dataImport, id, 'view')),
    }))
  })
  server.get('/api/v1/imports/kinds', async (request) => {
    const actor = await requireActor(app, request)
    return {
      data: kindsFor(app, actor).map((e) => ({ entity: e.name, label: e.label, labelPlural: e.labelPlural })),
    }
  })
}
