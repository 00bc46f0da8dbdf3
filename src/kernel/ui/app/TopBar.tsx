/** The slim bar over every page: where one is, search, quick create, notifications, oneself. */
import { Menu } from '@mantine/core'
import { IconMenu2, IconPlus, IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useApp } from './AppContext.tsx'
import { Keys } from './Keys.tsx'
import { creatable, iconOf } from './navigation.ts'
import { NotificationBell } from './Notifications.tsx'
import { useCrumbs } from './pageTitle.ts'
import classes from './shell.module.css'
import { UserMenu } from './UserMenu.tsx'
import { isPhone, openCreate, setCreateMenu, setPalette, setRailOpen, useUi } from './uiStore.ts'

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

export const QuickCreate = ({ children }: { children: React.ReactNode }) => {
  const app = useApp()
  const ui = useUi()
  const entities = creatable(app)
  if (entities.length === 0) return null
  return (
    <Menu opened={ui.createMenu && !isPhone()} onChange={setCreateMenu} position="bottom-end" width={220}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Create</Menu.Label>
        {entities.map((e) => {
          const Icon = iconOf(app.areas, e.name)
          return (
            <Menu.Item
              key={e.name}
              leftSection={<Icon size={16} stroke={1.6} aria-hidden="true" />}
              onClick={() => openCreate(e.name)}
            >
              {e.label}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
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
      <QuickCreate>
        <button type="button" className={classes.createButton}>
          <IconPlus size={16} stroke={2} aria-hidden="true" />
          <span>New</span>
        </button>
      </QuickCreate>
      <NotificationBell />
      <UserMenu />
    </div>
  </section>
)
