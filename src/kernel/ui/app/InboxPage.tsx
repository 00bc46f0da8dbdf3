/** The inbox: the notifications as a page. */
import { IconChecks } from '@tabler/icons-react'
import { ErrorState, PageSkeleton } from '../feedback/states.tsx'
import { Page } from '../page/Page.tsx'
import { Items, Nothing } from './Notifications.tsx'
import { useNotifications, useRead } from './notifications.ts'
import { usePage } from './pageTitle.ts'
import classes from './shell.module.css'

const InboxPage = () => {
  usePage({ label: 'Inbox' })
  const q = useNotifications()
  const read = useRead()
  const unread = q.data?.unread ?? 0
  if (q.isError) return <ErrorState error={q.error} retry={() => void q.refetch()} />
  if (q.isPlaceholderData) return <PageSkeleton rows={6} />
  const items = q.data?.items ?? []
  return (
    <Page
      title="Inbox"
      width="narrow"
      actions={
        unread > 0 && (
          <button type="button" className={classes.textButton} onClick={() => read.mutate(null)}>
            <IconChecks size={16} stroke={1.6} aria-hidden="true" /> Mark all as read
          </button>
        )
      }
    >
      {items.length > 0 ? <Items items={items} /> : <Nothing />}
    </Page>
  )
}
export default InboxPage
