/** The records looked at last, in this browser. */
import { useState } from 'react'
import { arrayOf, objectOf, stringOf } from '../api/types.ts'

type RecentRecord = { entity: string; id: string; title: string }
const key = 'throughline.recent'

const read = (): RecentRecord[] => {
  try {
    const x: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return arrayOf(x).map((r) => {
      const o = objectOf(r)
      return { entity: stringOf(o.entity), id: stringOf(o.id), title: stringOf(o.title, 'Untitled') }
    })
  } catch {
    return []
  }
}

/** Record pages call it once they know their title. */
export const rememberRecord = (r: RecentRecord): void => {
  try {
    localStorage.setItem(key, JSON.stringify([r, ...read().filter((x) => x.id !== r.id)].slice(0, 12)))
  } catch {
    // without storage there is nothing to remember
  }
}
export const forgetRecent = (): void => {
  try {
    localStorage.removeItem(key)
  } catch {
    // nothing was remembered
  }
}
export const useRecent = (): readonly RecentRecord[] => useState(read)[0]
