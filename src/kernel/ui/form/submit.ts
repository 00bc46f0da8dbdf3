/** Saving a form by keyboard: what stands in a field counts, read or not. */
import type { KeyboardEvent } from 'react'

/** ⌘Enter saves from within any field. The field that has the focus settles what is typed in it first. */
export const submitOnKeys = (event: KeyboardEvent<HTMLFormElement>): void => {
  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
  const form = event.currentTarget
  event.preventDefault()
  event.stopPropagation()
  // after the field's change has been drawn, so that the form saves with it
  setTimeout(() => {
    if (form.isConnected) form.requestSubmit()
  })
}

/**
 * A field whose text could not be read, and says so: saving now would leave out what was typed.
 * `refused` are the fields the server found wrong, which may be sent again.
 */
export const unreadField = (
  form: HTMLFormElement | null,
  refused: Readonly<Record<string, unknown>>,
): HTMLElement | undefined =>
  [...(form?.querySelectorAll<HTMLElement>('[data-field] [aria-invalid=true]') ?? [])].find(
    (x) => !((x.closest<HTMLElement>('[data-field]')?.dataset.field ?? '') in refused),
  )
