/** The columns of a board: from a state's or choice's values, or from the records a reference may point to. */
import type { Entity, Field, Tone } from '../../entity.ts'
import { useList } from '../api/hooks.ts'
import type { AggregateRow, WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { isMoney } from '../fields/format.ts'
import { minorOf, textOf, titleOf } from '../fields/wire.ts'

export type BoardColumn = {
  /** the value of the grouping field */
  key: string
  label: string
  tone?: Tone | undefined
  /** shown on the column's label: what belongs here */
  help?: string | undefined
  /** narrow until someone opens it (Won, Lost, Dead) */
  folded?: boolean | undefined
  /** the record behind it, where the field is a reference */
  record?: WireRecord | undefined
}

/** Columns when the page gives none. A reference's records come in the order of their `position`. */
export const useColumns = (
  e: Entity,
  field: string,
  given: readonly BoardColumn[] | undefined,
  scope: Readonly<Record<string, string>> = {},
): { columns: readonly BoardColumn[]; isPending: boolean; error: unknown } => {
  const { registry } = useApp()
  const f: Field | undefined = e.fields[field]
  const target = !given && f?.kind === 'reference' && f.to ? registry.find(f.to) : undefined
  const query = useList(
    target ?? e,
    { limit: 200, total: 'none', ...scope, ...(target && 'position' in target.fields ? { sort: 'position' } : {}) },
    { enabled: target !== undefined },
  )
  if (given) return { columns: given, isPending: false, error: null }
  if (f?.choices)
    return {
      columns: Object.entries(f.choices).map(([key, c]) => ({ key, label: c.label, tone: c.tone })),
      isPending: false,
      error: null,
    }
  return {
    columns: target ? (query.data?.data ?? []).map((r) => ({ key: r.id, label: titleOf(target, r), record: r })) : [],
    isPending: target !== undefined && query.isPending,
    error: query.error,
  }
}

export type ColumnFigures = { count: number; sum: number; weighted: number; currency: string }

/** Figures by column key; amounts in minor units of the base currency. */
export const figuresOf = (
  rows: readonly AggregateRow[],
  field: string,
  sum: string | undefined,
  weighted: string | undefined,
): Map<string, ColumnFigures> =>
  new Map(
    rows.map((r) => {
      const amount = sum ? r.sum[sum] : undefined
      const expected = weighted ? r.sum[weighted] : undefined
      return [
        textOf(r.key[field]),
        {
          count: r.count,
          sum: isMoney(amount) ? minorOf(amount) : 0,
          weighted: isMoney(expected) ? minorOf(expected) : 0,
          currency: isMoney(amount) ? amount.currency : '',
        },
      ]
    }),
  )
