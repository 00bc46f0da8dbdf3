/** The states of an import and what they allow. Pure. */
import { flow, type Refusal } from '../../kernel/flow.ts'
import { type DataImport, dataImport } from './model.ts'

const written = (row: DataImport): Refusal | undefined =>
  row.status !== 'uploaded' && row.status !== 'checked' && row.created + row.updated > 0 && row.checkpoint > 0
    ? { reason: 'rowsWritten', message: 'Part of this file is imported already. Resume the import or undo it.' }
    : undefined

const unmapped = (row: DataImport): Refusal | undefined =>
  row.mapping.some((m) => m.field !== null)
    ? undefined
    : { reason: 'nothingMapped', message: 'No column of the file goes into a field yet.' }

export const importFlow = flow()(dataImport, 'status', {
  steps: {
    check: {
      label: 'Check the file',
      from: ['uploaded', 'checked', 'cancelled', 'failed'],
      to: 'checking',
      guard: (row) => unmapped(row) ?? written(row),
    },
    finishCheck: { label: 'Checked', from: ['checking'], to: 'checked', hidden: true },
    run: {
      label: 'Import',
      from: ['uploaded', 'checked', 'cancelled', 'failed'],
      to: 'running',
      guard: unmapped,
      primary: true,
    },
    finish: { label: 'Finished', from: ['running'], to: 'done', hidden: true },
    fail: { label: 'Failed', from: ['checking', 'running', 'undoing'], to: 'failed', hidden: true },
    cancel: { label: 'Cancel', from: ['checking', 'running'], to: 'cancelled' },
    undo: {
      label: 'Undo the import',
      from: ['done', 'cancelled', 'failed'],
      to: 'undoing',
      confirm: 'Records this import created go to the trash, changed ones get their former values back.',
      tone: 'red',
    },
    finishUndo: { label: 'Undone', from: ['undoing'], to: 'undone', hidden: true },
  },
})

/** May mapping and policy still be changed? */
export const whyNotEdit = (row: DataImport): Refusal | undefined =>
  row.status === 'checking' || row.status === 'running' || row.status === 'undoing'
    ? { reason: 'underWay', message: 'Wait until the work on this file has ended, or cancel it.' }
    : row.status === 'done' || row.status === 'undone'
      ? { reason: 'ended', message: 'This import has ended. Upload the file again to import it differently.' }
      : written(row)
