/** The frame of a settings page. */
import type { ReactNode } from 'react'
import { Page } from '../../../kernel/ui/page/Page.tsx'

export { Section } from '../../../kernel/ui/page/Page.tsx'

export const Frame = ({
  title,
  lead,
  action,
  under = [],
  wide = false,
  children,
}: {
  title: string
  lead?: ReactNode
  action?: ReactNode
  /** the page between it and all settings */
  under?: readonly { to: string; label: string }[]
  wide?: boolean
  children: ReactNode
}) => (
  <Page
    title={title}
    lead={lead}
    actions={action}
    under={[{ to: '/settings', label: 'Settings' }, ...under]}
    {...(wide ? {} : { width: 'narrow' as const })}
  >
    {children}
  </Page>
)
