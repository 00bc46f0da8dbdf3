/** One row: a click peeks, the title opens, the box selects, a cell is edited where it is. */
import { IconPencil } from '@tabler/icons-react'
import { memo, Suspense } from 'react'
import type { Entity } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { hrefOf, useOpen } from '../fields/RecordLink.tsx'
import { Tick } from '../fields/Tick.tsx'
import type { Column } from './columns.ts'
import { rowTitle } from './columns.ts'
import classes from './table.module.css'
import { EditCell } from './parts.tsx'
import type { RowHandlers } from './rowTypes.ts'
import { checkWidth } from './rowTypes.ts'

type Props = {
  entity: Entity
  record: WireRecord
  index: number
  top: number
  height: number
  columns: readonly Column[]
  editable: ReadonlySet<string>
  active: boolean
  selected: boolean
  peeked: boolean
  editing: string | null
  handlers: RowHandlers
}

const Title = ({ entity, record }: { entity: Entity; record: WireRecord }) => {
  const open = useOpen()
  const href = hrefOf(entity, record.id)
  return (
    <a className={classes.titleLink} href={href} onClick={open(href)} tabIndex={-1} draggable={false}>
      {rowTitle(entity, record)}
    </a>
  )
}

const interactive = 'a, button, input, label, [role="option"], [data-editing]'

export const Row = memo(
  ({
    entity: e,
    record,
    index,
    top,
    height,
    columns,
    editable,
    active,
    selected,
    peeked,
    editing,
    handlers,
  }: Props) => (
    // the grid takes the keys (J, K, X, E, Enter); the row takes the pointer
    <div
      id={`row-${record.id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes.row}
      style={{ top, height }}
      data-active={active || undefined}
      data-selected={selected || undefined}
      data-peeked={peeked || undefined}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest(interactive)) return
        if (window.getSelection()?.toString()) return
        handlers.click(record, index)
      }}
    >
      <div role="gridcell" className={classes.checkCell} style={{ width: checkWidth }}>
        <Tick
          aria-label={`Select ${rowTitle(e, record)}`}
          checked={selected}
          tabIndex={-1}
          onClick={(event) => handlers.select(record.id, event.shiftKey)}
          onChange={() => {}}
        />
      </div>
      {columns.map((c, i) => (
        <div
          key={c.name}
          role="gridcell"
          className={i === 0 ? classes.firstCell : classes.cell}
          data-right={c.right || undefined}
          style={{ width: c.width }}
        >
          {editing === c.name ? (
            <Suspense fallback={null}>
              <EditCell entity={e} record={record} column={c} handlers={handlers} />
            </Suspense>
          ) : (
            <>
              {i === 0 && c.name === e.title ? (
                <Title entity={e} record={record} />
              ) : (
                <FieldDisplay field={c.field} name={c.name} row={record} entity={e} compact />
              )}
              {editable.has(c.name) && (
                <button
                  type="button"
                  tabIndex={-1}
                  className={classes.pencil}
                  aria-label={`Edit ${c.label.toLowerCase()}`}
                  onClick={() => handlers.edit(record.id, c.name)}
                >
                  <IconPencil size={14} stroke={1.6} aria-hidden="true" />
                </button>
              )}
            </>
          )}
        </div>
      ))}
      <div className={classes.filler} role="presentation" />
    </div>
  ),
)
