/** What opens from the top bar; loaded with the first hand on it. */
import { Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useApp } from './AppContext.tsx'
import { NotificationBell } from './Notifications.tsx'
import { creatable, iconOf } from './navigation.ts'
import classes from './shell.module.css'
import { UserMenu } from './UserMenu.tsx'
import { isPhone, openCreate, setCreateMenu, useUi } from './uiStore.ts'

export type TopMenu = 'bell' | 'me'

const QuickCreate = () => {
  const app = useApp()
  const ui = useUi()
  const entities = creatable(app)
  if (entities.length === 0) return null
  return (
    <Menu opened={ui.createMenu && !isPhone()} onChange={setCreateMenu} position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className={classes.createButton}>
          <IconPlus size={16} stroke={2} aria-hidden="true" />
          <span>New</span>
        </button>
      </Menu.Target>
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

const TopMenus = ({ startWith }: { startWith: TopMenu | null }) => (
  <>
    <QuickCreate />
    <NotificationBell startOpen={startWith === 'bell'} />
    <UserMenu startOpen={startWith === 'me'} />
  </>
)
export default TopMenus
