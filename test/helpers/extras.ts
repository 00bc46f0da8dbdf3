/** What the smallest valid input of an entity needs beside its required fields, because a rule of the trade says so. */
import { currencies } from '../../src/kernel/money.ts'
import type { Extras } from './make.ts'

const foreign = currencies.filter((c) => c !== 'EUR')
let serial = 0

export const extras: Extras = {
  numberSeries: () => ({ entity: 'quote', pattern: 'Q-{yyyy}-{000}' }),
  exchangeRate: () => ({ code: foreign[serial++ % foreign.length] }),
  priceListEntry: () => ({ unitPrice: '9.90', minQuantity: String(++serial) }),
  reportSchedule: () => ({ report: 'wonByPeriod' }),
  lead: () => ({ name: `Lead ${++serial}` }),
}
