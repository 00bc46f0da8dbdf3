/** The way in: set-up, sign-in and -out, forgotten passwords, invitations, and who I am. */
import { randomInt } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { AppError, invalid } from '../../kernel/errors.ts'
import { parseWith } from '../../kernel/schema.ts'
import type { App } from '../../kernel/server/app.ts'
import {
  closeSession,
  closeSessions,
  openSession,
  sessionCookie,
  sessionDays,
  unauthenticated,
} from '../../kernel/server/auth.ts'
import { hashPassword, hashToken, randomToken, safeEqual, verifyPassword } from '../../kernel/server/crypto.ts'
import { transact } from '../../kernel/server/execute.ts'
import { findActor, requireActor } from '../../kernel/server/http/actor.ts'
import { systemActor } from '../../kernel/server/auth.ts'
import { createRateLimiter } from '../../kernel/server/rateLimit.ts'
import { find, get, many, update } from '../../kernel/server/table.ts'
import { reading } from '../../kernel/server/records.ts'
import { loadWorkspace } from '../../kernel/server/workspace.ts'
import { demoPeople } from './demoPeople.ts'
import { queueMail } from './mail.ts'
import { company, member, role } from './model.ts'
import { password, setupInput, setupNeeded, setUpWorkspace } from './setup.ts'

const loopback = new Set(['127.0.0.1', '::1', 'localhost', '[::1]'])
const isLocal = (app: App): boolean =>
  loopback.has(app.config.host) && loopback.has(new URL(app.config.baseUrl).hostname)

const setCookie = (app: App, reply: FastifyReply, token: string): void => {
  reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: app.config.baseUrl.startsWith('https:'),
    maxAge: sessionDays * 86_400,
  })
}

/** Whatever session the browser came with ends: nobody else may hold it too. */
const startSession = async (
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: string,
  workspaceId: string,
) => {
  const before = request.cookies[sessionCookie]
  if (before) await closeSession(app, before)
  const token = await openSession(app, {
    userId,
    workspaceId,
    ip: request.ip,
    agent: request.headers['user-agent'] ?? '',
  })
  setCookie(app, reply, token)
}

type UserRow = { id: string; password_hash: string | null; failed_sign_ins: number; locked: boolean }
const failuresUntilLock = 10

const findUser = async (app: App, email: string): Promise<UserRow | undefined> =>
  (
    await sql<UserRow>`select id, password_hash, failed_sign_ins, coalesce(locked_until > now(), false) as locked
      from app_user where email = ${email}`.execute(app.database.app)
  ).rows[0]

const noteFailure = (app: App, user: UserRow) =>
  sql`update app_user set failed_sign_ins = failed_sign_ins + 1,
      locked_until = case when failed_sign_ins + 1 >= ${failuresUntilLock} then now() + interval '15 minutes' end
    where id = ${user.id}`.execute(app.database.app)

const membershipsOf = async (
  app: App,
  userId: string,
): Promise<{ workspace_id: string; workspace_name: string; member_id: string }[]> =>
  (
    await sql<{
      workspace_id: string
      workspace_name: string
      member_id: string
    }>`select * from memberships_of(${userId})`.execute(app.database.app)
  ).rows

const wrong = () => new AppError('unauthenticated', 'Email or password is not right.', { reason: 'wrongCredentials' })

/** One row of the audit for each sign-in and sign-out. */
const noteInAudit = async (app: App, workspaceId: string, memberId: string, name: string, ip: string) =>
  transact(app, systemActor(workspaceId), async (c) => {
    const row = await get(c, member, memberId)
    c.actor = { ...c.actor, kind: 'user', memberId, name: row.name, ip }
    c.emit(name, member, row)
  })

const credentials = z.strictObject({ email: z.string().trim().toLowerCase().max(254), password: z.string().max(200) })

/** Takes a token of a kind once; throws when it is unknown, used or expired. */
const takeToken = async (app: App, kind: 'reset' | 'invitation', token: string) => {
  const r = await sql<{ workspace_id: string | null; subject_id: string }>`update token set used_at = now()
    where hash = ${hashToken(token)} and kind = ${kind} and used_at is null and revoked_at is null
      and (expires_at is null or expires_at > now()) returning workspace_id, subject_id`.execute(app.database.app)
  const [row] = r.rows
  if (!row)
    throw new AppError('refused', 'This link was used already or has expired. Ask for a new one.', {
      reason: 'linkExpired',
    })
  return row
}

/** The other links to a new password, and all sessions, end with it. */
const setPassword = async (app: App, userId: string, plain: string) => {
  await sql`update app_user set password_hash = ${await hashPassword(plain)}, failed_sign_ins = 0, locked_until = null
    where id = ${userId}`.execute(app.database.app)
  await sql`update token set revoked_at = now() where kind = 'reset' and subject_id = ${userId} and used_at is null
    and revoked_at is null`.execute(app.database.app)
  await closeSessions(app, userId)
}

const locked = () =>
  new AppError('tooMany', 'Too many failed tries: this account is locked for 15 minutes.', { reason: 'locked' })

/** Who an open invitation is for, without using it up. */
const invitedUser = async (app: App, token: string): Promise<UserRow | undefined> => {
  const t = await sql<{ workspace_id: string; subject_id: string }>`select workspace_id, subject_id from token
    where hash = ${hashToken(token)} and kind = 'invitation' and used_at is null and revoked_at is null
      and expires_at > now()`.execute(app.database.app)
  const [open] = t.rows
  if (!open) return undefined
  const invited = await reading(app, systemActor(open.workspace_id), (c) => find(c, member, open.subject_id))
  return invited ? findUser(app, invited.email) : undefined
}

/**
 * An invitation lets someone new choose a password. Who has one already proves it: otherwise the workspace that invites
 * could take over an account that others trust.
 */
const assertOwnPassword = async (app: App, user: UserRow, plain: string): Promise<void> => {
  const right = await verifyPassword(user.password_hash ?? undefined, plain)
  if (user.locked) throw locked()
  if (right) return
  await noteFailure(app, user)
  throw new AppError('invalid', 'You have an account already. Enter its password to join.', {
    reason: 'wrongPassword',
    errors: [{ path: 'password', message: 'is not the password of your account' }],
  })
}

const sendReset = async (app: App, email: string): Promise<void> => {
  const user = await findUser(app, email)
  const [first, ...others] = user ? await membershipsOf(app, user.id) : []
  if (!user || !first) return
  // Without a mail server the link stays in the outbox of one workspace: its admins must not get at the others that way.
  if (!app.mailer.configured && others.length > 0) {
    app.log.warn({ userId: user.id }, 'no mail server: set the password by the command `throughline user`')
    return
  }
  const token = randomToken()
  await sql`insert into token (hash, kind, workspace_id, subject_entity, subject_id, expires_at)
    values (${hashToken(token)}, 'reset', ${first.workspace_id}, 'user', ${user.id}, now() + interval '2 hours')`.execute(
    app.database.app,
  )
  await transact(app, systemActor(first.workspace_id), (c) =>
    queueMail(c, {
      to: email,
      subject: 'Choose a new password',
      paragraphs: ['Somebody, hopefully you, asked for a new password. The link works once, for two hours.'],
      button: { label: 'Choose a new password', url: `${app.config.baseUrl}/reset?token=${token}` },
    }),
  )
}

const describeMe = async (app: App, request: FastifyRequest) => {
  const actor = await requireActor(app, request)
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
    }
  })
}

export const signInRoutes = (server: FastifyInstance, app: App): void => {
  const limiter = createRateLimiter({ capacity: 20, refillPerSecond: 0.2 })
  const limited = (key: string): void => {
    const { allowed, retryAfterSeconds } = limiter.take(key, app.now().getTime())
    if (!allowed)
      throw new AppError('tooMany', 'Too many tries. Wait a little and try again.', { data: { retryAfterSeconds } })
  }
  const strangers = createRateLimiter({ capacity: failuresUntilLock, refillPerSecond: failuresUntilLock / (15 * 60) })
  const code = isLocal(app) ? undefined : String(randomInt(100_000_000, 999_999_999))
  if (code) app.log.info({ code }, 'set-up asks for this code')

  server.get('/api/v1/setup', async () => {
    const needed = await setupNeeded(app)
    return { needed, codeRequired: needed && code !== undefined, demo: needed ? [] : await demoPeople(app) }
  })

  server.post('/api/v1/setup', async (request, reply) => {
    limited(`setup:${request.ip}`)
    const input = parseWith(setupInput, request.body)
    if (!(await setupNeeded(app)))
      throw new AppError('conflict', 'This installation is set up already. Sign in instead.', {
        reason: 'alreadySetUp',
      })
    if (code !== undefined && !safeEqual(input.code ?? '', code))
      throw invalid('code', 'must be the code printed in the server log')
    const made = await setUpWorkspace(app, input, { first: true })
    await startSession(app, request, reply, made.userId, made.workspaceId)
    return reply.code(201).send({ workspaceId: made.workspaceId, memberId: made.memberId })
  })

  server.post('/api/v1/auth/sign-in', async (request, reply) => {
    const { email, password: plain } = parseWith(credentials, request.body)
    limited(`ip:${request.ip}`)
    limited(`email:${email}`)
    const user = await findUser(app, email)
    // Verifying against nothing costs the same, so that the time does not tell who has an account.
    const right = await verifyPassword(user?.password_hash ?? undefined, plain)
    // An address without an account locks like one with: the answer must not tell them apart.
    if (user ? user.locked : !strangers.take(email, app.now().getTime()).allowed) throw locked()
    if (!user || !right) {
      request.log.warn({ ip: request.ip, userId: user?.id }, 'sign-in failed')
      if (user) await noteFailure(app, user)
      throw wrong()
    }
    await sql`update app_user set failed_sign_ins = 0, locked_until = null where id = ${user.id}`.execute(
      app.database.app,
    )
    const [first] = await membershipsOf(app, user.id)
    if (!first) throw new AppError('forbidden', 'Your account is not active in any workspace. Ask an admin.')
    await startSession(app, request, reply, user.id, first.workspace_id)
    await noteInAudit(app, first.workspace_id, first.member_id, 'member.signIn', request.ip)
    return { workspaceId: first.workspace_id, memberId: first.member_id }
  })

  server.post('/api/v1/auth/sign-out', async (request, reply) => {
    const actor = await findActor(app, request)
    const token = request.cookies[sessionCookie]
    if (token) await closeSession(app, token)
    reply.clearCookie(sessionCookie, { path: '/' })
    if (actor?.memberId) await noteInAudit(app, actor.workspaceId, actor.memberId, 'member.signOut', request.ip)
    return {}
  })

  server.post('/api/v1/auth/forgot', async (request) => {
    const { email } = parseWith(z.strictObject({ email: z.string().trim().toLowerCase().max(254) }), request.body)
    limited(`ip:${request.ip}`)
    limited(`forgot:${email}`)
    await sendReset(app, email)
    return {}
  })

  const withToken = z.strictObject({ token: z.string().max(200), password })
  server.post('/api/v1/auth/reset', async (request, reply) => {
    const input = parseWith(withToken, request.body)
    limited(`ip:${request.ip}`)
    const { workspace_id, subject_id } = await takeToken(app, 'reset', input.token)
    await setPassword(app, subject_id, input.password)
    if (workspace_id) await startSession(app, request, reply, subject_id, workspace_id)
    return {}
  })

  /** People know better than who invited them how they are called. */
  const withName = withToken.extend({ name: z.string().trim().max(120).optional() })
  server.post('/api/v1/auth/accept-invitation', async (request, reply) => {
    const input = parseWith(withName, request.body)
    limited(`ip:${request.ip}`)
    const known = await invitedUser(app, input.token)
    if (known?.password_hash) await assertOwnPassword(app, known, input.password)
    const { workspace_id, subject_id } = await takeToken(app, 'invitation', input.token)
    if (!workspace_id) throw unauthenticated()
    const userId = await transact(app, systemActor(workspace_id), async (c) => {
      const invited = await get(c, member, subject_id)
      await update(c, member, invited, { joinedAt: c.now, active: true, ...(input.name ? { name: input.name } : {}) })
      return invited.userId ?? ''
    })
    if (!known?.password_hash) await setPassword(app, userId, input.password)
    await startSession(app, request, reply, userId, workspace_id)
    return {}
  })

  server.get('/api/v1/me', (request) => describeMe(app, request))

  const myChanges = z.strictObject({
    name: z.string().trim().min(1).max(120).optional(),
    jobTitle: z.string().trim().max(120).nullish(),
    timeZone: z.string().max(64).nullish(),
    preferences: z.record(z.string(), z.unknown()).optional(),
  })
  server.patch('/api/v1/me', async (request) => {
    const actor = await requireActor(app, request)
    const input = parseWith(myChanges, request.body)
    await transact(app, actor, async (c) => {
      const me = await get(c, member, actor.memberId ?? '')
      await update(c, member, me, {
        ...input,
        preferences: input.preferences ? { ...me.preferences, ...input.preferences } : undefined,
      })
    })
    return describeMe(app, request)
  })
}
