/** Two servers of one database, as two processes are, called over the network; and people with accounts of their own. */
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { sessionCookie } from '../../src/kernel/server/auth.ts'
import { hashPassword } from '../../src/kernel/server/crypto.ts'
import { createLog } from '../../src/kernel/server/log.ts'
import { createApp } from '../../src/main/app.ts'
import { createHttp } from '../../src/main/http.ts'
import { type TestApp, type TestWorkspace, testApp } from '../helpers/app.ts'

export const password = 'correct horse battery'
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'
export const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'

export let t: TestApp
export let w: TestWorkspace
export let url = ''
/** a second server of the same database, as a second process is */
export let second = ''
let closeSecond = async (): Promise<void> => {}
let clock = Date.now()
/** the servers' clock */
export const now = (): Date => new Date(clock)
export const wait = (seconds: number): void => {
  clock += seconds * 1000
}
let serial = 0
export const address = (): string => `10.1.${Math.floor(++serial / 250)}.${serial % 250}`

const listening = async (server: TestApp['server']): Promise<string> => {
  await server.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
}

/** Starts both; call it before all tests of a file. */
export const startServers = async (): Promise<void> => {
  t = await testApp({ now })
  w = await t.workspace()
  url = await listening(t.server)
  const app = await createApp(t.app.config, t.app.database, createLog(t.app.config), t.app.now)
  const server = await createHttp(app)
  second = await listening(server)
  closeSecond = async () => {
    await server.close()
    await app.close()
  }
}
export const stopServers = async (): Promise<void> => {
  await closeSecond()
  await t.close()
}

export type Reply = { status: number; body: Record<string, unknown>; text: string; cookie: string }
export type Way = { cookie?: string; from?: string; agent?: string; base?: string; headers?: Record<string, string> }

/** A request by the network, as a browser behind a proxy on this machine sends it. */
export const send = async (method: string, path: string, body?: unknown, o: Way = {}): Promise<Reply> => {
  const r = await fetch(`${o.base ?? url}/api/v1${path}`, {
    method,
    headers: {
      'x-requested-with': 'throughline',
      'x-forwarded-for': o.from ?? address(),
      'user-agent': o.agent ?? firefox,
      ...(o.cookie ? { cookie: `${sessionCookie}=${o.cookie}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...o.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await r.text()
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {}
  const cookie = new RegExp(`${sessionCookie}=([^;]*)`).exec(r.headers.get('set-cookie') ?? '')?.[1] ?? ''
  return { status: r.status, body: Object(parsed) as Record<string, unknown>, text, cookie }
}

export const rows = (r: Reply): Record<string, unknown>[] => r.body.data as Record<string, unknown>[]

export const someone = async (role = 'salesAgent', at: TestWorkspace = w) => {
  const caller = await at.as(role, { name: `Person ${++serial}` })
  const row = await at.admin.get(`/members/${caller.memberId}`)
  const userId = String(row.body.userId)
  await sql`update app_user set password_hash = ${await hashPassword(password)} where id = ${userId}`.execute(
    t.app.database.owner,
  )
  // The helper's own session is none of the person's.
  await sql`delete from session where user_id = ${userId}`.execute(t.app.database.owner)
  return { userId, memberId: caller.memberId, email: String(row.body.email) }
}
export const signIn = (email: string, o: Way & { password?: string; code?: string } = {}) =>
  send('POST', '/auth/sign-in', { email, password: o.password ?? password, ...(o.code ? { code: o.code } : {}) }, o)

export const audit = async (filter: string): Promise<Record<string, unknown>[]> =>
  (await w.admin.get(`/audit?${filter}`)).body.data as Record<string, unknown>[]
