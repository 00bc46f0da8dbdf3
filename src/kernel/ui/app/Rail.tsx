/** The left rail: what is pinned, areas with their lists, settings at the foot. */
import {
  IconBell,
  IconChevronRight,
  IconHome,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPinned,
} from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import { useApp } from './AppContext.tsx'
import { Mark } from './Logo.tsx'
import { useNotifications } from './notifications.ts'
import type { NavEntry, NavGroup } from './navigation.ts'
import { navigationOf } from './navigation.ts'
import { parseSearch } from './url.ts'
import type { SavedView } from './savedViews.ts'
import { PinnedRail, PinRow } from './PinnedRail.tsx'
import classes from './rail.module.css'
import shell from './shell.module.css'
import { setRailOpen, toggleRail, useUi } from './uiStore.ts'
import { listPin, type Pin, usePins } from './usePins.ts'
import { useRailDrag } from './useRailDrag.ts'

const storageKey = (group: string) => `throughline.rail.${group}`
const isFolded = (group: string): boolean => {
  try {
    return localStorage.getItem(storageKey(group)) === 'folded'
  } catch {
    return false
  }
}

const Item = ({
  entry,
  active,
  collapsed,
  badge,
  view,
}: {
  entry: NavEntry
  active: boolean
  collapsed: boolean
  badge?: ReactNode
  /** a view of the entry's list instead of the list as it is */
  view?: SavedView | undefined
}) => {
  const Icon = view ? IconPinned : entry.icon
  const label = view?.name ?? entry.label
  return (
    <Link
      data-tip={collapsed ? label : undefined}
      data-tip-side="right"
      to={entry.to}
      {...(view ? { search: { ...view.params, view: view.id } } : {})}
      draggable={false}
      className={classes.railItem}
      data-active={active || undefined}
      aria-current={active ? 'page' : undefined}
      aria-label={collapsed ? label : undefined}
      onClick={() => setRailOpen(false)}
    >
      <Icon size={18} stroke={1.6} className={classes.railIcon} aria-hidden="true" />
      {!collapsed && <span className={classes.railLabel}>{label}</span>}
      {badge}
    </Link>
  )
}

const within = (at: string, to: string): boolean => at === to || at.startsWith(`${to}/`)

const Group = ({
  group,
  at,
  collapsed,
  row,
}: {
  group: NavGroup
  at: string
  collapsed: boolean
  row: (entry: NavEntry, active: boolean) => ReactNode
}) => {
  const [folded, setFolded] = useState(() => isFolded(group.name))
  const toggle = () => {
    setFolded(!folded)
    try {
      localStorage.setItem(storageKey(group.name), folded ? 'open' : 'folded')
    } catch {
      // without storage the group is open again next time
    }
  }
  const isAt = (to: string) => within(at, to)
  const exact = group.entries.some((e) => e.to === at)
  return (
    <div className={classes.railGroup} data-single={group.entries.length === 1 || undefined}>
      {!collapsed && group.entries.length > 1 && (
        <button type="button" className={classes.railHeading} onClick={toggle} aria-expanded={!folded}>
          {group.label}
          <IconChevronRight size={12} className={classes.railChevron} data-open={!folded || undefined} aria-hidden />
        </button>
      )}
      {(!folded || collapsed || group.entries.length === 1) &&
        group.entries.map((entry) => (
          <div key={entry.to + entry.label}>{row(entry, exact ? entry.to === at : isAt(entry.to))}</div>
        ))}
    </div>
  )
}

const Toggle = ({ label, icon: Icon }: { label: string; icon: NavEntry['icon'] }) => (
  <button
    data-tip={label}
    data-tip-side="right"
    type="button"
    className={shell.iconButton}
    onClick={toggleRail}
    aria-label={label}
  >
    <Icon size={18} stroke={1.6} aria-hidden="true" />
  </button>
)

export const Rail = ({ drawer = false }: { drawer?: boolean }) => {
  const app = useApp()
  const ui = useUi()
  const collapsed = ui.railCollapsed && !drawer
  const at = useRouterState({ select: (s) => s.location.pathname })
  const searchStr = useRouterState({ select: (s) => s.location.searchStr })
  const search = parseSearch(searchStr)
  const pins = usePins()
  const zone = useRef<HTMLDivElement>(null)
  const { dragged, begin } = useRailDrag(zone, pins.place)
  const groups = navigationOf(app)
  const main = groups.filter((g) => !g.settings)
  const settings = groups.filter((g) => g.settings)
  const unread = useNotifications().data?.unread ?? 0
  const viewHere = pins.pins.find((p) => p.view && p.view.id === search.view && within(at, p.entry.to))
  const pinItem = (p: Pin) => (
    <Item
      entry={p.entry}
      view={p.view}
      collapsed={collapsed}
      active={p.view ? p === viewHere : within(at, p.entry.to) && !viewHere}
    />
  )
  const row = (entry: NavEntry, active: boolean) => {
    const key = listPin(entry)
    const item = <Item entry={entry} collapsed={collapsed} active={active && !viewHere} />
    return collapsed ? (
      item
    ) : (
      <PinRow
        pinKey={key}
        label={entry.label}
        pinned={pins.isPinned(key)}
        dragged={dragged}
        begin={begin}
        toggle={() => (pins.isPinned(key) ? pins.unpin({ key }) : pins.place(key, pins.pins.length))}
      >
        {item}
      </PinRow>
    )
  }
  const render = (g: NavGroup) => <Group key={g.name} group={g} at={at} collapsed={collapsed} row={row} />
  return (
    <nav className={classes.rail} data-collapsed={collapsed || undefined} aria-label="Main">
      <div className={classes.railTop}>
        <Link to="/" className={classes.workspace} aria-label={`${app.me.workspace.name}, home`}>
          <Mark size={24} />
          {!collapsed && <span className={classes.workspaceName}>{app.me.workspace.name}</span>}
        </Link>
        {!drawer && !collapsed && <Toggle label="Collapse sidebar" icon={IconLayoutSidebarLeftCollapse} />}
      </div>
      <div className={classes.railScroll}>
        <div className={classes.railGroup}>
          <Item entry={{ label: 'Home', icon: IconHome, to: '/' }} active={at === '/'} collapsed={collapsed} />
          <Item
            entry={{ label: 'Inbox', icon: IconBell, to: '/inbox' }}
            active={at === '/inbox'}
            collapsed={collapsed}
            badge={unread > 0 && <span className={classes.railBadge}>{unread > 99 ? '99+' : unread}</span>}
          />
        </div>
        {(pins.pins.length > 0 || (dragged && !collapsed)) && (
          <div className={classes.railGroup}>
            {collapsed ? (
              pins.pins.map((p) => <div key={p.key}>{pinItem(p)}</div>)
            ) : (
              <PinnedRail pins={pins} dragged={dragged} begin={begin} zone={zone} item={pinItem} />
            )}
          </div>
        )}
        {main.map(render)}
        {settings.length > 0 && <div className={classes.railSpacer} />}
        {settings.map(render)}
      </div>
      {collapsed && (
        <div className={classes.railFoot}>
          <Toggle label="Expand sidebar" icon={IconLayoutSidebarLeftExpand} />
        </div>
      )}
    </nav>
  )
}
