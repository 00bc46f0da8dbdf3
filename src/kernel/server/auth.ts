/** Sessions: who is behind a request. Cookies and keys carry a random token; the database keeps only its hash. */
import { sql } from 'kysely'
import { AppError } from '../errors.ts'
import { secondFactorKey } from '../secondFactor.ts'
import type { Actor, FieldRights, Rights } from './access.ts'
import type { App } from './app.ts'
import { hashToken, randomToken } from './crypto.ts'
import type { Db } from './database/connect.ts'
import { inWorkspace } from './transaction.ts'

export const sessionCookie = 'throughline_session'
export const sessionDays = 30
/** However busy a session is, it ends then. */
const longestSessionDays = 90

type MemberRow = {
  id: string
  user_id: string
  name: string
  role_id: string
  team_ids: string[]
  rights: Rights
  field_rights: FieldRights
  must_enrol: boolean
}

const keptMs = 10_000
const actors = new Map<string, { at: number; actor: Actor }>()

/** Rights and teams are kept for 10 s in a process; a change in this process is seen at once. */
export const forgetActors = (workspaceId: string): void => {
  for (const key of actors.keys()) if (key.startsWith(workspaceId)) actors.delete(key)
}

/** The member of the workspace behind a user, with role and the teams at and beneath the own one; undefined when there is none. */
export const actorOf = async (app: App, workspaceId: string, userId: string): Promise<Actor | undefined> => {
  const key = `${workspaceId}:${userId}`
  const known = actors.get(key)
  if (known && Date.now() - known.at < keptMs) return known.actor
  const r = await inWorkspace(
    app.database.app,
    workspaceId,
    (tx) =>
      sql<MemberRow>`
      with recursive tree as (
        select t.id from team t join member m on m.workspace_id = t.workspace_id
        where t.workspace_id = ${workspaceId} and m.user_id = ${userId} and (t.id = m.team_id or t.manager_id = m.id)
          and t.deleted_at is null
        union
        select t.id from team t join tree on t.parent_id = tree.id
        where t.workspace_id = ${workspaceId} and t.deleted_at is null
      )
      select m.id, m.user_id, m.name, m.role_id, r.rights, r.field_rights, array(select id from tree) as team_ids,
        u.totp_since is null and (r.require_second_factor or exists (
          select from setting s where s.workspace_id = m.workspace_id and s.key = ${secondFactorKey}
            and s.value = 'true'::jsonb)) as must_enrol
      from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
        join app_user u on u.id = ${userId}
      where m.workspace_id = ${workspaceId} and m.user_id = ${userId} and m.active and m.deleted_at is null`.execute(
        tx,
      ),
    { readOnly: true },
  )
  const [m] = r.rows
  if (!m) return undefined
  const actor: Actor = {
    kind: 'user',
    workspaceId,
    memberId: m.id,
    userId: m.user_id,
    name: m.name,
    roleId: m.role_id,
    rights: m.rights,
    fieldRights: m.field_rights,
    teamIds: m.team_ids,
    ...(m.must_enrol ? { mustEnrol: true } : {}),
  }
  actors.set(key, { at: Date.now(), actor })
  return actor
}

/** The system itself: jobs, schedules, reactions. */
export const systemActor = (workspaceId: string): Actor => ({
  kind: 'system',
  workspaceId,
  memberId: null,
  userId: null,
  name: 'Throughline',
  roleId: null,
  rights: { '*': 'all' },
  fieldRights: {},
  teamIds: [],
})

/** Opens a session and gives back its token, to be kept in a cookie. */
export const openSession = async (
  app: App,
  who: { userId: string; workspaceId: string; ip: string; agent: string },
): Promise<string> => {
  const token = randomToken()
  await sql`insert into session (hash, user_id, workspace_id, expires_at, ip, agent)
    values (${hashToken(token)}, ${who.userId}, ${who.workspaceId}, now() + make_interval(days => ${sessionDays}),
      ${who.ip}, ${who.agent.slice(0, 300)})`.execute(app.database.app)
  return token
}

/**
 * The actor of a session token; undefined when it is unknown, expired, or its member is no longer active. `ip` is where
 * it is used from now; the session's owner sees it, at most five minutes old.
 */
export const sessionActor = async (app: App, token: string, ip?: string): Promise<Actor | undefined> => {
  const r = await sql<{ user_id: string; workspace_id: string; stale: boolean }>`
    select user_id, workspace_id, seen_at < now() - interval '5 minutes' as stale
    from session where hash = ${hashToken(token)} and expires_at > now()
      and created_at > now() - make_interval(days => ${longestSessionDays})`.execute(app.database.app)
  const [s] = r.rows
  if (!s) return undefined
  if (s.stale)
    await sql`update session set seen_at = now(), ip = coalesce(${ip ?? null}, ip),
        expires_at = now() + make_interval(days => ${sessionDays})
      where hash = ${hashToken(token)}`.execute(app.database.app)
  return actorOf(app, s.workspace_id, s.user_id)
}

/** An API key acts as the member it was made for. */
export const keyActor = async (app: App, key: string): Promise<Actor | undefined> => {
  const r = await sql<{ workspace_id: string; subject_id: string }>`
    select workspace_id, subject_id from token
    where hash = ${hashToken(key)} and kind = 'apiKey' and revoked_at is null
      and (expires_at is null or expires_at > now())`.execute(app.database.app)
  const [t] = r.rows
  if (!t) return undefined
  const actor = await actorOf(app, t.workspace_id, t.subject_id)
  // A key was made by hand and is given to a program, which has no second factor.
  return actor && { ...actor, kind: 'apiKey', mustEnrol: false }
}

export const closeSession = async (app: App, token: string): Promise<void> => {
  await sql`delete from session where hash = ${hashToken(token)}`.execute(app.database.app)
}

/** Ends every session of a user but the one of `kept`, after a new password for example. Returns how many. */
export const closeSessions = async (db: Db, userId: string, kept?: string): Promise<number> => {
  const r = await sql`delete from session where user_id = ${userId}
    and hash is distinct from ${kept === undefined ? null : hashToken(kept)} returning id`.execute(db)
  return r.rows.length
}

export const unauthenticated = (): AppError => new AppError('unauthenticated', 'Sign in to go on.')
