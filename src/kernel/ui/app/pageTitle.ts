/** What the top bar and the browser tab say about the page on screen. */
import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react'

type Crumb = { label: string; to?: string }

let crumbs: readonly Crumb[] = []
const listeners = new Set<() => void>()
const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => listeners.delete(l)
}

const show = (signature: string): void => {
  const parsed: Crumb[] = JSON.parse(signature)
  crumbs = parsed
  document.title = [...parsed.map((c) => c.label).reverse(), 'Throughline'].join(' · ')
  for (const l of listeners) l()
}

/** Names the page: the last crumb is the page itself. Pages call it; the top bar draws it. */
export const usePage = (...path: readonly Crumb[]): void => {
  const signature = JSON.stringify(path)
  useEffect(() => show(signature), [signature])
}

/** The name of a page that may have a better one itself: comes before the page's own, whichever of them is there first. */
export const useRouteTitle = (label: string): void => {
  const signature = JSON.stringify([{ label }])
  useLayoutEffect(() => show(signature), [signature])
}

export const useCrumbs = (): readonly Crumb[] => useSyncExternalStore(subscribe, () => crumbs)
