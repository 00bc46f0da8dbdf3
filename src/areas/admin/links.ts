/** Secret links: an unguessable token opens one record to whoever holds it. The database keeps only its hash. */
import { sql } from 'kysely'
import type { RecordRef } from '../../kernel/entity.ts'
import type { App } from '../../kernel/server/app.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { hashToken, randomToken } from '../../kernel/server/crypto.ts'

/** Links outlive what they show by far: a customer looks up an invoice a year later. */
const linkDays = 400

/** Makes a link for a record and gives back its path; the token in it is shown nowhere else and kept nowhere. */
export const createLink = async (c: Ctx, subject: RecordRef, name: string | null = null): Promise<string> => {
  const token = randomToken()
  await sql`insert into token (hash, kind, workspace_id, subject_entity, subject_id, name, expires_at)
    values (${hashToken(token)}, 'portal', ${c.workspace.id}, ${subject.entity}, ${subject.id}, ${name},
      ${c.now}::timestamptz + make_interval(days => ${linkDays}))`.execute(c.tx)
  return `/portal/${token}`
}

/** All links to a record stop working at once. Returns how many there were. */
export const revokeLinks = async (c: Ctx, subject: RecordRef): Promise<number> => {
  const r = await sql`update token set revoked_at = ${c.now} where workspace_id = ${c.workspace.id} and kind = 'portal'
    and subject_entity = ${subject.entity} and subject_id = ${subject.id} and revoked_at is null returning hash`.execute(
    c.tx,
  )
  return r.rows.length
}

type OpenedLink = { workspaceId: string; subject: RecordRef; name: string | null }

/** The record behind a token; undefined for one that is unknown, revoked or expired: all three look the same outside. */
export const openLink = async (app: App, token: string): Promise<OpenedLink | undefined> => {
  const r = await sql<{ workspace_id: string; subject_entity: string; subject_id: string; name: string | null }>`
    update token set used_at = now() where hash = ${hashToken(token)} and kind = 'portal' and revoked_at is null
      and (expires_at is null or expires_at > now())
    returning workspace_id, subject_entity, subject_id, name`.execute(app.database.app)
  const [row] = r.rows
  return (
    row && {
      workspaceId: row.workspace_id,
      subject: { entity: row.subject_entity, id: row.subject_id },
      name: row.name,
    }
  )
}
