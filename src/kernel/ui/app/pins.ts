/** What a person has pinned to the rail, and in which order: pure. The order is the member's; a view's pin is the view's. */

/** `list:/leads` or `view:<id>`; `!view:<id>`: a view that someone else pinned for all, taken away. */
export type PinKey = string

/** The pins shown: those of the stored order that still exist, then views that were pinned elsewhere since. */
export const shownPins = (
  stored: readonly PinKey[],
  lists: readonly PinKey[],
  pinnedViews: readonly PinKey[],
): PinKey[] => {
  const views = pinnedViews.filter((k) => !stored.includes(`!${k}`))
  const known = new Set([...lists, ...views])
  return [...new Set([...stored.filter((k) => known.has(k)), ...views])]
}

/** The order to store with `key` at place `index` among those shown; `index` counts as the list stands now. */
export const placed = (stored: readonly PinKey[], shown: readonly PinKey[], key: PinKey, index: number): PinKey[] => {
  const at = shown.indexOf(key)
  const others = shown.filter((k) => k !== key)
  others.splice(at >= 0 && at < index ? index - 1 : index, 0, key)
  return [...others, ...stored.filter((k) => k.startsWith('!') && k !== `!${key}`)]
}

/** The order to store without `key`; `byOthers`: it is pinned for all and must be kept away. */
export const unpinned = (
  stored: readonly PinKey[],
  shown: readonly PinKey[],
  key: PinKey,
  byOthers: boolean,
): PinKey[] => [
  ...shown.filter((k) => k !== key),
  ...stored.filter((k) => k.startsWith('!')),
  ...(byOthers ? [`!${key}`] : []),
]
