/** A list without rows: says what lives here and offers the one next step. */
import { Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { Entity } from '../../entity.ts'
import { useApp } from '../app/AppContext.tsx'
import { pagesOf } from '../app/areaUi.ts'
import { iconOf } from '../app/navigation.ts'
import { useGo } from '../app/url.ts'
import { EmptyState } from '../feedback/states.tsx'

type Props = { entity: Entity; filtered: boolean; trash: boolean; onClear: () => void; onCreate?: () => void }

export const ListEmpty = ({ entity: e, filtered, trash, onClear, onCreate }: Props) => {
  const { areas, can } = useApp()
  const go = useGo()
  const icon = iconOf(areas, e.name)
  const many = e.labelPlural.toLowerCase()
  if (filtered)
    return (
      <EmptyState
        icon={icon}
        title={`No ${many} match`}
        action={
          <Button variant="default" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        Change a filter, or clear all of them.
      </EmptyState>
    )
  if (trash)
    return (
      <EmptyState icon={IconTrash} title="The trash is empty">
        Deleted {many} wait here until they are restored or purged.
      </EmptyState>
    )
  const importable =
    e.crud?.create !== false &&
    !e.lookup &&
    can('import.create') &&
    areas.some((a) => a.routes.some((r) => r.path.startsWith('import')))
  return (
    <EmptyState
      icon={icon}
      title={`No ${many} yet`}
      action={
        <>
          {onCreate && (
            <Button leftSection={<IconPlus size={16} />} onClick={onCreate}>
              New {e.label.toLowerCase()}
            </Button>
          )}
          {importable && (
            <Button variant="default" onClick={() => go(`/imports/new?entity=${e.name}`)}>
              Import {many}
            </Button>
          )}
        </>
      }
    >
      {pagesOf(areas, e.name).about ??
        (onCreate
          ? `Make the first ${e.label.toLowerCase()}; it takes a moment.`
          : `${e.labelPlural} appear here by themselves.`)}
    </EmptyState>
  )
}
