/** How activities come into being, whoever asks: people, other areas, reactions. */
import { dayIn } from '../../kernel/dates.ts'
import type { RecordRef, Values } from '../../kernel/entity.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Ctx } from '../../kernel/server/context.ts'
import { insert, type PartInput, saveParts } from '../../kernel/server/table.ts'
import { type Activity, activity, activityLink } from './model.ts'
import { isLogged, minutesOf } from './rules.ts'

export const reminderJob = 'activity.remind'

type Link = PartInput<typeof activityLink>
type Given = Values<typeof activity> & { id?: string; createdAt?: string }

const sameRecord = (a: RecordRef | null | undefined, b: RecordRef | null | undefined): boolean =>
  Boolean(a && b && a.entity === b.entity && a.id === b.id)

/** Each record once; the one it is mainly about first. */
export const allLinks = (about: RecordRef | null | undefined, links: readonly Link[]): Link[] => {
  const wanted = about && !links.some((l) => sameRecord(l.target, about)) ? [{ target: about }, ...links] : [...links]
  return wanted.filter((l, i) => wanted.findIndex((x) => sameRecord(x.target, l.target)) === i)
}

/** The fields that follow from others: the due day from the hour, the hour of a meeting, its length. */
export const settled = <V extends Values<typeof activity>>(c: Ctx, values: V): V => {
  const { startsAt, endsAt } = values
  if (startsAt && endsAt && endsAt < startsAt) throw invalid('endsAt', 'must not be before the start')
  const at = values.dueAt ?? startsAt
  const minutes = minutesOf(values)
  return {
    ...values,
    ...(at ? { dueOn: dayIn(at, c.workspace.timeZone) } : {}),
    ...(minutes === null ? {} : { durationMinutes: minutes }),
  }
}

/** (Re)plans the reminder; its key makes a later plan replace the earlier one. */
export const planReminder = (c: Ctx, row: Pick<Activity, 'id' | 'reminderAt' | 'status'>): void => {
  if (row.status === 'open' && row.reminderAt)
    c.enqueue({ name: reminderJob, payload: { id: row.id }, runAt: row.reminderAt, key: `${reminderJob}:${row.id}` })
}

/** Inserts an activity with its links. It is done at once when it only records what happened, unless it was `planned`. */
export const write = async (
  c: Ctx,
  given: Given,
  links: readonly Link[] = [],
  o: { planned?: boolean } = {},
): Promise<Activity> => {
  const values = settled(c, given)
  const about = values.about ?? links.find((l) => l.role !== 'participant')?.target ?? null
  const logged = !o.planned && isLogged({ ...values, kind: values.kind ?? 'task' }, c.now)
  const row = await insert(c, activity, {
    ...values,
    about,
    ...(logged ? { status: 'done', doneAt: values.startsAt ?? values.createdAt ?? c.now } : {}),
  })
  const wanted = allLinks(about, links)
  if (wanted.length > 0) await saveParts(c, activityLink, row, wanted)
  planReminder(c, row)
  return row
}
