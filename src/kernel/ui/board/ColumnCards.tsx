/** The cards of one column: only those in view are in the page, the next ones come as one scrolls. */
import type { DraggableProvided, DroppableProvided, DroppableStateSnapshot } from '@hello-pangea/dnd'
import { Draggable, Droppable } from '@hello-pangea/dnd'
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import type { Entity } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
import { Bone } from '../feedback/states.tsx'
import { titleOf } from '../fields/wire.ts'
import { useScrollAnchor } from '../list/useScrollAnchor.ts'
import classes from './board.module.css'

type ColumnCardsProps = {
  entity: Entity
  droppableId: string
  records: readonly WireRecord[]
  card: (record: WireRecord) => ReactNode
  stalled: (record: WireRecord) => boolean
  /** asked for in place after a drop */
  asking: { index: number; content: ReactNode } | null
  mayMove: boolean
  loading: boolean
  loadingMore: boolean
  failed: boolean
  retry: () => void
  onMore: () => void
  /** the rows on screen */
  onRange: (first: number, last: number) => void
}

const usualHeight = 96
const gap = 6

/** While a card is in the hand its place keeps its height: the others move by transforms. */
const measure = (el: Element, _entry: unknown, v: Virtualizer<HTMLDivElement, Element>): number => {
  const height = el instanceof HTMLElement ? el.offsetHeight : 0
  return height > 0 ? height : (v.measurementsCache[v.indexFromElement(el)]?.size ?? usualHeight)
}

const Card = ({
  drag,
  dragging,
  record,
  props,
}: {
  drag: DraggableProvided
  dragging: boolean
  record: WireRecord
  props: ColumnCardsProps
}) => (
  <div
    ref={drag.innerRef}
    {...drag.draggableProps}
    {...drag.dragHandleProps}
    // the card holds links, so it must not be announced as one button
    role="group"
    aria-roledescription={props.mayMove ? 'card, Space lifts it' : 'card'}
    aria-label={titleOf(props.entity, record)}
    className={classes.card}
    data-dragging={dragging || undefined}
    data-stalled={props.stalled(record) || undefined}
  >
    {props.card(record)}
  </div>
)

const List = ({
  drop,
  state,
  ...props
}: ColumnCardsProps & { drop: DroppableProvided; state: DroppableStateSnapshot }) => {
  const { records, asking, onMore, onRange } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    measureElement: measure,
    // the arrow keys move a lifted card to its neighbours, which have to be there
    overscan: 6,
    paddingStart: 4,
    getItemKey: (i) => records[i]?.id ?? i,
  })
  const shown = virtual.getVirtualItems()
  const first = shown[0]?.index ?? 0
  const last = shown.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= records.length - 12) onMore()
  }, [last, records.length, onMore])
  useEffect(() => onRange(first, last), [first, last, onRange])
  useScrollAnchor(virtual, records)
  return (
    <div
      ref={(el) => {
        scroller.current = el
        drop.innerRef(el)
      }}
      {...drop.droppableProps}
      className={classes.cards}
      data-over={state.isDraggingOver || undefined}
    >
      {props.loading ? (
        <div className={classes.cardBones} role="status" aria-label="Loading">
          <Bone height={74} />
          <Bone height={74} />
        </div>
      ) : null}
      <div
        className={classes.cardSpace}
        style={{ height: virtual.getTotalSize() + (state.isUsingPlaceholder ? usualHeight : 0) }}
      >
        {shown.map((v) => {
          const record = records[v.index]
          if (!record) return null
          return (
            <div
              key={v.key}
              ref={virtual.measureElement}
              data-index={v.index}
              className={classes.cardPlace}
              style={{ top: v.start }}
            >
              {asking?.index === v.index ? asking.content : null}
              <Draggable draggableId={record.id} index={v.index} isDragDisabled={!props.mayMove}>
                {(drag, s) => <Card drag={drag} dragging={s.isDragging} record={record} props={props} />}
              </Draggable>
            </div>
          )
        })}
      </div>
      {asking && asking.index >= records.length ? asking.content : null}
      {!props.loading && !props.failed && records.length === 0 && !asking ? (
        <p className={classes.none}>Nothing here</p>
      ) : null}
      {props.failed ? (
        <button type="button" className={classes.retry} onClick={props.retry}>
          This column could not be loaded. Try again
        </button>
      ) : null}
      {props.loadingMore ? <Bone height={usualHeight - gap} /> : null}
    </div>
  )
}

export const ColumnCards = (props: ColumnCardsProps) => (
  <Droppable
    droppableId={props.droppableId}
    mode="virtual"
    renderClone={(drag, s, rubric) => {
      const record = props.records[rubric.source.index]
      return record ? (
        <Card drag={drag} dragging={s.isDragging} record={record} props={props} />
      ) : (
        <div ref={drag.innerRef} />
      )
    }}
  >
    {(drop, state) => <List {...props} drop={drop} state={state} />}
  </Droppable>
)
