/** Which rows are chosen: some by id, or all that the filter finds. */
import { useMemo, useState } from 'react'
import type { WireRecord } from '../api/types.ts'

export type Selection = {
  ids: ReadonlySet<string>
  /** everything the filter finds, loaded or not */
  all: boolean
  count: number
  /** every loaded row is chosen */
  page: boolean
  has(id: string): boolean
  /** `range` chooses everything from the row chosen last */
  toggle(id: string, range?: boolean): void
  togglePage(): void
  chooseAll(): void
  clear(): void
}

const none: ReadonlySet<string> = new Set()

export const useSelection = (rows: readonly WireRecord[]): Selection => {
  const [state, setState] = useState<{ ids: ReadonlySet<string>; all: boolean; last: string | null }>({
    ids: none,
    all: false,
    last: null,
  })
  return useMemo(() => {
    const { ids, all, last } = state
    const page = rows.length > 0 && (all || rows.every((r) => ids.has(r.id)))
    return {
      ids,
      all,
      count: all ? Math.max(rows.length, 1) : ids.size,
      page,
      has: (id) => all || ids.has(id),
      toggle: (id, range = false) => {
        const next = new Set(all ? rows.map((r) => r.id) : ids)
        const a = range && last ? rows.findIndex((r) => r.id === last) : -1
        const b = rows.findIndex((r) => r.id === id)
        if (a >= 0 && b >= 0) for (const r of rows.slice(Math.min(a, b), Math.max(a, b) + 1)) next.add(r.id)
        else if (next.has(id)) next.delete(id)
        else next.add(id)
        setState({ ids: next, all: false, last: id })
      },
      togglePage: () => setState({ ids: page ? none : new Set(rows.map((r) => r.id)), all: false, last: null }),
      chooseAll: () => setState({ ids: new Set(rows.map((r) => r.id)), all: true, last: null }),
      // the same object back when there is nothing to clear, so that nobody renders for it
      clear: () => setState((s) => (s.ids.size === 0 && !s.all ? s : { ids: none, all: false, last: null })),
    }
  }, [state, rows])
}
