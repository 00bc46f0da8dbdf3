/** Dialogs and inputs that nobody needs before they reach for them: their script comes with the first hand. */
import { whenReached } from './app/page.ts'

export const VerbDialog = whenReached(async () => ({ default: (await import('./steps/VerbDialog.tsx')).VerbDialog }))
export const RecordFormModal = whenReached(async () => ({
  default: (await import('./form/RecordFormModal.tsx')).RecordFormModal,
}))
export const RecordFormDrawer = whenReached(async () => ({
  default: (await import('./form/RecordFormModal.tsx')).RecordFormDrawer,
}))
export const FieldInput = whenReached(async () => ({ default: (await import('./fields/FieldInput.tsx')).FieldInput }))
export const Files = whenReached(async () => ({ default: (await import('./files/Files.tsx')).Files }))
export const Explain = whenReached(async () => ({ default: (await import('./documents/Explain.tsx')).Explain }))
export const QuantityDialog = whenReached(async () => ({
  default: (await import('./documents/QuantityDialog.tsx')).QuantityDialog,
}))
