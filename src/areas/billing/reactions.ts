/** What happens to invoices when something happens elsewhere, or by the clock. */
import { sql } from 'kysely'
import { AppError } from '../../kernel/errors.ts'
import { systemActor } from '../../kernel/server/auth.ts'
import { execute } from '../../kernel/server/execute.ts'
import { every, within } from '../../kernel/server/jobs.ts'
import { get, many } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { notify } from '../admin/index.ts'
import { quote } from '../quoting/model.ts'
import { autoInvoiceOnAccept, autoOrderOnAccept } from '../quoting/rules.ts'
import { invoice } from './model.ts'
import { invoiceFromQuote } from './write.ts'

export const invoiceOnAccept = within('quote.accept', 'drafts an invoice of an accepted quote', async (c, event) => {
  // Where an order is made as well, that is what will be invoiced.
  if (!settingOf(c.workspace, autoInvoiceOnAccept) || settingOf(c.workspace, autoOrderOnAccept)) return
  const row = await get(c, quote, event.recordId)
  if (row.accountId) await invoiceFromQuote(c, row)
})

export const sendDueInvoices = every('*/5 * * * *', 'send invoices at their time', async (j) => {
  const due = await j.transaction((c) =>
    many(
      c,
      invoice,
      sql`t.status = 'issued' and t.send_at <= ${c.now}::timestamptz`,
      sql`order by t.send_at limit 200`,
    ),
  )
  const action = j.app.actions.get('invoice.send')
  if (!action) return
  for (const { id } of due) {
    try {
      await execute(j.app, systemActor(j.workspaceId), action, { id })
    } catch (error) {
      // One without an address must not hold up the others; its owner is told, and it is not tried for ever.
      if (!(error instanceof AppError)) throw error
      await j.transaction(async (c) => {
        const row = await get(c, invoice, id)
        await notify(c, row.ownerId, {
          kind: 'invoiceNotSent',
          title: `${row.number} could not be sent`,
          body: error.message,
          target: { entity: 'invoice', id },
        })
        await sql`update invoice set send_at = null where workspace_id = ${c.workspace.id} and id = ${id}`.execute(c.tx)
      })
    }
  }
})
