/** `throughline user`: the way back in for an admin who is locked out, and people without a mail server. */
import { sql } from 'kysely'
import { dropSecondFactor } from '../../areas/admin/secondFactor.ts'
import { noteUser } from '../../areas/admin/securityLog.ts'
import { member, role } from '../../areas/admin/model.ts'
import { findUser, setPassword, type UserRow } from '../../areas/admin/passwords.ts'
import { password as passwordRule } from '../../areas/admin/setup.ts'
import type { App } from '../../kernel/server/app.ts'
import { closeSessions, systemActor } from '../../kernel/server/auth.ts'
import { hashPassword, randomToken } from '../../kernel/server/crypto.ts'
import { execute, transact } from '../../kernel/server/execute.ts'
import { insert, many } from '../../kernel/server/table.ts'
import { inWorkspace } from '../../kernel/server/transaction.ts'
import { UsageError } from './usage.ts'

const checkedPassword = (given: string | undefined): string => {
  const r = passwordRule.safeParse(given ?? randomToken().slice(0, 20))
  if (!r.success) throw new UsageError(`The password ${r.error.issues[0]?.message ?? 'is not valid'}.`)
  return r.data
}

const checkedEmail = (given: string): string => {
  const email = given.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError(`"${given}" is not an email address.`)
  return email
}

const userOf = async (app: App, email: string): Promise<UserRow> => {
  const user = await findUser(app, checkedEmail(email))
  if (!user) throw new Error(`There is no user ${email}.`)
  return user
}

export const listUsers = async (app: App, workspaceId: string): Promise<string> => {
  const r = await inWorkspace(app.database.app, workspaceId, (tx) =>
    sql<{ name: string; email: string; role: string; active: boolean }>`select m.name, m.email, r.name as role, m.active
      from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
      where m.workspace_id = ${workspaceId} and m.deleted_at is null order by m.name`.execute(tx),
  )
  return r.rows.map((u) => `${u.email}  ${u.name}  ${u.role}${u.active ? '' : '  (inactive)'}`).join('\n')
}

/** Sets a new password (a random one unless given), unlocks the account and ends its sessions. */
export const resetPassword = async (app: App, email: string, given: string | undefined): Promise<string> => {
  const plain = checkedPassword(given)
  const user = await userOf(app, email)
  await setPassword(app, user, plain)
  await noteUser(app, user.id, { name: 'member.resetPassword', data: { by: 'command line' } })
  return given ? `The password of ${user.email} is set.` : `The new password of ${user.email} is ${plain}`
}

/** For somebody who has lost their phone and their recovery codes. */
export const resetSecondFactor = async (app: App, email: string): Promise<string> => {
  const user = await userOf(app, email)
  const had = await app.database.app.transaction().execute((tx) => dropSecondFactor(tx, user.id))
  if (!had) return `${user.email} has no second factor.`
  await closeSessions(app.database.app, user.id)
  await noteUser(app, user.id, { name: 'member.resetSecondFactor', data: { by: 'command line' } })
  return `The second factor of ${user.email} is reset: the password alone is enough until they set up a new one.`
}

/** As in the settings: signed out at once, the last admin stays. */
export const deactivateUser = async (app: App, workspaceId: string, email: string): Promise<string> => {
  const action = app.actions.get('member.deactivate')
  if (!action) throw new Error('no action member.deactivate')
  const address = checkedEmail(email)
  const [row] = await transact(app, systemActor(workspaceId), (c) => many(c, member, sql`t.email = ${address}`))
  if (!row) throw new Error(`There is no user ${email}.`)
  if (!row.active) return `${address} is deactivated already.`
  await execute(app, systemActor(workspaceId), action, { id: row.id })
  return `${address} is deactivated and signed out.`
}

/** Adds a person with a role and a password. */
export const addUser = async (
  app: App,
  workspaceId: string,
  who: { email: string; name: string; role: string; password?: string | undefined },
): Promise<string> => {
  const plain = checkedPassword(who.password)
  const passwordHash = await hashPassword(plain)
  const email = checkedEmail(who.email)
  const known = await transact(app, systemActor(workspaceId), async (c): Promise<boolean> => {
    const wanted = who.role.toLowerCase()
    const [chosen] = await many(c, role, sql`lower(t.name) = ${wanted} or lower(t.key) = ${wanted}`)
    if (!chosen) {
      const names = (await many(c, role, sql`true`, sql`order by t.name`)).map((r) => r.name)
      throw new Error(`There is no role ${who.role}. Known: ${names.join(', ')}`)
    }
    const [there] = await many(c, member, sql`t.email = ${email}`)
    if (there) throw new Error(`${email} is a user of this workspace already.`)
    const user = await sql<{ id: string; known: boolean }>`insert into app_user (id, email, name, password_hash)
      values (${c.newId()}, ${email}, ${who.name}, ${passwordHash})
      on conflict (email) do update set password_hash = coalesce(app_user.password_hash, excluded.password_hash)
      returning id, password_hash <> ${passwordHash} as known`.execute(c.tx)
    await insert(c, member, {
      name: who.name,
      email,
      userId: user.rows[0]?.id ?? null,
      roleId: chosen.id,
      active: true,
      joinedAt: c.now,
    })
    return user.rows[0]?.known ?? false
  })
  if (known) return `${email} may sign in, with the password they have already.`
  return who.password ? `${email} may sign in.` : `${email} may sign in with the password ${plain}`
}
