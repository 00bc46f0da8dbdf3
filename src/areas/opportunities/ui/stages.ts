/** Stages as the browser reads them, for the board and the path: pure but for the one hook. */
import type { Tone } from '../../../kernel/entity.ts'
import { useList } from '../../../kernel/ui/api/hooks.ts'
import { numberOf, stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import type { Stage } from '../model.ts'

export type ShownStage = {
  id: string
  name: string
  type: Stage['type']
  position: number
  pipelineId: string
  probability: number
  daysAllowed: number | undefined
  guidance: string
  tone: Tone
}

const types: readonly Stage['type'][] = ['open', 'onHold', 'won', 'lost']
const tones: Record<Stage['type'], Tone> = { open: 'blue', onHold: 'amber', won: 'green', lost: 'red' }
const allTones: readonly Tone[] = ['grey', 'blue', 'amber', 'green', 'red', 'violet']

const shownStage = (r: WireRecord): ShownStage => {
  const type = types.find((t) => t === r['type']) ?? 'open'
  return {
    id: r.id,
    name: stringOf(r['name']),
    type,
    position: numberOf(r['position']),
    pipelineId: stringOf(r['pipelineId']),
    probability: Number(stringOf(r['probability'], '0')),
    daysAllowed: typeof r['daysAllowed'] === 'number' ? r['daysAllowed'] : undefined,
    guidance: stringOf(r['guidance']),
    tone: allTones.find((t) => t === r['tone']) ?? tones[type],
  }
}

/** All stages of all pipelines; they are few and kept for minutes. */
export const useStages = (): { stages: readonly ShownStage[]; isPending: boolean; error: unknown } => {
  const { data, isPending, error } = useList('stage', { limit: 200, total: 'none', sort: 'position' })
  return { stages: (data?.data ?? []).map(shownStage), isPending, error }
}

export const isClosed = (s: Pick<ShownStage, 'type'> | undefined): boolean => s?.type === 'won' || s?.type === 'lost'
