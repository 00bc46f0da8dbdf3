/** What one reads stays where it is while rows come and go above it. */
import type { Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'

type Anchor = { scope: string; rows: unknown; key: unknown; start: number }

/** `scope`: rows of another scope are another list. At the very top new rows come into view instead. */
export const useScrollAnchor = <S extends Element>(
  virtual: Virtualizer<HTMLDivElement, S>,
  rows: readonly unknown[],
  scope = '',
): void => {
  const anchor = useRef<Anchor | null>(null)
  const shown = virtual.getVirtualItems()
  useLayoutEffect(() => {
    const a = anchor.current
    const el = virtual.scrollElement
    if (!a || !el || a.scope !== scope || a.rows === rows || el.scrollTop < 4) return
    const now = virtual.measurementsCache.find((m) => m.key === a.key)
    const by = now ? now.start - a.start : 0
    if (now && by !== 0) {
      anchor.current = { ...a, rows, start: now.start }
      el.scrollBy(0, by)
    }
  })
  useEffect(() => {
    const top = virtual.scrollOffset ?? 0
    const first = shown.find((v) => v.end > top)
    anchor.current = first ? { scope, rows, key: first.key, start: first.start } : null
  })
}
