/** The frame of a settings page: where one is, what it is for, the one main button. */
import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './admin.module.css'

export const Frame = ({
  title,
  lead,
  action,
  back = { to: '/settings', label: 'Settings' },
  wide = false,
  children,
}: {
  title: string
  lead?: ReactNode
  action?: ReactNode
  back?: { to: string; label: string }
  wide?: boolean
  children: ReactNode
}) => (
  <div className={wide ? classes.pageWide : classes.page}>
    <Link to={back.to} className={classes.back}>
      <IconChevronLeft size={14} aria-hidden="true" />
      {back.label}
    </Link>
    <header className={classes.head}>
      <div className={classes.headText}>
        <h1 className={classes.title}>{title}</h1>
        {lead ? <p className={classes.lead}>{lead}</p> : null}
      </div>
      {action}
    </header>
    {children}
  </div>
)

export const Section = ({
  title,
  help,
  action,
  children,
}: {
  title: string
  help?: ReactNode
  action?: ReactNode
  children: ReactNode
}) => (
  <section className={classes.section} aria-label={title}>
    <div className={classes.sectionHead}>
      <div className={classes.headText}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {help ? <p className={classes.help}>{help}</p> : null}
      </div>
      {action}
    </div>
    {children}
  </section>
)
