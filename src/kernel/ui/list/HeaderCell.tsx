/** The head of a column: sorts, is dragged to another place, is drawn wider. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { Column } from './columns.ts'
import { maxWidth, minWidth } from './columns.ts'
import classes from './table.module.css'
import type { SortTerm } from './listState.ts'

type Props = {
  column: Column
  first: boolean
  sort: readonly SortTerm[]
  dropping: boolean
  onSort: (s: readonly SortTerm[]) => void
  onWidth: (name: string, width: number) => void
  onDragStart: () => void
  onDragOver: () => void
  onDrop: () => void
  onDragEnd: () => void
}

/** Rising, falling, not at all; with Shift beside what already sorts. */
const nextSort = (name: string, sort: readonly SortTerm[], beside: boolean): readonly SortTerm[] => {
  const now = sort.find((s) => s.field === name)
  const next = !now ? [{ field: name, descending: false }] : now.descending ? [] : [{ field: name, descending: true }]
  return beside ? [...sort.filter((s) => s.field !== name), ...next] : next
}

const fit = (width: number): number => Math.min(maxWidth, Math.max(minWidth, width))

export const HeaderCell = ({ column: c, first, sort, dropping, ...on }: Props) => {
  const term = sort.find((s) => s.field === c.name)
  const resize = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault()
    event.stopPropagation()
    const start = event.clientX
    const handle = event.currentTarget
    handle.setPointerCapture(event.pointerId)
    const move = (m: globalThis.PointerEvent) => on.onWidth(c.name, fit(c.width + m.clientX - start))
    const up = () => {
      handle.removeEventListener('pointermove', move)
      handle.removeEventListener('pointerup', up)
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', up)
  }
  const byKey = (event: KeyboardEvent) => {
    const by = event.shiftKey ? 64 : 16
    const width = { ArrowLeft: c.width - by, ArrowRight: c.width + by, Home: minWidth, End: maxWidth }[event.key]
    if (width === undefined) return
    event.preventDefault()
    event.stopPropagation()
    on.onWidth(c.name, fit(width))
  }
  const content = (
    <>
      <span className={classes.headLabel}>{c.label}</span>
      {term &&
        (term.descending ? (
          <IconArrowDown size={14} aria-hidden="true" />
        ) : (
          <IconArrowUp size={14} aria-hidden="true" />
        ))}
    </>
  )
  return (
    <div
      role="columnheader"
      aria-sort={term ? (term.descending ? 'descending' : 'ascending') : undefined}
      className={first ? classes.headFirst : classes.headCell}
      data-right={c.right || undefined}
      data-drop={dropping || undefined}
      style={{ width: c.width }}
      draggable={!first}
      onDragStart={on.onDragStart}
      onDragOver={(event) => {
        if (first) return
        event.preventDefault()
        on.onDragOver()
      }}
      onDrop={(event) => {
        event.preventDefault()
        if (!first) on.onDrop()
      }}
      onDragEnd={on.onDragEnd}
    >
      {c.sortable ? (
        <button
          type="button"
          className={classes.headButton}
          onClick={(event) => on.onSort(nextSort(c.name, sort, event.shiftKey))}
        >
          {content}
        </button>
      ) : (
        <span className={classes.headPlain}>{content}</span>
      )}
      <span
        className={classes.resizer}
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`Width of ${c.label}`}
        aria-valuenow={c.width}
        aria-valuemin={minWidth}
        aria-valuemax={maxWidth}
        onPointerDown={resize}
        onKeyDown={byKey}
      />
    </div>
  )
}
