/**
 * The text a record is found by, written beside it on every save. A space stands before every word of it, the first one
 * too.
 */
import type { RowData } from '../codec.ts'
import type { Entity } from '../entity.ts'

/** Lower case without accents: `Žižkov GmbH` is found by `zizkov`. The query's words go through the same function. */
export const fold = (s: string): string => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

const searchKeys = (e: Entity): string[] => [
  ...(e.number ? ['number'] : []),
  ...Object.entries(e.fields).flatMap(([k, f]) => (f.options.search ? [k] : [])),
]

export const searchText = {
  applies: (e: Entity): boolean => Object.values(e.fields).some((f) => f.options.search) || e.number !== undefined,
  of: (e: Entity, row: RowData): string =>
    fold(
      searchKeys(e)
        .flatMap((k) => (typeof row[k] === 'string' ? [` ${row[k]}`] : []))
        .join(''),
    ).slice(0, 4000),
}
