/** What is open over the page: palette, quick create, shortcut sheet, rail. Outside React, so that keys and commands reach it. */
import { useSyncExternalStore } from 'react'
import type { WireRecord } from '../api/types.ts'

export type Creating = {
  entity: string
  initial?: Record<string, unknown>
  onCreated?: (record: WireRecord) => void
}
type Ui = {
  palette: boolean
  sheet: boolean
  createMenu: boolean
  creating: Creating | null
  railOpen: boolean
  railCollapsed: boolean
}

const railKey = 'throughline.rail'
const stored = (): boolean => {
  try {
    const s = localStorage.getItem(railKey)
    return s === null ? window.innerWidth < 1100 : s === 'collapsed'
  } catch {
    return false
  }
}

let ui: Ui = {
  palette: false,
  sheet: false,
  createMenu: false,
  creating: null,
  railOpen: false,
  railCollapsed: typeof window === 'undefined' ? false : stored(),
}
const listeners = new Set<() => void>()
const set = (change: Partial<Ui>): void => {
  ui = { ...ui, ...change }
  for (const l of listeners) l()
}
const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => listeners.delete(l)
}

export const isPhone = (): boolean => window.innerWidth < 768
export const useUi = (): Ui => useSyncExternalStore(subscribe, () => ui)
export const setPalette = (palette: boolean): void => set({ palette })
export const setSheet = (sheet: boolean): void => set({ sheet })
export const setCreateMenu = (createMenu: boolean): void => set({ createMenu })
export const setRailOpen = (railOpen: boolean): void => set({ railOpen })
export const toggleRail = (): void => {
  set({ railCollapsed: !ui.railCollapsed })
  try {
    localStorage.setItem(railKey, ui.railCollapsed ? 'collapsed' : 'open')
  } catch {
    // private windows may refuse storage; the rail then opens anew each time
  }
}

/** Opens the form that makes a record, from anywhere; `onCreated` instead of the usual message. */
export const openCreate = (entity: string, options: Omit<Creating, 'entity'> = {}): void =>
  set({ creating: { entity, ...options }, createMenu: false, palette: false })
export const closeCreate = (): void => set({ creating: null })
