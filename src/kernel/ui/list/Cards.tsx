/** A list on the phone: two lines a record. */
import { useVirtualizer } from '@tanstack/react-virtual'
import type { MouseEvent, PointerEvent } from 'react'
import { useEffect, useRef } from 'react'
import type { Entity } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { Phone } from '../fields/Phone.tsx'
import { hrefOf } from '../fields/RecordLink.tsx'
import { Tick } from '../fields/Tick.tsx'
import { isEmpty } from '../fields/wire.ts'
import type { Column } from './columns.ts'
import { rowTitle } from './columns.ts'
import classes from './cards.module.css'
import { useScrollAnchor } from './useScrollAnchor.ts'
import type { Selection } from './useSelection.ts'

type Props = {
  entity: Entity
  rows: readonly WireRecord[]
  columns: readonly Column[]
  selection: Selection
  /** a tap chooses instead of opening */
  choosing: boolean
  /** a long press on a card begins to choose, with this one */
  onChoose: () => void
  scope: string
  onMore: () => void
  onRange: (first: number, last: number) => void
  onOpen: (id: string) => void
}

/** ms a finger rests on a card until that means "this one" */
const longPress = 450

/** Tells a long press from a tap and from the begin of a scroll. */
const useLongPress = (onPress: (id: string) => void) => {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pressed = useRef(false)
  const stop = () => clearTimeout(timer.current)
  useEffect(() => stop, [])
  return {
    /** whether the click that ends a long press is to be passed over */
    wasLong: () => pressed.current,
    handlers: (id: string) => ({
      onPointerDown: (event: PointerEvent) => {
        pressed.current = false
        if (event.pointerType === 'mouse') return
        stop()
        timer.current = setTimeout(() => {
          pressed.current = true
          navigator.vibrate?.(10)
          onPress(id)
        }, longPress)
      },
      onPointerUp: stop,
      onPointerCancel: stop,
      onPointerLeave: stop,
      // the browser's own menu of a link would open at the same time
      onContextMenu: (event: MouseEvent) => {
        if (pressed.current) event.preventDefault()
      },
    }),
  }
}

export const Cards = ({
  entity: e,
  rows,
  columns,
  selection,
  choosing,
  onChoose,
  onMore,
  onRange,
  onOpen,
  scope,
}: Props) => {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 64,
    overscan: 10,
    getItemKey: (i) => rows[i]?.id ?? i,
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  const first = shown[0]?.index ?? 0
  useEffect(() => onRange(first, last), [first, last, onRange])
  useScrollAnchor(virtual, rows, scope)
  useEffect(() => {
    if (last >= rows.length - 15) onMore()
  }, [last, rows.length, onMore])
  const state = columns.find((c) => c.field.kind === 'state')
  const money = columns.find((c) => c.field.kind === 'money')
  const press = useLongPress((id) => {
    onChoose()
    if (!selection.has(id)) selection.toggle(id)
  })
  const rest = columns.slice(1).filter((c) => c !== state && c !== money)
  const content = (record: WireRecord) => (
    <span className={classes.cardBody}>
      <span className={classes.cardLine}>
        <span className={classes.cardTitle}>{rowTitle(e, record)}</span>
        {money && !isEmpty(record[money.name]) && (
          <span className={classes.cardMoney}>
            <FieldDisplay field={money.field} name={money.name} row={record} entity={e} compact />
          </span>
        )}
      </span>
      <span className={classes.cardLine}>
        <span className={classes.cardFacts}>
          {rest
            .filter((c) => !isEmpty(record[c.name]))
            .slice(0, 2)
            .map((c) => (
              <span key={c.name}>{cardText(c, record)}</span>
            ))}
        </span>
        {state && <FieldDisplay field={state.field} name={state.name} row={record} entity={e} compact />}
      </span>
    </span>
  )
  return (
    // a list that scrolls needs the focus to be scrolled by keys
    <div ref={scroller} className={classes.cards} tabIndex={0} role="region" aria-label={e.labelPlural}>
      <ul style={{ height: virtual.getTotalSize() }} data-room={selection.count > 0 || undefined}>
        {shown.map((v) => {
          const record = rows[v.index]
          if (!record) return null
          return (
            <li
              key={v.key}
              className={classes.card}
              data-selected={selection.has(record.id) || undefined}
              style={{ transform: `translateY(${v.start}px)` }}
              {...press.handlers(record.id)}
            >
              {choosing ? (
                <label className={classes.cardChoice}>
                  <Tick
                    aria-label={`Select ${rowTitle(e, record)}`}
                    checked={selection.has(record.id)}
                    onChange={() => {
                      if (!press.wasLong()) selection.toggle(record.id)
                    }}
                  />
                  {content(record)}
                </label>
              ) : (
                <a
                  href={hrefOf(e, record.id)}
                  draggable={false}
                  onClick={(event) => {
                    event.preventDefault()
                    if (!press.wasLong()) onOpen(record.id)
                  }}
                >
                  {content(record)}
                </a>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** A link within the link of the card would be two targets in one place: references show their title only. */
const cardText = (c: Column, record: WireRecord) => {
  if (c.field.kind === 'reference') return record.labels?.[c.name] ?? ''
  if (c.field.kind === 'email') return String(record[c.name] ?? '')
  if (c.field.kind === 'phone') return <Phone e164={String(record[c.name] ?? '')} />
  return <FieldDisplay field={c.field} name={c.name} row={record} compact />
}
