/** A link to a record's page: a real address for new tabs, the router for a plain click. */
import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'
import type { Entity } from '../../entity.ts'
import classes from './fields.module.css'

/** The page of a record: `/quotes/<id>`. */
export const hrefOf = (e: Pick<Entity, 'plural'>, id: string): string => `/${e.plural}/${id}`

/** Leaves modified clicks to the browser. */
export const useOpen = (): ((href: string) => (event: MouseEvent) => void) => {
  const router = useRouter()
  return (href) => (event) => {
    event.stopPropagation()
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
    event.preventDefault()
    router.history.push(href)
  }
}

export const RecordLink = ({
  entity,
  id,
  children,
  className,
}: {
  entity: Pick<Entity, 'plural'>
  id: string
  children: ReactNode
  className?: string
}) => {
  const open = useOpen()
  const href = hrefOf(entity, id)
  return (
    <a className={className ?? classes.link} href={href} onClick={open(href)}>
      {children}
    </a>
  )
}
