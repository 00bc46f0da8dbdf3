/** The workspace's settings: read by everyone in it, changed by those with the right `setting.edit`, in the audit. */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { isTimeZone } from '../../dates.ts'
import { type FieldError, forbidden, invalidFields } from '../../errors.ts'
import { fieldSchema, parseWith } from '../../schema.ts'
import { settingOf } from '../../setting.ts'
import { type Actor, reachOf } from '../access.ts'
import { dataOf, pathsOf } from '../apiPaths.ts'
import type { App } from '../app.ts'
import { forgetActors } from '../auth.ts'
import { transact } from '../execute.ts'
import { forgetWorkspace, loadWorkspace } from '../workspace.ts'
import { requireActor } from './actor.ts'

const assertMayEdit = (actor: Actor): void => {
  if (reachOf(actor, 'setting', 'edit') !== 'all') throw forbidden('Your role does not allow you to change settings.')
}

const describe = async (app: App, actor: Actor) => {
  const workspace = await loadWorkspace(app, actor.workspaceId)
  return {
    data: app.registry.settings.map((s) => ({
      key: s.key,
      area: s.area,
      label: s.label,
      help: s.help ?? null,
      kind: s.field.kind,
      choices: s.field.choices ?? null,
      default: s.fallback,
      value: settingOf(workspace, s),
    })),
  }
}

/** Every value checked against its setting; all complaints at once. `null` goes back to the default. */
const checked = (app: App, input: Record<string, unknown>): [string, unknown][] => {
  const errors: FieldError[] = []
  const values = Object.entries(input).map(([key, value]): [string, unknown] => {
    const s = app.registry.settings.find((x) => x.key === key)
    const r = s && value !== null ? fieldSchema(s.field).safeParse(value) : undefined
    if (!s) errors.push({ path: key, message: 'is not a setting' })
    else if (r && !r.success) errors.push({ path: key, message: r.error.issues[0]?.message ?? 'is not valid' })
    return [key, r?.success ? r.data : null]
  })
  if (errors.length > 0) throw invalidFields(errors)
  return values
}

const save = (app: App, actor: Actor, values: readonly [string, unknown][]) =>
  transact(app, actor, async (c) => {
    const before = c.workspace.settings
    await sql`insert into setting (workspace_id, key, value, updated_at, updated_by)
      select ${c.workspace.id}, x.key, x.value, ${c.now}, ${actor.memberId}::uuid
      from jsonb_each(${JSON.stringify(Object.fromEntries(values))}::jsonb) as x(key, value)
      on conflict (workspace_id, key) do update set value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
      c.tx,
    )
    c.drafts.push({
      name: 'setting.update',
      entity: 'setting',
      recordId: c.workspace.id,
      version: null,
      changes: Object.fromEntries(values.map(([k, v]) => [k, [before[k] ?? null, v]])),
      data: {},
      ownerId: null,
      teamId: null,
      subjects: [],
    })
  })

const workspaceInput = z.strictObject({
  name: z.string().trim().min(1, 'is required').max(120).optional(),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin').optional(),
  locale: z.string().trim().min(2).max(20).optional(),
})

const saveWorkspace = (app: App, actor: Actor, input: z.infer<typeof workspaceInput>) =>
  transact(app, actor, async (c) => {
    const { name, timeZone, locale } = { ...c.workspace, ...input }
    await sql`update workspace set name = ${name}, time_zone = ${timeZone}, locale = ${locale} where id = ${c.workspace.id}`.execute(
      c.tx,
    )
    const before = { name: c.workspace.name, timeZone: c.workspace.timeZone, locale: c.workspace.locale }
    c.drafts.push({
      name: 'workspace.update',
      entity: 'workspace',
      recordId: c.workspace.id,
      version: null,
      changes: { name: [before.name, name], timeZone: [before.timeZone, timeZone], locale: [before.locale, locale] },
      data: {},
      ownerId: null,
      teamId: null,
      subjects: [],
    })
  })

const settings = dataOf(
  z.object({
    key: z.string(),
    area: z.string(),
    label: z.string(),
    help: z.string().nullable(),
    kind: z.string(),
    choices: z.record(z.string(), z.unknown()).nullable(),
    default: z.unknown(),
    value: z.unknown(),
  }),
)
const settingChanges = z.record(z.string(), z.unknown())

export const settingPaths = pathsOf({
  'GET /api/v1/settings': {
    id: 'settings.list',
    tag: 'Workspace',
    summary: 'All settings with their values and defaults',
    answer: settings,
  },
  'PATCH /api/v1/settings': {
    id: 'settings.update',
    tag: 'Workspace',
    summary: 'Change settings by key; null goes back to the default',
    body: settingChanges,
    answer: settings,
  },
  'PATCH /api/v1/workspace': {
    id: 'workspace.update',
    tag: 'Workspace',
    summary: 'Name, time zone and language of the workspace',
    body: workspaceInput,
    answer: z.looseObject({ id: z.uuid(), name: z.string(), timeZone: z.string(), locale: z.string() }),
  },
})

export const settingRoutes = (server: FastifyInstance, app: App): void => {
  server.get('/api/v1/settings', async (request) => describe(app, await requireActor(app, request)))
  server.patch('/api/v1/settings', async (request) => {
    const actor = await requireActor(app, request)
    assertMayEdit(actor)
    await save(app, actor, checked(app, parseWith(settingChanges, request.body)))
    forgetWorkspace(app, actor.workspaceId)
    // Whether everyone needs a second factor is asked with who they are.
    forgetActors(actor.workspaceId)
    return describe(app, actor)
  })
  server.patch('/api/v1/workspace', async (request) => {
    const actor = await requireActor(app, request)
    assertMayEdit(actor)
    await saveWorkspace(app, actor, parseWith(workspaceInput, request.body))
    forgetWorkspace(app, actor.workspaceId)
    const { settings: _settings, ...workspace } = await loadWorkspace(app, actor.workspaceId)
    return workspace
  })
}
