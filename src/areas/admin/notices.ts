/** How each person hears of what concerns them: in the app, by mail, both or not at all; and the daily digest. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { invalidFields } from '../../kernel/errors.ts'
import type { Registry } from '../../kernel/registry.ts'
import { parseWith } from '../../kernel/schema.ts'
import { pathsOf } from '../../kernel/server/apiPaths.ts'
import type { App } from '../../kernel/server/app.ts'
import type { Workspace } from '../../kernel/server/context.ts'
import { transact } from '../../kernel/server/execute.ts'
import { requirePerson } from '../../kernel/server/http/actor.ts'
import { reading } from '../../kernel/server/records.ts'
import { get, update } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { type Member, member } from './model.ts'
import { digestHour } from './rules.ts'

type Way = { inApp: boolean; mail: boolean }

const way = z.strictObject({ inApp: z.boolean(), mail: z.boolean() })
/** As kept with the member. What somebody else wrote there is as if nothing were chosen. */
const kept = z.object({ kinds: z.record(z.string(), way).default({}), digest: z.boolean().default(true) })
type Choice = z.infer<typeof kept>

export const choiceOf = (row: Pick<Member, 'preferences'>): Choice =>
  kept.safeParse(row.preferences?.notices ?? {}).data ?? { kinds: {}, digest: true }

/** In the app unless chosen otherwise. */
export const wayOf = (choice: Choice, kind: string): Way => choice.kinds[kind] ?? { inApp: true, mail: false }

const describe = (registry: Registry, workspace: Workspace, choice: Choice, mail: boolean) => ({
  data: registry.notices.flatMap(({ area, kinds }) =>
    Object.entries(kinds).map(([kind, { label, help }]) => ({
      kind,
      area,
      label,
      help: help ?? null,
      ...wayOf(choice, kind),
    })),
  ),
  digest: choice.digest,
  digestHour: settingOf(workspace, digestHour),
  mail: mail ? 'on' : 'off',
})

const changes = z.strictObject({ kinds: z.record(z.string(), way).optional(), digest: z.boolean().optional() })

const notices = z.object({
  data: z.array(way.extend({ kind: z.string(), area: z.string(), label: z.string(), help: z.string().nullable() })),
  digest: z.boolean(),
  digestHour: z.unknown(),
  mail: z.enum(['on', 'off']),
})

export const noticePaths = pathsOf({
  'GET /api/v1/me/notices': {
    id: 'me.notices',
    tag: 'My account',
    summary: 'How I hear of what concerns me',
    answer: notices,
  },
  'PATCH /api/v1/me/notices': {
    id: 'me.updateNotices',
    tag: 'My account',
    summary: 'Choose it by kind: in the app, by mail, both or not at all',
    body: changes,
    answer: notices,
  },
})

export const noticeRoutes = (server: FastifyInstance, app: App): void => {
  const known = new Set(app.registry.notices.flatMap((n) => Object.keys(n.kinds)))

  server.get('/api/v1/me/notices', async (request) => {
    const p = await requirePerson(app, request)
    return reading(app, p, async (c) =>
      describe(app.registry, c.workspace, choiceOf(await get(c, member, p.memberId)), app.mailer.configured),
    )
  })

  server.patch('/api/v1/me/notices', async (request) => {
    const p = await requirePerson(app, request)
    const input = parseWith(changes, request.body)
    const strange = Object.keys(input.kinds ?? {}).filter((kind) => !known.has(kind))
    if (strange.length > 0)
      throw invalidFields(strange.map((kind) => ({ path: `kinds.${kind}`, message: 'is no kind of notification' })))
    return transact(app, p, async (c) => {
      const me = await get(c, member, p.memberId)
      const before = choiceOf(me)
      const choice: Choice = {
        digest: input.digest ?? before.digest,
        kinds: { ...before.kinds, ...input.kinds },
      }
      await update(c, member, me, { preferences: { ...me.preferences, notices: choice } })
      return describe(app.registry, c.workspace, choice, app.mailer.configured)
    })
  })
}
