/** Reminders, and what a new workspace ships with. */
import { sql } from 'kysely'
import { z } from 'zod'
import { every, job, within } from '../../kernel/server/jobs.ts'
import { find, insert, many } from '../../kernel/server/table.ts'
import { notification, option } from '../admin/model.ts'
import { notify } from '../admin/index.ts'
import { activityKinds, activity } from './model.ts'
import { makeNext } from './series.ts'
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
      body: row.dueOn ? `${activityKinds[row.kind]} due ${row.dueOn}` : activityKinds[row.kind],
      target: { entity: activity.name, id },
    })
  })
})

/** A series that was left alone for long catches up by so many in one run. */
const catchUp = 31
const pageSize = 200

/** The day of one has passed, done or not: the next comes, one by one up to today. */
export const passOn = every('7 * * * *', 'next of repeating activities', async (j) => {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const passed = await j.transaction((c) =>
      many(
        c,
        activity,
        sql`t.repeats is not null and t.status = 'open' and t.due_on < ${c.today} and t.id > ${after}::uuid
          and not exists (select 1 from activity n where n.workspace_id = t.workspace_id and n.series_id = t.series_id
            and n.occurrence > t.occurrence)`,
        sql`order by t.id limit ${pageSize}`,
      ),
    )
    for (const { id } of passed)
      await j.transaction(async (c) => {
        let [row] = await many(c, activity, sql`t.id = ${id} and t.status = 'open'`, sql`for update`)
        for (let i = 0; i < catchUp && row?.dueOn && row.dueOn < c.today; i++) row = await makeNext(c, row)
      })
    const last = passed.at(-1)
    if (!last || passed.length < pageSize) return
    after = last.id
  }
})

const outcomes = ['Reached', 'No answer', 'Left a message', 'Asked to call back', 'Held', 'Did not take place'] as const

export const shipOutcomes = within('workspace.setUp', 'activities: outcomes', async (c) => {
  for (const [position, label] of outcomes.entries())
    await insert(c, option, { list: 'activityOutcome', label, position })
})
