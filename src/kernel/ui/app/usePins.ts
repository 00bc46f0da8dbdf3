/** The pins of the signed-in person: read from their preferences, changed at once on screen. */
import { useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Me } from '../api/types.ts'
import { objectOf, stringsOf } from '../api/types.ts'
import { toastError } from '../feedback/toastStore.ts'
import { useApp } from './AppContext.tsx'
import type { NavEntry } from './navigation.ts'
import { navigationOf } from './navigation.ts'
import { type PinKey, placed, shownPins, unpinned } from './pins.ts'
import type { SavedView } from './savedViews.ts'
import { usePinnedViews, useViewActions } from './savedViews.ts'

export type Pin = { key: PinKey; label: string; entry: NavEntry; view?: SavedView }

export const listPin = (entry: NavEntry): PinKey => `list:${entry.to}`
const viewPin = (view: SavedView): PinKey => `view:${view.id}`

const storedOf = (me: Me): string[] => stringsOf(objectOf(objectOf(me.raw.member).preferences).pins)
const withStored = (me: Me, pins: readonly string[]): Me => {
  const member = objectOf(me.raw.member)
  return {
    ...me,
    raw: { ...me.raw, member: { ...member, preferences: { ...objectOf(member.preferences), pins } } },
  }
}

export const usePins = () => {
  const app = useApp()
  const client = useQueryClient()
  const actions = useViewActions()
  const views = usePinnedViews()
  const stored = storedOf(app.me)
  const entries = navigationOf(app).flatMap((g) => g.entries)
  const all = [
    ...entries.map((entry): Pin => ({ key: listPin(entry), label: entry.label, entry })),
    ...views.flatMap((view): Pin[] => {
      const entry = entries.find((n) => n.entity === view.entity)
      return entry ? [{ key: viewPin(view), label: view.name, entry, view }] : []
    }),
  ]
  const byKey = new Map(all.map((p) => [p.key, p]))
  const pins = shownPins(
    stored,
    entries.map(listPin),
    all.flatMap((p) => (p.view ? [p.key] : [])),
  ).flatMap((k) => byKey.get(k) ?? [])
  const shown = pins.map((p) => p.key)

  const store = (next: readonly PinKey[]): void => {
    client.setQueryData<{ me: Me } | object>(keys.me, (old) =>
      old && 'me' in old ? { ...old, me: withStored(old.me, next) } : old,
    )
    app.api.patch('/me', { preferences: { pins: next } }).catch((error: unknown) => {
      toastError(messageOf(error))
      void client.invalidateQueries({ queryKey: keys.me })
    })
  }
  return {
    pins,
    isPinned: (key: PinKey) => shown.includes(key),
    /** pins it, or moves it, to the place `index` */
    place: (key: PinKey, index: number) => store(placed(stored, shown, key, index)),
    unpin: ({ key, view }: Pick<Pin, 'key' | 'view'>) => {
      const own = view && (view.ownerId === null || view.ownerId === app.me.member.id)
      if (own) actions.update.mutate({ view, change: { pinned: false } })
      store(unpinned(stored, shown, key, view !== undefined && !own))
    },
  }
}
