/** The rows of a list as a grid: only those in view are in the page, head, first column and sums stay put. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Entity } from '../../entity.ts'
import { allFields } from '../../entity.ts'
import type { AggregateRow, Total, WireRecord } from '../api/types.ts'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { Tick } from '../fields/Tick.tsx'
import type { Column } from './columns.ts'
import { Figure, totalText } from './Figure.tsx'
import { HeaderCell } from './HeaderCell.tsx'
import classes from './table.module.css'
import type { SortTerm } from './listState.ts'
import { Row } from './Row.tsx'
import type { Editing, RowHandlers } from './rowTypes.ts'
import { checkWidth, headHeight } from './rowTypes.ts'
import { useScrollAnchor } from './useScrollAnchor.ts'
import type { Selection } from './useSelection.ts'

type Props = {
  entity: Entity
  rows: readonly WireRecord[]
  columns: readonly Column[]
  editable: readonly Column[]
  rowHeight: number
  sort: readonly SortTerm[] | null
  group: string | null
  groups: readonly AggregateRow[] | null
  sums: AggregateRow | null
  total: Total | null
  selection: Selection
  active: number
  peeked: string | null
  editing: Editing | null
  busy: boolean
  faded: boolean
  /** what the rows answer; another one begins at the top */
  scope: string
  onMore: () => void
  /** the rows on screen */
  onRange: (first: number, last: number) => void
  onActive: (index: number) => void
  onPeek: (id: string | null) => void
  onEdit: (e: Editing | null) => void
  onSort: (s: readonly SortTerm[]) => void
  onColumns: (names: readonly string[]) => void
  onWidth: (name: string, width: number) => void
}

type Item = { kind: 'row'; record: WireRecord; index: number } | { kind: 'group'; value: unknown; record: WireRecord }

const itemsOf = (rows: readonly WireRecord[], group: string | null): Item[] => {
  const items: Item[] = []
  rows.forEach((record, index) => {
    if (group && (index === 0 || rows[index - 1]?.[group] !== record[group]))
      items.push({ kind: 'group', value: record[group], record })
    items.push({ kind: 'row', record, index })
  })
  return items
}

const rowAt = (items: readonly Item[], at: number): number => {
  const item = items[at]
  return item?.kind === 'row' ? item.index : item ? rowAt(items, at + 1) : -1
}

export const Table = (p: Props) => {
  const { entity: e, rows, columns, selection } = p
  const scroller = useRef<HTMLDivElement>(null)
  const items = useMemo(() => itemsOf(rows, p.group), [rows, p.group])
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => p.rowHeight,
    overscan: 12,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: p.sums ? 40 : 8,
    getItemKey: (i) => {
      const item = items[i]
      return item?.kind === 'row' ? item.record.id : `group-${String(item?.value)}-${i}`
    },
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  const { onMore, onRange } = p
  const firstRow = rowAt(items, shown[0]?.index ?? 0)
  const lastRow = rowAt(items, last)
  useEffect(() => onRange(firstRow, lastRow), [firstRow, lastRow, onRange])
  useScrollAnchor(virtual, rows, p.scope)
  useEffect(() => {
    if (last >= items.length - 20) onMore()
  }, [last, items.length, onMore])
  useEffect(() => virtual.measure(), [virtual, p.rowHeight])

  const at = items.findIndex((i) => i.kind === 'row' && i.index === p.active)
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
  }, [at, virtual])
  // keys walk the rows while the focus is on the grid, so that screen readers follow
  useEffect(() => {
    if (p.active >= 0 && (document.activeElement === document.body || document.activeElement === null))
      scroller.current?.focus({ preventScroll: true })
  }, [p.active])

  const width = checkWidth + columns.reduce((sum, c) => sum + c.width, 0)
  const latest = useRef(p)
  latest.current = p
  const handlers = useMemo<RowHandlers>(
    () => ({
      click: (record, index) => {
        latest.current.onActive(index)
        latest.current.onPeek(latest.current.peeked === record.id ? null : record.id)
      },
      select: (id, range) => latest.current.selection.toggle(id, range),
      edit: (id, column) => {
        latest.current.onEdit({ id, column })
        const index = latest.current.rows.findIndex((r) => r.id === id)
        if (index >= 0) latest.current.onActive(index)
      },
      stopEdit: () => {
        latest.current.onEdit(null)
        scroller.current?.focus({ preventScroll: true })
      },
      next: (id, column, back) => {
        const { editable, rows: all, onEdit, onActive } = latest.current
        const c = editable.findIndex((x) => x.name === column) + (back ? -1 : 1)
        const row = all.findIndex((r) => r.id === id)
        const beside = editable[c]
        if (beside) return onEdit({ id, column: beside.name })
        const other = all[row + (back ? -1 : 1)]
        const wrapped = back ? editable.at(-1) : editable[0]
        if (!other || !wrapped) return onEdit(null)
        onActive(row + (back ? -1 : 1))
        onEdit({ id: other.id, column: wrapped.name })
      },
    }),
    [],
  )

  const [drop, setDrop] = useState<string | null>(null)
  const dragged = useRef<string | null>(null)
  const reorder = (target: string) => {
    const from = dragged.current
    dragged.current = null
    setDrop(null)
    if (!from || from === target) return
    const names = columns.map((c) => c.name).filter((n) => n !== from)
    names.splice(names.indexOf(target), 0, from)
    p.onColumns(names)
  }
  const editableNames = useMemo(() => new Set(p.editable.map((c) => c.name)), [p.editable])
  const groupField = p.group ? allFields(e)[p.group] : undefined
  const some = selection.count > 0

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      aria-label={e.labelPlural}
      aria-rowcount={p.total?.exact ? p.total.count + 1 : -1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-busy={p.faded}
      aria-activedescendant={p.active >= 0 && rows[p.active] ? `row-${rows[p.active]?.id}` : undefined}
      tabIndex={0}
      data-faded={p.faded || undefined}
      data-selecting={some || undefined}
    >
      <div role="rowgroup" className={classes.head} style={{ minWidth: width, height: headHeight }}>
        <div role="row" aria-rowindex={1} className={classes.headRow}>
          <div role="columnheader" className={classes.checkCell} style={{ width: checkWidth }}>
            <Tick
              aria-label="Select all loaded rows"
              checked={selection.page}
              some={some && !selection.page}
              onChange={() => selection.togglePage()}
            />
          </div>
          {columns.map((c, i) => (
            <HeaderCell
              key={c.name}
              column={c}
              first={i === 0}
              sort={p.sort ?? []}
              dropping={drop === c.name}
              onSort={p.onSort}
              onWidth={p.onWidth}
              onDragStart={() => {
                dragged.current = c.name
              }}
              onDragOver={() => dragged.current && setDrop(c.name)}
              onDrop={() => reorder(c.name)}
              onDragEnd={() => setDrop(null)}
            />
          ))}
          <div className={classes.filler} role="presentation" />
        </div>
      </div>
      <div
        role="rowgroup"
        className={classes.rows}
        style={{ height: virtual.getTotalSize() - headHeight, minWidth: width }}
      >
        {shown.map((v) => {
          const item = items[v.index]
          if (!item) return null
          const top = v.start - headHeight
          if (item.kind === 'group') {
            const figures = p.groups?.find((g) => (g.key[p.group ?? ''] ?? null) === (item.value ?? null))
            return (
              <div
                key={v.key}
                role="row"
                className={classes.groupRow}
                style={{ top, height: p.rowHeight, width: '100%' }}
              >
                <div role="gridcell" className={classes.groupCell} aria-colspan={columns.length + 1}>
                  {groupField && <FieldDisplay field={groupField} name={p.group ?? ''} row={item.record} entity={e} />}
                  {figures && <span className={classes.groupCount}>{figures.count.toLocaleString()}</span>}
                  {figures &&
                    Object.entries(figures.sum).map(([k, s]) => (
                      <span key={k} className={classes.groupSum}>
                        <Figure value={s} />
                      </span>
                    ))}
                </div>
              </div>
            )
          }
          return (
            <Row
              key={v.key}
              entity={e}
              record={item.record}
              index={item.index}
              top={top}
              height={p.rowHeight}
              columns={columns}
              editable={editableNames}
              active={item.index === p.active}
              selected={selection.has(item.record.id)}
              peeked={p.peeked === item.record.id}
              editing={p.editing?.id === item.record.id ? p.editing.column : null}
              handlers={handlers}
            />
          )
        })}
      </div>
      {p.sums && (
        <div role="rowgroup" className={classes.footer} style={{ minWidth: width }}>
          <div role="row" className={classes.footRow}>
            <div role="gridcell" className={classes.checkCell} style={{ width: checkWidth }} />
            {columns.map((c, i) => (
              <div
                key={c.name}
                role="gridcell"
                className={i === 0 ? classes.footFirst : classes.footCell}
                data-right={c.right || undefined}
                style={{ width: c.width }}
              >
                {i === 0 ? (
                  totalText(p.total, e)
                ) : c.name in (p.sums?.sum ?? {}) ? (
                  <Figure value={p.sums?.sum[c.name]} />
                ) : null}
              </div>
            ))}
            <div className={classes.filler} role="presentation" />
          </div>
        </div>
      )}
      {p.busy && <div className={classes.loadingMore} role="status" aria-label="Loading more" />}
    </div>
  )
}
