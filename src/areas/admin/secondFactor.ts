/** The second factor of an account: an authenticator app, and recovery codes for the day its phone is gone. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { refused } from '../../kernel/errors.ts'
import type { App } from '../../kernel/server/app.ts'
import { hashToken, open, SealError, seal } from '../../kernel/server/crypto.ts'
import type { Db } from '../../kernel/server/database/connect.ts'
import { base32, newSecret, stepOf } from './totp.ts'

const recoveryCodes = 10

type Stored = { totp_secret: string | null; since: string | null; last_step: number | null }

const contextOf = (userId: string): string => `totp:${userId}`

const load = async (db: Db, userId: string, o: { lock?: boolean } = {}): Promise<Stored | undefined> => {
  const r = await sql<Stored>`select totp_secret, totp_since as since, totp_last_step as last_step from app_user
    where id = ${userId} ${o.lock ? sql`for update` : sql``}`.execute(db)
  return r.rows[0]
}

type SecondFactor = { since: string | null; recoveryCodesLeft: number }

export const secondFactorOf = async (db: Db, userId: string): Promise<SecondFactor> => {
  const r = await sql<{ since: string | null; left: number }>`select u.totp_since as since,
      (select count(*) from recovery_code c where c.user_id = u.id and c.used_at is null) as left
    from app_user u where u.id = ${userId}`.execute(db)
  const [row] = r.rows
  return { since: row?.since ?? null, recoveryCodesLeft: row?.since ? row.left : 0 }
}

/** A new secret, kept encrypted; it counts only once a code of it was entered. */
export const beginSecondFactor = async (app: App, userId: string): Promise<string> => {
  const secret = newSecret()
  const sealed = seal(app.config.secretKey, secret, contextOf(userId))
  const r = await sql`update app_user set totp_secret = ${sealed}, totp_last_step = null
    where id = ${userId} and totp_since is null returning id`.execute(app.database.app)
  if (r.rows.length === 0)
    throw refused('secondFactorOn', 'You have a second factor already. Turn it off first to set up another phone.')
  return secret
}

/** 80 random bits in four groups: nothing to guess, so a plain digest keeps them. */
const newRecoveryCode = (): string => (base32(randomBytes(10)).match(/.{4}/g) ?? []).join('-').toLowerCase()
const plainCode = (code: string): string => code.toLowerCase().replaceAll(/[^a-z2-7]/g, '')

/** Makes ten recovery codes in place of the earlier ones. They are shown once; the database keeps digests. */
export const renewRecoveryCodes = async (db: Db, userId: string): Promise<string[]> => {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode)
  await sql`delete from recovery_code where user_id = ${userId}`.execute(db)
  await sql`insert into recovery_code (user_id, hash)
    select ${userId}::uuid, unnest(${codes.map((c) => hashToken(plainCode(c)))}::text[])`.execute(db)
  return codes
}

/** After a change of SECRET_KEY no secret opens any more; recovery codes still do. */
const secretOf = (app: App, userId: string, sealed: string): string | undefined => {
  try {
    return open(app.config.secretKey, sealed, contextOf(userId))
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    app.log.warn({ err: error, userId }, 'the secret of an authenticator app cannot be opened')
    return undefined
  }
}

const useCode = async (app: App, db: Db, userId: string, stored: Stored, code: string): Promise<boolean> => {
  if (!stored.totp_secret || !/^\d{6}$/.test(code)) return false
  const secret = secretOf(app, userId, stored.totp_secret)
  const step = secret && stepOf(secret, code, app.now(), stored.last_step)
  if (!step) return false
  await sql`update app_user set totp_last_step = ${step} where id = ${userId}`.execute(db)
  return true
}

const useRecoveryCode = async (db: Db, userId: string, code: string): Promise<boolean> => {
  const r = await sql`update recovery_code set used_at = now() where user_id = ${userId}
    and hash = ${hashToken(plainCode(code))} and used_at is null returning hash`.execute(db)
  return r.rows.length > 0
}

/** Turns the second factor on by a first code. Gives back the recovery codes; undefined when the code does not fit. */
export const confirmSecondFactor = (app: App, userId: string, code: string): Promise<string[] | undefined> =>
  app.database.app.transaction().execute(async (tx) => {
    const stored = await load(tx, userId, { lock: true })
    if (!stored?.totp_secret || stored.since) throw refused('notBegun', 'Begin with a new QR code.')
    if (!(await useCode(app, tx, userId, stored, code))) return undefined
    await sql`update app_user set totp_since = now() where id = ${userId}`.execute(tx)
    return renewRecoveryCodes(tx, userId)
  })

export const dropSecondFactor = async (db: Db, userId: string): Promise<boolean> => {
  await sql`delete from recovery_code where user_id = ${userId}`.execute(db)
  const r = await sql`update app_user set totp_secret = null, totp_since = null, totp_last_step = null
    where id = ${userId} and totp_since is not null returning id`.execute(db)
  return r.rows.length > 0
}

type Proof = 'none' | 'missing' | 'wrong' | 'app' | 'recovery'

/**
 * What a typed code proves: `none` where the account has no second factor. The account is locked meanwhile, so that one
 * code cannot be used twice at the same moment.
 */
export const proveSecondFactor = async (app: App, userId: string, code: string | undefined): Promise<Proof> => {
  const first = await load(app.database.app, userId)
  if (!first?.since) return 'none'
  const typed = code?.trim() ?? ''
  if (typed === '') return 'missing'
  return app.database.app.transaction().execute(async (tx): Promise<Proof> => {
    const stored = await load(tx, userId, { lock: true })
    if (!stored?.since) return 'none'
    if (await useCode(app, tx, userId, stored, typed.replaceAll(/\s/g, ''))) return 'app'
    return (await useRecoveryCode(tx, userId, typed)) ? 'recovery' : 'wrong'
  })
}
