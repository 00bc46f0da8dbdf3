/** Passwords: set anew, or changed by who knows the present one. */
import { sql } from 'kysely'
import type { App } from '../../kernel/server/app.ts'
import { closeSessions } from '../../kernel/server/auth.ts'
import { hashPassword, passwordNeedsRehash } from '../../kernel/server/crypto.ts'
import { forgetFailures } from './lock.ts'

export type UserRow = { id: string; email: string; password_hash: string | null }

export const findUser = async (app: App, email: string): Promise<UserRow | undefined> =>
  (
    await sql<UserRow>`select id, email, password_hash from app_user where email = ${email.trim().toLowerCase()}`.execute(
      app.database.app,
    )
  ).rows[0]

export const userById = async (app: App, id: string): Promise<UserRow | undefined> =>
  (await sql<UserRow>`select id, email, password_hash from app_user where id = ${id}`.execute(app.database.app)).rows[0]

/** Links to a new password end with it, a lock too, and all sessions but `kept`. */
export const setPassword = async (app: App, user: UserRow, plain: string, kept?: string): Promise<void> => {
  const hash = await hashPassword(plain)
  await app.database.app.transaction().execute(async (tx) => {
    await sql`update app_user set password_hash = ${hash} where id = ${user.id}`.execute(tx)
    await sql`update token set revoked_at = now() where kind = 'reset' and subject_id = ${user.id} and used_at is null
      and revoked_at is null`.execute(tx)
    await closeSessions(tx, user.id, kept)
  })
  await forgetFailures(app, user.email)
}

/** Hashes by older parameters are renewed when the password is at hand. */
export const renewHash = async (app: App, user: UserRow, plain: string): Promise<void> => {
  if (user.password_hash && passwordNeedsRehash(user.password_hash))
    await sql`update app_user set password_hash = ${await hashPassword(plain)} where id = ${user.id}`.execute(
      app.database.app,
    )
}
