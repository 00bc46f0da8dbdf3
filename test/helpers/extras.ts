/** What the smallest valid input of an entity needs beside its required fields, because a rule of the trade says so. */
import type { Extras } from './make.ts'

export const extras: Extras = {
  numberSeries: { entity: 'quote', pattern: 'Q-{yyyy}-{000}' },
}
