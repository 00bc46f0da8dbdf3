/** One's own account: who I am, my profile, my password, where I am signed in, my second factor. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { isTimeZone } from '../../kernel/dates.ts'
import { AppError, invalid, notFound, refused } from '../../kernel/errors.ts'
import { parseWith } from '../../kernel/schema.ts'
import { dataOf, nothing, pathsOf } from '../../kernel/server/apiPaths.ts'
import type { App } from '../../kernel/server/app.ts'
import { closeSessions, forgetActors, sessionCookie } from '../../kernel/server/auth.ts'
import { hashToken, verifyPassword } from '../../kernel/server/crypto.ts'
import { transact } from '../../kernel/server/execute.ts'
import { type Person, requirePerson, requireSignedIn } from '../../kernel/server/http/actor.ts'
import { reading } from '../../kernel/server/records.ts'
import { get, many, update } from '../../kernel/server/table.ts'
import { loadWorkspace } from '../../kernel/server/workspace.ts'
import { settingOf } from '../../kernel/setting.ts'
import { deviceOf } from './device.ts'
import { isLocked, locked, noteFailure } from './lock.ts'
import { company, member, role } from './model.ts'
import { setPassword, userById } from './passwords.ts'
import { requireSecondFactor } from './rules.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  dropSecondFactor,
  renewRecoveryCodes,
  secondFactorOf,
} from './secondFactor.ts'
import { noteUser } from './securityLog.ts'
import { password } from './setup.ts'
import { keyUri } from './totp.ts'

const describeMe = async (app: App, request: FastifyRequest) => {
  const actor = await requireSignedIn(app, request)
  const workspace = await loadWorkspace(app, actor.workspaceId)
  return reading(app, actor, async (c) => {
    const me = await get(c, member, actor.memberId ?? '')
    const ownRole = await get(c, role, me.roleId)
    const firms = await many(c, company, sql`true`, sql`order by t.created_at limit 1`)
    const unread = await sql<{ n: number }>`select count(*) as n from notification
      where workspace_id = ${workspace.id} and owner_id = ${me.id} and read_at is null and deleted_at is null`.execute(
      c.tx,
    )
    const { settings: _settings, ...shown } = workspace
    return {
      user: { id: actor.userId, email: me.email, name: me.name },
      member: {
        id: me.id,
        name: me.name,
        email: me.email,
        teamId: me.teamId,
        jobTitle: me.jobTitle,
        phone: me.phone,
        timeZone: me.timeZone,
        preferences: me.preferences ?? {},
      },
      role: { id: ownRole.id, name: ownRole.name, key: ownRole.key },
      rights: actor.rights,
      fieldRights: actor.fieldRights,
      workspace: shown,
      today: c.today,
      company: firms[0] ?? null,
      unreadNotifications: unread.rows[0]?.n ?? 0,
      mail: app.mailer.configured ? 'on' : 'off',
      mustEnrol: actor.mustEnrol ?? false,
    }
  })
}

type SessionRow = {
  id: string
  hash: string
  created_at: string
  seen_at: string
  ip: string | null
  agent: string | null
}

const shownSession = (s: SessionRow, current: string | undefined) => ({
  id: s.id,
  device: deviceOf(s.agent),
  ip: s.ip,
  createdAt: s.created_at,
  seenAt: s.seen_at,
  current: s.hash === current,
})

const sessionsOf = async (app: App, p: Person) => {
  const r = await sql<SessionRow>`select id, hash, created_at, seen_at, ip, agent from session
    where user_id = ${p.userId} and expires_at > now() order by seen_at desc, id`.execute(app.database.app)
  const current = hashToken(p.token)
  const shown = r.rows.map((s) => shownSession(s, current))
  return { data: [...shown.filter((s) => s.current), ...shown.filter((s) => !s.current)] }
}

/** Whose session is open at a desk is not yet its owner: what guards an account asks for the password again. */
const assertPassword = async (app: App, p: Person, plain: string | undefined, field: string): Promise<void> => {
  // Not yet a try: so a page finds out that the password is asked for.
  if (!plain) throw invalid(field, 'is required')
  const user = await userById(app, p.userId)
  if (!user) throw notFound('Account')
  const right = await verifyPassword(user.password_hash ?? undefined, plain)
  if (await isLocked(app, user.email)) throw locked()
  if (right) return
  await noteFailure(app, user.email)
  throw new AppError('invalid', 'This is not your password.', {
    reason: 'wrongPassword',
    errors: [{ path: field, message: 'This is not your password.' }],
  })
}

const freshMinutes = 10

/** Who has just signed in has just proved it. */
const assertFresh = async (app: App, p: Person, plain: string | undefined): Promise<void> => {
  const r = await sql`select 1 from session where hash = ${hashToken(p.token)}
    and created_at > now() - make_interval(mins => ${freshMinutes})`.execute(app.database.app)
  if (r.rows.length === 0) await assertPassword(app, p, plain, 'password')
}

const myChanges = z.strictObject({
  name: z.string().trim().min(1, 'is required').max(120).optional(),
  jobTitle: z.string().trim().max(120).nullish(),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin').nullish(),
  preferences: z.record(z.string(), z.unknown()).optional(),
})
/** What a browser keeps of itself: widths, pins, choices. Each change is in the audit, before and after. */
const mostPreferences = 32_000
const assertSmall = (preferences: Record<string, unknown>): void => {
  if (JSON.stringify(preferences).length > mostPreferences) throw invalid('preferences', 'are more than can be kept')
}

const newPassword = z.strictObject({ current: z.string('is required').max(200), password })
const place = '/api/v1/me/second-factor'
const withPassword = z.strictObject({ password: z.string().max(200).optional() })
const withCode = z.strictObject({ code: z.string('is required').trim().max(40) })

const codes = z.object({ recoveryCodes: z.array(z.string()) })
const me = z.looseObject({
  user: z.object({ id: z.uuid(), email: z.string(), name: z.string() }),
  member: z.looseObject({ id: z.uuid(), name: z.string() }),
  role: z.looseObject({ id: z.uuid(), name: z.string() }),
  rights: z.record(z.string(), z.string()),
  fieldRights: z.record(z.string(), z.string()),
  workspace: z.looseObject({ id: z.uuid(), name: z.string(), baseCurrency: z.string(), timeZone: z.string() }),
  today: z.iso.date(),
  unreadNotifications: z.number(),
})
const tag = 'My account'

export const accountPaths = pathsOf({
  'GET /api/v1/me': { id: 'me.get', tag, summary: 'Who I am, my workspace, and what I may do', answer: me },
  'PATCH /api/v1/me': {
    id: 'me.update',
    tag,
    summary: 'Change my profile and preferences',
    body: myChanges,
    answer: me,
  },
  'POST /api/v1/me/password': {
    id: 'me.changePassword',
    tag,
    summary: 'Change my password; other sessions are signed out',
    body: newPassword,
    answer: nothing,
  },
  'GET /api/v1/me/sessions': {
    id: 'me.sessions',
    tag,
    summary: 'Where I am signed in',
    answer: dataOf(
      z.object({
        id: z.uuid(),
        device: z.unknown(),
        ip: z.string().nullable(),
        createdAt: z.iso.datetime(),
        seenAt: z.iso.datetime(),
        current: z.boolean(),
      }),
    ),
  },
  'DELETE /api/v1/me/sessions/{id}': { id: 'me.endSession', tag, summary: 'Sign out there', answer: nothing },
  'POST /api/v1/me/sessions/revokeOthers': {
    id: 'me.revokeOtherSessions',
    tag,
    summary: 'Sign out everywhere but here',
    answer: z.object({ ended: z.number() }),
  },
  [`GET ${place}`]: {
    id: 'me.secondFactor',
    tag,
    summary: 'Whether a second factor protects my account',
    answer: z.object({ since: z.iso.datetime().nullable(), recoveryCodesLeft: z.number(), required: z.boolean() }),
  },
  [`POST ${place}/begin`]: {
    id: 'me.beginSecondFactor',
    tag,
    summary: 'A new secret for an authenticator app, as text and as what a QR code holds',
    body: withPassword,
    answer: z.object({ secret: z.string(), uri: z.string() }),
  },
  [`POST ${place}/confirm`]: {
    id: 'me.confirmSecondFactor',
    tag,
    summary: 'Turn it on by a first code; answers the recovery codes, once',
    body: withCode,
    answer: codes,
  },
  [`POST ${place}/recoveryCodes`]: {
    id: 'me.renewRecoveryCodes',
    tag,
    summary: 'New recovery codes in place of the earlier ones',
    body: withPassword,
    answer: codes,
  },
  [`POST ${place}/drop`]: {
    id: 'me.dropSecondFactor',
    tag,
    summary: 'Turn the second factor off',
    body: withPassword,
    answer: nothing,
  },
})

const profileRoutes = (server: FastifyInstance, app: App): void => {
  server.get('/api/v1/me', (request) => describeMe(app, request))

  server.patch('/api/v1/me', async (request) => {
    const actor = await requireSignedIn(app, request)
    const input = parseWith(myChanges, request.body)
    await transact(app, actor, async (c) => {
      const me = await get(c, member, actor.memberId ?? '')
      const preferences = input.preferences ? { ...me.preferences, ...input.preferences } : undefined
      if (preferences) assertSmall(preferences)
      await update(c, member, me, { ...input, preferences })
    })
    forgetActors(actor.workspaceId)
    return describeMe(app, request)
  })

  server.post('/api/v1/me/password', async (request) => {
    const p = await requirePerson(app, request)
    const input = parseWith(newPassword, request.body)
    await assertPassword(app, p, input.current, 'current')
    if (input.password === input.current) throw invalid('password', 'This is the password you have already.')
    const user = await userById(app, p.userId)
    if (!user) throw notFound('Account')
    await setPassword(app, user, input.password, p.token)
    await noteUser(app, p.userId, {
      name: 'member.changePassword',
      ip: request.ip,
      mail: {
        subject: 'Your password was changed',
        paragraphs: ['You changed your password. All other sessions were signed out.'],
      },
    })
    return {}
  })
}

const sessionRoutes = (server: FastifyInstance, app: App): void => {
  server.get('/api/v1/me/sessions', async (request) => sessionsOf(app, await requirePerson(app, request)))

  server.delete('/api/v1/me/sessions/:id', async (request, reply) => {
    const p = await requirePerson(app, request)
    const id = z.object({ id: z.uuid() }).safeParse(request.params)
    const r = id.success
      ? await sql<{ hash: string }>`delete from session where id = ${id.data.id} and user_id = ${p.userId}
          returning hash`.execute(app.database.app)
      : undefined
    const [gone] = r?.rows ?? []
    if (!gone) throw notFound('Session')
    if (gone.hash === hashToken(p.token)) reply.clearCookie(sessionCookie, { path: '/' })
    await noteUser(app, p.userId, { name: 'member.endSession', ip: request.ip, data: { sessions: 1 } })
    return {}
  })

  server.post('/api/v1/me/sessions/revokeOthers', async (request) => {
    const p = await requirePerson(app, request)
    const ended = await closeSessions(app.database.app, p.userId, p.token)
    if (ended > 0)
      await noteUser(app, p.userId, { name: 'member.endSession', ip: request.ip, data: { sessions: ended } })
    return { ended }
  })
}

const secondFactorRoutes = (server: FastifyInstance, app: App): void => {
  server.get(place, async (request) => {
    const p = await requirePerson(app, request)
    return { ...(await secondFactorOf(app.database.app, p.userId)), required: await isAsked(app, p) }
  })

  /** A new secret, as text and as what a QR code holds. */
  server.post(`${place}/begin`, async (request) => {
    const p = await requirePerson(app, request)
    await assertFresh(app, p, parseWith(withPassword, request.body).password)
    const user = await userById(app, p.userId)
    const secret = await beginSecondFactor(app, p.userId)
    const { name } = await loadWorkspace(app, p.workspaceId)
    return { secret, uri: keyUri(secret, name, user?.email ?? p.name) }
  })

  server.post(`${place}/confirm`, async (request) => {
    const p = await requirePerson(app, request)
    const { code } = parseWith(withCode, request.body)
    const recoveryCodes = await confirmSecondFactor(app, p.userId, code.replaceAll(/\s/g, ''))
    if (!recoveryCodes) throw invalid('code', 'This is not the code your app shows now.')
    forgetActors(p.workspaceId)
    await closeSessions(app.database.app, p.userId, p.token)
    await noteUser(app, p.userId, {
      name: 'member.addSecondFactor',
      ip: request.ip,
      mail: {
        subject: 'A second factor protects your account',
        paragraphs: ['From now on, signing in asks for a code of your authenticator app too.'],
      },
    })
    return { recoveryCodes }
  })

  server.post(`${place}/recoveryCodes`, async (request) => {
    const p = await requirePerson(app, request)
    await assertPassword(app, p, parseWith(withPassword, request.body).password, 'password')
    if (!(await secondFactorOf(app.database.app, p.userId)).since)
      throw refused('noSecondFactor', 'Recovery codes go with a second factor. Set it up first.')
    const recoveryCodes = await app.database.app.transaction().execute((tx) => renewRecoveryCodes(tx, p.userId))
    await noteUser(app, p.userId, { name: 'member.renewRecoveryCodes', ip: request.ip })
    return { recoveryCodes }
  })

  server.post(`${place}/drop`, async (request) => {
    const p = await requirePerson(app, request)
    await assertPassword(app, p, parseWith(withPassword, request.body).password, 'password')
    if (await isAsked(app, p))
      throw refused('secondFactorRequired', 'Your workspace asks for a second factor: it cannot be turned off.')
    await app.database.app.transaction().execute((tx) => dropSecondFactor(tx, p.userId))
    forgetActors(p.workspaceId)
    await noteUser(app, p.userId, {
      name: 'member.dropSecondFactor',
      ip: request.ip,
      mail: {
        subject: 'The second factor of your account was turned off',
        paragraphs: ['From now on, the password alone is enough to sign in.'],
      },
    })
    return {}
  })
}

/** Whether the person's workspace or role asks for a second factor. */
const isAsked = (app: App, p: Person): Promise<boolean> =>
  reading(app, p, async (c) => {
    const own = p.roleId ? await get(c, role, p.roleId) : undefined
    return settingOf(c.workspace, requireSecondFactor) || own?.requireSecondFactor === true
  })

export const accountRoutes = (server: FastifyInstance, app: App): void => {
  profileRoutes(server, app)
  sessionRoutes(server, app)
  secondFactorRoutes(server, app)
}
