/** Making orders and keeping their quantities: what quotes and billing ask of this area. */
import { carriedHeaderKeys, carriedKeys, isCounted, pick } from '../../kernel/document.ts'
import { invalid } from '../../kernel/errors.ts'
import { isDecimal, parseDecimal } from '../../kernel/money.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { insert, lock, partRows, saveParts, update } from '../../kernel/server/table.ts'
import { type HeaderValues, type LineDraft, prepareDocument } from '../quoting/index.ts'
import { type Quote, quoteLine } from '../quoting/model.ts'
import { type Order, type OrderLine, order, orderLine } from './model.ts'
import { invoiceStatusOf, openQuantity, plus } from './quantities.ts'
import { type LineQuantity } from './rules.ts'

export const insertOrder = async (
  c: Ctx,
  given: HeaderValues & Parameters<typeof insert<typeof order>>[2],
  lines: readonly LineDraft[],
): Promise<Order> => {
  const orderDate = given.orderDate ?? c.today
  const prepared = await prepareDocument(c, orderDate, given, lines)
  const row = await insert(c, order, { ...given, ...prepared.header, orderDate })
  await saveParts(c, orderLine, row, prepared.lines)
  return row
}

/** The order an accepted quote becomes: the lines that count, with what was agreed about them. */
export const orderFromQuote = async (c: Ctx, source: Quote): Promise<Order> => {
  const lines = (await partRows(c, quoteLine, source.id)).filter((line) => line.kind !== 'product' || isCounted(line))
  return insertOrder(
    c,
    {
      ...pick(source, carriedHeaderKeys),
      terms: source.terms,
      quoteId: source.id,
      opportunityId: source.opportunityId,
      ownerId: source.ownerId,
      teamId: source.teamId,
    },
    lines.map((line) => pick(line, carriedKeys)),
  )
}

/**
 * Which quantity of which line is meant: as given, checked against what is open, else all that is open. Throws
 * `invalid` for unknown lines and for more than there is.
 */
export const chosenQuantities = <L extends { id: string; kind: string; quantity: string }>(
  lines: readonly L[],
  done: (line: L) => string,
  wanted: unknown,
): { line: L; quantity: string }[] => {
  const products = lines.filter((line) => line.kind === 'product')
  if (wanted === undefined || wanted === null)
    return products.flatMap((line) => {
      const quantity = openQuantity(line.quantity, done(line))
      return quantity === '0' ? [] : [{ line, quantity }]
    })
  if (!Array.isArray(wanted)) throw invalid('lines', 'is a list of lines and quantities')
  return wanted.flatMap((w: Partial<LineQuantity> | null, i) => {
    const line = products.find((l) => l.id === w?.lineId)
    if (!line) throw invalid(`lines.${i}.lineId`, 'is not a line of this document')
    const quantity = String(w?.quantity ?? '')
    if (!isDecimal(quantity)) throw invalid(`lines.${i}.quantity`, 'Enter a quantity')
    if (parseDecimal(quantity, 'quantity').isZero()) return []
    const open = parseDecimal(openQuantity(line.quantity, done(line)), 'quantity')
    const given = parseDecimal(quantity, 'quantity')
    if (given.isNegative() !== open.isNegative() || given.abs().greaterThan(open.abs()))
      throw invalid(`lines.${i}.quantity`, `At most ${open.toFixed()} of this line is open`)
    return [{ line, quantity }]
  })
}

/** Writes the quantities back and what follows from them. `row` is locked. */
const writeQuantities = async (
  c: Ctx,
  row: Order,
  lines: readonly OrderLine[],
  patch: Partial<Order>,
): Promise<Order> => {
  const next = await update(c, order, row, { ...patch, contentChangedAt: c.now })
  await saveParts(c, orderLine, next, lines)
  return next
}

/** Notes what was invoiced (or, negative, is not any more) of an order's lines; locks the order. */
export const noteInvoiced = async (c: Ctx, orderId: string, quantities: readonly LineQuantity[]): Promise<void> => {
  const row = await lock(c, order, orderId)
  const lines = (await partRows(c, orderLine, orderId)).map((line) => {
    const sum = quantities
      .filter((q) => q.lineId === line.id)
      .reduce((all, q) => plus(all, q.quantity), line.invoicedQuantity)
    return { ...line, invoicedQuantity: sum }
  })
  await writeQuantities(c, row, lines, { invoiceStatus: invoiceStatusOf(lines) })
}
