/** The parts of a list that nobody needs before they reach for them. */
import { later } from '../app/page.ts'

export const Peek = later(async () => ({ default: (await import('./Peek.tsx')).Peek }))
export const BulkBar = later(async () => ({ default: (await import('./BulkBar.tsx')).BulkBar }))
export const EditCell = later(async () => ({ default: (await import('./EditCell.tsx')).EditCell }))
export const FilterEditor = later(async () => ({ default: (await import('./FilterEditor.tsx')).FilterEditor }))
export const FieldPicker = later(async () => ({ default: (await import('./FilterEditor.tsx')).FieldPicker }))
export const DisplayPanel = later(async () => ({ default: (await import('./DisplayPanel.tsx')).DisplayPanel }))
export const SaveView = later(async () => ({ default: (await import('./SaveView.tsx')).SaveView }))
