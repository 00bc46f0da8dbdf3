/** LEAD-11: no lead left hanging. */
import { sql } from 'kysely'
import { choice } from '../../kernel/entity.ts'
import { isHidden, reachOf, reachSql } from '../../kernel/server/access.ts'
import { query } from '../../kernel/server/query.ts'
import { lead } from './model.ts'

type Hanging = {
  id: string
  name: string
  company: string | null
  status: string
  lead_stage_id: string | null
  stage: string | null
  owner_id: string | null
  owner: string | null
  created_at: string
  last_at: string | null
}

/** `GET /leads/hanging`: open leads with neither a planned activity nor a day to follow up, the oldest first. */
export const hangingLeads = query(
  lead,
  'hanging',
  {
    params: {
      whose: choice({ mine: 'Mine', team: 'My teams', all: 'Everyone' }, { default: 'mine' }),
    },
  },
  async (c, { whose }) => {
    const wanted = whose === 'all' ? 'all' : whose === 'team' ? 'team' : 'own'
    const r =
      await sql<Hanging>`select t.id, t.name, t.company, t.status, t.lead_stage_id, s.label as stage, t.owner_id,
        m.name as owner, t.created_at, (select max(a.created_at) from activity a where a.workspace_id = t.workspace_id
          and a.about_id = t.id and a.deleted_at is null) as last_at
      from lead t
      left join lead_stage s on s.workspace_id = t.workspace_id and s.id = t.lead_stage_id
      left join member m on m.workspace_id = t.workspace_id and m.id = t.owner_id
      where t.workspace_id = ${c.workspace.id} and t.deleted_at is null and t.status in ('new', 'assigned', 'inProcess')
        and (t.follow_up_on is null or t.follow_up_on < ${c.today})
        and not exists (select 1 from activity a where a.workspace_id = t.workspace_id and a.about_id = t.id
          and a.status = 'open' and a.deleted_at is null)
        and ${reachSql(c.actor, lead, reachOf(c.actor, 'lead', 'view'), 't')} and ${reachSql(c.actor, lead, wanted, 't')}
      order by t.created_at, t.id limit 100`.execute(c.tx)
    const hidden = (key: string): boolean => isHidden(c.actor, lead, key)
    return {
      data: r.rows.map((l) => ({
        id: l.id,
        name: hidden('name') ? null : l.name,
        company: hidden('company') ? null : l.company,
        status: l.status,
        leadStageId: l.lead_stage_id,
        ownerId: l.owner_id,
        createdAt: l.created_at,
        lastActivityAt: l.last_at,
        labels: { leadStageId: l.stage, ownerId: l.owner },
      })),
    }
  },
)
