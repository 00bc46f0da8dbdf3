/** What follows from the quantities of an order's lines. Pure, and apart from the rules, which load without arithmetic. */
import { decimalString, parseDecimal } from '../../kernel/money.ts'
import type { Order, OrderLine } from './model.ts'

type Quantities = Pick<OrderLine, 'kind' | 'quantity'>

const progress = <L extends Quantities>(lines: readonly L[], done: (line: L) => string): 'none' | 'partly' | 'all' => {
  const products = lines.filter((line) => line.kind === 'product' && !parseDecimal(line.quantity, 'quantity').isZero())
  const complete = (line: L) =>
    parseDecimal(done(line), 'quantity').abs().greaterThanOrEqualTo(parseDecimal(line.quantity, 'quantity').abs())
  if (products.every((line) => parseDecimal(done(line), 'quantity').isZero())) return 'none'
  return products.every(complete) ? 'all' : 'partly'
}

export const deliveryStatusOf = (
  lines: readonly (Quantities & Pick<OrderLine, 'deliveredQuantity'>)[],
): Order['deliveryStatus'] => {
  const p = progress(lines, (line) => line.deliveredQuantity)
  return p === 'all' ? 'delivered' : p
}
export const invoiceStatusOf = (
  lines: readonly (Quantities & Pick<OrderLine, 'invoicedQuantity'>)[],
): Order['invoiceStatus'] => {
  const p = progress(lines, (line) => line.invoicedQuantity)
  return p === 'all' ? 'invoiced' : p
}

/** What is left of a quantity when `done` of it is done; a decimal string, never beyond zero. */
export const openQuantity = (quantity: string, done: string): string => {
  const [whole, part] = [parseDecimal(quantity, 'quantity'), parseDecimal(done, 'quantity')]
  const left = whole.minus(part)
  return left.isNegative() === whole.isNegative() ? decimalString(left) : '0'
}
export const plus = (a: string, b: string): string =>
  decimalString(parseDecimal(a, 'quantity').plus(parseDecimal(b, 'quantity')))
export const minus = (a: string, b: string): string =>
  decimalString(parseDecimal(a, 'quantity').minus(parseDecimal(b, 'quantity')))
