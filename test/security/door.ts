/** Requests as a stranger makes them: from an address, with or without a cookie, with any header. */
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import { sessionCookie } from '../../src/kernel/server/auth.ts'
import { hashPassword } from '../../src/kernel/server/crypto.ts'
import type { TestApp, TestWorkspace } from '../helpers/app.ts'

export const password = 'correct horse battery'
let serial = 0
/** Each test comes from an address of its own, so that it meets only its own limits. */
export const address = (): string => `10.0.0.${++serial}`

type Reply = {
  status: number
  body: Record<string, unknown>
  headers: Record<string, unknown>
  text: string
  cookie: string
}

/** `at` gives the application once it is there. */
export const door = (at: () => { t: TestApp; w: TestWorkspace }) => {
  const send = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    o: { body?: unknown; cookie?: string; headers?: Record<string, string>; from?: string } = {},
  ): Promise<Reply> => {
    const r = await at().t.server.inject({
      method,
      url: path.startsWith('/api') ? path : `/api/v1${path}`,
      headers: { 'x-requested-with': 'throughline', ...o.headers },
      ...(o.cookie === undefined ? {} : { cookies: { [sessionCookie]: o.cookie } }),
      ...(o.body === undefined ? {} : { payload: o.body as InjectOptions['payload'] }),
      remoteAddress: o.from ?? '10.9.9.9',
    })
    const parsed: unknown = String(r.headers['content-type']).includes('json') && r.body ? JSON.parse(r.body) : {}
    const body = typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
    return {
      status: r.statusCode,
      body,
      headers: r.headers,
      text: r.body,
      cookie: r.cookies.find((c) => c.name === sessionCookie)?.value ?? '',
    }
  }

  /** A member with a password of their own. */
  const someone = async (role = 'salesAgent') => {
    const caller = await at().w.as(role)
    const row = await at().w.admin.get(`/members/${caller.memberId}`)
    const userId = String(row.body.userId)
    await sql`update app_user set password_hash = ${await hashPassword(password)} where id = ${userId}`.execute(
      at().t.app.database.owner,
    )
    return { caller, userId, memberId: caller.memberId, email: String(row.body.email) }
  }
  const signIn = (email: string, plain = password, from = address(), cookie?: string) =>
    send('POST', '/auth/sign-in', {
      body: { email, password: plain },
      from,
      ...(cookie === undefined ? {} : { cookie }),
    })
  return { send, someone, signIn }
}
