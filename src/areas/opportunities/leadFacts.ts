/** What the guards of a lead's flow need: the workspace's policy, and whether what its conversion made is still untouched. */
import { type RawBuilder, sql } from 'kysely'
import { snake } from '../../kernel/entity.ts'
import type { Registry } from '../../kernel/registry.ts'
import { facts, type FactsLoader } from '../../kernel/server/action.ts'
import { tableOf } from '../../kernel/server/columns.ts'
import { settingOf } from '../../kernel/setting.ts'
import { convertPolicy, type LeadFacts, leadFlow } from '../leads/rules.ts'

const kinds = ['account', 'contact', 'accountContact', 'opportunity'] as const

type Touch = { id: string; message: string }

/** Of each kind of record a conversion makes: those changed since, and those that other records stand on by now. */
const touches = (registry: Registry): RawBuilder<unknown>[] =>
  kinds.flatMap((kind) => {
    const e = registry.entity(kind)
    const what = e.label.toLowerCase()
    const changed = sql`select m.lead_id, ${`The ${what} was changed since; the conversion can no longer be undone.`}
      from made m join ${sql.table(tableOf(e))} t on t.workspace_id = m.workspace_id and t.id = m.id
      where m.entity = ${kind} and t.deleted_at is null and t.version <> m.version`
    const others = registry
      .referencesTo(kind)
      .filter((r) => r.entity.partOf?.entity !== kind && r.entity.name !== 'accountContact')
      .map((r) => {
        const message = `There are ${r.entity.labelPlural.toLowerCase()} on the ${what}; the conversion can no longer be undone.`
        return sql`select m.lead_id, ${message} from made m join ${sql.table(tableOf(r.entity))} t
          on t.workspace_id = m.workspace_id and ${sql.ref(`t.${snake(r.field)}`)} = m.id
          where m.entity = ${kind} and t.deleted_at is null and t.id <> m.lead_id
            and not exists (select 1 from made x where x.lead_id = m.lead_id and x.id = t.id)`
      })
    return [changed, ...others]
  })

const touchedLeads = async (
  c: Parameters<FactsLoader<LeadFacts>>[0],
  ids: readonly string[],
): Promise<Map<string, string>> => {
  const converted = await sql<{ id: string }>`select id from lead where workspace_id = ${c.workspace.id}
    and id = any(${[...ids]}::uuid[]) and status = 'converted' and conversion is not null`.execute(c.tx)
  if (converted.rows.length === 0) return new Map()
  const r = await sql<Touch>`
    with made as (
      select l.workspace_id, l.id as lead_id, m->>'entity' as entity, (m->>'id')::uuid as id,
        (m->>'version')::int as version
      from lead l cross join jsonb_array_elements(l.conversion->'made') m
      where l.workspace_id = ${c.workspace.id} and l.id = any(${converted.rows.map((x) => x.id)}::uuid[]))
    select distinct on (id) id, message from (${sql.join(touches(c.registry), sql` union all `)}) as x(id, message)
    order by id, message desc`.execute(c.tx)
  return new Map(r.rows.map((x) => [x.id, x.message]))
}

export const leadFacts = facts<LeadFacts>(leadFlow, async (c, ids) => {
  const touched = await touchedLeads(c, ids)
  const policy = settingOf(c.workspace, convertPolicy)
  const r = await sql<{ status: string }>`select distinct status from lead_stage
    where workspace_id = ${c.workspace.id} and deleted_at is null`.execute(c.tx)
  const columns = r.rows.map((x) => x.status)
  return new Map(ids.map((id) => [id, { policy, touched: touched.get(id) ?? null, columns }]))
})
