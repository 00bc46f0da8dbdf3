/** The way in: set-up, sign-in and -out, forgotten passwords, invitations. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { AppError, invalid } from '../../kernel/errors.ts'
import { parseWith } from '../../kernel/schema.ts'
import { nothing, pathsOf } from '../../kernel/server/apiPaths.ts'
import type { App } from '../../kernel/server/app.ts'
import {
  closeSession,
  openSession,
  sessionCookie,
  sessionDays,
  systemActor,
  unauthenticated,
} from '../../kernel/server/auth.ts'
import { hashToken, randomToken, safeEqual, sharedCode, verifyPassword } from '../../kernel/server/crypto.ts'
import { transact } from '../../kernel/server/execute.ts'
import { findActor } from '../../kernel/server/http/actor.ts'
import { assertTry, networkOf, type RateLimit } from '../../kernel/server/rateLimit.ts'
import { reading } from '../../kernel/server/records.ts'
import { find, get, update } from '../../kernel/server/table.ts'
import { demoPeople } from './demoPeople.ts'
import { forgetFailures, isLocked, locked, noteFailure } from './lock.ts'
import { queueMail } from './mail.ts'
import { member } from './model.ts'
import { findUser, renewHash, setPassword, userById, type UserRow } from './passwords.ts'
import { proveSecondFactor, secondFactorOf } from './secondFactor.ts'
import { membershipsOf, noteFailedSignIn, noteMember, noteUser } from './securityLog.ts'
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

/** A link proves the mailbox; who has a second factor signs in with it as ever. Says whether they are in. */
const startWithoutFactor = async (
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: string,
  workspaceId: string,
): Promise<{ signedIn: boolean }> => {
  if ((await secondFactorOf(app.database.app, userId)).since) return { signedIn: false }
  await startSession(app, request, reply, userId, workspaceId)
  return { signedIn: true }
}

const wrong = () => new AppError('unauthenticated', 'Email or password is not right.', { reason: 'wrongCredentials' })

const address = z.string().trim().toLowerCase().max(254)
const credentials = z.strictObject({
  email: address,
  password: z.string().max(200),
  /** of the authenticator app, or a recovery code */
  code: z.string().max(40).optional(),
})

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
  if (await isLocked(app, user.email)) throw locked()
  if (right) return
  await noteFailure(app, user.email)
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
      secret: true,
    }),
  )
}

/**
 * Work that an answer must not wait for: how long it takes would tell whether there is such an account. The server waits
 * for it before it closes.
 */
const backgroundOf = (server: FastifyInstance, app: App) => {
  const running = new Set<Promise<unknown>>()
  server.addHook('onClose', async () => {
    await Promise.all(running)
  })
  return (work: () => Promise<unknown>): void => {
    const done: Promise<unknown> = new Promise((resolve) => setImmediate(resolve))
      .then(work)
      .catch((error: unknown) => app.log.error({ err: error }, 'work after an answer failed'))
      .finally(() => running.delete(done))
    running.add(done)
  }
}

const perAddress: RateLimit = { name: 'way in: network', capacity: 20, refillPerSecond: 0.2 }
const perAccount: RateLimit = { name: 'way in: account', capacity: 20, refillPerSecond: 0.2 }
const perForgotten: RateLimit = { name: 'forgot', capacity: 20, refillPerSecond: 0.2 }
const perSetUp: RateLimit = { name: 'set-up', capacity: 20, refillPerSecond: 0.2 }

const withAddress = z.strictObject({ email: address })
const withToken = z.strictObject({ token: z.string().max(200), password })
/** People know better than who invited them how they are called. */
const withName = withToken.extend({ name: z.string().trim().max(120).optional() })

const isIn = z.object({ workspaceId: z.uuid(), memberId: z.uuid() })
const mayBeIn = z.object({ signedIn: z.boolean() })
const tag = 'Session'

export const signInPaths = pathsOf({
  'GET /api/v1/setup': {
    id: 'setup.get',
    tag,
    summary: 'Whether this installation is still to be set up',
    answer: z.object({ needed: z.boolean(), codeRequired: z.boolean(), demo: z.array(z.unknown()) }),
    open: true,
  },
  'POST /api/v1/setup': {
    id: 'setup',
    tag,
    summary: 'Set up the installation: its first workspace and admin, who is signed in. Once only',
    body: setupInput,
    answer: isIn,
    status: 201,
    open: true,
  },
  'POST /api/v1/auth/sign-in': {
    id: 'session.signIn',
    tag,
    summary: 'Sign in; the session comes as a cookie',
    body: credentials,
    answer: isIn,
    open: true,
  },
  'POST /api/v1/auth/sign-out': { id: 'session.signOut', tag, summary: 'Sign out', answer: nothing, open: true },
  'POST /api/v1/auth/forgot': {
    id: 'session.forgot',
    tag,
    summary: 'Ask for a link to choose a new password',
    body: withAddress,
    answer: nothing,
    open: true,
  },
  'POST /api/v1/auth/reset': {
    id: 'session.reset',
    tag,
    summary: 'Choose a new password by the link',
    body: withToken,
    answer: mayBeIn,
    open: true,
  },
  'POST /api/v1/auth/accept-invitation': {
    id: 'session.acceptInvitation',
    tag,
    summary: 'Join a workspace by the link of its invitation',
    body: withName,
    answer: mayBeIn,
    open: true,
  },
})

export const signInRoutes = (server: FastifyInstance, app: App): void => {
  const afterwards = backgroundOf(server, app)
  const admitted = (request: FastifyRequest) => assertTry(app, perAddress, networkOf(request.ip))
  // The same in all processes of the installation, and the same after a restart.
  const code = isLocal(app) ? undefined : sharedCode(app.config.secretKey, 'set-up', 10)
  server.addHook('onReady', async () => {
    if (code && (await setupNeeded(app))) app.log.warn({ code }, 'set-up asks for this code')
  })

  server.get('/api/v1/setup', async () => {
    const needed = await setupNeeded(app)
    return { needed, codeRequired: needed && code !== undefined, demo: needed ? [] : await demoPeople(app) }
  })

  server.post('/api/v1/setup', async (request, reply) => {
    await assertTry(app, perSetUp, networkOf(request.ip))
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
    const { email, password: plain, code: typed } = parseWith(credentials, request.body)
    await admitted(request)
    await assertTry(app, perAccount, email)
    const user = await findUser(app, email)
    const failed = (reason: string): void => {
      request.log.warn({ ip: request.ip, userId: user?.id, reason }, 'sign-in failed')
      afterwards(() => noteFailedSignIn(app, user?.id, request.ip, reason))
    }
    // Verifying against nothing costs the same, so that the time does not tell who has an account.
    const right = await verifyPassword(user?.password_hash ?? undefined, plain)
    if (await isLocked(app, email)) {
      failed('locked')
      throw locked()
    }
    if (!user || !right) {
      await noteFailure(app, email)
      failed('password')
      throw wrong()
    }
    const proof = await proveSecondFactor(app, user.id, typed)
    if (proof === 'missing')
      throw new AppError('unauthenticated', 'Enter the code of your authenticator app.', { reason: 'codeRequired' })
    if (proof === 'wrong') {
      await noteFailure(app, email)
      failed('code')
      throw new AppError('unauthenticated', 'This code is not right, or was used already.', { reason: 'wrongCode' })
    }
    // Only now: otherwise who knows the password could try codes without end.
    await forgetFailures(app, email)
    const [first] = await membershipsOf(app, user.id)
    if (!first) throw new AppError('forbidden', 'Your account is not active in any workspace. Ask an admin.')
    await renewHash(app, user, plain)
    await startSession(app, request, reply, user.id, first.workspace_id)
    await noteMember(app, first.workspace_id, first.member_id, {
      name: 'member.signIn',
      ip: request.ip,
      ...(proof === 'none' ? {} : { data: { secondFactor: proof } }),
      ...(proof === 'recovery'
        ? {
            mail: {
              subject: 'A recovery code was used to sign in',
              paragraphs: ['Somebody, hopefully you, signed in with one of your recovery codes. It works no more.'],
            },
          }
        : {}),
    })
    return { workspaceId: first.workspace_id, memberId: first.member_id }
  })

  server.post('/api/v1/auth/sign-out', async (request, reply) => {
    const actor = await findActor(app, request)
    const token = request.cookies[sessionCookie]
    if (token) await closeSession(app, token)
    reply.clearCookie(sessionCookie, { path: '/' })
    if (actor?.memberId)
      await noteMember(app, actor.workspaceId, actor.memberId, { name: 'member.signOut', ip: request.ip })
    return {}
  })

  server.post('/api/v1/auth/forgot', async (request) => {
    const { email } = parseWith(withAddress, request.body)
    await admitted(request)
    await assertTry(app, perForgotten, email)
    afterwards(() => sendReset(app, email))
    return {}
  })

  server.post('/api/v1/auth/reset', async (request, reply) => {
    const input = parseWith(withToken, request.body)
    await admitted(request)
    const { workspace_id, subject_id } = await takeToken(app, 'reset', input.token)
    const user = await userById(app, subject_id)
    if (!user) throw unauthenticated()
    await setPassword(app, user, input.password)
    await noteUser(app, user.id, {
      name: 'member.resetPassword',
      ip: request.ip,
      mail: {
        subject: 'Your password was changed',
        paragraphs: ['A new password was set by a link that was sent to you. All sessions were signed out.'],
      },
    })
    if (!workspace_id) return { signedIn: false }
    return startWithoutFactor(app, request, reply, user.id, workspace_id)
  })

  server.post('/api/v1/auth/accept-invitation', async (request, reply) => {
    const input = parseWith(withName, request.body)
    await admitted(request)
    const known = await invitedUser(app, input.token)
    if (known?.password_hash) await assertOwnPassword(app, known, input.password)
    const { workspace_id, subject_id } = await takeToken(app, 'invitation', input.token)
    if (!workspace_id) throw unauthenticated()
    const userId = await transact(app, systemActor(workspace_id), async (c) => {
      const invited = await get(c, member, subject_id)
      c.actor = { ...c.actor, kind: 'user', memberId: invited.id, name: input.name || invited.name, ip: request.ip }
      const joined = await update(c, member, invited, {
        joinedAt: c.now,
        active: true,
        ...(input.name ? { name: input.name } : {}),
      })
      c.emit('member.join', member, joined)
      return invited.userId ?? ''
    })
    const user = await userById(app, userId)
    if (user && !user.password_hash) await setPassword(app, user, input.password)
    return startWithoutFactor(app, request, reply, userId, workspace_id)
  })
}
