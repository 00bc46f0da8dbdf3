/** Unit prices with and without tax, for price lists whose prices include it and documents whose do not, and back. */
import { decimalString, Exact, round } from './money.ts'
import type { LineTax } from './taxTypes.ts'

export type PriceBasis = 'net' | 'gross'

/** Digits after the point of a unit price. */
const unitScale = 6

/**
 * A unit price (decimal string) said in the document's way: net = gross / (1 + rates), gross = net × (1 + rates), half up at
 * six decimals; several taxes on one price add up. Used by server and browser alike. Source: domain-rules 1.
 */
export const unitPriceAs = (
  price: string,
  from: PriceBasis,
  to: PriceBasis,
  taxes: readonly Pick<LineTax, 'rate'>[],
): string => {
  if (from === to) return price
  const factor = taxes
    .reduce((all, tax) => all.plus(tax.rate), new Exact(0))
    .div(100)
    .plus(1)
  return decimalString(round(to === 'net' ? new Exact(price).div(factor) : new Exact(price).times(factor), unitScale))
}
