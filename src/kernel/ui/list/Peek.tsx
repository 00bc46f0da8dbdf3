/** The record beside its list: J and K walk on, Enter opens it. */
import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import type { Entity } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
import { PeekPanel } from '../record/PeekPanel.tsx'
import classes from './list.module.css'

type Props = {
  entity: Entity
  id: string
  rows: readonly WireRecord[]
  onMove: (by: number) => void
  onClose: () => void
}

export const Peek = ({ entity, id, rows, onMove, onClose }: Props) => {
  const at = rows.findIndex((r) => r.id === id)
  return (
    <aside className={classes.peek} aria-label={`${entity.label} at a glance`}>
      <PeekPanel
        key={id}
        entity={entity}
        id={id}
        onGone={onClose}
        controls={
          <>
            <ActionIcon data-tip="Previous (K)" aria-label="Previous" disabled={at <= 0} onClick={() => onMove(-1)}>
              <IconChevronUp size={18} stroke={1.6} />
            </ActionIcon>
            <ActionIcon
              data-tip="Next (J)"
              aria-label="Next"
              disabled={at < 0 || at >= rows.length - 1}
              onClick={() => onMove(1)}
            >
              <IconChevronDown size={18} stroke={1.6} />
            </ActionIcon>
            <ActionIcon data-tip="Close (Esc)" aria-label="Close" onClick={onClose}>
              <IconX size={18} stroke={1.6} />
            </ActionIcon>
          </>
        }
      />
    </aside>
  )
}
