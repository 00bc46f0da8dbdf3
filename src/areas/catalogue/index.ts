/** What other areas may call: prices, taxes, exchange rates. */
export { type LinePrice, rateOn, resolvePrice, taxesFor, taxesOfClasses } from './resolve.ts'
