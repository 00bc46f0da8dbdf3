/** Drags an entry of the rail by mouse or finger to a place among the pinned ones. */
import type { PointerEvent as ReactPointerEvent, RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'

export type Dragged = {
  key: string
  label: string
  x: number
  y: number
  /** the place it would take; null while it is not over the pinned ones */
  index: number | null
}

/** px a mouse moves, ms a finger rests before a press is a drag: less is a click, or the begin of a scroll */
const threshold = 6
const rest = 350
/** px around the pinned ones that count as them */
const reach = 14

const placeAt = (zone: HTMLElement | null, x: number, y: number): number | null => {
  const box = zone?.getBoundingClientRect()
  if (!zone || !box || x < box.left - reach || x > box.right + reach || y < box.top - reach || y > box.bottom + reach)
    return null
  return [...zone.querySelectorAll('[data-pin]')].filter((el) => {
    const r = el.getBoundingClientRect()
    return r.top + r.height / 2 < y
  }).length
}

const swallow = (event: Event): void => {
  event.preventDefault()
  event.stopPropagation()
}

export const useRailDrag = (zone: RefObject<HTMLElement | null>, onDrop: (key: string, index: number) => void) => {
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const end = useRef<() => void>(() => {})
  useEffect(() => () => end.current(), [])

  const begin = (event: ReactPointerEvent, key: string, label: string): void => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return
    end.current()
    const touch = event.pointerType !== 'mouse'
    const from = { x: event.clientX, y: event.clientY }
    let now: Dragged | null = null
    const show = (x: number, y: number): void => {
      now = { key, label, x, y, index: placeAt(zone.current, x, y) }
      setDragged(now)
    }
    const timer = touch
      ? setTimeout(() => {
          navigator.vibrate?.(10)
          show(from.x, from.y)
        }, rest)
      : undefined
    const move = (e: PointerEvent): void => {
      const far = Math.hypot(e.clientX - from.x, e.clientY - from.y) > threshold
      if (now || (!touch && far)) show(e.clientX, e.clientY)
      else if (touch && far) stop()
    }
    const drop = (): void => {
      const { index } = now ?? {}
      if (now) {
        // the link under the pointer must not be followed
        addEventListener('click', swallow, { capture: true, once: true })
        setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50)
      }
      stop()
      if (typeof index === 'number') onDrop(key, index)
    }
    const cancel = (e: KeyboardEvent): void => {
      if (e.key === 'Escape' && now) {
        swallow(e)
        stop()
      }
    }
    // a finger that drags must not scroll the rail
    const hold = (e: TouchEvent): void => {
      if (now) e.preventDefault()
    }
    const menu = (e: Event): void => {
      if (now) e.preventDefault()
    }
    const stop = (): void => {
      clearTimeout(timer)
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', drop)
      removeEventListener('pointercancel', stop)
      removeEventListener('keydown', cancel, { capture: true })
      removeEventListener('touchmove', hold)
      removeEventListener('contextmenu', menu)
      end.current = () => {}
      setDragged(null)
    }
    addEventListener('pointermove', move)
    addEventListener('pointerup', drop)
    addEventListener('pointercancel', stop)
    addEventListener('keydown', cancel, { capture: true })
    addEventListener('touchmove', hold, { passive: false })
    addEventListener('contextmenu', menu)
    end.current = stop
  }
  return { dragged, begin }
}
