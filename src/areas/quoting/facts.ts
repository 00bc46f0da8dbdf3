/** What the guards of a quote's flow need beside its row, for many quotes in one statement. */
import { sql } from 'kysely'
import { settingOf } from '../../kernel/setting.ts'
import { facts } from '../../kernel/server/action.ts'
import { approvalRequired, type QuoteFacts, quoteFlow } from './rules.ts'

type Row = {
  id: string
  lines: number
  optional_lines: number
  source_accepted: boolean
  newer_sent: boolean
  orders: number
  invoices: number
}

export const quoteFacts = facts(quoteFlow, async (c, ids) => {
  const r = await sql<Row>`
    select q.id,
      (select count(*) from quote_line l where l.workspace_id = q.workspace_id and l.quote_id = q.id
        and l.kind = 'product' and l.deleted_at is null) as lines,
      (select count(*) from quote_line l where l.workspace_id = q.workspace_id and l.quote_id = q.id
        and l.kind = 'product' and l.optional and l.deleted_at is null) as optional_lines,
      exists (select 1 from quote s where s.workspace_id = q.workspace_id and s.id = q.revision_of_id
        and s.status = 'accepted' and s.decided_at > q.created_at) as source_accepted,
      exists (select 1 from quote n where n.workspace_id = q.workspace_id and n.revision_of_id = q.id
        and n.sent_at is not null and n.status <> 'cancelled' and n.deleted_at is null) as newer_sent,
      (select count(*) from "order" o where o.workspace_id = q.workspace_id and o.quote_id = q.id
        and o.status <> 'cancelled' and o.deleted_at is null) as orders,
      (select count(*) from invoice i where i.workspace_id = q.workspace_id and i.quote_id = q.id
        and i.order_id is null and i.status <> 'cancelled' and i.deleted_at is null) as invoices
    from quote q where q.workspace_id = ${c.workspace.id} and q.id = any(${[...ids]}::uuid[])`.execute(c.tx)
  const needsApproval = settingOf(c.workspace, approvalRequired)
  return new Map(
    r.rows.map((row): [string, QuoteFacts] => [
      row.id,
      {
        today: c.today,
        lines: row.lines,
        optionalLines: row.optional_lines,
        needsApproval,
        sourceAccepted: row.source_accepted,
        newerSent: row.newer_sent,
        orders: row.orders,
        invoices: row.invoices,
      },
    ]),
  )
})
