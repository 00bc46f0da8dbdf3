/** Reminders, and what a new workspace ships with. */
import { sql } from 'kysely'
import { z } from 'zod'
import { job, within } from '../../kernel/server/jobs.ts'
import { find, insert, many } from '../../kernel/server/table.ts'
import { notification, option } from '../admin/model.ts'
import { notify } from '../admin/index.ts'
import { activityKinds, activity } from './model.ts'
import { reminderJob } from './write.ts'

const payload = z.object({ id: z.uuid() })

/** Planned for the instant of the reminder; looks again, because much can happen until then. */
export const remind = job(reminderJob, async (j, raw) => {
  const { id } = payload.parse(raw)
  await j.transaction(async (c) => {
    const row = await find(c, activity, id)
    if (!row?.ownerId || row.status !== 'open' || !row.reminderAt || row.reminderAt > c.now) return
    const told = await many(
      c,
      notification,
      sql`t.target_id = ${id} and t.kind = 'activity.reminder' and t.created_at >= ${row.reminderAt}`,
    )
    if (told.length > 0) return
    await notify(c, row.ownerId, {
      kind: 'activity.reminder',
      title: row.subject,
      body: row.dueOn ? `${activityKinds[row.kind].label} due ${row.dueOn}` : activityKinds[row.kind].label,
      target: { entity: activity.name, id },
    })
  })
})

const outcomes = ['Reached', 'No answer', 'Left a message', 'Asked to call back', 'Held', 'Did not take place'] as const

export const shipOutcomes = within('workspace.setUp', 'activities: outcomes', async (c) => {
  for (const [position, label] of outcomes.entries())
    await insert(c, option, { list: 'activityOutcome', label, position })
})
