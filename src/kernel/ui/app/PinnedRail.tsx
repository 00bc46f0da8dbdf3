/** The pinned entries at the top of the rail, in their order: dragged by mouse or finger, moved by Alt and the arrow keys. */
import { Portal } from '@mantine/core'
import { IconPin, IconPinnedOff } from '@tabler/icons-react'
import type { KeyboardEvent, PointerEvent, ReactNode, RefObject } from 'react'
import { useState } from 'react'
import type { PinKey } from './pins.ts'
import classes from './rail.module.css'
import type { Dragged } from './useRailDrag.ts'
import type { Pin, usePins } from './usePins.ts'

type Begin = (event: PointerEvent, key: string, label: string) => void

/** An entry of the rail that can be dragged, with the button that pins it or takes it off. */
export const PinRow = ({
  pinKey,
  label,
  pinned,
  dragged,
  begin,
  toggle,
  children,
}: {
  pinKey: PinKey
  label: string
  pinned: boolean
  dragged: Dragged | null
  begin: Begin
  toggle: () => void
  children: ReactNode
}) => (
  <div
    className={classes.row}
    data-dragged={dragged?.key === pinKey || undefined}
    onPointerDown={(event) => begin(event, pinKey, label)}
    // the browser's own drag of a link would take the pointer away
    onDragStart={(event) => event.preventDefault()}
  >
    {children}
    <button
      type="button"
      className={classes.pin}
      aria-label={pinned ? `Unpin ${label}` : `Pin ${label} to the top`}
      title={pinned ? 'Unpin' : 'Pin to the top'}
      onClick={toggle}
    >
      {pinned ? <IconPinnedOff size={14} stroke={1.6} /> : <IconPin size={14} stroke={1.6} />}
    </button>
  </div>
)

export const PinnedRail = ({
  pins: { pins, place, unpin },
  dragged,
  begin,
  zone,
  item,
}: {
  pins: ReturnType<typeof usePins>
  dragged: Dragged | null
  begin: Begin
  zone: RefObject<HTMLDivElement | null>
  item: (pin: Pin) => ReactNode
}) => {
  const [said, setSaid] = useState('')
  const move = (event: KeyboardEvent, at: number) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    const pin = pins[at]
    const to = at + by
    if (!event.altKey || by === 0 || !pin) return
    event.preventDefault()
    event.stopPropagation()
    if (to < 0 || to >= pins.length) return
    place(pin.key, by > 0 ? to + 1 : to)
    setSaid(`${pin.label} is now ${to + 1} of ${pins.length}`)
  }
  const mark = <div className={classes.drop} />
  return (
    <div ref={zone} role="group" aria-label="Pinned">
      <p className={classes.heading} aria-hidden="true">
        Pinned
      </p>
      {pins.length === 0 ? <p className={classes.empty}>Drop here to pin</p> : null}
      {pins.map((pin, i) => (
        <div key={pin.key} data-pin aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown" onKeyDown={(event) => move(event, i)}>
          {dragged?.index === i ? mark : null}
          <PinRow pinKey={pin.key} label={pin.label} pinned dragged={dragged} begin={begin} toggle={() => unpin(pin)}>
            {item(pin)}
          </PinRow>
        </div>
      ))}
      {dragged?.index === pins.length && pins.length > 0 ? mark : null}
      <span className="visually-hidden" role="status">
        {said}
      </span>
      {dragged ? (
        <Portal>
          <div className={classes.ghost} style={{ left: dragged.x + 10, top: dragged.y + 8 }}>
            {dragged.label}
          </div>
        </Portal>
      ) : null}
    </div>
  )
}
