/** Who is signed in: asked once at the start, then kept in step by signing in and out. */
import type { QueryClient } from '@tanstack/react-query'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect } from 'react'
import { forgetRecent } from './recent.ts'
import type { Client } from '../api/client.ts'
import { ApiError } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Me } from '../api/types.ts'
import { arrayOf, meOf, objectOf, stringOf } from '../api/types.ts'

export type DemoUser = { email: string; name: string; role: string; password: string }
export type Setup = { needed: boolean; codeRequired: boolean; demo: DemoUser[] }

type Session =
  | { status: 'loading' }
  | { status: 'failed'; error: unknown }
  /** `last`: who was at work in this tab when the session ended by itself */
  | { status: 'out'; setup: Setup; last: Me | undefined }
  | { status: 'in'; me: Me }

const setupOf = (x: unknown): Setup => {
  const o = objectOf(x)
  return {
    needed: o.needed === true,
    codeRequired: o.codeRequired === true,
    demo: arrayOf(o.demo).map((d) => {
      const u = objectOf(d)
      return {
        email: stringOf(u.email),
        name: stringOf(u.name),
        role: stringOf(u.role),
        password: stringOf(u.password),
      }
    }),
  }
}

const ask = async (api: Client): Promise<{ me: Me } | { setup: Setup }> => {
  try {
    return { me: meOf(await api.fetch('/me')) }
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    return { setup: setupOf(await api.fetch('/setup')) }
  }
}

/** Who is there, as a question to the cache. */
export const sessionQuery = (api: Client) =>
  queryOptions({
    queryKey: keys.me,
    queryFn: () => ask(api),
    staleTime: 5 * 60_000,
    retry: (count, error) => count < 2 && error instanceof ApiError && error.status !== 401,
  })

const lastInside = new WeakMap<QueryClient, Me>()

export const useSession = (api: Client): Session => {
  const client = useQueryClient()
  const q = useQuery(sessionQuery(api))
  const me = q.data && 'me' in q.data ? q.data.me : undefined
  useEffect(() => {
    if (me) lastInside.set(client, me)
  }, [client, me])
  if (me) return { status: 'in', me }
  if (q.data && 'setup' in q.data) return { status: 'out', setup: q.data.setup, last: lastInside.get(client) }
  return q.isError ? { status: 'failed', error: q.error } : { status: 'loading' }
}

/** Signing in and out forget everything that was cached for someone else. */
export const useSessionActions = (api: Client) => {
  const client = useQueryClient()
  const again = async () => {
    client.removeQueries({ predicate: (q) => q.queryKey[0] !== keys.me[0] })
    await client.invalidateQueries({ queryKey: keys.me })
  }
  const leave = async () => {
    lastInside.delete(client)
    forgetRecent()
    await again()
  }
  return {
    again,
    /** to the door, whoever was inside */
    leave,
    signOut: async () => {
      await api.post('/auth/sign-out')
      await leave()
    },
  }
}

const ClientContext = createContext<Client | null>(null)
export const ClientProvider = ClientContext.Provider
/** The API for screens outside of a session; signed-in ones use `useApp().api`. */
export const useClient = (): Client => {
  const api = useContext(ClientContext)
  if (!api) throw new Error('no API client in the tree')
  return api
}
