/** What the guards of an order's flow need beside its row. */
import { sql } from 'kysely'
import { facts } from '../../kernel/server/action.ts'
import { type OrderFacts, orderFlow } from './rules.ts'

export const orderFacts = facts(orderFlow, async (c, ids) => {
  const r = await sql<{ id: string } & OrderFacts>`
    select o.id,
      (select count(*) from order_line l where l.workspace_id = o.workspace_id and l.order_id = o.id
        and l.kind = 'product' and l.deleted_at is null) as lines,
      (select count(*) from invoice i where i.workspace_id = o.workspace_id and i.order_id = o.id
        and i.status <> 'cancelled' and i.deleted_at is null) as invoices,
      exists (select 1 from order_line l where l.workspace_id = o.workspace_id and l.order_id = o.id
        and l.kind = 'product' and l.deleted_at is null
        and abs(l.quantity) > abs(l.delivered_quantity)) as undelivered,
      exists (select 1 from order_line l where l.workspace_id = o.workspace_id and l.order_id = o.id
        and l.kind = 'product' and l.deleted_at is null
        and abs(l.quantity) > abs(l.invoiced_quantity)) as uninvoiced
    from "order" o where o.workspace_id = ${c.workspace.id} and o.id = any(${[...ids]}::uuid[])`.execute(c.tx)
  return new Map(r.rows.map(({ id, ...known }) => [id, known]))
})
