/** One column: its figures, and its cards page by page as one scrolls. */
import { Draggable, Droppable } from '@hello-pangea/dnd'
import { ActionIcon, Tooltip } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import type { Entity } from '../../entity.ts'
import { useInfiniteList } from '../api/hooks.ts'
import type { ListParams, WireRecord } from '../api/types.ts'
import { Bone } from '../feedback/states.tsx'
import { formatMoney } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { moneyOf, titleOf } from '../fields/wire.ts'
import classes from './board.module.css'
import type { BoardColumn, ColumnFigures } from './columns.ts'

export type ColumnProps = {
  entity: Entity
  column: BoardColumn
  params: ListParams
  figures: ColumnFigures | undefined
  /** this column's part of all, 0 to 1 */
  share: number
  hasSum: boolean
  hasWeighted: boolean
  folded: boolean
  onFold: (folded: boolean) => void
  card: (record: WireRecord) => ReactNode
  stalled: (record: WireRecord) => boolean
  /** asked for in place after a drop */
  asking: { index: number; content: ReactNode } | null
  onCreate: (() => void) | undefined
  mayMove: boolean
}

export const Column = (props: ColumnProps) => {
  const { entity, column, params, figures, share, folded, onFold, card, stalled, asking, onCreate, mayMove } = props
  const l = useLocale()
  const query = useInfiniteList(entity, params, { enabled: !folded })
  const records = query.data?.pages.flatMap((p) => p.data) ?? []
  const { ref, entry } = useIntersection({ rootMargin: '300px' })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (entry?.isIntersecting && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [entry?.isIntersecting, hasNextPage, isFetchingNextPage, fetchNextPage, records.length])
  const count = figures?.count ?? (query.hasNextPage ? undefined : records.length)
  const currency = figures?.currency || l.baseCurrency
  const sum = figures ? formatMoney(moneyOf(figures.sum, currency), l, { compact: true }) : ''
  const weighted = figures ? formatMoney(moneyOf(figures.weighted, currency), l, { compact: true }) : ''
  if (folded)
    return (
      <section role="group" className={classes.folded} aria-label={column.label}>
        <Droppable droppableId={column.key}>
          {(drop, state) => (
            <div
              ref={drop.innerRef}
              {...drop.droppableProps}
              className={classes.foldedDrop}
              data-over={state.isDraggingOver || undefined}
            >
              <button
                type="button"
                className={classes.foldedButton}
                onClick={() => onFold(false)}
                aria-expanded={false}
              >
                <span className={classes.count}>{count ?? ''}</span>
                <span className={classes.foldedLabel}>{column.label}</span>
              </button>
              <div className={classes.hidden}>{drop.placeholder}</div>
            </div>
          )}
        </Droppable>
      </section>
    )
  return (
    <section role="group" className={classes.column} aria-label={column.label}>
      <header className={classes.columnHead}>
        <div className={classes.columnLine}>
          <Tooltip label={column.help} disabled={!column.help} multiline maw={280}>
            <h2 className={classes.columnTitle} data-tone={column.tone}>
              {column.tone ? <span className={classes.dot} data-tone={column.tone} aria-hidden="true" /> : null}
              {column.folded ? (
                <button type="button" className={classes.plainButton} onClick={() => onFold(true)} aria-expanded>
                  {column.label}
                </button>
              ) : (
                column.label
              )}
            </h2>
          </Tooltip>
          <span className={classes.count}>{count ?? '…'}</span>
          <span className={classes.grow} />
          {onCreate ? (
            <Tooltip label={`New ${entity.label.toLowerCase()} in ${column.label}`}>
              <ActionIcon
                size="sm"
                aria-label={`New ${entity.label.toLowerCase()} in ${column.label}`}
                onClick={onCreate}
              >
                <IconPlus size={16} />
              </ActionIcon>
            </Tooltip>
          ) : null}
        </div>
        {props.hasSum ? (
          <div className={classes.sums}>
            <span>{sum || '–'}</span>
            {props.hasWeighted && weighted ? <span className={classes.weighted}>{weighted} weighted</span> : null}
          </div>
        ) : null}
        <div className={classes.share} aria-hidden="true">
          <span style={{ width: `${Math.round(share * 100)}%` }} data-tone={column.tone} />
        </div>
      </header>
      <Droppable droppableId={column.key}>
        {(drop, state) => (
          <div
            ref={drop.innerRef}
            {...drop.droppableProps}
            className={classes.cards}
            data-over={state.isDraggingOver || undefined}
          >
            {query.isPending ? (
              <div className={classes.cardBones} role="status" aria-label="Loading">
                <Bone height={74} />
                <Bone height={74} />
              </div>
            ) : null}
            {records.map((r, i) => (
              <div key={r.id}>
                {asking?.index === i ? asking.content : null}
                <Draggable draggableId={r.id} index={i} isDragDisabled={!mayMove}>
                  {(drag, dragging) => (
                    <div
                      ref={drag.innerRef}
                      {...drag.draggableProps}
                      {...drag.dragHandleProps}
                      // the card holds links, so it must not be announced as one button
                      role="group"
                      aria-roledescription={mayMove ? 'card, Space lifts it' : 'card'}
                      aria-label={titleOf(entity, r)}
                      className={classes.card}
                      data-dragging={dragging.isDragging || undefined}
                      data-stalled={stalled(r) || undefined}
                    >
                      {card(r)}
                    </div>
                  )}
                </Draggable>
              </div>
            ))}
            {asking && asking.index >= records.length ? asking.content : null}
            {drop.placeholder}
            {query.isSuccess && records.length === 0 && !asking ? <p className={classes.none}>Nothing here</p> : null}
            {query.isError ? (
              <button type="button" className={classes.retry} onClick={() => void query.refetch()}>
                This column could not be loaded. Try again
              </button>
            ) : null}
            <div ref={ref} />
            {isFetchingNextPage ? <Bone height={74} /> : null}
          </div>
        )}
      </Droppable>
    </section>
  )
}
