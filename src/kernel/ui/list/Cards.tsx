/** A list on the phone: two lines a record. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Entity } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { hrefOf } from '../fields/RecordLink.tsx'
import { isEmpty } from '../fields/wire.ts'
import type { Column } from './columns.ts'
import { rowTitle } from './columns.ts'
import classes from './list.module.css'
import type { Selection } from './useSelection.ts'

type Props = {
  entity: Entity
  rows: readonly WireRecord[]
  columns: readonly Column[]
  selection: Selection
  onMore: () => void
  onOpen: (id: string) => void
}

export const Cards = ({ entity: e, rows, columns, onMore, onOpen }: Props) => {
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
  useEffect(() => {
    if (last >= rows.length - 15) onMore()
  }, [last, rows.length, onMore])
  const state = columns.find((c) => c.field.kind === 'state')
  const money = columns.find((c) => c.field.kind === 'money')
  const rest = columns.slice(1).filter((c) => c !== state && c !== money)
  return (
    // a list that scrolls needs the focus to be scrolled by keys
    <div ref={scroller} className={classes.cards} tabIndex={0} role="region" aria-label={e.labelPlural}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {shown.map((v) => {
          const record = rows[v.index]
          if (!record) return null
          const facts = rest.filter((c) => !isEmpty(record[c.name])).slice(0, 2)
          return (
            <li key={v.key} className={classes.card} style={{ transform: `translateY(${v.start}px)` }}>
              <a
                href={hrefOf(e, record.id)}
                onClick={(event) => {
                  event.preventDefault()
                  onOpen(record.id)
                }}
              >
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
                    {facts.map((c) => (
                      <span key={c.name}>{cardText(c, record)}</span>
                    ))}
                  </span>
                  {state && <FieldDisplay field={state.field} name={state.name} row={record} entity={e} compact />}
                </span>
              </a>
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
  if (c.field.kind === 'email' || c.field.kind === 'phone') return String(record[c.name] ?? '')
  return <FieldDisplay field={c.field} name={c.name} row={record} compact />
}
