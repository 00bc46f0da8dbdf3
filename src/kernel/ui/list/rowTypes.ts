/** What a row is told and the sizes that all parts of the grid share. */
import type { WireRecord } from '../api/types.ts'

export type Editing = { id: string; column: string }

export type RowHandlers = {
  click: (record: WireRecord, index: number) => void
  select: (id: string, range: boolean) => void
  edit: (id: string, column: string) => void
  stopEdit: () => void
  next: (id: string, column: string, back: boolean) => void
}

export const headHeight = 34
export const checkWidth = 44
