/** What is due: the working list of a person or of their teams. */
import { encodeRow } from '../../kernel/codec.ts'
import { addDays } from '../../kernel/dates.ts'
import { choice, decimal } from '../../kernel/entity.ts'
import { type ListRow, parseListQuery, runList } from '../../kernel/server/list/index.ts'
import { listReader, query } from '../../kernel/server/query.ts'
import { activity } from './model.ts'

const dueBuckets = {
  overdue: 'Overdue',
  today: 'Today',
  tomorrow: 'Tomorrow',
  thisWeek: 'Next 7 days',
  later: 'Later',
  someday: 'No date',
} as const
type DueBucket = keyof typeof dueBuckets

/** Where a day stands seen from today. */
export const bucketOf = (dueOn: string | null, today: string): DueBucket => {
  if (dueOn === null) return 'someday'
  if (dueOn < today) return 'overdue'
  if (dueOn === today) return 'today'
  if (dueOn === addDays(today, 1)) return 'tomorrow'
  return dueOn <= addDays(today, 7) ? 'thisWeek' : 'later'
}

const rank = { high: 0, normal: 1, low: 2 } as const
const byUrgency = (a: ListRow, b: ListRow): number => {
  const day = String(a.dueOn ?? '9999').localeCompare(String(b.dueOn ?? '9999'))
  if (day !== 0) return day
  const time = String(a.startsAt ?? a.dueAt ?? '~').localeCompare(String(b.startsAt ?? b.dueAt ?? '~'))
  if (time !== 0) return time
  return (
    rank[a.priority === 'high' || a.priority === 'low' ? a.priority : 'normal'] -
    rank[b.priority === 'high' || b.priority === 'low' ? b.priority : 'normal']
  )
}

/** `GET /activities/due`: open activities with the bucket each falls into, most urgent first. */
export const dueActivities = query(
  activity,
  'due',
  {
    params: {
      whose: choice({ mine: 'Mine', team: 'My teams', all: 'Everyone' }, { default: 'mine' }),
      days: decimal({ scale: 0, label: 'Days ahead', help: 'All open ones unless told' }),
    },
  },
  async (c, { whose, days }) => {
    const reader = listReader(c)
    const params = {
      status: 'open',
      ...(whose === 'all' ? {} : { ownerId: whose === 'team' ? 'team' : 'me' }),
      ...(days === undefined || days === null ? {} : { 'dueOn[lte]': addDays(c.today, Math.trunc(Number(days))) }),
      sort: 'dueOn',
      limit: 200,
      total: 'estimate',
    }
    const page = await runList(c.tx, activity, parseListQuery(activity, reader, params), reader)
    const data = page.data.toSorted(byUrgency).map(({ labels, ...row }) => ({
      ...encodeRow(activity, row, c.workspace.baseCurrency),
      labels,
      bucket: bucketOf(typeof row.dueOn === 'string' ? row.dueOn : null, c.today),
    }))
    return { data, total: page.total, today: c.today }
  },
)
