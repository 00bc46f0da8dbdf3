/** Every write of leads but conversion, which needs deals and lives with them. */
import { AppError } from '../../kernel/errors.ts'
import { creates, crud, removes, restores, step, updates, verb } from '../../kernel/server/action.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { get } from '../../kernel/server/table.ts'
import { member } from '../admin/model.ts'
import { createTask } from '../activities/index.ts'
import { type Lead, lead, leadStage } from './model.ts'
import { leadFlow, leadVerbs, nameOfLead, stepBetween, whyNotStage } from './rules.ts'
import { assertFuture, insertLead, moveColumn, moveLead, needed, updateLead } from './write.ts'

export const createLead = creates(lead, { run: insertLead })
export const editLead = updates(lead, { run: updateLead })
export const deleteLead = removes(lead)
export const restoreLead = restores(lead)
export const stageActions = crud(leadStage)

/** The owner decides reach; the team follows the new owner. */
const ownership = async (c: Ctx, ownerId: string): Promise<{ ownerId: string; teamId: string | null }> => {
  const person = await get(c, member, ownerId)
  if (!person.active)
    throw new AppError('invalid', 'ownerId is no active user.', {
      errors: [{ path: 'ownerId', message: 'is no active user' }],
    })
  return { ownerId, teamId: person.teamId }
}

/** Recycled leads come back: on the day, someone has a task. */
const recontact = async (c: Ctx, row: Lead, recontactOn: string, note: string | null): Promise<void> => {
  await createTask(c, {
    subject: `Contact ${nameOfLead(row)} again`,
    body: note,
    about: { entity: 'lead', id: row.id },
    ownerId: row.ownerId,
    teamId: row.teamId,
    dueOn: recontactOn,
  })
}

const noteOf = (note: string | null | undefined): { statusNote?: string } => (note ? { statusNote: note } : {})

export const assignLead = step(leadFlow, 'assign', async (c, row, input, move) =>
  moveLead(c, row, 'assign', { ...(await ownership(c, input.ownerId)), ...noteOf(input.note) }, { move }),
)

export const startLead = step(leadFlow, 'start', (c, row, input, move) =>
  moveLead(c, row, 'start', { ...noteOf(input.note), recontactOn: null }, { move }),
)

export const recycleLead = step(leadFlow, 'recycle', async (c, row, input, move) => {
  assertFuture(c, 'recontactOn', input.recontactOn)
  await recontact(c, row, input.recontactOn, input.note ?? null)
  return moveLead(c, row, 'recycle', { recontactOn: input.recontactOn, ...noteOf(input.note) }, { move })
})

export const markLeadDead = step(leadFlow, 'markDead', async (c, row, input, move) => {
  if (input.kind === 'lost' && !input.lostReasonId)
    throw needed('lostReasonId', 'reasonRequired', 'Say why the lead was lost.')
  const lostReasonId = input.kind === 'lost' ? (input.lostReasonId ?? null) : null
  return moveLead(c, row, 'markDead', { deadKind: input.kind, lostReasonId, ...noteOf(input.note) }, { move })
})

export const reopenLead = step(leadFlow, 'reopen', (c, row, input, move) =>
  moveLead(c, row, 'reopen', { deadKind: null, lostReasonId: null, ...noteOf(input.note) }, { move }),
)

export const moveLeadStage = verb(
  leadVerbs,
  'moveStage',
  async (c, row, input) => {
    const stage = await get(c, leadStage, input.leadStageId)
    const refusal = whyNotStage(row, stage)
    if (refusal) throw new AppError('refused', refusal.message, { reason: refusal.reason })
    const note = input.note ?? null
    const name = stepBetween(row.status, stage.status)
    if (row.status === stage.status || !name) return moveColumn(c, row, stage, note)
    if (name === 'assign') {
      const ownerId = input.ownerId ?? row.ownerId ?? c.actor.memberId
      if (!ownerId) throw needed('ownerId', 'ownerRequired', 'Say who takes this lead.')
      return moveLead(c, row, name, { ...(await ownership(c, ownerId)), ...noteOf(note) }, { stage })
    }
    if (name === 'start') return moveLead(c, row, name, { ...noteOf(note), recontactOn: null }, { stage })
    if (!input.recontactOn) throw needed('recontactOn', 'recontactDateRequired', 'Say when to contact this lead again.')
    assertFuture(c, 'recontactOn', input.recontactOn)
    await recontact(c, row, input.recontactOn, note)
    return moveLead(c, row, name, { recontactOn: input.recontactOn, ...noteOf(note) }, { stage })
  },
  { right: 'edit' },
)
