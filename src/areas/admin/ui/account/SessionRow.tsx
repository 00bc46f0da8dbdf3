/** One place somebody is signed in: the device, from where, when it was last used. */
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Instant } from '../../../../kernel/ui/fields/When.tsx'
import shared from '../../../../kernel/ui/shared.module.css'
import classes from './account.module.css'
import type { SessionShown } from './sessionList.ts'

export const SessionRow = ({ session, children }: { session: SessionShown; children?: ReactNode }) => {
  const Icon = /iPhone|iPad|Android/.test(session.device) ? IconDeviceMobile : IconDeviceDesktop
  return (
    <li className={classes.fact}>
      <Icon size={20} stroke={1.6} className={classes.icon} aria-hidden="true" />
      <div>
        <div className={shared.strong}>{session.device}</div>
        <div className={shared.faint}>
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
