/** Reading an order as a document. */
import type { ToPrint } from '../../kernel/server/answers.ts'
import { recordQuery } from '../../kernel/server/query.ts'
import { get, partRows } from '../../kernel/server/table.ts'
import { partiesOf, printable } from '../quoting/index.ts'
import { order, orderLine } from './model.ts'

export const orderPdf = recordQuery(order, 'pdf', {}, async (c, id) => {
  const row = await get(c, order, id)
  const lines = await partRows(c, orderLine, id)
  const print = {
    ...printable('order', row, lines, await partiesOf(c, row), c.workspace.baseCurrency),
    ...(row.orderDate ? { issueDate: row.orderDate } : {}),
    ...(row.requestedDate ? { deliveryDate: row.requestedDate } : {}),
    draft: row.status === 'draft',
  }
  return { print, name: `${row.number ?? 'Order'}.pdf` } satisfies ToPrint
})
