import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceDocument } from './document.ts'
import { Exact } from './money.ts'
import { unitPriceAs } from './priceBasis.ts'
import type { LineTax } from './taxTypes.ts'

const tax = (rate: string): LineTax => ({ code: rate, name: `VAT ${rate} %`, rate, category: 'S' })
const totalsOf = (pricesInclude: 'net' | 'gross', unitPrice: string, quantity = '1') =>
  priceDocument({ currency: 'EUR', pricesInclude, rounding: 'perGroup' }, [{ quantity, unitPrice, taxes: [tax('8')] }])
    .totals

describe('a unit price', () => {
  it('stays where list and document agree', () => {
    expect(unitPriceAs('2500', 'gross', 'gross', [tax('8')])).toBe('2500')
    expect(totalsOf('gross', '2500')).toMatchObject({ netTotal: 231481, taxTotal: 18519, grossTotal: 250000 })
  })

  it('loses the tax it includes in a net document, and takes it on in an inclusive one', () => {
    expect(unitPriceAs('2500', 'gross', 'net', [tax('8')])).toBe('2314.814815')
    expect(totalsOf('net', '2314.814815')).toMatchObject({ netTotal: 231481 })
    expect(unitPriceAs('2314.814815', 'net', 'gross', [tax('8')])).toBe('2500')
    expect(unitPriceAs('24900', 'gross', 'net', [tax('14'), tax('14.0')])).toBe('19453.125')
    expect(unitPriceAs('10', 'gross', 'net', [])).toBe('10')
  })

  it('comes back within half a millionth, and gives the same gross line to the cent', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 })
    fc.assert(
      fc.property(
        cents,
        fc.integer({ min: 0, max: 2700 }),
        fc.integer({ min: 1, max: 500 }),
        (amount, rate, quantity) => {
          const gross = new Exact(amount).div(100).toFixed(2)
          const taxes = [tax(new Exact(rate).div(100).toFixed(2))]
          const back = unitPriceAs(unitPriceAs(gross, 'gross', 'net', taxes), 'net', 'gross', taxes)
          expect(new Exact(back).minus(gross).abs().toNumber()).toBeLessThanOrEqual(0.000002)
          const total = (unitPrice: string) =>
            priceDocument({ currency: 'EUR', pricesInclude: 'gross', rounding: 'perGroup' }, [
              { quantity: String(quantity), unitPrice, taxes },
            ]).totals.grossTotal
          expect(Math.abs(total(back) - total(gross))).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})
