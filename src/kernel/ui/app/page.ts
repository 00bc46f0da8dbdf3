/** A page that is loaded when it is shown, or ahead of it. */
import type { ComponentType, ReactNode } from 'react'
import { createElement, lazy, Suspense, useState, useSyncExternalStore } from 'react'

/** A component with `preload`, which fetches its script without showing it. */
export type Page<P = object> = ComponentType<P> & { preload?: () => Promise<void> }
type Load<P> = () => Promise<{ default: (props: P) => ReactNode }>

/** `page(() => import('./QuotePage.tsx'))`: the first script stays small, and the page of the address asked for comes early. */
export const page = <P extends object>(load: Load<P>) => {
  let ready: ComponentType<P> | undefined
  const Waiting = lazy<ComponentType<P>>(load)
  // What is there is shown at once: what comes in the place of a skeleton, React holds back for 300 ms.
  const Shown = (props: P) => {
    const [component] = useState(() => ready ?? Waiting)
    return createElement(component, props)
  }
  const preload = async (): Promise<void> => {
    ready = (await load()).default
  }
  return Object.assign(Shown, { preload })
}

const waiting = new Set<() => Promise<void>>()
const watching = new Set<() => void>()
let reached = false
// what cannot be fetched now is asked for again when it is to be shown
const ahead = (preload: () => Promise<void>): void => void preload().catch(() => {})
const reach = () => {
  reached = true
  for (const preload of waiting) ahead(preload)
  waiting.clear()
  for (const tell of watching) tell()
}
if (typeof document !== 'undefined')
  for (const e of ['pointermove', 'pointerdown', 'keydown'] as const)
    addEventListener(e, reach, { once: true, passive: true, capture: true })

/** What nobody needs before they reach for it: the first hand on the screen fetches all of it. */
export const later = <P extends object>(load: Load<P>) => {
  const part = page(load)
  if (reached) ahead(part.preload)
  else waiting.add(part.preload)
  return part
}

/** `later`, with nothing in its place until it is there: for what opens over the page, or where something was pressed. */
export const whenReached = <P extends object>(load: Load<P>) => {
  const Part = later(load)
  return (props: P) => createElement(Suspense, { fallback: null }, createElement(Part, props))
}

const watch = (tell: () => void) => {
  watching.add(tell)
  return () => void watching.delete(tell)
}
/** Whether there was a first hand on the screen: for what the page can show in a plainer way until then. */
export const useReached = (): boolean => useSyncExternalStore(watch, () => reached)
