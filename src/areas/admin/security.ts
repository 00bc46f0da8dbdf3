/** What those who look after people see of their accounts: where they are signed in, and whether a second factor is set. */
import { sql } from 'kysely'
import { query, recordQuery } from '../../kernel/server/query.ts'
import { deviceOf } from './device.ts'
import { member } from './model.ts'

type SessionRow = { id: string; createdAt: string; seenAt: string; ip: string | null; agent: string | null }

/** `GET /members/{id}/sessions`: those of this workspace, the last used first. */
export const memberSessions = recordQuery(member, 'sessions', { right: 'edit', admits: ['user'] }, async (c, id) => {
  const r = await sql<SessionRow>`select s.id, s.created_at as "createdAt", s.seen_at as "seenAt", s.ip, s.agent
    from session s join member m on m.workspace_id = s.workspace_id and m.user_id = s.user_id::text
    where s.workspace_id = ${c.workspace.id} and m.id = ${id} and s.expires_at > now()
    order by s.seen_at desc, s.id`.execute(c.tx)
  return { data: r.rows.map(({ agent, ...s }) => ({ ...s, device: deviceOf(agent) })) }
})

type Guarded = { memberId: string; secondFactor: boolean; sessions: number; seenAt: string | null }

/** `GET /members/security`: of all active members, in one statement. */
export const memberSecurity = query(member, 'security', { right: 'edit', admits: ['user'] }, async (c) => {
  const r = await sql<Guarded>`select m.id as "memberId", coalesce(u.totp_since is not null, false) as "secondFactor",
      count(s.id) as sessions, max(s.seen_at) as "seenAt"
    from member m left join app_user u on u.id::text = m.user_id
      left join session s on s.workspace_id = m.workspace_id and s.user_id = u.id and s.expires_at > now()
    where m.workspace_id = ${c.workspace.id} and m.active and m.deleted_at is null
    group by m.id, u.id`.execute(c.tx)
  return { data: r.rows }
})
