/** Oneself: theme, keys, sign out. */
import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun, IconUserCog } from '@tabler/icons-react'
import { Avatar } from '../fields/Person.tsx'
import { useApp } from './AppContext.tsx'
import { useSessionActions } from './session.tsx'
import classes from './shell.module.css'
import { setSheet } from './uiStore.ts'
import { useGo } from './url.ts'

const schemes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const

export const UserMenu = ({ startOpen }: { startOpen: boolean }) => {
  const { me, api } = useApp()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { signOut } = useSessionActions(api)
  const go = useGo()
  return (
    <Menu position="bottom-end" width={240} defaultOpened={startOpen}>
      <Menu.Target>
        <button type="button" className={classes.meButton}>
          <Avatar name={me.member.name} size={26} />
          <span className="visually-hidden">{me.member.name}: account menu</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.meCard}>
          <div className={classes.meName}>{me.member.name}</div>
          <div className={classes.meMail}>{me.user.email}</div>
        </div>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(v) => {
            const chosen = schemes.find((x) => x.value === v)
            if (chosen) setColorScheme(chosen.value)
          }}
        >
          {schemes.map((x) => (
            <Menu.RadioItem
              key={x.value}
              value={x.value}
              rightSection={<x.icon size={16} stroke={1.6} aria-hidden="true" />}
              closeMenuOnClick={false}
            >
              {x.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUserCog size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => go('/account')}
        >
          My account
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKeyboard size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => setSheet(true)}
        >
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => void signOut()}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
