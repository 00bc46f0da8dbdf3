/** The parts of a list that nobody needs before they reach for them; the first hand on the list fetches them all. */
import { lazy } from 'react'

const load = {
  peek: () => import('./Peek.tsx').then((m) => ({ default: m.Peek })),
  bulk: () => import('./BulkBar.tsx').then((m) => ({ default: m.BulkBar })),
  edit: () => import('./EditCell.tsx').then((m) => ({ default: m.EditCell })),
  filter: () => import('./FilterEditor.tsx').then((m) => ({ default: m.FilterEditor })),
  fields: () => import('./FilterEditor.tsx').then((m) => ({ default: m.FieldPicker })),
  display: () => import('./DisplayPanel.tsx').then((m) => ({ default: m.DisplayPanel })),
}

export const Peek = lazy(load.peek)
export const BulkBar = lazy(load.bulk)
export const EditCell = lazy(load.edit)
export const FilterEditor = lazy(load.filter)
export const FieldPicker = lazy(load.fields)
export const DisplayPanel = lazy(load.display)

export const fetchParts = (): void => {
  for (const part of Object.values(load)) void part()
}
