/** Dialogs over dialogs: only the uppermost one hears Escape. */
import { useEffect, useId } from 'react'

const open: string[] = []

/** Wraps `onClose`: while another dialog of ours lies above, closing is not meant for this one. */
export const useTopmost = (onClose: () => void): (() => void) => {
  const id = useId()
  useEffect(() => {
    open.push(id)
    return () => {
      open.splice(open.indexOf(id), 1)
    }
  }, [id])
  return () => {
    if (open.at(-1) === id) onClose()
  }
}
