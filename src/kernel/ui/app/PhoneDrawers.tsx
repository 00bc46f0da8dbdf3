/** What slides in on the phone: the rail, and the choice of what to create. */
import { Drawer } from '@mantine/core'
import { useApp } from './AppContext.tsx'
import { creatable, iconOf } from './navigation.ts'
import { Rail } from './Rail.tsx'
import classes from './shell.module.css'
import { isPhone, openCreate, setCreateMenu, setRailOpen, useUi } from './uiStore.ts'

const PhoneDrawers = () => {
  const app = useApp()
  const ui = useUi()
  return (
    <>
      <Drawer.Root opened={ui.railOpen} onClose={() => setRailOpen(false)} position="left" size={280} padding={0}>
        <Drawer.Overlay backgroundOpacity={0.2} color="#14141c" />
        <Drawer.Content aria-label="Menu">
          <Drawer.Body h="100%">
            <Rail drawer />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <Drawer
        opened={ui.createMenu && isPhone()}
        onClose={() => setCreateMenu(false)}
        position="bottom"
        title="Create"
        size="auto"
        styles={{
          inner: { alignItems: 'flex-end' },
          content: { height: 'auto', maxHeight: '80vh', borderRadius: '14px 14px 0 0' },
        }}
      >
        <div className={classes.createGrid}>
          {creatable(app).map((e) => {
            const Icon = iconOf(app.areas, e.name)
            return (
              <button key={e.name} type="button" onClick={() => openCreate(e.name)}>
                <Icon size={22} stroke={1.6} aria-hidden="true" />
                {e.label}
              </button>
            )
          })}
        </div>
      </Drawer>
    </>
  )
}
export default PhoneDrawers
