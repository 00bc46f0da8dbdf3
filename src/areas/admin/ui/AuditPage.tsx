/** The audit: what happened, to what, by whom, from where; and whether anyone tampered with it. */
import { Button, Group, Select, TextInput } from '@mantine/core'
import { IconArrowRight, IconDownload, IconHistory, IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { day, reference } from '../../../kernel/entity.ts'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { arrayOf, isObject, numberOf, objectOf, stringOf, stringOrNull } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { useUrl } from '../../../kernel/ui/app/url.ts'
import { EmptyState, ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { FieldInput } from '../../../kernel/ui/fields/FieldInput.tsx'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { Instant } from '../../../kernel/ui/fields/When.tsx'
import { phraseOf, shownChanges, type TimelineEvent, timelineOf } from '../../../kernel/ui/timeline/events.ts'
import { ChangeLine } from '../../../kernel/ui/timeline/TimelineItem.tsx'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'
import { plainChanges, rightFields } from './auditChanges.ts'
import { Frame } from './Frame.tsx'

const who = reference('member', { label: 'By' })
const from = day({ label: 'From' })
const to = day({ label: 'To' })

const topics = [
  { value: 'signIn', label: 'Sign-ins' },
  { value: 'account', label: 'Passwords and second factors' },
  { value: 'rights', label: 'Rights, users and settings' },
  { value: 'export', label: 'Exports' },
]

const reasons: Readonly<Record<string, string>> = {
  password: 'wrong password',
  code: 'wrong code',
  locked: 'locked after too many tries',
}
/** What the phrase leaves out and who looks into it asks for. */
const detailOf = ({ data }: TimelineEvent): string => {
  const { format, reason, sessions, secondFactor } = data
  if (typeof reason === 'string' && reasons[reason]) return reasons[reason]
  if (typeof format === 'string') return format.toUpperCase()
  if (typeof sessions === 'number') return sessions === 1 ? '1 device' : `${sessions} devices`
  if (secondFactor === 'recovery') return 'with a recovery code'
  return secondFactor === 'app' ? 'with a second factor' : ''
}

type Entry = TimelineEvent & { ip: string | null }
const pageOf = (x: unknown): { data: Entry[]; nextCursor: string | null } => {
  const page = timelineOf(x)
  const addresses = new Map(
    arrayOf(isObject(x) ? x.data : []).map((e) => [stringOf(objectOf(e).id), stringOrNull(objectOf(e).ip)]),
  )
  return { ...page, data: page.data.map((e) => ({ ...e, ip: addresses.get(e.id) ?? null })) }
}

const Row = ({ event }: { event: Entry }) => {
  const { registry } = useApp()
  const l = useLocale()
  const e = registry.find(event.entity)
  const changes = shownChanges(e, event, l.baseCurrency).filter((c) => e?.name !== 'role' || !rightFields.has(c.key))
  const plain = plainChanges(registry, event)
  const count = changes.length + plain.length
  const { action } = event
  return (
    <li className={classes.auditRow}>
      <span className={shared.faint}>
        <Instant value={event.at} exact />
      </span>
      <div className={classes.auditHead}>
        <span className={shared.strong}>{event.actor.kind === 'system' ? 'Throughline' : event.actor.name}</span>
        <span>{phraseOf(registry, event)}</span>
        {detailOf(event) ? <span className={shared.faint}>{detailOf(event)}</span> : null}
        {e && !e.partOf && !action.endsWith('.export') && event.recordId !== event.actor.id ? (
          <RecordLink entity={e} id={event.recordId}>
            {event.label || e.label}
          </RecordLink>
        ) : null}
        {event.ip ? <span className={shared.faint}>{event.ip}</span> : null}
      </div>
      {count > 0 ? (
        <details className={classes.details}>
          <summary>{count === 1 ? '1 change' : `${count} changes`}</summary>
          <ul className={classes.changes}>
            {changes.map((c) => (
              <ChangeLine key={c.key} change={c} />
            ))}
            {plain.map((c) => (
              <li key={c.key} className={classes.plainChange}>
                <span className={shared.faint}>{c.label}</span>
                <span>{c.before}</span>
                <IconArrowRight size={14} aria-label="became" />
                <span className={shared.strong}>{c.after}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  )
}

type Seals = { ok: boolean; words: string }
const sealsOf = (x: unknown): Seals => {
  const result = objectOf(x)
  const broken = objectOf(result.broken)
  const waiting = numberOf(result.waiting)
  if (result.ok === true)
    return {
      ok: true,
      words: `All ${numberOf(result.sealed)} sealed events are as they were written.${waiting > 0 ? ` ${waiting} more are sealed within a minute.` : ''}`,
    }
  const what = broken.why === 'missing' ? 'removed' : 'changed'
  return {
    ok: false,
    words: `The chain breaks at event ${numberOf(broken.position)}: it was ${what} after it was sealed.`,
  }
}

const SealNotice = ({ ok, words }: Seals) => (
  <div className={classes.notice} data-tone={ok ? 'green' : 'red'} role="status">
    {ok ? <IconShieldCheck size={18} aria-hidden="true" /> : <IconShieldX size={18} aria-hidden="true" />}
    <span>{words}</span>
  </div>
)

const AuditPage = () => {
  const { api, registry } = useApp()
  const { params, change } = useUrl()
  const check = useMutation({
    mutationFn: async () => sealsOf(await api.fetch('/audit-check')),
    onError: (error) => toastError(messageOf(error)),
  })
  const filter = Object.fromEntries(
    ['topic', 'entity', 'memberId', 'action', 'from', 'to', 'recordId'].flatMap((k): [string, string][] =>
      params[k] ? [[k, params[k]]] : [],
    ),
  )
  const query = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: async ({ pageParam, signal }) =>
      pageOf(await api.fetch('/audit', { ...filter, ...(pageParam ? { cursor: pageParam } : {}) }, signal)),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  const events = query.data?.pages.flatMap((p) => p.data) ?? []
  const text = (v: unknown): string | null => (typeof v === 'string' ? v : null)
  return (
    <Frame
      wide
      title="Audit"
      lead="Nothing is ever taken out of it. Each minute, what happened is sealed into a chain."
      action={
        <Group gap="sm">
          <Button
            component="a"
            href={`/api/v1/audit-export?${new URLSearchParams(filter).toString()}`}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            Export
          </Button>
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={16} />}
            loading={check.isPending}
            onClick={() => check.mutate()}
          >
            Check the seals
          </Button>
        </Group>
      }
    >
      {check.data ? <SealNotice {...check.data} /> : null}
      <div className={classes.filters}>
        <Select
          label="About"
          placeholder="Everything"
          clearable
          data={topics}
          value={params.topic ?? null}
          onChange={(topic) => change({ topic })}
        />
        <Select
          label="Records"
          placeholder="All"
          clearable
          searchable
          data={registry.entities.filter((e) => !e.partOf).map((e) => ({ value: e.name, label: e.labelPlural }))}
          value={params.entity ?? null}
          onChange={(entity) => change({ entity })}
        />
        <FieldInput
          field={who}
          name="memberId"
          value={params.memberId ?? null}
          onChange={(v) => change({ memberId: text(v) })}
        />
        <TextInput
          label="Action"
          placeholder="quote.send"
          defaultValue={params.action ?? ''}
          onBlur={(e) => change({ action: e.currentTarget.value.trim() || null })}
          onKeyDown={(e) => {
            if (e.key === 'Enter') change({ action: e.currentTarget.value.trim() || null })
          }}
        />
        <FieldInput field={from} name="from" value={params.from ?? null} onChange={(v) => change({ from: text(v) })} />
        <FieldInput field={to} name="to" value={params.to ?? null} onChange={(v) => change({ to: text(v) })} />
      </div>
      {query.isPending ? <PageSkeleton rows={10} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && events.length === 0 ? (
        <EmptyState icon={IconHistory} title="Nothing fits this filter">
          Take a filter away, or look at a longer time.
        </EmptyState>
      ) : null}
      <ul className={classes.tree}>
        {events.map((e) => (
          <Row key={e.id} event={e} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button
          variant="subtle"
          color="gray"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show earlier
        </Button>
      ) : null}
    </Frame>
  )
}
export default AuditPage
