/** What can be done with a record now: one primary button, the rest in a menu. */
import { ActionIcon, Button } from '@mantine/core'
import { Menu, MenuDivider, MenuItem } from '../floating/Floating.tsx'
import { IconDots, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { NamedVerb } from '../../registry.ts'
import type { EntityRef } from '../api/hooks.ts'
import { useEntity, useRemove } from '../api/hooks.ts'
import type { WireRecord } from '../api/types.ts'
import { titleOf } from '../fields/wire.ts'
import { useMay, useVerbs } from './useVerbs.ts'
import { asks, useRunVerb } from './useRunVerb.ts'
import { VerbDialog } from '../reach.ts'

export type StepButtonsProps = {
  entity: EntityRef
  record: WireRecord
  /** verbs that the page offers by itself */
  leaveOut?: readonly string[]
  /** further entries of the menu: `<MenuItem>`s */
  menu?: ReactNode
  onDone?: (record: WireRecord, verb: NamedVerb) => void
  onDeleted?: () => void
  /** takes over a verb: answer true and nothing generic happens */
  onVerb?: (verb: NamedVerb) => boolean
  size?: 'xs' | 'sm' | 'md'
  /** the primary button takes the whole width (the bar at the thumb) */
  grow?: boolean
}

export const StepButtons = (props: StepButtonsProps) => {
  const { record, leaveOut, menu, onDone, onDeleted, onVerb, size = 'xs', grow } = props
  const e = useEntity(props.entity)
  const { primary, others } = useVerbs(e, record, leaveOut)
  const may = useMay(e, record)
  const remove = useRemove(e)
  const { run, isPending } = useRunVerb(e)
  const [asking, setAsking] = useState<NamedVerb | null>(null)
  const start = (verb: NamedVerb) => {
    if (onVerb?.(verb)) return
    if (asks(verb)) setAsking(verb)
    else void run(verb, record).then((after) => after && onDone?.(after, verb))
  }
  const deletable = may('delete') && !record['deletedAt']
  const hasMenu = others.length > 0 || deletable || Boolean(menu)
  return (
    <>
      {primary ? (
        <Button
          size={size}
          onClick={() => start(primary)}
          loading={isPending}
          {...(grow ? { style: { flex: 1 } } : {})}
        >
          {primary.definition.label}
        </Button>
      ) : null}
      {hasMenu ? (
        <Menu
          position="bottom-end"
          width={220}
          button={
            <ActionIcon
              data-tip="More actions"
              variant="default"
              size={size === 'md' ? 44 : size === 'sm' ? 36 : 30}
              aria-label="More actions"
            >
              <IconDots size={18} />
            </ActionIcon>
          }
        >
          {others.map((v) => (
            <MenuItem key={v.name} onClick={() => start(v)} {...(v.definition.tone === 'red' ? { color: 'red' } : {})}>
              {v.definition.label}
            </MenuItem>
          ))}
          {menu}
          {deletable ? (
            <>
              {others.length > 0 || menu ? <MenuDivider /> : null}
              <MenuItem
                color="red"
                leftSection={<IconTrash size={16} />}
                onClick={() =>
                  remove.mutate({ id: record.id, title: titleOf(e, record) }, { onSuccess: () => onDeleted?.() })
                }
              >
                Move to the trash
              </MenuItem>
            </>
          ) : null}
        </Menu>
      ) : null}
      {asking ? (
        <VerbDialog
          verb={asking}
          record={record}
          onClose={() => setAsking(null)}
          {...(onDone ? { onDone: (after) => onDone(after, asking) } : {})}
        />
      ) : null}
    </>
  )
}
