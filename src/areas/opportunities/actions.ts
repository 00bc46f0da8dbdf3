/** Every write of deals and pipelines; conversion of leads is in `convert.ts`. */
import { sql } from 'kysely'
import { invalid, refused } from '../../kernel/errors.ts'
import { creates, crud, removes, restores, updates, verb } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { soleDefault } from '../../kernel/server/soleDefault.ts'
import { find, get, many, update } from '../../kernel/server/table.ts'
import { opportunity, opportunityContact, opportunityLine, pipeline, stage } from './model.ts'
import { opportunityVerbs } from './rules.ts'
import {
  findStageOfType,
  insertOpportunity,
  moveTo,
  setHold,
  stageOfType,
  stagesOf,
  updateOpportunity,
} from './write.ts'

const parts = { lines: opportunityLine, people: opportunityContact }

export const createOpportunity = creates(opportunity, { parts, run: insertOpportunity })
export const editOpportunity = updates(opportunity, { parts, run: updateOpportunity })
export const deleteOpportunity = removes(opportunity)
export const restoreOpportunity = restores(opportunity)

export const moveStage = verb(
  opportunityVerbs,
  'moveStage',
  async (c, row, { stageId, ...details }, { takesBack }) =>
    moveTo(c, row, await get(c, stage, stageId), { ...details, force: takesBack && stageId === row.lastStageId }),
  { right: 'edit' },
)

export const win = verb(
  opportunityVerbs,
  'win',
  async (c, row, input) => moveTo(c, row, await stageOfType(c, row, 'won'), input),
  { right: 'edit' },
)

export const lose = verb(
  opportunityVerbs,
  'lose',
  async (c, row, input) => moveTo(c, row, await stageOfType(c, row, 'lost'), input),
  { right: 'edit' },
)

export const hold = verb(
  opportunityVerbs,
  'hold',
  async (c, row, input) => {
    if (input.resumeOn < c.today) throw invalid('resumeOn', 'must not lie in the past')
    const parked = await findStageOfType(c, row, 'onHold')
    return parked ? moveTo(c, row, parked, input) : setHold(c, row, input)
  },
  { right: 'edit' },
)

/** Back to the stage the deal was in before it was closed or put on hold; that stage's probability returns with it. */
const formerStage = async (c: Ctx, row: { lastStageId: string | null; pipelineId: string | null }) => {
  const former = row.lastStageId ? await find(c, stage, row.lastStageId) : undefined
  if (former?.type === 'open') return former
  const first = row.pipelineId ? (await stagesOf(c, row.pipelineId)).find((s) => s.type === 'open') : undefined
  if (!first) throw refused('noSuchStage', 'The pipeline has no open stage.')
  return first
}

export const resume = verb(
  opportunityVerbs,
  'resume',
  async (c, row) => {
    const at = row.stageId ? await get(c, stage, row.stageId) : undefined
    return at?.type === 'open'
      ? setHold(c, row, { holdReason: null, resumeOn: null })
      : moveTo(c, row, await formerStage(c, row), { force: true })
  },
  { right: 'edit' },
)

export const reopen = verb(opportunityVerbs, 'reopen', async (c, row, input) =>
  moveTo(c, row, await formerStage(c, row), { force: true, note: input.note ?? null }),
)

const used = async (c: Ctx, column: 'pipeline_id' | 'stage_id', id: string): Promise<boolean> =>
  (await many(c, opportunity, sql`${sql.ref(`t.${column}`)} = ${id}`, sql`limit 1`)).length > 0

export const pipelineActions = [
  ...soleDefault(pipeline),
  removes(pipeline, {
    before: async (c, row) => {
      if (await used(c, 'pipeline_id', row.id))
        throw refused('inUse', 'There are opportunities in this pipeline. Switch it off instead of deleting it.')
    },
  }),
  restores(pipeline),
]

export const stageActions = [
  ...crud(stage).filter((a) => a.on === 'create' || a.on === 'restore'),
  updates(stage, {
    run: async (c, row, patch) => {
      const typed = patch.type !== undefined && patch.type !== row.type
      const moved = patch.pipelineId !== undefined && patch.pipelineId !== row.pipelineId
      if ((typed || moved) && (await used(c, 'stage_id', row.id)))
        throw refused('inUse', 'There are opportunities in this stage; its type and pipeline stay as they are.')
      return update(c, stage, row, patch)
    },
  }),
  removes(stage, {
    before: async (c, row) => {
      if (await used(c, 'stage_id', row.id))
        throw refused('inUse', 'There are opportunities in this stage. Move them to another one first.')
    },
  }),
]
