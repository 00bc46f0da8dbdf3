/** What concerns the safety of an account, in the audit of every workspace its person belongs to. */
import { sql } from 'kysely'
import type { App } from '../../kernel/server/app.ts'
import { systemActor } from '../../kernel/server/auth.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { transact } from '../../kernel/server/execute.ts'
import { get } from '../../kernel/server/table.ts'
import { queueMail } from './mail.ts'
import { type Member, member } from './model.ts'

type Membership = { workspace_id: string; workspace_name: string; member_id: string }

/** The active memberships of a user, the earliest first. */
export const membershipsOf = async (app: App, userId: string): Promise<Membership[]> =>
  (await sql<Membership>`select * from memberships_of(${userId})`.execute(app.database.app)).rows

type Note = {
  /** `member.signIn` */
  name: string
  ip?: string
  data?: Record<string, unknown>
  /** sent to the person: they should know, in case it was somebody else */
  mail?: { subject: string; paragraphs: string[] }
}

const write = async (c: Ctx, row: Member, { name, data, mail }: Note): Promise<void> => {
  c.emit(name, member, row, data)
  if (mail)
    await queueMail(c, {
      to: row.email,
      toName: row.name,
      ...mail,
      footer: ['If it was not you, ask an admin of your workspace to sign you out everywhere, at once.'],
      target: { entity: member.name, id: row.id },
      ownerId: row.id,
    })
}

/** An event of one member, done by themselves. */
export const noteMember = (app: App, workspaceId: string, memberId: string, note: Note): Promise<void> =>
  transact(app, systemActor(workspaceId), async (c) => {
    const row = await get(c, member, memberId)
    c.actor = { ...c.actor, kind: 'user', memberId, name: row.name, ...(note.ip ? { ip: note.ip } : {}) }
    await write(c, row, note)
  })

/** The same in every workspace of a user; the mail goes out once. */
export const noteUser = async (app: App, userId: string, { mail, ...note }: Note): Promise<void> => {
  for (const [i, m] of (await membershipsOf(app, userId)).entries())
    await noteMember(app, m.workspace_id, m.member_id, { ...note, ...(mail && i === 0 ? { mail } : {}) })
}

const onlyWorkspace = async (app: App): Promise<string | undefined> => {
  const r = await sql<{ id: string }>`select id from workspace limit 2`.execute(app.database.app)
  return r.rows.length === 1 ? r.rows[0]?.id : undefined
}

/**
 * A sign-in that failed. Of a known person it stands with them, in each of their workspaces; of an unknown address with
 * the workspace, where there is only one. What was typed is not kept: people type passwords into the wrong field.
 */
export const noteFailedSignIn = async (
  app: App,
  userId: string | undefined,
  ip: string,
  reason: string,
): Promise<void> => {
  const stranger = (c: Ctx): void => {
    c.actor = { ...c.actor, kind: 'portal', name: 'Somebody', ip }
  }
  if (userId !== undefined) {
    for (const m of await membershipsOf(app, userId))
      await transact(app, systemActor(m.workspace_id), async (c) => {
        const row = await get(c, member, m.member_id)
        stranger(c)
        c.emit('member.signInFailed', member, row, { reason })
      })
    return
  }
  const workspaceId = await onlyWorkspace(app)
  if (workspaceId === undefined) return
  await transact(app, systemActor(workspaceId), async (c) => {
    stranger(c)
    c.drafts.push({
      name: 'workspace.signInFailed',
      entity: 'workspace',
      recordId: c.workspace.id,
      version: null,
      changes: {},
      data: { reason: 'unknownAddress' },
      ownerId: null,
      teamId: null,
      subjects: [],
    })
  })
}
