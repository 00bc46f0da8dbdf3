/** What happens to orders when something happens elsewhere. */
import { within } from '../../kernel/server/jobs.ts'
import { get } from '../../kernel/server/table.ts'
import { settingOf } from '../../kernel/setting.ts'
import { quote } from '../quoting/model.ts'
import { autoOrderOnAccept } from '../quoting/rules.ts'
import { orderFromQuote } from './write.ts'

export const orderOnAccept = within('quote.accept', 'makes a sales order of an accepted quote', async (c, event) => {
  if (!settingOf(c.workspace, autoOrderOnAccept)) return
  const row = await get(c, quote, event.recordId)
  // A lead's quote waits until the lead is converted: an order needs a customer.
  if (row.accountId) await orderFromQuote(c, row)
})
