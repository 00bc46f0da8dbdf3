/** What the guards of a deal's verbs need beside its row, for many deals in one statement. */
import { sql } from 'kysely'
import { facts } from '../../kernel/server/action.ts'
import { type OpportunityFacts, opportunityVerbs } from './rules.ts'

/** Whoever moved a deal may take that back so long, also out of Won or Lost: a slip of the hand is no reopening. */
const undoSeconds = 60

export const opportunityFacts = facts<OpportunityFacts>(opportunityVerbs, async (c, ids) => {
  const r = await sql<{ id: string } & OpportunityFacts>`
    select o.id, p.policy,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'type', s.type, 'position', s.position,
          'pipelineId', s.pipeline_id) order by s.position, s.id)
        from stage s where s.workspace_id = o.workspace_id and s.pipeline_id = o.pipeline_id
          and s.deleted_at is null), '[]') as stages,
      coalesce((select k.from_stage_id = o.last_stage_id and k.to_stage_id = o.stage_id
          and k.by_id = ${c.actor.memberId}::uuid and k.at > ${c.now}::timestamptz - make_interval(secs => ${undoSeconds})
        from stage_change k where k.workspace_id = o.workspace_id and k.opportunity_id = o.id and k.deleted_at is null
        order by k.at desc, k.id desc limit 1), false) as "takesBack"
    from opportunity o left join pipeline p on p.workspace_id = o.workspace_id and p.id = o.pipeline_id
    where o.workspace_id = ${c.workspace.id} and o.id = any(${[...ids]}::uuid[])`.execute(c.tx)
  return new Map(
    r.rows.map(({ id, policy, stages, takesBack }) => [id, { policy: policy ?? 'free', stages, takesBack }]),
  )
})
