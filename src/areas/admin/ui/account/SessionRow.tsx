/** One place somebody is signed in: the device, from where, when it was last used. */
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Instant } from '../../../../kernel/ui/fields/When.tsx'
import classes from '../admin.module.css'
import type { SessionShown } from './sessionList.ts'

export const SessionRow = ({ session, children }: { session: SessionShown; children?: ReactNode }) => {
  const Icon = /iPhone|iPad|Android/.test(session.device) ? IconDeviceMobile : IconDeviceDesktop
  return (
    <li className={classes.fact}>
      <Icon size={20} stroke={1.6} className={classes.tileIcon} aria-hidden="true" />
      <div className={classes.grow}>
        <div className={classes.strong}>{session.device}</div>
        <div className={classes.faint}>
          {session.ip ? `${session.ip} · ` : ''}
          {session.current ? (
            'this device, now'
          ) : (
            <>
              last used <Instant value={session.seenAt} />
            </>
          )}
          {' · '}signed in <Instant value={session.createdAt} />
        </div>
      </div>
      {children}
    </li>
  )
}
