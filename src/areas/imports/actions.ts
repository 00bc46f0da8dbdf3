/** What people do with an import. The work itself runs in jobs. */
import { AppError } from '../../kernel/errors.ts'
import { step, updates } from '../../kernel/server/action.ts'
import { update } from '../../kernel/server/table.ts'
import { mayHistorical, targetsOf } from './engine/fields.ts'
import { clearOutcomes } from './engine/journal.ts'
import { checkedMapping, profileOf } from './engine/plan.ts'
import { dataImport } from './model.ts'
import { importFlow, whyNotEdit } from './rules.ts'

const byJob = { admits: ['system'] as const }
const nothingDone = {
  processed: 0,
  created: 0,
  updated: 0,
  skipped: 0,
  failed: 0,
  warned: 0,
  checkpoint: 0,
  attempts: 0,
  problem: null,
  summary: null,
}

/** Mapping, policy and key. Every fault of the mapping comes back with its place. */
export const editImport = updates(dataImport, {
  guard: whyNotEdit,
  run: async (c, row, patch) => {
    const historical = patch.historical ?? row.historical
    if (historical && !row.historical && !mayHistorical(c.actor))
      throw new AppError('forbidden', 'Your role does not allow you to import records with their past.', {
        errors: [{ path: 'historical', message: 'is not allowed to your role' }],
      })
    const targets = targetsOf(c.registry.entity(row.entity), c.actor, historical)
    const mapping = checkedMapping(patch.mapping ?? row.mapping, targets, profileOf(row))
    return update(c, dataImport, row, { ...patch, mapping })
  },
})

export const check = step(
  importFlow,
  'check',
  async (c, row, _input, move) => {
    await clearOutcomes(c, row.id)
    c.enqueue({ name: 'import.check', payload: { importId: row.id } })
    return move({ ...nothingDone, startedById: c.actor.memberId, startedAt: c.now, finishedAt: null })
  },
  { right: 'create' },
)

/** Starts the import, or goes on with one that was broken off. */
export const run = step(
  importFlow,
  'run',
  async (c, row, _input, move) => {
    const resumes = row.status !== 'uploaded' && row.status !== 'checked' && row.created + row.updated > 0
    if (!resumes) await clearOutcomes(c, row.id)
    c.enqueue({ name: 'import.run', payload: { importId: row.id } })
    if (row.historical) c.emit('import.historical', dataImport, row, { entity: row.entity, file: row.fileName })
    return move({
      ...(resumes ? { attempts: 0, problem: null } : nothingDone),
      startedById: c.actor.memberId,
      startedAt: resumes ? row.startedAt : c.now,
      finishedAt: null,
    })
  },
  { right: 'create' },
)

export const cancel = step(importFlow, 'cancel', undefined, { right: 'create' })

export const undo = step(
  importFlow,
  'undo',
  async (c, row, _input, move) => {
    c.enqueue({ name: 'import.undo', payload: { importId: row.id } })
    return move({ attempts: 0, problem: null, finishedAt: null, startedById: c.actor.memberId })
  },
  { right: 'create' },
)

export const finishCheck = step(importFlow, 'finishCheck', undefined, byJob)
export const finish = step(importFlow, 'finish', undefined, byJob)
export const fail = step(importFlow, 'fail', undefined, byJob)
export const finishUndo = step(importFlow, 'finishUndo', undefined, byJob)
