import type { ReactNode } from 'react'
import { createContext } from 'react'
import type { Entity } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'

export type CreateInPlaceProps = {
  entity: Entity
  initial: Record<string, unknown>
  onClose: () => void
  onSaved: (record: WireRecord) => void
}

/**
 * Draws the form a reference opens to make the record it does not find; null where none can be made. The shell provides it,
 * because forms are made of fields and fields cannot be made of forms.
 */
export const CreateInPlace = createContext<((props: CreateInPlaceProps) => ReactNode) | null>(null)
