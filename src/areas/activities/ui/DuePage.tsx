/** What is due: open activities by day, most urgent first, with today's appointments beside them. */
import { Button, SegmentedControl } from '@mantine/core'
import { IconMoodHappy, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { arrayOf, isObject, objectOf, recordsOf, stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { openCreate } from '../../../kernel/ui/app/uiStore.ts'
import { useUrl } from '../../../kernel/ui/app/url.ts'
import { EmptyState, ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { formatTime } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { Person } from '../../../kernel/ui/fields/Person.tsx'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { Day } from '../../../kernel/ui/fields/When.tsx'
import { Page } from '../../../kernel/ui/page/Page.tsx'
import classes from './activities.module.css'
import { Repeats } from './Repeats.tsx'
import { ActivityIcon, CompleteButton } from './rows.tsx'

const buckets = [
  { key: 'overdue', label: 'Overdue' },
  { key: 'today', label: 'Today' },
  { key: 'tomorrow', label: 'Tomorrow' },
  { key: 'thisWeek', label: 'Next 7 days' },
  { key: 'later', label: 'Later' },
  { key: 'someday', label: 'No date' },
] as const
const people = [
  { value: 'mine', label: 'Mine' },
  { value: 'team', label: 'My teams' },
  { value: 'all', label: 'Everyone' },
]

const About = ({ row }: { row: WireRecord }) => {
  const { registry } = useApp()
  const target = objectOf(row.about)
  const e = registry.find(stringOf(target.entity))
  const id = stringOf(target.id)
  return e && id ? (
    <span className={classes.about}>
      <RecordLink entity={e} id={id}>
        {row.labels?.about ?? e.label}
      </RecordLink>
    </span>
  ) : null
}

const Row = ({ row, shared }: { row: WireRecord; shared: boolean }) => {
  const { registry } = useApp()
  const l = useLocale()
  const late = row.bucket === 'overdue'
  const at = stringOf(row.startsAt, stringOf(row.dueAt))
  return (
    <li className={classes.row}>
      <CompleteButton id={row.id} subject={stringOf(row.subject)} />
      <ActivityIcon kind={stringOf(row.kind)} className={classes.icon} />
      <span className={classes.main}>
        <RecordLink entity={registry.entity('activity')} id={row.id} className={classes.subject ?? ''}>
          {stringOf(row.subject)}
        </RecordLink>
        {row.priority === 'high' ? <span className={classes.high}>High</span> : null}
        <Repeats row={row} short />
        <About row={row} />
      </span>
      {shared && row.labels?.ownerId ? <Person name={row.labels.ownerId} compact /> : null}
      <span className={late ? classes.late : classes.when}>
        {at ? `${formatTime(at, l)} · ` : null}
        {stringOf(row.dueOn) ? <Day value={stringOf(row.dueOn)} /> : null}
      </span>
    </li>
  )
}

const DuePage = () => {
  const { api, can } = useApp()
  const { params, change } = useUrl()
  const whose = people.find((p) => p.value === params.whose)?.value ?? 'mine'
  const query = useQuery({
    queryKey: ['activities', 'list', 'due', whose],
    queryFn: async ({ signal }) => {
      const answer = await api.fetch('/activities/due', { whose }, signal)
      return recordsOf(arrayOf(isObject(answer) ? answer.data : []))
    },
  })
  const rows = query.data ?? []
  return (
    <Page
      title="Due"
      actions={
        <>
          <SegmentedControl
            aria-label="Whose activities"
            value={whose}
            data={people}
            onChange={(v) => change({ whose: v === 'mine' ? null : v })}
          />
          {can('activity.create') ? (
            <Button
              leftSection={<IconPlus size={16} />}
              onClick={() => openCreate('activity', { initial: { kind: 'task' } })}
            >
              Add task
            </Button>
          ) : null}
        </>
      }
    >
      {query.isPending ? <PageSkeleton rows={8} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? (
        <EmptyState icon={IconMoodHappy} title="Nothing is due">
          Tasks, calls and meetings with a day appear here, the most urgent first. Plan the next step on any record, or
          add a task.
        </EmptyState>
      ) : null}
      {buckets.map((b) => {
        const own = rows.filter((r) => r.bucket === b.key)
        return own.length === 0 ? null : (
          <section key={b.key} aria-label={b.label} className={classes.bucket}>
            <h2 className={b.key === 'overdue' ? classes.bucketLate : classes.bucketTitle}>
              {b.label} <span className={classes.count}>{own.length}</span>
            </h2>
            <ul className={classes.rows}>
              {own.map((r) => (
                <Row key={r.id} row={r} shared={whose !== 'mine'} />
              ))}
            </ul>
          </section>
        )
      })}
    </Page>
  )
}
export default DuePage
