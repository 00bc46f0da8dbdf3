/** What billing may use of orders. */
export { chosenQuantities, noteInvoiced } from './write.ts'
export { minus, plus } from './quantities.ts'
