/** What a place shows when it is empty, loading or broken. */
import { Button } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import { IconAlertTriangle, IconLock, IconMoodPuzzled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Component } from 'react'
import { ApiError, messageOf } from '../api/client.ts'
import classes from './feedback.module.css'

type EmptyProps = {
  icon?: Icon
  /** what lives here */
  title: string
  children?: ReactNode
  /** the one next step */
  action?: ReactNode
}
export const EmptyState = ({ icon: Icon, title, children, action }: EmptyProps) => (
  <div className={classes.empty}>
    {Icon && (
      <div className={classes.emptyIcon}>
        <Icon size={22} stroke={1.5} aria-hidden="true" />
      </div>
    )}
    <h2 className={classes.emptyTitle}>{title}</h2>
    {children && <div className={classes.emptyText}>{children}</div>}
    {action && <div className={classes.emptyAction}>{action}</div>}
  </div>
)

/** An error in words, with what helps. */
export const ErrorState = ({ error, retry }: { error: unknown; retry?: () => void }) => {
  const status = error instanceof ApiError ? error.status : -1
  const icon = status === 403 ? IconLock : status === 404 ? IconMoodPuzzled : IconAlertTriangle
  const title =
    status === 403
      ? 'This is not open to you'
      : status === 404
        ? 'There is nothing here'
        : status === 0
          ? 'No connection'
          : 'This could not be loaded'
  return (
    <EmptyState
      icon={icon}
      title={title}
      action={
        retry && (
          <Button variant="default" onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      {messageOf(error)}
    </EmptyState>
  )
}

type BoundaryProps = { children: ReactNode /** a change of it clears the error */; at?: string }
type BoundaryState = { error: unknown; at: string | undefined }

/** Keeps a bug in one screen from taking the others with it. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null, at: this.props.at }

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { error }
  }
  static getDerivedStateFromProps(props: BoundaryProps, state: BoundaryState): Partial<BoundaryState> | null {
    return props.at === state.at ? null : { error: null, at: props.at }
  }
  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return (
      <EmptyState
        icon={IconAlertTriangle}
        title="This screen stopped working"
        action={
          <Button variant="default" onClick={() => location.reload()}>
            Load it again
          </Button>
        }
      >
        What you saved is safe. {messageOf(this.state.error)}
      </EmptyState>
    )
  }
}

/** A grey bar the size of what will be there. */
export const Bone = ({
  width = '100%',
  height = 12,
  round = false,
}: {
  width?: number | string
  height?: number
  round?: boolean
}) => <span className={classes.bone} style={{ width, height, borderRadius: round ? '50%' : 4 }} />

/** A page that is on its way: bar, toolbar and rows. */
export const PageSkeleton = ({ rows = 12 }: { rows?: number }) => (
  <div className={classes.skeleton} role="status" aria-label="Loading">
    <div className={classes.skeletonHead}>
      <Bone width={180} height={20} />
      <Bone width={90} height={28} />
    </div>
    {Array.from({ length: rows }, (_, i) => (
      <div key={i} className={classes.skeletonRow}>
        <Bone width={16} height={16} />
        <Bone width={`${22 + ((i * 7) % 14)}%`} />
        <Bone width={`${10 + ((i * 5) % 9)}%`} />
        <Bone width={`${8 + ((i * 3) % 8)}%`} />
        <Bone width={`${10 + ((i * 11) % 7)}%`} />
      </div>
    ))}
  </div>
)
