/** What the top bar and the browser tab say about the page on screen. */
import { useEffect, useSyncExternalStore } from 'react'

export type Crumb = { label: string; to?: string }

let crumbs: readonly Crumb[] = []
const listeners = new Set<() => void>()
const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => listeners.delete(l)
}

/** Names the page: the last crumb is the page itself. Pages call it; the top bar draws it. */
export const usePage = (...path: readonly Crumb[]): void => {
  const signature = JSON.stringify(path)
  useEffect(() => {
    const parsed: Crumb[] = JSON.parse(signature)
    crumbs = parsed
    document.title = [...parsed.map((c) => c.label).reverse(), 'Throughline'].join(' · ')
    for (const l of listeners) l()
  }, [signature])
}

export const useCrumbs = (): readonly Crumb[] => useSyncExternalStore(subscribe, () => crumbs)
