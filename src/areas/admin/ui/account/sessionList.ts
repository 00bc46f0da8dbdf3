/** Sessions as the API tells them, of oneself or of a member. */
import { arrayOf, objectOf, stringOf, stringOrNull } from '../../../../kernel/ui/api/types.ts'

export type SessionShown = {
  id: string
  device: string
  ip: string | null
  createdAt: string
  seenAt: string
  current: boolean
}

export const sessionsOf = (x: unknown): SessionShown[] =>
  arrayOf(objectOf(x).data).map((s) => {
    const o = objectOf(s)
    return {
      id: stringOf(o.id),
      device: stringOf(o.device),
      ip: stringOrNull(o.ip),
      createdAt: stringOf(o.createdAt),
      seenAt: stringOf(o.seenAt),
      current: o.current === true,
    }
  })
