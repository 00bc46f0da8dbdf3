/** The frame of a page that is neither a list nor a record: where one is, what it is for, what to do there. */
import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePage } from '../app/pageTitle.ts'
import classes from './page.module.css'

type PageProps = {
  title: string
  /** what the top bar and the browser tab call it, where that is not its title */
  name?: string
  /** the pages it belongs to: the breadcrumb, and the way back on the phone */
  under?: readonly { label: string; to: string }[]
  /** beside the title: a state, a count */
  badge?: ReactNode
  /** one sentence: what the page is for */
  lead?: ReactNode
  actions?: ReactNode
  width?: 'narrow' | 'wide'
  children: ReactNode
}

export const Page = ({ title, name = title, under = [], badge, lead, actions, width, children }: PageProps) => {
  usePage(...under, { label: name })
  const back = under.at(-1)
  return (
    <div className={classes.page} data-width={width}>
      {back ? (
        <Link to={back.to} className={classes.back}>
          <IconChevronLeft size={14} aria-hidden="true" />
          {back.label}
        </Link>
      ) : null}
      <header className={classes.head}>
        <div className={classes.headText}>
          <div className={classes.titleLine} data-named={name === title || undefined}>
            <h1 className={classes.title}>{title}</h1>
            {badge}
          </div>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  )
}

/** A part of a page, under a hairline. */
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
    <div className={classes.head}>
      <div className={classes.headText}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {help ? <p className={classes.lead}>{help}</p> : null}
      </div>
      {action}
    </div>
    {children}
  </section>
)
