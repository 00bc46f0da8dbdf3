/** Short messages at the foot of the screen and what can be undone: a store outside React, so that any code may speak. */
type ToastTone = 'neutral' | 'success' | 'error'
export type Toast = {
  id: number
  message: string
  tone: ToastTone
  /** takes it back; offered for ten seconds and by Z */
  undo?: () => Promise<unknown>
  action?: { label: string; run: () => void }
  /** ms; an error stays longer */
  duration: number
}

const undoable = 10_000
let next = 1
let toasts: readonly Toast[] = []
const listeners = new Set<() => void>()
const timers = new Map<number, ReturnType<typeof setTimeout>>()

const set = (t: readonly Toast[]): void => {
  toasts = t
  for (const l of listeners) l()
}

export const subscribeToToasts = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const currentToasts = (): readonly Toast[] => toasts

export const dismiss = (id: number): void => {
  clearTimeout(timers.get(id))
  timers.delete(id)
  set(toasts.filter((t) => t.id !== id))
}
const schedule = (t: Toast): void => {
  timers.set(
    t.id,
    setTimeout(() => dismiss(t.id), t.duration),
  )
}
/** A pointer or the focus on a message stops its clock. */
export const hold = (id: number): void => clearTimeout(timers.get(id))
export const release = (id: number): void => {
  const t = toasts.find((x) => x.id === id)
  if (t) schedule(t)
}

/** Shows a message. With `undo` it stays for ten seconds and Z takes it back. */
export const toast = (
  message: string,
  options: { tone?: ToastTone; undo?: () => Promise<unknown>; action?: { label: string; run: () => void } } = {},
): number => {
  const tone = options.tone ?? 'neutral'
  const id = next++
  const t: Toast = {
    id,
    message,
    tone,
    duration: options.undo ? undoable : tone === 'error' || options.action ? 8000 : 4000,
    ...(options.undo ? { undo: options.undo } : {}),
    ...(options.action ? { action: options.action } : {}),
  }
  set([...toasts.slice(-2), t])
  schedule(t)
  return id
}

export const toastError = (message: string): number => toast(message, { tone: 'error' })

/** Takes back what can still be undone: the given message's deed, or the latest. Answers whether there was one. */
export const undo = async (id?: number): Promise<boolean> => {
  const t = id === undefined ? toasts.findLast((x) => x.undo) : toasts.find((x) => x.id === id)
  if (!t?.undo) return false
  dismiss(t.id)
  try {
    await t.undo()
    toast('Undone')
  } catch (error) {
    toastError(error instanceof Error ? error.message : 'That could not be undone.')
  }
  return true
}
