/** Roles: one line each; the rights themselves are on the role's own page. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useList } from '../../../kernel/ui/api/hooks.ts'
import { stringOf } from '../../../kernel/ui/api/types.ts'
import { useGo } from '../../../kernel/ui/app/url.ts'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'
import { Frame } from './Frame.tsx'
import { RecordFormModal } from '../../../kernel/ui/reach.ts'

const RolesPage = () => {
  const query = useList('role', { limit: 100, sort: 'name' })
  const members = useList('member', { limit: 200, active: true })
  const go = useGo()
  const [adding, setAdding] = useState(false)
  const sizeOf = (id: string): number => members.data?.data.filter((m) => m.roleId === id).length ?? 0
  return (
    <Frame
      title="Roles and rights"
      lead="Every user has one role. It says what they may do with which records, and how far: their own, their team’s, or all."
      action={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          New role
        </Button>
      }
    >
      {query.isPending ? <PageSkeleton rows={8} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      <ul className={classes.tree}>
        {query.data?.data.map((r) => (
          <li key={r.id} className={classes.treeRow}>
            <Link to={`/settings/roles/${r.id}`} className={classes.rowLink}>
              <span className={shared.strong}>{stringOf(r.name)}</span>
              <span className={shared.faint}>{stringOf(r.description)}</span>
            </Link>
            <span className={shared.faint}>{sizeOf(r.id) === 1 ? '1 user' : `${sizeOf(r.id)} users`}</span>
          </li>
        ))}
      </ul>
      {adding ? (
        <RecordFormModal
          entity="role"
          fields={['name', 'description', 'requireSecondFactor']}
          onClose={() => setAdding(false)}
          onSaved={(r) => go(`/settings/roles/${r.id}`)}
        />
      ) : null}
    </Frame>
  )
}
export default RolesPage
