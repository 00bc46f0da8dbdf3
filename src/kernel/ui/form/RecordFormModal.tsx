import type { Entity } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
export const RecordFormModal = (_: {
  entity: Entity | string
  initial?: Record<string, unknown>
  onClose: () => void
  onSaved: (r: WireRecord) => void
}) => null
