/** A workspace never loses its last admin. */
import { sql } from 'kysely'
import { refused } from '../../kernel/errors.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { get, many } from '../../kernel/server/table.ts'
import { member, role } from './model.ts'
import { isAdmin } from './rules.ts'

/** Two admins who demote each other at once must not both succeed: call it before the write. */
export const lockAdmins = async (c: Ctx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext(${`admins:${c.workspace.id}`}))`.execute(c.tx)
}

/** Throws `refused` when nobody could change roles and users any more; call it after the write. */
export const assertAdminRemains = async (c: Ctx): Promise<void> => {
  const admins = (await many(c, role, sql`true`)).filter((r) => isAdmin(r.rights)).map((r) => r.id)
  const people = await many(c, member, sql`t.active and t.role_id = any(${admins}::uuid[])`, sql`limit 1`)
  if (people.length === 0)
    throw refused('lastAdmin', 'Somebody must be able to change roles and users. Make another user an admin first.')
}

/** Only an admin makes admins. */
export const assertMayGive = async (c: Ctx, roleId: string): Promise<void> => {
  if (c.actor.kind === 'system' || isAdmin(c.actor.rights)) return
  if (isAdmin((await get(c, role, roleId)).rights))
    throw refused('onlyAdminsMakeAdmins', 'Only an admin can give someone the rights of an admin.')
}
