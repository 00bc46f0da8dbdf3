/**
 * The lock after failed sign-ins. It belongs to the address that was typed, whether there is such an account or not: the
 * answers, and what they cost, must not tell the two apart.
 */
import { sql } from 'kysely'
import { AppError } from '../../kernel/errors.ts'
import type { App } from '../../kernel/server/app.ts'
import { hashToken } from '../../kernel/server/crypto.ts'

const failuresUntilLock = 10
const lockMinutes = 15

const keyOf = (email: string): string => hashToken(`sign-in:${email.trim().toLowerCase()}`)

export const isLocked = async (app: App, email: string): Promise<boolean> => {
  const r = await sql`select 1 from sign_in_failure where key = ${keyOf(email)} and failures >= ${failuresUntilLock}
    and at > now() - make_interval(mins => ${lockMinutes})`.execute(app.database.app)
  return r.rows.length > 0
}

/** Counts anew when the last failure is as long ago as a lock lasts. Call it only while the address is not locked. */
export const noteFailure = async (app: App, email: string): Promise<void> => {
  await sql`insert into sign_in_failure as f (key, failures, at) values (${keyOf(email)}, 1, now())
    on conflict (key) do update set at = now(),
      failures = case when f.at > now() - make_interval(mins => ${lockMinutes}) then f.failures + 1 else 1 end`.execute(
    app.database.app,
  )
}

export const forgetFailures = async (app: App, email: string): Promise<void> => {
  await sql`delete from sign_in_failure where key = ${keyOf(email)}`.execute(app.database.app)
}

export const locked = (): AppError =>
  new AppError('tooMany', `Too many failed tries: this account is locked for ${lockMinutes} minutes.`, {
    reason: 'locked',
  })
