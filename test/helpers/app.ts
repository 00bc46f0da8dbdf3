/** A whole server on a database of its own, with a workspace and people of every shipped role to call it as. */
import type { FastifyInstance, InjectOptions } from 'fastify'
import { createHmac } from 'node:crypto'
import { inject } from 'vitest'
import { sql } from 'kysely'
import { member, role } from '../../src/areas/admin/model.ts'
import { type SetupInput, setupInput, setUpWorkspace } from '../../src/areas/admin/setup.ts'
import type { App } from '../../src/kernel/server/app.ts'
import { actorOf, openSession, sessionCookie, systemActor } from '../../src/kernel/server/auth.ts'
import type { Ctx } from '../../src/kernel/server/context.ts'
import { testConfig, testDatabase } from '../../src/kernel/server/database/testing.ts'
import { transact } from '../../src/kernel/server/execute.ts'
import { createLog } from '../../src/kernel/server/log.ts'
import { insert, many } from '../../src/kernel/server/table.ts'
import { startWorker } from '../../src/kernel/server/worker.ts'
import { createApp } from '../../src/main/app.ts'
import { createHttp } from '../../src/main/http.ts'

export type Answer = {
  status: number
  body: Record<string, unknown>
  headers: Record<string, unknown>
  text: string
}

/** A signed-in caller of the API. `body` comes back parsed. */
export type Caller = {
  memberId: string
  get(path: string): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  delete(path: string): Promise<Answer>
}

export type TestWorkspace = {
  id: string
  admin: Caller
  /** a new member with a shipped role (`salesAgent`, `finance` …), in `teamId` when given */
  as(roleKey: string, o?: { teamId?: string; name?: string }): Promise<Caller>
  /** runs `work` as the system in one transaction */
  transaction<T>(work: (c: Ctx) => Promise<T>): Promise<T>
}

export type TestApp = {
  app: App
  server: FastifyInstance
  /** a fresh workspace: tests in one file do not see each other's */
  workspace(input?: Partial<SetupInput>): Promise<TestWorkspace>
  /** starts the worker until `close`, for tests that wait for jobs */
  work(): Promise<void>
  close(): Promise<void>
}

const parse = (text: string): Answer['body'] => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** `now` may be a clock the test holds. `env` sets configuration. */
export const testApp = async (o: { now?: () => Date; env?: NodeJS.ProcessEnv } = {}): Promise<TestApp> => {
  const database = await testDatabase()
  const config = testConfig(inject('testServer'), o.env)
  const app = await createApp(config, database, createLog(config), o.now)
  const server = await createHttp(app)
  let worker: { stop(): Promise<void> } | undefined
  let count = 0

  const caller = (memberId: string, token: string): Caller => {
    const call = async (
      method: InjectOptions['method'],
      url: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ) => {
      const r = await server.inject({
        method,
        url: url.startsWith('/api') ? url : `/api/v1${url}`,
        headers: { 'x-requested-with': 'throughline', ...headers },
        cookies: { [sessionCookie]: token },
        ...(body === undefined ? {} : { payload: body as InjectOptions['payload'] }),
      })
      return { status: r.statusCode, body: parse(r.body), headers: r.headers, text: r.body }
    }
    return {
      memberId,
      get: (url) => call('GET', url),
      post: (url, body = {}, headers) => call('POST', url, body, headers),
      patch: (url, body, headers) => call('PATCH', url, body, headers),
      delete: (url) => call('DELETE', url),
    }
  }

  const signIn = async (workspaceId: string, userId: string, memberId: string): Promise<Caller> =>
    caller(memberId, await openSession(app, { userId, workspaceId, ip: '127.0.0.1', agent: 'test' }))

  const workspace = async (input: Partial<SetupInput> = {}): Promise<TestWorkspace> => {
    const n = ++count
    const full = setupInput.parse({
      workspace: `Workspace ${n}`,
      name: 'Ada Admin',
      email: `admin${n}@example.com`,
      password: 'correct horse battery',
      country: 'DE',
      timeZone: 'Europe/Berlin',
      ...input,
    })
    const made = await setUpWorkspace(app, full, { first: false })
    const transaction = <T>(work: (c: Ctx) => Promise<T>): Promise<T> =>
      transact(app, systemActor(made.workspaceId), work)
    return {
      id: made.workspaceId,
      admin: await signIn(made.workspaceId, made.userId, made.memberId),
      transaction,
      async as(roleKey, { teamId, name } = {}) {
        const tag = createHmac('sha256', made.workspaceId).update(`${roleKey}${++count}`).digest('hex').slice(0, 8)
        const email = `${roleKey.toLowerCase()}.${tag}@example.com`
        const { userId, memberId } = await transaction(async (c) => {
          const roles = await many(c, role, sql`t.key = ${roleKey}`)
          const userId = c.newId()
          await sql`insert into app_user (id, email, name) values (${userId}, ${email}, ${name ?? roleKey})`.execute(
            c.tx,
          )
          const m = await insert(c, member, {
            name: name ?? roleKey,
            email,
            userId,
            roleId: roles[0]?.id ?? '',
            teamId: teamId ?? null,
            active: true,
            joinedAt: c.now,
          })
          return { userId, memberId: m.id }
        })
        if (!(await actorOf(app, made.workspaceId, userId))) throw new Error(`no role ${roleKey}`)
        return signIn(made.workspaceId, userId, memberId)
      },
    }
  }

  return {
    app,
    server,
    workspace,
    async work() {
      worker ??= await startWorker(app)
    },
    async close() {
      await worker?.stop()
      await server.close()
      await app.close()
      await database.close()
    },
  }
}

/** Waits until `check` gives something, for what jobs bring about. */
export const eventually = async <T>(check: () => Promise<T | undefined>, ms = 8000): Promise<T> => {
  const end = Date.now() + ms
  for (;;) {
    const found = await check()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}
