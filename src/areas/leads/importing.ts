/** How files of leads become records. */
import type { Values } from '../../kernel/entity.ts'
import { importing } from '../../kernel/server/import/importer.ts'
import { lead } from './model.ts'
import { nameOfLead, stageFor } from './rules.ts'
import { keysOf, leadStages } from './write.ts'

export const leadImporter = importing(lead, {
  historical: ['status', 'deadKind', 'lostReasonId', 'recontactOn', 'statusNote', 'convertedAt', 'score'],
  prepare: async (c, drafts) => {
    const stages = await leadStages(c)
    for (const draft of drafts) {
      const next: Values<typeof lead> = { ...draft.before, ...draft.values }
      const name = nameOfLead(next)
      if (!name) draft.problems.push({ field: 'name', message: 'is required where neither company nor email is given' })
      const status = next.status ?? 'new'
      const current = stages.find((s) => s.id === next.leadStageId)
      Object.assign(draft.values, { name, ...keysOf({ ...next, name }) })
      if (!draft.before || draft.before.status !== status) {
        draft.values.leadStageId = stageFor(stages, status, current)?.id ?? null
        draft.values.enteredStageAt = draft.values.createdAt ?? c.now
      }
    }
  },
})
