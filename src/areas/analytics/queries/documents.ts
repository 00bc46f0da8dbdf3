/** Quotes, invoices and payments counted. One statement each. */
import { sql } from 'kysely'
import { reportRows } from '../../../kernel/server/report.ts'
import { creditNote, invoice, payment } from '../../billing/model.ts'
import { quote } from '../../quoting/model.ts'
import { quoteFlow } from '../../quoting/rules.ts'
import { invoicedAndPaid, quotesByStatus, receivables } from '../reports/documents.ts'
import { spanOf } from '../rules.ts'
import { daysWithin, instantsWithin, same, series, startSql } from './span.ts'

export const invoicedRows = reportRows(invoicedAndPaid, async (c, p) => {
  const s = spanOf(p, c.today)
  const part = (what: string, table: string, day: string, amount: string) => sql`
    select ${sql.lit(what)} as what, ${startSql(`t.${day}`, p.by)} as starts_on, count(*)::int as n,
      sum(${sql.ref(`t.${amount}`)})::bigint as amount
    from ${sql.table(table)} t where ${daysWithin(`t.${day}`, s)}`
  const r = await sql<{ what: string; starts_on: string; n: number; amount: number }>`
    ${part('invoice', 'invoice', 'issue_date', 'gross_total_base')} and ${c.seen(invoice, 't')} and t.status <> 'draft'
      group by 2
    union all ${part('credit', 'credit_note', 'issue_date', 'gross_total_base')} and ${c.seen(creditNote, 't')}
      and t.status = 'issued' group by 2
    union all ${part('payment', 'payment', 'paid_on', 'amount_base')} and ${c.seen(payment, 't')}
      and t.status = 'recorded' group by 2`.execute(c.tx)
  return series(r.rows, s, p.by, c.today, (rows) => {
    const of = (what: string) => rows.find((x) => x.what === what)
    const [sold, taken] = [of('invoice')?.amount ?? 0, of('credit')?.amount ?? 0]
    return {
      invoices: of('invoice')?.n ?? 0,
      invoiced: sold,
      credited: taken,
      net: sold - taken,
      received: of('payment')?.amount ?? 0,
    }
  })
})

export const receivableRows = reportRows(receivables, async (c, p) => {
  const late = (condition: ReturnType<typeof sql>) =>
    sql<number>`coalesce(sum(t.balance_base) filter (where ${condition}), 0)::bigint`
  const days = sql`coalesce(${c.today}::date - t.due_date, 0)`
  const r = await sql<{
    account_id: string | null
    n: number
    not_due: number
    to30: number
    to60: number
    to90: number
    over90: number
    total: number
  }>`select t.account_id, count(*)::int as n, ${late(sql`${days} <= 0`)} as not_due,
      ${late(sql`${days} between 1 and 30`)} as to30, ${late(sql`${days} between 31 and 60`)} as to60,
      ${late(sql`${days} between 61 and 90`)} as to90, ${late(sql`${days} > 90`)} as over90,
      sum(t.balance_base)::bigint as total
    from invoice t where ${c.seen(invoice, 't')} and t.status in ('issued', 'sent', 'partiallyPaid') and t.balance > 0
      and ${same('t.account_id', p.accountId)}
    group by 1`.execute(c.tx)
  return r.rows.map((x) => ({
    accountId: x.account_id,
    invoices: x.n,
    notDue: x.not_due,
    to30: x.to30,
    to60: x.to60,
    to90: x.to90,
    over90: x.over90,
    total: x.total,
  }))
})

const expiredSql = quoteFlow.derived.expired?.sql ?? 'false'

export const quoteRows = reportRows(quotesByStatus, async (c, p) => {
  const expired = sql.join(
    expiredSql.split('{today}').map((text) => sql.raw(text)),
    sql`${c.today}::date`,
  )
  const r = await sql<{ status: string; quotes: number; amount: number }>`
    select case when ${expired} then 'expired' else t.status end as status, count(*)::int as quotes,
      sum(t.net_total_base)::bigint as amount
    from quote t where ${c.seen(quote, 't')} and ${instantsWithin(c, 't.created_at', spanOf(p, c.today))}
      and ${same('t.owner_id', p.ownerId)}
    group by 1`.execute(c.tx)
  const order = Object.keys(quotesByStatus.columns.status.field.choices ?? {})
  return r.rows.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
})
