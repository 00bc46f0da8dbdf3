/**
 * The word on what is under the pointer or has the focus: `<button data-tip="Close (Esc)">`, and `data-tip-side="right"`
 * beside it instead of above. One for the page, so that a row of a list carries nothing but its text.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import classes from './feedback.module.css'

type Tip = { target: HTMLElement; text: string }

/** ms; who has just read one gets the next at once */
const delay = 350
const stillReading = 400
const gap = 6

const targetOf = (event: Event): HTMLElement | null => {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null
  // what is open says more than its tip
  return target?.dataset.tip && target.getAttribute('aria-expanded') !== 'true' ? target : null
}

const place = (target: HTMLElement, tip: HTMLElement): void => {
  const [at, own] = [target.getBoundingClientRect(), tip.getBoundingClientRect()]
  const beside = target.dataset.tipSide === 'right'
  const left = beside ? at.right + gap : at.left + (at.width - own.width) / 2
  const above = at.top - own.height - gap
  const top = beside ? at.top + (at.height - own.height) / 2 : above < gap ? at.bottom + gap : above
  tip.style.left = `${Math.max(gap, Math.min(left, innerWidth - own.width - gap))}px`
  tip.style.top = `${top}px`
}

export const Tips = () => {
  const [tip, setTip] = useState<Tip | null>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let [current, hiddenAt]: [HTMLElement | null, number] = [null, 0]
    const show = (target: HTMLElement | null) => {
      if (target === current) return
      clearTimeout(timer)
      const text = target?.dataset.tip
      if (current) hiddenAt = Date.now()
      current = target
      setTip(null)
      if (!target || !text) return
      const wait = Date.now() - hiddenAt < stillReading ? 0 : delay
      timer = setTimeout(() => target.isConnected && setTip({ target, text }), wait)
    }
    const over = (event: PointerEvent) => {
      const target = targetOf(event)
      // a finger on a control means the control
      show(event.pointerType === 'touch' && target?.closest('a, button, label') ? null : target)
    }
    const focus = (event: FocusEvent) => {
      const target = targetOf(event)
      if (target?.matches(':focus-visible')) show(target)
    }
    const hide = (event: Event) => {
      const tapped = event instanceof PointerEvent && event.pointerType === 'touch' && targetOf(event) === current
      if (!tapped) show(null)
    }
    const leave = ['pointerdown', 'keydown', 'focusout', 'scroll', 'wheel'] as const
    document.addEventListener('pointerover', over)
    document.addEventListener('focusin', focus)
    document.documentElement.addEventListener('pointerleave', hide)
    for (const e of leave) document.addEventListener(e, hide, { capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', over)
      document.removeEventListener('focusin', focus)
      document.documentElement.removeEventListener('pointerleave', hide)
      for (const e of leave) document.removeEventListener(e, hide, { capture: true })
    }
  }, [])
  useLayoutEffect(() => {
    if (!tip || !box.current) return
    place(tip.target, box.current)
    // what says the same by its name needs no description
    if (tip.target.getAttribute('aria-label') === tip.text) return
    tip.target.setAttribute('aria-describedby', box.current.id)
    return () => tip.target.removeAttribute('aria-describedby')
  }, [tip])
  const overlays = document.getElementById('overlays')
  if (!tip || !overlays) return null
  return createPortal(
    <div ref={box} id="tip" role="tooltip" className={classes.tip}>
      {tip.text}
    </div>,
    overlays,
  )
}
