/** `throughline user`: the way back in for an admin who is locked out, and people without a mail server. */
import { sql } from 'kysely'
import { member, role } from '../../areas/admin/model.ts'
import { password as passwordRule } from '../../areas/admin/setup.ts'
import type { App } from '../../kernel/server/app.ts'
import { closeSessions, systemActor } from '../../kernel/server/auth.ts'
import { hashPassword, randomToken } from '../../kernel/server/crypto.ts'
import { transact } from '../../kernel/server/execute.ts'
import { insert, many } from '../../kernel/server/table.ts'
import { inWorkspace } from '../../kernel/server/transaction.ts'

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
  const plain = passwordRule.parse(given ?? randomToken().slice(0, 20))
  const r = await sql<{
    id: string
  }>`update app_user set password_hash = ${await hashPassword(plain)}, failed_sign_ins = 0, locked_until = null
    where email = ${email.trim().toLowerCase()} returning id`.execute(app.database.app)
  const [user] = r.rows
  if (!user) throw new Error(`There is no user ${email}.`)
  await closeSessions(app, user.id)
  return given ? `The password of ${email} is set.` : `The new password of ${email} is ${plain}`
}

/** Adds a person with a role and a password. */
export const addUser = async (
  app: App,
  workspaceId: string,
  who: { email: string; name: string; role: string; password?: string | undefined },
): Promise<string> => {
  const plain = passwordRule.parse(who.password ?? randomToken().slice(0, 20))
  const passwordHash = await hashPassword(plain)
  const email = who.email.trim().toLowerCase()
  await transact(app, systemActor(workspaceId), async (c) => {
    const wanted = who.role.toLowerCase()
    const roles = await many(c, role, sql`lower(t.name) = ${wanted} or lower(t.key) = ${wanted}`)
    const [chosen] = roles
    if (!chosen) throw new Error(`There is no role ${who.role}.`)
    const user = await sql<{ id: string }>`insert into app_user (id, email, name, password_hash)
      values (${c.newId()}, ${email}, ${who.name}, ${passwordHash})
      on conflict (email) do update set name = excluded.name returning id`.execute(c.tx)
    await insert(c, member, {
      name: who.name,
      email,
      userId: user.rows[0]?.id ?? null,
      roleId: chosen.id,
      active: true,
      joinedAt: c.now,
    })
  })
  return who.password ? `${email} may sign in.` : `${email} may sign in with the password ${plain}`
}
