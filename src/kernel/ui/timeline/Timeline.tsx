/** The story of a record: what was done and what changed, newest first, by day, with a composer on top. */
import { Button, SegmentedControl } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { IconHistory } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { EntityRef } from '../api/hooks.ts'
import { useEntity } from '../api/hooks.ts'
import { keys } from '../api/keys.ts'
import { useApp } from '../app/AppContext.tsx'
import { Bone, EmptyState, ErrorState } from '../feedback/states.tsx'
import { daysBetween, dayOf, formatDay, formatDayLong } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { Composer } from './Composer.tsx'
import type { EventKind, TimelineEvent } from './events.ts'
import { kindOf, timelineOf } from './events.ts'
import { TimelineItem } from './TimelineItem.tsx'
import classes from './timeline.module.css'

type TimelineProps = {
  entity: EntityRef
  id: string
  /** currency of amounts in changes */
  currency?: string
  /** no composer (read-only places) */
  quiet?: boolean
  /** `history` is the audit of this record alone */
  source?: 'timeline' | 'history'
}

type Filter = 'all' | 'activity' | 'change'
const filters: { value: Filter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'activity', label: 'Activities' },
  { value: 'change', label: 'Changes' },
]
const passes = (filter: Filter, kind: EventKind): boolean =>
  filter === 'all' || (filter === 'activity' ? kind === 'activity' : kind !== 'activity')

export const Timeline = ({ entity, id, currency, quiet, source = 'timeline' }: TimelineProps) => {
  const e = useEntity(entity)
  const { api, registry } = useApp()
  const l = useLocale()
  const [filter, setFilter] = useState<Filter>('all')
  const query = useInfiniteQuery({
    queryKey: [...(source === 'timeline' ? keys.timeline(e.plural, id) : keys.history(e.plural, id)), filter],
    queryFn: async ({ pageParam, signal }) =>
      timelineOf(
        await api.fetch(
          `/${e.plural}/${id}/${source}`,
          { ...(pageParam ? { cursor: pageParam } : {}), ...(filter === 'all' ? {} : { kinds: filter }) },
          signal,
        ),
      ),
    placeholderData: keepPreviousData,
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  const days = useMemo(() => {
    const byDay = new Map<string, TimelineEvent[]>()
    for (const event of query.data?.pages.flatMap((p) => p.data) ?? []) {
      if (!passes(filter, kindOf(event))) continue
      const day = dayOf(event.at, l.timeZone)
      byDay.set(day, [...(byDay.get(day) ?? []), event])
    }
    return [...byDay]
  }, [query.data, filter, l.timeZone])
  const { ref, entry } = useIntersection({ rootMargin: '400px' })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (entry?.isIntersecting && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [entry?.isIntersecting, hasNextPage, isFetchingNextPage, fetchNextPage])
  const dayName = (day: string): string => {
    const n = daysBetween(day, l.today)
    return n === 0 ? 'Today' : n === 1 ? 'Yesterday' : n > 0 && n < 7 ? formatDayLong(day, l) : formatDay(day, l)
  }
  return (
    <div className={classes.timeline}>
      {!quiet && registry.find('activity') ? <Composer entity={e.name} id={id} plural={e.plural} /> : null}
      {source === 'timeline' ? (
        <SegmentedControl
          className={classes.filter ?? ''}
          size="xs"
          aria-label="Show"
          value={filter}
          onChange={(v) => setFilter(filters.find((f) => f.value === v)?.value ?? 'all')}
          data={filters}
        />
      ) : null}
      {query.isPending ? <TimelineSkeleton /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && days.length === 0 && !hasNextPage ? (
        <EmptyState icon={IconHistory} title={filter === 'activity' ? 'No activity yet' : 'Nothing has happened yet'}>
          {filter === 'activity'
            ? 'Log a call or write a note above; it shows here for everyone who works with this record.'
            : 'Calls, notes, meetings and every change show here.'}
        </EmptyState>
      ) : null}
      {days.map(([day, events]) => (
        <section key={day} aria-label={dayName(day)}>
          <h2 className={classes.day}>{dayName(day)}</h2>
          <ol className={classes.events}>
            {events.map((event) => (
              <TimelineItem key={event.id} event={event} home={{ entity: e.name, id }} currency={currency} />
            ))}
          </ol>
        </section>
      ))}
      <div ref={ref} />
      {isFetchingNextPage ? <TimelineSkeleton /> : null}
      {hasNextPage && !isFetchingNextPage ? (
        <Button variant="subtle" color="gray" onClick={() => void fetchNextPage()}>
          Show earlier
        </Button>
      ) : null}
    </div>
  )
}

const TimelineSkeleton = () => (
  <div role="status" aria-label="Loading" className={classes.skeleton}>
    {[60, 44, 52].map((w) => (
      <div key={w} className={classes.skeletonRow}>
        <Bone width={24} height={24} round />
        <Bone width={`${w}%`} />
      </div>
    ))}
  </div>
)
