/** The left rail: areas with their lists, pinned views beneath them, settings at the foot. */
import { Tooltip } from '@mantine/core'
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
import { useState } from 'react'
import { useApp } from './AppContext.tsx'
import { Mark } from './Logo.tsx'
import { useNotifications } from './notifications.ts'
import type { NavEntry, NavGroup } from './navigation.ts'
import { navigationOf } from './navigation.ts'
import { parseSearch } from './url.ts'
import type { SavedView } from './savedViews.ts'
import { usePinnedViews } from './savedViews.ts'
import classes from './shell.module.css'
import { setRailOpen, toggleRail, useUi } from './uiStore.ts'

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
}: {
  entry: NavEntry
  active: boolean
  collapsed: boolean
  badge?: ReactNode
}) => {
  const Icon = entry.icon
  return (
    <Tooltip label={entry.label} position="right" disabled={!collapsed}>
      <Link
        to={entry.to}
        className={classes.railItem}
        data-active={active || undefined}
        aria-current={active ? 'page' : undefined}
        aria-label={collapsed ? entry.label : undefined}
        onClick={() => setRailOpen(false)}
      >
        <Icon size={18} stroke={1.6} className={classes.railIcon} aria-hidden="true" />
        {!collapsed && <span className={classes.railLabel}>{entry.label}</span>}
        {badge}
      </Link>
    </Tooltip>
  )
}

const Pinned = ({ view, to, active }: { view: SavedView; to: string; active: boolean }) => (
  <Link
    to={to}
    search={{ ...view.params, view: view.id }}
    className={classes.railView}
    data-active={active || undefined}
    aria-current={active ? 'page' : undefined}
    onClick={() => setRailOpen(false)}
  >
    <IconPinned size={14} stroke={1.6} aria-hidden="true" />
    <span className={classes.railLabel}>{view.name}</span>
  </Link>
)

const Group = ({
  group,
  at,
  search,
  collapsed,
  views,
}: {
  group: NavGroup
  at: string
  search: Record<string, string>
  collapsed: boolean
  views: readonly SavedView[]
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
  const isAt = (to: string) => at === to || at.startsWith(`${to}/`)
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
        group.entries.map((entry) => {
          const pinned = collapsed ? [] : views.filter((v) => v.entity === entry.entity)
          const viewHere = pinned.find((v) => v.id === search.view)
          return (
            <div key={entry.to + entry.label}>
              <Item
                entry={entry}
                collapsed={collapsed}
                active={(exact ? entry.to === at : isAt(entry.to)) && !viewHere}
              />
              {pinned.map((v) => (
                <Pinned key={v.id} view={v} to={entry.to} active={isAt(entry.to) && v.id === viewHere?.id} />
              ))}
            </div>
          )
        })}
    </div>
  )
}

export const Rail = ({ drawer = false }: { drawer?: boolean }) => {
  const app = useApp()
  const ui = useUi()
  const collapsed = ui.railCollapsed && !drawer
  const at = useRouterState({ select: (s) => s.location.pathname })
  const searchStr = useRouterState({ select: (s) => s.location.searchStr })
  const search = parseSearch(searchStr)
  const views = usePinnedViews()
  const groups = navigationOf(app)
  const main = groups.filter((g) => !g.settings)
  const settings = groups.filter((g) => g.settings)
  const unread = useNotifications().data?.unread ?? 0
  const render = (g: NavGroup) => (
    <Group key={g.name} group={g} at={at} search={search} collapsed={collapsed} views={views} />
  )
  return (
    <nav className={classes.rail} data-collapsed={collapsed || undefined} aria-label="Main">
      <div className={classes.railTop}>
        <Link to="/" className={classes.workspace} aria-label={`${app.me.workspace.name}, home`}>
          <Mark size={24} />
          {!collapsed && <span className={classes.workspaceName}>{app.me.workspace.name}</span>}
        </Link>
        {!drawer && !collapsed && (
          <Tooltip label="Collapse sidebar" position="right">
            <button type="button" className={classes.iconButton} onClick={toggleRail} aria-label="Collapse sidebar">
              <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} aria-hidden="true" />
            </button>
          </Tooltip>
        )}
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
        {main.map(render)}
        {settings.length > 0 && <div className={classes.railSpacer} />}
        {settings.map(render)}
      </div>
      {collapsed && (
        <div className={classes.railFoot}>
          <Tooltip label="Expand sidebar" position="right">
            <button type="button" className={classes.iconButton} onClick={toggleRail} aria-label="Expand sidebar">
              <IconLayoutSidebarLeftExpand size={18} stroke={1.6} aria-hidden="true" />
            </button>
          </Tooltip>
        </div>
      )}
    </nav>
  )
}
