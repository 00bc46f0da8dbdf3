/** What other areas may call: prices, taxes, exchange rates. */
export { type LinePrice, type PriceQuestion, rateOn, resolvePrice, taxesFor, taxesOfClasses } from './resolve.ts'
export { insertProduct } from './actions.ts'
