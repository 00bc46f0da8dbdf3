/** Who is behind a request, and whether the request comes from our own pages. */
import type { FastifyRequest } from 'fastify'
import { AppError } from '../../errors.ts'
import type { Actor } from '../access.ts'
import type { App } from '../app.ts'
import { keyActor, sessionActor, sessionCookie, unauthenticated } from '../auth.ts'

const bearer = (request: FastifyRequest): string | undefined => {
  const header = request.headers.authorization
  return header?.startsWith('Bearer ') ? header.slice(7).trim() : undefined
}

/**
 * A browser sends our cookie with any request another site makes it send; it does not let that site add a header.
 * Reading is harmless, and a key in the Authorization header is never sent by itself.
 */
const assertOurPage = (request: FastifyRequest): void => {
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (request.headers['x-requested-with'] !== 'throughline')
    throw new AppError('forbidden', 'Requests with a session cookie need the header X-Requested-With: throughline.', {
      reason: 'csrf',
    })
}

/** The actor, or undefined for somebody who is not signed in. */
export const findActor = async (app: App, request: FastifyRequest): Promise<Actor | undefined> => {
  const key = bearer(request)
  const token = request.cookies[sessionCookie]
  if (!key && token) assertOurPage(request)
  const actor = key ? await keyActor(app, key) : token ? await sessionActor(app, token, request.ip) : undefined
  return actor && { ...actor, ip: request.ip }
}

/** The actor; throws `unauthenticated`, and `forbidden` for who must set up a second factor first. */
export const requireActor = async (app: App, request: FastifyRequest): Promise<Actor> => {
  const actor = await requireSignedIn(app, request)
  if (actor.mustEnrol)
    throw new AppError('forbidden', 'Set up a second factor first: your workspace asks for one.', {
      reason: 'secondFactorRequired',
    })
  return actor
}

/** The actor, also before the second factor their workspace asks for is set up: for the routes that set it up. */
export const requireSignedIn = async (app: App, request: FastifyRequest): Promise<Actor> => {
  const actor = await findActor(app, request)
  if (!actor) throw unauthenticated()
  return actor
}

export type Person = Actor & { userId: string; memberId: string; token: string }

/** A person at a browser, with the session's token. What is about an account itself is not open to API keys. */
export const requirePerson = async (app: App, request: FastifyRequest): Promise<Person> => {
  const actor = await requireSignedIn(app, request)
  const token = request.cookies[sessionCookie]
  const { userId, memberId } = actor
  if (actor.kind !== 'user' || !token || !userId || !memberId)
    throw new AppError('forbidden', 'This is open to a signed-in person only, not to an API key.')
  return { ...actor, userId, memberId, token }
}
