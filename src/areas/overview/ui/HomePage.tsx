/** The morning brief: what to do next and why, today's appointments, and where one stands. */
import { Button, SegmentedControl } from '@mantine/core'
import {
  IconCalendarEvent,
  IconCheckbox,
  IconFileAlert,
  IconFileTime,
  type Icon,
  IconHourglass,
  IconMailQuestion,
  IconPhone,
  IconReceipt,
  IconSunrise,
  IconUserPlus,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { keys } from '../../../kernel/ui/api/keys.ts'
import type { WireMoney } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { canCreate } from '../../../kernel/ui/app/navigation.ts'
import { openCreate } from '../../../kernel/ui/app/uiStore.ts'
import { useUrl } from '../../../kernel/ui/app/url.ts'
import { Bone, EmptyState, ErrorState } from '../../../kernel/ui/feedback/states.tsx'
import { formatDayLong, formatMoney, formatTime } from '../../../kernel/ui/fields/format.ts'
import { useLocale, useNow } from '../../../kernel/ui/fields/locale.ts'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { Page } from '../../../kernel/ui/page/Page.tsx'
import { CompleteButton } from '../../activities/ui/index.tsx'
import { type BriefKind, briefKinds } from '../rules.ts'
import { type Brief, type Figures, homeOf } from './brief.ts'
import classes from './home.module.css'

const icons: Readonly<Record<BriefKind, Icon>> = {
  meeting: IconCalendarEvent,
  task: IconCheckbox,
  invoice: IconReceipt,
  quoteExpiring: IconFileTime,
  quoteExpired: IconFileAlert,
  quoteFollowUp: IconMailQuestion,
  lead: IconUserPlus,
  stalled: IconHourglass,
}

const greeting = (hour: number): string => (hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening')

const Row = ({ row }: { row: Brief }) => {
  const { registry } = useApp()
  const l = useLocale()
  const e = registry.find(row.entity)
  const Icon = icons[row.kind]
  if (!e) return null
  return (
    <li className={classes.row}>
      <span className={classes.icon} data-tone={row.tone}>
        <Icon size={16} stroke={1.7} aria-label={briefKinds[row.kind]} />
      </span>
      <span className={classes.main}>
        <span className={classes.line}>
          <RecordLink entity={e} id={row.id} className={classes.subject ?? ''}>
            {row.title}
          </RecordLink>
          {row.about ? <span className={classes.about}>{row.about}</span> : null}
        </span>
        <span className={classes.reason} data-tone={row.tone}>
          {row.at && row.kind === 'meeting' ? `${formatTime(row.at, l)} · ` : null}
          {row.reason}
        </span>
      </span>
      {row.amount ? <span className={classes.amount}>{formatMoney(row.amount, l)}</span> : null}
      {row.entity === 'activity' ? <CompleteButton id={row.id} subject={row.title} /> : null}
    </li>
  )
}

const Figure = ({ label, value, note, to }: { label: string; value: WireMoney | null; note: string; to: string }) => {
  const l = useLocale()
  return value ? (
    <Link to={to} className={classes.figure}>
      <span className={classes.figureLabel}>{label}</span>
      <span className={classes.figureValue}>{formatMoney(value, l)}</span>
      <span className={classes.figureNote}>{note}</span>
    </Link>
  ) : null
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

const Standing = ({ figures, whose }: { figures: Figures; whose: string }) => {
  const l = useLocale()
  const mine = whose === 'team' ? 'ownerId=team' : 'ownerId=me'
  return (
    <section aria-label="Where you stand">
      <h2 className={classes.panelTitle}>{whose === 'team' ? 'Where your teams stand' : 'Where you stand'}</h2>
      <Figure
        label="Open pipeline"
        value={figures.openPipeline}
        note={count(figures.openDeals, 'deal')}
        to={`/opportunities?status=open&${mine}`}
      />
      <Figure
        label="Weighted"
        value={figures.weightedPipeline}
        note="by probability"
        to={`/opportunities?status=open&${mine}`}
      />
      <Figure
        label="Won this month"
        value={figures.wonThisMonth}
        note={`${count(figures.wonDealsThisMonth, 'deal')}${figures.wonLastMonth ? `, last month ${formatMoney(figures.wonLastMonth, l)}` : ''}`}
        to={`/opportunities?status=won&closedOn=thisMonth&${mine}`}
      />
    </section>
  )
}

const Agenda = ({ rows }: { rows: readonly Brief[] }) => {
  const { registry } = useApp()
  const l = useLocale()
  const today = rows
    .filter((r) => r.at && r.kind === 'meeting')
    .toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))
  return (
    <section aria-label="Today’s appointments">
      <h2 className={classes.panelTitle}>Today’s appointments</h2>
      {today.length === 0 ? <p className={classes.quiet}>No appointments today.</p> : null}
      <ol className={classes.agenda}>
        {today.map((r) => (
          <li key={r.id} className={classes.slot}>
            <time className={classes.time} dateTime={r.at ?? ''}>
              {r.at ? formatTime(r.at, l) : ''}
            </time>
            <RecordLink entity={registry.entity('activity')} id={r.id}>
              {r.title}
            </RecordLink>
          </li>
        ))}
      </ol>
    </section>
  )
}

const QuickLog = () => {
  const app = useApp()
  const kinds = [
    { kind: 'task', label: 'Add task', icon: IconCheckbox },
    { kind: 'call', label: 'Log call', icon: IconPhone },
    { kind: 'meeting', label: 'Plan meeting', icon: IconCalendarEvent },
  ]
  const lead = app.registry.find('lead')
  return (
    <div className={classes.quick}>
      {app.can('activity.create')
        ? kinds.map((k) => (
            <Button
              key={k.kind}
              variant="default"
              leftSection={<k.icon size={16} stroke={1.6} />}
              onClick={() => openCreate('activity', { initial: { kind: k.kind } })}
            >
              {k.label}
            </Button>
          ))
        : null}
      {lead && canCreate(app, lead) ? (
        <Button
          variant="default"
          leftSection={<IconUserPlus size={16} stroke={1.6} />}
          onClick={() => openCreate('lead')}
        >
          New lead
        </Button>
      ) : null}
    </div>
  )
}

/** Where nothing was sold yet, what makes the place one's own. */
const FirstSteps = ({ figures }: { figures: Figures | null }) => {
  const { can } = useApp()
  const sold =
    figures && (figures.openDeals > 0 || figures.wonDealsThisMonth > 0 || Number(figures.wonLastMonth?.amount ?? 0) > 0)
  if (!figures || sold) return null
  const steps = [
    { label: 'Company details', to: '/settings/workspace', permission: 'setting.edit' },
    { label: 'Invite colleagues', to: '/settings/users', permission: 'member.edit' },
    { label: 'Import customers', to: '/imports/new?entity=account', permission: 'import.create' },
    { label: 'Add products', to: '/products', permission: 'product.create' },
  ].filter((s) => can(s.permission))
  return steps.map((s) => (
    <Button key={s.label} variant="default" component={Link} to={s.to}>
      {s.label}
    </Button>
  ))
}

const Skeleton = () => (
  <div role="status" aria-label="Loading" className={classes.rows}>
    {[58, 44, 66, 50, 38].map((w) => (
      <div key={w} className={classes.row}>
        <Bone width={28} height={28} round />
        <Bone width={`${w}%`} />
      </div>
    ))}
  </div>
)

const firstShown = 12

const HomePage = () => {
  const { api, me } = useApp()
  const l = useLocale()
  const now = useNow()
  const { params, change } = useUrl()
  const asked = params.whose === 'team' || params.whose === 'mine' ? params.whose : undefined
  const [all, setAll] = useState(false)
  const query = useQuery({
    queryKey: [...keys.home, asked],
    queryFn: async ({ signal }) => homeOf(await api.fetch('/home', asked ? { whose: asked } : {}, signal)),
  })
  const whose = asked ?? query.data?.whose ?? 'mine'
  const rows = query.data?.rows ?? []
  const shown = all ? rows : rows.slice(0, firstShown)
  const hour = Number(
    new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: l.timeZone }).format(now),
  )
  return (
    <Page
      title={`${greeting(hour)}, ${me.member.name.split(' ')[0] ?? ''}`}
      name="Home"
      lead={formatDayLong(l.today, l)}
      actions={
        <SegmentedControl
          aria-label="Whose day"
          value={whose}
          data={[
            { value: 'mine', label: 'Mine' },
            { value: 'team', label: 'My teams' },
          ]}
          onChange={(v) => change({ whose: v })}
        />
      }
    >
      <QuickLog />
      <div className={classes.columns}>
        <section aria-label="Next">
          {query.isPending ? <Skeleton /> : null}
          {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
          {query.isSuccess && rows.length === 0 ? (
            <EmptyState
              icon={IconSunrise}
              title="Nothing waits for you"
              action={<FirstSteps figures={query.data.figures} />}
            >
              Tasks and meetings, new leads, quotes to follow up, overdue invoices and stalled deals appear here, each
              with the reason.
            </EmptyState>
          ) : null}
          <ul className={classes.rows}>
            {shown.map((r) => (
              <Row key={`${r.kind}:${r.id}`} row={r} />
            ))}
          </ul>
          {rows.length > firstShown ? (
            <Button variant="subtle" color="gray" onClick={() => setAll((x) => !x)}>
              {all ? 'Show the most urgent' : `Show ${rows.length - firstShown} more`}
            </Button>
          ) : null}
        </section>
        <div className={classes.side}>
          {query.data ? <Agenda rows={rows} /> : null}
          {query.data?.figures ? <Standing figures={query.data.figures} whose={whose} /> : null}
        </div>
      </div>
    </Page>
  )
}
export default HomePage
