/** The slim bar over every page: where one is, search, quick create, notifications, oneself. */
import { IconBell, IconMenu2, IconPlus, IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { Avatar } from '../fields/Person.tsx'
import { useApp } from './AppContext.tsx'
import { Keys } from './Keys.tsx'
import { creatable } from './navigation.ts'
import { useNotifications } from './notifications.ts'
import { later } from './page.ts'
import { useCrumbs } from './pageTitle.ts'
import classes from './shell.module.css'
import type { TopMenu } from './TopMenus.tsx'
import { isPhone, setCreateMenu, setPalette, setRailOpen, useUi } from './uiStore.ts'

const Breadcrumb = () => {
  const crumbs = useCrumbs()
  return (
    <nav aria-label="Breadcrumb" className={classes.crumbs}>
      <ol>
        {crumbs.map((c, i) => {
          const last = i === crumbs.length - 1
          return (
            <li key={`${i}${c.label}`} data-last={last || undefined}>
              {c.to && !last ? (
                <Link to={c.to} className={classes.crumbLink}>
                  {c.label}
                </Link>
              ) : (
                <span aria-current={last ? 'page' : undefined}>{c.label}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

const TopMenus = later(() => import('./TopMenus.tsx'))

/** The same buttons before their menus are there: a press fetches the menu and opens it. */
const Plain = ({ onPress }: { onPress: (m: TopMenu | null) => void }) => {
  const app = useApp()
  const unread = useNotifications().data?.unread ?? 0
  return (
    <>
      {creatable(app).length > 0 && (
        <button
          type="button"
          className={classes.createButton}
          aria-haspopup="menu"
          onClick={() => {
            onPress(null)
            setCreateMenu(true)
          }}
        >
          <IconPlus size={16} stroke={2} aria-hidden="true" />
          <span>New</span>
        </button>
      )}
      <button
        type="button"
        className={classes.bell}
        aria-haspopup="dialog"
        aria-label={unread > 0 ? `Notifications, ${unread} unread` : 'Notifications'}
        onClick={() => onPress('bell')}
      >
        <IconBell size={18} stroke={1.6} aria-hidden="true" />
        {unread > 0 && <span className={classes.bellDot} />}
      </button>
      <button type="button" className={classes.meButton} aria-haspopup="menu" onClick={() => onPress('me')}>
        <Avatar name={app.me.member.name} size={26} />
        <span className="visually-hidden">{app.me.member.name}: account menu</span>
      </button>
    </>
  )
}

const Menus = () => {
  const ui = useUi()
  // undefined: nobody has reached for them yet
  const [wanted, setWanted] = useState<TopMenu | null | undefined>(undefined)
  if (wanted === undefined && ui.createMenu && !isPhone()) setWanted(null)
  const plain = <Plain onPress={setWanted} />
  return wanted === undefined ? (
    plain
  ) : (
    <Suspense fallback={plain}>
      <TopMenus startWith={wanted} />
    </Suspense>
  )
}

export const TopBar = () => (
  <section className={classes.topbar} aria-label="Top bar">
    <button type="button" className={classes.menuButton} aria-label="Open menu" onClick={() => setRailOpen(true)}>
      <IconMenu2 size={20} stroke={1.6} aria-hidden="true" />
    </button>
    <Breadcrumb />
    <div className={classes.topbarEnd}>
      <button type="button" className={classes.searchButton} onClick={() => setPalette(true)}>
        <IconSearch size={16} stroke={1.6} aria-hidden="true" />
        <span>Search or jump to</span>
        <Keys keys="mod+k" />
      </button>
      <Menus />
    </div>
  </section>
)
