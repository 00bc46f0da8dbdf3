/** The update that met someone else's, until the person at the screen has decided. */
import type { WireRecord } from '../api/types.ts'

export type Conflict = {
  entity: string
  id: string
  /** what the person wanted to save */
  mine: Record<string, unknown>
  /** the record as it is now */
  current: WireRecord
  /** fields of `mine` that someone else changed too */
  fields: string[]
  /** saves the chosen fields on top of `current` */
  save: (changes: Record<string, unknown>, version: number) => Promise<unknown>
}

let conflict: Conflict | null = null
const listeners = new Set<() => void>()
const set = (c: Conflict | null): void => {
  conflict = c
  for (const l of listeners) l()
}

export const subscribeToConflict = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const currentConflict = (): Conflict | null => conflict
export const askConflict = (c: Conflict): void => set(c)
export const closeConflict = (): void => set(null)
