/** The bell in the top bar and the list it shows. */
import { Popover } from '@mantine/core'
import { IconBell, IconBellCheck, IconChecks } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '../feedback/states.tsx'
import { Instant } from '../fields/When.tsx'
import { useApp } from './AppContext.tsx'
import { iconOf } from './navigation.ts'
import type { Notification } from './notifications.ts'
import { useNotifications, useRead } from './notifications.ts'
import classes from './notifications.module.css'
import shell from './shell.module.css'
import { useGo } from './url.ts'

export const Items = ({ items, onOpen }: { items: readonly Notification[]; onOpen?: () => void }) => {
  const { registry, areas } = useApp()
  const go = useGo()
  const read = useRead()
  return (
    <ul className={classes.notifications}>
      {items.map((n) => {
        const e = n.entity ? registry.find(n.entity) : undefined
        const Icon = n.entity ? iconOf(areas, n.entity) : IconBell
        return (
          <li key={n.id}>
            <button
              type="button"
              className={classes.notification}
              data-unread={!n.read || undefined}
              onClick={() => {
                if (!n.read) read.mutate(n.id)
                onOpen?.()
                if (e && n.recordId) go(`/${e.plural}/${n.recordId}`)
              }}
            >
              <span className={classes.notificationIcon}>
                <Icon size={16} stroke={1.6} aria-hidden="true" />
              </span>
              <span className={classes.notificationText}>
                <span className={classes.notificationTitle}>{n.title}</span>
                {n.body && <span className={classes.notificationBody}>{n.body}</span>}
                {n.at && (
                  <span className={classes.notificationWhen}>
                    <Instant value={n.at} />
                  </span>
                )}
              </span>
              {!n.read && <span className={classes.unreadDot} role="img" aria-label="Unread" />}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

export const Nothing = () => (
  <EmptyState icon={IconBellCheck} title="Nothing new">
    Reminders, replies and hand-overs that concern you appear here.
  </EmptyState>
)

export const NotificationBell = ({ startOpen }: { startOpen: boolean }) => {
  const [open, setOpen] = useState(startOpen)
  const { data } = useNotifications()
  const read = useRead()
  const unread = data?.unread ?? 0
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={380} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={shell.bell}
          data-tip="Notifications"
          aria-label={unread > 0 ? `Notifications, ${unread} unread` : 'Notifications'}
          onClick={() => setOpen(!open)}
        >
          <IconBell size={18} stroke={1.6} aria-hidden="true" />
          {unread > 0 && <span className={shell.bellDot} />}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Notifications">
        <div className={classes.notificationsHead}>
          <span>Notifications</span>
          <button type="button" className={shell.textButton} disabled={unread === 0} onClick={() => read.mutate(null)}>
            <IconChecks size={16} stroke={1.6} aria-hidden="true" /> Mark all as read
          </button>
        </div>
        <div className={classes.notificationsScroll}>
          {data && data.items.length > 0 ? <Items items={data.items} onOpen={() => setOpen(false)} /> : <Nothing />}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
