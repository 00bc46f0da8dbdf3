/** Teams as a tree. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots, IconPencil, IconPlus, IconTrash, IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import { useEntity, useList, useRemove } from '../../../kernel/ui/api/hooks.ts'
import { stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { EmptyState, ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { Person } from '../../../kernel/ui/fields/Person.tsx'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'
import { Frame } from './Frame.tsx'
import { RecordFormModal } from '../../../kernel/ui/reach.ts'

type Editing = { record?: WireRecord; parent?: WireRecord }

/** Teams with their depth, each beneath its parent. */
const asTree = (
  teams: readonly WireRecord[],
  parentId: string | null = null,
  depth = 0,
): { team: WireRecord; depth: number }[] =>
  teams
    .filter((t) => (t.parentId ?? null) === parentId)
    .flatMap((team) => [{ team, depth }, ...asTree(teams, team.id, depth + 1)])

const TeamsPage = () => {
  const e = useEntity('team')
  const query = useList(e, { limit: 200, sort: 'name' })
  const members = useList('member', { limit: 200, active: true })
  const remove = useRemove(e)
  const [editing, setEditing] = useState<Editing | null>(null)
  const rows = asTree(query.data?.data ?? [])
  const sizeOf = (id: string): number => members.data?.data.filter((m) => m.teamId === id).length ?? 0
  return (
    <Frame
      title="Teams"
      lead="A team's manager and everyone in it reach its records and those of the teams beneath, as far as their role lets them."
      action={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing({})}>
          New team
        </Button>
      }
    >
      {query.isPending ? <PageSkeleton rows={5} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? (
        <EmptyState icon={IconUsersGroup} title="No teams yet">
          Small companies need none. With teams, a team lead sees the deals of their people, and figures come by team.
        </EmptyState>
      ) : null}
      <ul className={classes.tree}>
        {rows.map(({ team, depth }) => (
          <li key={team.id} className={classes.treeRow} style={{ paddingInlineStart: 8 + depth * 24 }}>
            <span className={shared.strong}>{stringOf(team.name)}</span>
            <span className={shared.faint}>{sizeOf(team.id) === 1 ? '1 person' : `${sizeOf(team.id)} people`}</span>
            <span className={shared.grow} />
            {team.labels?.managerId ? <Person name={team.labels.managerId} /> : null}
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon aria-label={`Actions for ${stringOf(team.name)}`}>
                  <IconDots size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setEditing({ record: team })}>
                  Edit
                </Menu.Item>
                <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => setEditing({ parent: team })}>
                  Add team beneath
                </Menu.Item>
                <Menu.Item
                  color="red"
                  leftSection={<IconTrash size={16} />}
                  onClick={() => remove.mutate({ id: team.id, title: stringOf(team.name) })}
                >
                  Delete
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      {editing ? (
        <RecordFormModal
          entity={e}
          fields={['name', 'parentId', 'managerId']}
          onClose={() => setEditing(null)}
          {...(editing.record ? { record: editing.record } : {})}
          {...(editing.parent
            ? { initial: { parentId: editing.parent.id }, initialLabels: { parentId: stringOf(editing.parent.name) } }
            : {})}
        />
      ) : null}
    </Frame>
  )
}
export default TeamsPage
