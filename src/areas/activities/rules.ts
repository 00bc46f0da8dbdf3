/** When an activity is done, late, or only being written down after the fact. */
import { boolean, choice, instant, integer, json, longText, option, type RecordRef, text } from '../../kernel/entity.ts'
import { flow, verbs } from '../../kernel/flow.ts'
import { activity, activityKinds } from './model.ts'
import { notices } from '../../kernel/notice.ts'

export const activityFlow = flow()(activity, 'status', {
  steps: {
    complete: { label: 'Complete', done: 'Completed', from: ['open'], to: 'done', primary: true, tone: 'green' },
    cancel: { label: 'Cancel activity', done: 'Cancelled', from: ['open'], to: 'cancelled' },
    reopen: { label: 'Reopen', done: 'Reopened', from: ['done', 'cancelled'], to: 'open' },
  },
  derived: {
    overdue: {
      label: 'Overdue',
      tone: 'red',
      sql: `status = 'open' and due_on < {today}`,
      is: (row, today) => row.status === 'open' && row.dueOn !== null && row.dueOn < today,
    },
  },
})

const { note: _note, task: _task, ...loggedKinds } = activityKinds

export const activityVerbs = verbs(
  activity,
  {
    // offered where this one differs from those that follow
    applyToFollowing: {
      label: 'Apply to the following',
      done: 'Applied to the following',
      hidden: true,
      guard: (row) =>
        row.repeats && row.occurrence && row.anchorOn && row.anchorOccurrence && row.dueOn
          ? undefined
          : { reason: 'doesNotRepeat', message: 'This activity does not repeat.' },
    },
  },
  {
    log: {
      label: 'Log activity',
      done: 'Activity logged',
      input: {
        kind: choice({ ...loggedKinds, note: 'Note' }, { required: true }),
        subject: text({ required: true }),
        body: longText({ label: 'Details' }),
        at: instant({ label: 'When', help: 'Now if left empty' }),
        durationMinutes: integer({ label: 'Minutes' }),
        direction: choice({ in: 'Incoming', out: 'Outgoing' }),
        outcomeId: option('activityOutcome', { label: 'Outcome' }),
        targets: json<RecordRef[]>()({ required: true, label: 'Records' }),
        each: boolean({ label: 'One for each record', help: 'Otherwise one activity is linked to all of them' }),
      },
    },
  },
)

/** How many records one `log` may name. */
export const logTargetsMost = 500

type Times = {
  kind: string
  dueOn?: string | null
  dueAt?: string | null
  startsAt?: string | null
  endsAt?: string | null
}

/**
 * Whether an activity is written down after it happened, and so is done from the start. Notes always are, tasks never;
 * calls, meetings and emails are when nothing is planned for them or the plan lies in the past.
 */
export const isLogged = (a: Times, now: string): boolean => {
  if (a.kind === 'note') return true
  if (a.kind === 'task') return false
  const planned = a.endsAt ?? a.startsAt ?? a.dueAt
  if (planned) return planned <= now
  return !a.dueOn
}

/** Minutes from start to end where both are known and nothing else was said. */
export const minutesOf = (a: {
  startsAt?: string | null
  endsAt?: string | null
  durationMinutes?: number | null
}): number | null => {
  if (a.durationMinutes !== undefined && a.durationMinutes !== null) return a.durationMinutes
  if (!a.startsAt || !a.endsAt) return null
  return Math.max(0, Math.round((Date.parse(a.endsAt) - Date.parse(a.startsAt)) / 60_000))
}

export const activityNotices = notices('Activities', {
  'activity.reminder': { label: 'A reminder of mine is due' },
})
