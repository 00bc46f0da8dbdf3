/** What the rail, the palette and the quick create menu are made of, for the person who is signed in. */
import type { Icon } from '@tabler/icons-react'
import { IconFileText } from '@tabler/icons-react'
import type { Entity } from '../../entity.ts'
import type { App } from './AppContext.tsx'
import type { AreaUi, NavItem } from './areaUi.ts'
import { pagesOf } from './areaUi.ts'

export type NavEntry = { label: string; icon: Icon; to: string; entity?: string; shortcut?: string }
export type NavGroup = { name: string; label: string; icon: Icon; settings: boolean; entries: readonly NavEntry[] }

const entryOf = (app: App, item: NavItem): NavEntry | null => {
  const e = item.entity ? app.registry.find(item.entity) : undefined
  const permission = item.permission ?? (item.entity ? `${item.entity}.view` : undefined)
  if (permission && !app.can(permission)) return null
  const to = item.to ?? (e ? `/${e.plural}` : null)
  if (!to) return null
  return {
    label: item.label,
    icon: item.icon,
    to,
    ...(item.entity ? { entity: item.entity } : {}),
    ...(item.shortcut ? { shortcut: item.shortcut } : {}),
  }
}

/** Without areas' pages there are still the records: what people search for, and the small lists apart. */
const everything = (app: App): readonly NavGroup[] => {
  const entries = (of: (e: Entity) => boolean): NavEntry[] =>
    app.registry.entities
      .filter((e) => !e.partOf && of(e) && app.can(`${e.name}.view`))
      .map((e) => ({ label: e.labelPlural, icon: IconFileText, to: `/${e.plural}`, entity: e.name }))
  return [
    {
      name: 'records',
      label: 'Records',
      icon: IconFileText,
      settings: false,
      entries: entries((e) => e.globalSearch !== false),
    },
    { name: 'lists', label: 'Lists', icon: IconFileText, settings: true, entries: entries((e) => e.lookup === true) },
  ]
}

/** Areas with what this person may open, in order; empty ones are left out. */
export const navigationOf = (app: App): readonly NavGroup[] =>
  app.areas.length === 0
    ? everything(app)
    : [...app.areas]
        .sort((a, b) => a.order - b.order)
        .map((a) => ({
          name: a.name,
          label: a.label,
          icon: a.icon,
          settings: a.settings === true,
          entries: a.nav.flatMap((n) => entryOf(app, n) ?? []),
        }))
        .filter((g) => g.entries.length > 0)

/** The icon an entity has everywhere: its own, that of its place in the navigation, or a sheet of paper. */
export const iconOf = (areas: readonly AreaUi[], entity: string): Icon =>
  pagesOf(areas, entity).icon ??
  areas.flatMap((a) => a.nav).find((n) => n.entity === entity)?.icon ??
  areas.find((a) => a.pages && entity in a.pages)?.icon ??
  IconFileText

/** Whether this person may make one of it by the generic form. */
export const canCreate = (app: App, e: Entity): boolean =>
  !e.partOf && e.crud?.create !== false && pagesOf(app.areas, e.name).hidden !== true && app.can(`${e.name}.create`)

/** What quick create offers: what has a place in the navigation, in its order, settings apart. */
export const creatable = (app: App): readonly Entity[] => {
  const names = navigationOf(app)
    .filter((g) => !g.settings)
    .flatMap((g) => g.entries.flatMap((n) => n.entity ?? []))
  return [...new Set(names)].flatMap((n) => {
    const e = app.registry.find(n)
    return e && !e.lookup && canCreate(app, e) ? [e] : []
  })
}
