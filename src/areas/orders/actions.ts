/** Writing orders. */
import { invalid, refused } from '../../kernel/errors.ts'
import { creates, removes, restores, step, updates } from '../../kernel/server/action.ts'
import { partRows, saveParts, update } from '../../kernel/server/table.ts'
import { prepareDocument } from '../quoting/index.ts'
import { quoteFlow } from '../quoting/rules.ts'
import { order, orderLine } from './model.ts'
import { deliveryStatusOf, plus } from './quantities.ts'
import { alwaysEditable, editableStates, orderFlow, whyNotDelete } from './rules.ts'
import { chosenQuantities, insertOrder, orderFromQuote } from './write.ts'

export const createOrder = creates(order, {
  parts: { lines: orderLine },
  run: (c, { lines, ...given }) => insertOrder(c, given, lines ?? []),
})

export const updateOrder = updates(order, {
  parts: { lines: orderLine },
  run: async (c, row, { lines, ...patch }) => {
    const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))
    const free = !lines && Object.keys(given).every((k) => alwaysEditable.includes(k))
    if (!editableStates.includes(row.status) && !free)
      throw refused('frozen', 'A confirmed order cannot be changed. Cancel it and make a new one.')
    if (free && !editableStates.includes(row.status)) return update(c, order, row, given)
    const stored = await partRows(c, orderLine, row.id)
    const prepared = await prepareDocument(c, row.orderDate ?? c.today, given, lines, row, stored)
    const next = await update(c, order, row, { ...given, ...prepared.header })
    if (prepared.linesChanged || next.currency !== row.currency) await saveParts(c, orderLine, next, prepared.lines)
    return next
  },
})

export const deleteOrder = removes(order, { guard: whyNotDelete })
export const restoreOrder = restores(order)

export const confirmOrder = step(orderFlow, 'confirm', (c, _row, _input, move) => move({ confirmedAt: c.now }))

export const fulfilOrder = step(orderFlow, 'fulfil', async (c, row, input, move) => {
  const lines = await partRows(c, orderLine, row.id)
  const chosen = chosenQuantities(lines, (line) => line.deliveredQuantity, input.lines)
  if (chosen.length === 0) throw invalid('lines', 'Enter the quantity of at least one line.')
  const next = lines.map((line) => {
    const part = chosen.filter((x) => x.line.id === line.id)
    return { ...line, deliveredQuantity: part.reduce((all, x) => plus(all, x.quantity), line.deliveredQuantity) }
  })
  const deliveryStatus = deliveryStatusOf(next)
  const moved = await move({
    deliveryStatus,
    contentChangedAt: c.now,
    ...(deliveryStatus === 'delivered' ? { deliveredAt: c.now } : {}),
  })
  await saveParts(c, orderLine, moved, next)
  return moved
})

export const completeOrder = step(orderFlow, 'complete')
export const cancelOrder = step(orderFlow, 'cancel', (_c, _row, { reason }, move) =>
  move({ cancelReason: reason ?? null }),
)

export const quoteToOrder = step(quoteFlow, 'toOrder', async (c, row, _input, move) => {
  await orderFromQuote(c, row)
  return move()
})
