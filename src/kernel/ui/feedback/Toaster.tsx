/** The messages at the foot of the screen. */
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import classes from './feedback.module.css'
import type { Toast } from './toastStore.ts'
import { currentToasts, dismiss, hold, release, subscribeToToasts, undo } from './toastStore.ts'

const Message = ({ toast }: { toast: Toast }) => (
  <div
    className={classes.toast}
    data-tone={toast.tone}
    onMouseEnter={() => hold(toast.id)}
    onMouseLeave={() => release(toast.id)}
    onFocus={() => hold(toast.id)}
    onBlur={() => release(toast.id)}
  >
    {toast.tone === 'error' && <IconAlertTriangle size={16} className={classes.toastIcon} aria-hidden="true" />}
    {toast.tone === 'success' && <IconCheck size={16} className={classes.toastIcon} aria-hidden="true" />}
    <span className={classes.toastText}>{toast.message}</span>
    {toast.action && (
      <button
        type="button"
        className={classes.toastAction}
        onClick={() => {
          dismiss(toast.id)
          toast.action?.run()
        }}
      >
        {toast.action.label}
      </button>
    )}
    {toast.undo && (
      <button type="button" className={classes.toastAction} onClick={() => void undo(toast.id)}>
        Undo <kbd className={classes.toastKey}>Z</kbd>
      </button>
    )}
    <button type="button" className={classes.toastClose} aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
      <IconX size={14} aria-hidden="true" />
    </button>
  </div>
)

export const Toaster = () => {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts)
  return (
    <section className={classes.toaster} aria-label="Messages" aria-live="polite">
      {toasts.map((t) => (
        <Message key={t.id} toast={t} />
      ))}
    </section>
  )
}

/** Says when the connection is gone, as long as it is. */
export const OfflineBar = () => {
  const [online, setOnline] = useState(() => navigator.onLine)
  useEffect(() => {
    const on = () => setOnline(true)
    const off = () => setOnline(false)
    addEventListener('online', on)
    addEventListener('offline', off)
    return () => {
      removeEventListener('online', on)
      removeEventListener('offline', off)
    }
  }, [])
  return online ? null : (
    <div className={classes.offline} role="status">
      You are offline. What you see may be out of date; saving waits until the connection is back.
    </div>
  )
}
