/** The frame around every signed-in page. */
import { IconBell, IconHome, IconLayoutKanban, IconPlus, IconSearch } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { useLive } from '../api/live.ts'
import { currentConflict, subscribeToConflict } from '../feedback/conflictStore.ts'
import { ErrorBoundary, PageSkeleton } from '../feedback/states.tsx'
import { OfflineBar } from '../feedback/Toaster.tsx'
import { undo } from '../feedback/toastStore.ts'
import { useApp } from './AppContext.tsx'
import { navigationOf } from './navigation.ts'
import { useNotifications } from './notifications.ts'
import { later } from './page.ts'
import { Rail } from './Rail.tsx'
import { useShortcuts } from './shortcuts.ts'
import classes from './shell.module.css'
import { TopBar } from './TopBar.tsx'
import { useGo } from './url.ts'
import { isPhone, setCreateMenu, setPalette, setRailOpen, setSheet, toggleRail, useUi } from './uiStore.ts'

const CommandPalette = later(() => import('./CommandPalette.tsx'))
const PhoneDrawers = later(() => import('./PhoneDrawers.tsx'))
const ShortcutSheet = later(() => import('./ShortcutSheet.tsx'))
const CreateHost = later(() => import('./CreateHost.tsx'))
const ConflictDialog = later(() => import('../feedback/ConflictDialog.tsx'))

/** Where "Board" leads on the phone: the first page in the navigation that is a board. */
const useBoardPath = (): string | null => {
  const app = useApp()
  for (const g of navigationOf(app))
    for (const n of g.entries) {
      if (/\/(pipeline|board)\b/.test(n.to)) return n.to
    }
  for (const a of app.areas)
    for (const [name, p] of Object.entries(a.pages ?? {})) {
      const e = app.registry.find(name)
      if (p.board && e) return `/${e.plural}?as=board`
    }
  return null
}

const BottomBar = ({ at }: { at: string }) => {
  const go = useGo()
  const board = useBoardPath()
  const unread = useNotifications().data?.unread ?? 0
  return (
    <nav className={classes.bottombar} aria-label="Quick access">
      <Link to="/" data-active={at === '/' || undefined}>
        <IconHome size={22} stroke={1.6} aria-hidden="true" />
        Home
      </Link>
      <button type="button" onClick={() => setPalette(true)}>
        <IconSearch size={22} stroke={1.6} aria-hidden="true" />
        Search
      </button>
      <button type="button" className={classes.bottomCreate} onClick={() => setCreateMenu(true)}>
        <span>
          <IconPlus size={20} stroke={2} aria-hidden="true" />
        </span>
        Create
      </button>
      {board && (
        <button type="button" onClick={() => go(board)}>
          <IconLayoutKanban size={22} stroke={1.6} aria-hidden="true" />
          Board
        </button>
      )}
      <Link to="/inbox" data-active={at === '/inbox' || undefined}>
        <IconBell size={22} stroke={1.6} aria-hidden="true" />
        Inbox
        {unread > 0 && <span className={classes.bottomDot} />}
      </Link>
    </nav>
  )
}

const useGlobalShortcuts = (): void => {
  const app = useApp()
  const go = useGo()
  const places = navigationOf(app).flatMap((g) => g.entries.filter((e) => e.shortcut))
  useShortcuts(
    [
      {
        keys: 'mod+k',
        label: 'Search records and commands',
        group: 'Anywhere',
        run: () => setPalette(true),
        everywhere: true,
      },
      { keys: 'c', label: 'Create', group: 'Anywhere', run: () => setCreateMenu(true) },
      { keys: 'z', label: 'Undo the last change', group: 'Anywhere', run: () => void undo() },
      { keys: 'mod+z', label: 'Undo the last change', group: '', run: () => void undo() },
      { keys: '?', label: 'Show keyboard shortcuts', group: 'Anywhere', run: () => setSheet(true) },
      { keys: '[', label: 'Collapse or expand the sidebar', group: 'Anywhere', run: toggleRail },
      { keys: 'g h', label: 'Go to home', group: 'Go to', run: () => go('/') },
      { keys: 'g b', label: 'Go to the inbox', group: 'Go to', run: () => go('/inbox') },
      ...places.map((p) => ({
        keys: `g ${p.shortcut ?? ''}`,
        label: `Go to ${p.label.toLowerCase()}`,
        group: 'Go to',
        run: () => go(p.to),
      })),
    ],
    { under: true },
  )
}

export const Shell = ({ children }: { children: ReactNode }) => {
  const ui = useUi()
  const conflict = useSyncExternalStore(subscribeToConflict, currentConflict)
  const at = useRouterState({ select: (s) => s.location.pathname })
  useLive()
  useGlobalShortcuts()
  // once opened they stay, so that they can slide out again
  const [drawers, setDrawers] = useState(false)
  if (!drawers && (ui.railOpen || (ui.createMenu && isPhone()))) setDrawers(true)
  // a phone's create menu must not wait behind the page one has left
  useEffect(() => {
    if (at) setRailOpen(false)
  }, [at])
  return (
    <div className={classes.shell} data-rail={ui.railCollapsed ? 'collapsed' : 'open'}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <div className={classes.railSlot}>
        <Rail />
      </div>
      <div className={classes.stage}>
        <TopBar />
        <main id="main" className={classes.main} tabIndex={-1}>
          <ErrorBoundary at={at}>
            <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <BottomBar at={at} />
      <OfflineBar />
      <Suspense fallback={null}>
        {drawers && <PhoneDrawers />}
        {ui.palette && <CommandPalette />}
        {ui.sheet && <ShortcutSheet />}
        {ui.creating && <CreateHost creating={ui.creating} />}
        {conflict && <ConflictDialog />}
      </Suspense>
    </div>
  )
}
