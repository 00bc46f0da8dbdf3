/** Users of the workspace: invited, changed, deactivated. */
import { sql } from 'kysely'
import { invalid } from '../../kernel/errors.ts'
import { collectionVerb, facts, updates, verb } from '../../kernel/server/action.ts'
import { forgetActors } from '../../kernel/server/auth.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { hashToken, randomToken } from '../../kernel/server/crypto.ts'
import { insert, many, update } from '../../kernel/server/table.ts'
import { assertAdminRemains, assertMayGive, lockAdmins } from './admins.ts'
import { queueMail } from './mail.ts'
import { type Member, member } from './model.ts'
import { invitationDays, type MemberFacts, memberVerbs } from './rules.ts'
import { dropSecondFactor } from './secondFactor.ts'

export const memberFacts = facts(memberVerbs, async (c, ids) => {
  const r = await sql<{ id: string } & Omit<MemberFacts, 'isMe'>>`
    select m.id, u.totp_since is not null as "hasSecondFactor",
      exists (select 1 from memberships_of(m.user_id::uuid) o where o.workspace_id <> m.workspace_id) as "isElsewhere"
    from member m left join app_user u on u.id = m.user_id::uuid
    where m.workspace_id = ${c.workspace.id} and m.id = any(${[...ids]}::uuid[])`.execute(c.tx)
  return new Map(r.rows.map(({ id, ...known }) => [id, { ...known, isMe: id === c.actor.memberId }]))
})

/** The user behind an address, made without a password when there is none: the invitation lets them choose one. */
const userFor = async (c: Ctx, address: string, name: string): Promise<string> => {
  const r = await sql<{ id: string }>`insert into app_user (id, email, name) values (${c.newId()}, ${address}, ${name})
    on conflict (email) do update set email = excluded.email returning id`.execute(c.tx)
  return r.rows[0]?.id ?? ''
}

/** Earlier links of the same member stop working: only the newest mail does. */
const sendInvitation = async (c: Ctx, row: Member): Promise<void> => {
  const token = randomToken()
  await sql`update token set revoked_at = ${c.now} where workspace_id = ${c.workspace.id} and kind = 'invitation'
    and subject_id = ${row.id} and used_at is null and revoked_at is null`.execute(c.tx)
  await sql`insert into token (hash, kind, workspace_id, subject_entity, subject_id, expires_at)
    values (${hashToken(token)}, 'invitation', ${c.workspace.id}, ${member.name}, ${row.id},
      ${c.now}::timestamptz + make_interval(days => ${invitationDays}))`.execute(c.tx)
  await queueMail(c, {
    to: row.email,
    toName: row.name,
    subject: `${c.actor.name} invites you to ${c.workspace.name}`,
    paragraphs: [
      `${c.actor.name} has made an account for you in ${c.workspace.name}. Choose a password, and you are in.`,
      `The link works for ${invitationDays} days.`,
    ],
    button: { label: 'Accept invitation', url: `/invitation?token=${token}` },
    secret: true,
    target: { entity: member.name, id: row.id },
  })
}

export const inviteMember = collectionVerb(
  memberVerbs,
  'invite',
  async (c, input) => {
    await assertMayGive(c, input.roleId)
    const taken = await many(c, member, sql`t.email = ${input.email}`)
    if (taken[0])
      throw invalid(
        'email',
        taken[0].active ? 'belongs to a user already' : 'belongs to a deactivated user: reactivate them',
      )
    const row = await insert(c, member, {
      ...input,
      userId: await userFor(c, input.email, input.name),
      active: true,
      invitedAt: c.now,
    })
    await sendInvitation(c, row)
    return row
  },
  { right: 'create' },
)

export const resendInvitation = verb(
  memberVerbs,
  'resendInvitation',
  async (c, row) => {
    await assertMayGive(c, row.roleId)
    await sendInvitation(c, row)
    return update(c, member, row, {
      userId: row.userId ?? (await userFor(c, row.email, row.name)),
      invitedAt: c.now,
    })
  },
  { right: 'create' },
)

/** For people who have not joined: those a file named without their address, or with a wrong one. */
export const setMemberEmail = verb(
  memberVerbs,
  'setEmail',
  async (c, row, { email }) => {
    await assertMayGive(c, row.roleId)
    const [taken] = await many(c, member, sql`t.email = ${email} and t.id <> ${row.id}`)
    if (taken) throw invalid('email', `belongs to ${taken.name} already`)
    const next = await update(c, member, row, { email, userId: await userFor(c, email, row.name), invitedAt: c.now })
    await sendInvitation(c, next)
    return next
  },
  { right: 'create' },
)

export const memberUpdate = updates(member, {
  run: async (c, row, patch) => {
    if (patch.roleId && patch.roleId !== row.roleId) {
      await assertMayGive(c, patch.roleId)
      await assertMayGive(c, row.roleId)
      await lockAdmins(c)
    }
    const next = await update(c, member, row, patch)
    if (next.roleId !== row.roleId) await assertAdminRemains(c)
    forgetActors(c.workspace.id)
    return next
  },
})

const endSessions = async (c: Ctx, row: Member): Promise<void> => {
  await sql`delete from session where workspace_id = ${c.workspace.id} and user_id = ${row.userId}::uuid`.execute(c.tx)
}

/** Their sessions in this workspace end with the transaction; keys act as the member and stop with it. */
export const deactivateMember = verb(
  memberVerbs,
  'deactivate',
  async (c, row) => {
    await assertMayGive(c, row.roleId)
    await lockAdmins(c)
    const next = await update(c, member, row, { active: false })
    await assertAdminRemains(c)
    await endSessions(c, row)
    await sql`update token set revoked_at = ${c.now} where workspace_id = ${c.workspace.id} and kind = 'invitation'
      and subject_id = ${row.id} and used_at is null and revoked_at is null`.execute(c.tx)
    forgetActors(c.workspace.id)
    return next
  },
  { right: 'edit' },
)

/** Ends the sessions in this workspace only: what a person does in another one is that one's business. */
export const revokeMemberSessions = verb(
  memberVerbs,
  'revokeSessions',
  async (c, row) => {
    if (row.id !== c.actor.memberId) await assertMayGive(c, row.roleId)
    await endSessions(c, row)
    return row
  },
  { right: 'edit' },
)

/** Only where the account is this workspace's alone: others trust the second factor too. */
export const resetMemberSecondFactor = verb(
  memberVerbs,
  'resetSecondFactor',
  async (c, row) => {
    await assertMayGive(c, row.roleId)
    const userId = row.userId ?? ''
    await dropSecondFactor(c.tx, userId)
    await endSessions(c, row)
    forgetActors(c.workspace.id)
    await queueMail(c, {
      to: row.email,
      toName: row.name,
      subject: 'The second factor of your account was reset',
      paragraphs: [`${c.actor.name} reset it. From now on, the password alone is enough to sign in.`],
      footer: ['If you did not ask for it, tell another admin of your workspace at once.'],
      target: { entity: member.name, id: row.id },
      ownerId: row.id,
    })
    return row
  },
  { right: 'edit' },
)

export const reactivateMember = verb(
  memberVerbs,
  'reactivate',
  async (c, row) => {
    await assertMayGive(c, row.roleId)
    const next = await update(c, member, row, { active: true })
    forgetActors(c.workspace.id)
    return next
  },
  { right: 'edit' },
)
