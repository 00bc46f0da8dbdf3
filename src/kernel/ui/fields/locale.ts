/** The reader's locale, zone and calendar day, and a clock that ticks slowly for relative times. */
import { useMemo, useSyncExternalStore } from 'react'
import { useApp } from '../app/AppContext.tsx'
import type { Locale } from './format.ts'
import { dayOf } from './format.ts'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: number | undefined
// one timer for the whole page: hundreds of relative times on a list must not each own one
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  timer ??= window.setInterval(() => {
    now = Date.now()
    for (const l of listeners) l()
  }, 30_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      window.clearInterval(timer)
      timer = undefined
    }
  }
}

/** Milliseconds since the epoch, at most half a minute old. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)

export const useLocale = (): Locale => {
  const { me } = useApp()
  const { locale, timeZone, baseCurrency } = me.workspace
  const minute = useNow()
  const today = dayOf(new Date(minute), timeZone)
  return useMemo(() => ({ locale, timeZone, baseCurrency, today }), [locale, timeZone, baseCurrency, today])
}
