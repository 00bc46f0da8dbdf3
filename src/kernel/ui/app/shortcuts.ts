/** Keys: one listener for the page; screens register what a key does while they are shown, the latest wins. */
import { useEffect, useRef } from 'react'

type Shortcut = {
  /** `c`, `/`, `?`, `Escape`, `mod+k`, or a sequence: `g l` */
  keys: string
  label: string
  group: string
  /** without it the sheet only tells of the key: the control with the focus has it */
  run?: (event: KeyboardEvent) => void
  /** also while typing or in a dialog */
  everywhere?: boolean
}

let active: readonly Shortcut[] = []
let pending = ''
let pendingUntil = 0

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
  !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type))

const presses = new Set(['Enter', ' '])
const moves = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'])
/** A key that the control with the focus needs for itself. */
const belongsToControl = (e: KeyboardEvent): boolean => {
  if (!(e.target instanceof Element)) return false
  if (presses.has(e.key))
    return (
      e.target.closest('button, a[href], input, summary, [role="button"], [role="menuitem"], [role="option"]') !== null
    )
  return (
    moves.has(e.key) &&
    e.target.closest('input, [role="radiogroup"], [role="tablist"], [role="listbox"], [role="slider"]') !== null
  )
}

const inDialog = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null

const nameOf = (e: KeyboardEvent): string => {
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key
  return e.metaKey || e.ctrlKey ? `mod+${key}` : key
}

const onKey = (e: KeyboardEvent): void => {
  if (e.defaultPrevented || e.altKey || e.isComposing || belongsToControl(e)) return
  const quiet = isTyping(e.target) || inDialog()
  const name = nameOf(e)
  const sequence = pending && Date.now() < pendingUntil ? `${pending} ${name}` : name
  const usable = active.filter((s) => s.run && (s.everywhere || !quiet))
  const hit = usable.findLast((s) => s.keys === sequence) ?? usable.findLast((s) => s.keys === name)
  pending = ''
  if (hit) {
    e.preventDefault()
    hit.run?.(e)
    return
  }
  if (!quiet && usable.some((s) => s.keys.startsWith(`${name} `))) {
    pending = name
    pendingUntil = Date.now() + 1200
  }
}
if (typeof document !== 'undefined') document.addEventListener('keydown', onKey)

/**
 * Registers keys while the component is shown. The functions may change at each render. `under`: whatever else claims a
 * key goes first, also when it was there before.
 */
export const useShortcuts = (shortcuts: readonly Shortcut[], options: { under?: boolean } = {}): void => {
  const under = options.under === true
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const signature = shortcuts.map((s) => `${s.keys}:${s.label}`).join('|')
  useEffect(() => {
    const mine = (signature ? latest.current : []).map((s, i) => ({
      ...s,
      ...(s.run ? { run: (e: KeyboardEvent) => latest.current[i]?.run?.(e) } : {}),
    }))
    active = under ? [...mine, ...active] : [...active, ...mine]
    return () => {
      active = active.filter((s) => !mine.includes(s))
    }
  }, [signature, under])
}

/** Everything that works now, for the shortcut sheet. */
export const activeShortcuts = (): readonly Shortcut[] => active

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
/** `mod+k` → `⌘K` or `Ctrl K`, key by key. */
export const keyCaps = (keys: string): string[] =>
  (keys === ' ' ? ['Space'] : keys.split(/[ +]/)).map((k) => {
    if (k === 'mod') return mac ? '⌘' : 'Ctrl'
    if (k === 'Escape') return 'Esc'
    if (k === 'Enter') return '↵'
    if (k === 'Arrows') return '← → ↑ ↓'
    if (k === 'shift') return mac ? '⇧' : 'Shift'
    if (k === 'Backspace') return '⌫'
    return k.length === 1 ? k.toUpperCase() : k
  })
