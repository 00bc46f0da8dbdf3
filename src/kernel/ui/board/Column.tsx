/** One column: its figures, and its cards page by page as one scrolls. */
import { Droppable } from '@hello-pangea/dnd'
import { ActionIcon } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useCallback, useMemo } from 'react'
import type { Entity } from '../../entity.ts'
import { useInfiniteList, useOnScreen } from '../api/hooks.ts'
import type { ListParams, WireRecord } from '../api/types.ts'
import { formatMoney } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { moneyOf } from '../fields/wire.ts'
import { ColumnCards } from './ColumnCards.tsx'
import classes from './board.module.css'
import type { BoardColumn, ColumnFigures } from './columns.ts'

type ColumnProps = {
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

const noRecords: readonly WireRecord[] = []

export const Column = (props: ColumnProps) => {
  const { entity, column, params, figures, share, folded, onFold, card, stalled, asking, onCreate, mayMove } = props
  const l = useLocale()
  const query = useInfiniteList(entity, params, { enabled: !folded })
  const records = useMemo(() => query.data?.pages.flatMap((p) => p.data) ?? noRecords, [query.data])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const onRange = useOnScreen(entity, params)
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
          <h2 data-tip={column.help} className={classes.columnTitle} data-tone={column.tone}>
            {column.tone ? <span className={classes.dot} data-tone={column.tone} aria-hidden="true" /> : null}
            {column.folded ? (
              <button type="button" className={classes.plainButton} onClick={() => onFold(true)} aria-expanded>
                {column.label}
              </button>
            ) : (
              column.label
            )}
          </h2>
          <span className={classes.count}>{count ?? '…'}</span>
          <span className={classes.grow} />
          {onCreate ? (
            <ActionIcon
              data-tip={`New ${entity.label.toLowerCase()} in ${column.label}`}
              size="sm"
              aria-label={`New ${entity.label.toLowerCase()} in ${column.label}`}
              onClick={onCreate}
            >
              <IconPlus size={16} />
            </ActionIcon>
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
      <ColumnCards
        entity={entity}
        droppableId={column.key}
        records={records}
        card={card}
        stalled={stalled}
        asking={asking}
        mayMove={mayMove}
        loading={query.isPending}
        loadingMore={isFetchingNextPage}
        failed={query.isError && records.length === 0}
        retry={() => void query.refetch()}
        onMore={more}
        onRange={onRange}
      />
    </section>
  )
}
