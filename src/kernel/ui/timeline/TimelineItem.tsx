/** One event of the story. */
import { ActionIcon } from '@mantine/core'
import {
  IconArrowRight,
  IconCalendarEvent,
  IconCheck,
  IconCheckbox,
  IconMail,
  IconNote,
  IconPaperclip,
  IconPencil,
  IconPhone,
  IconPlayerPlay,
  IconPlus,
} from '@tabler/icons-react'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { FieldDisplay } from '../fields/FieldDisplay.tsx'
import { formatTime } from '../fields/format.ts'
import { useLocale } from '../fields/locale.ts'
import { RecordLink } from '../fields/RecordLink.tsx'
import { Day } from '../fields/When.tsx'
import { textOf } from '../fields/wire.ts'
import { useRunVerb } from '../steps/useRunVerb.ts'
import type { EventKind, ShownChange, TimelineEvent } from './events.ts'
import { kindOf, phraseOf, shownChanges } from './events.ts'
import classes from './timeline.module.css'

const icons: Record<EventKind, Icon> = {
  activity: IconNote,
  change: IconPencil,
  step: IconPlayerPlay,
  file: IconPaperclip,
  created: IconPlus,
}
const activityIcons: Record<string, Icon> = {
  note: IconNote,
  call: IconPhone,
  meeting: IconCalendarEvent,
  task: IconCheckbox,
  email: IconMail,
}

export const ChangeLine = ({ change }: { change: ShownChange }) => (
  <li className={classes.change}>
    <span className={classes.changeName}>{change.label}</span>
    <span className={classes.before}>
      <FieldDisplay field={change.field} name={change.key} row={change.before} compact />
    </span>
    <IconArrowRight size={14} aria-label="became" className={classes.arrow} />
    <span className={classes.after}>
      <FieldDisplay field={change.field} name={change.key} row={change.after} compact />
    </span>
  </li>
)

type Home = { entity: string; id: string }

const Frame = ({ icon: Icon, tone, children }: { icon: Icon; tone?: string; children: ReactNode }) => (
  <li className={classes.event}>
    <span className={classes.icon} data-tone={tone}>
      <Icon size={14} aria-hidden="true" />
    </span>
    <div className={classes.eventBody}>{children}</div>
  </li>
)

export const TimelineItem = ({
  event,
  home,
  currency,
}: {
  event: TimelineEvent
  home: Home
  currency?: string | undefined
}) => {
  const { registry } = useApp()
  const l = useLocale()
  const [all, setAll] = useState(false)
  const entity = registry.find(event.entity)
  const elsewhere = event.recordId !== home.id && entity && event.entity !== 'activity'
  const by = (
    <span className={classes.by}>
      {event.actor.kind === 'system' ? 'Throughline' : event.actor.name} ·{' '}
      <time dateTime={event.at}>{formatTime(event.at, l)}</time>
    </span>
  )
  if (event.activity) return <Activity activity={event.activity} by={by} />
  const kind = kindOf(event)
  const changes = kind === 'created' ? [] : shownChanges(entity, event, currency ?? l.baseCurrency)
  const visible = all || changes.length <= 5 ? changes : changes.slice(0, 4)
  return (
    <Frame icon={icons[kind]} tone={kind === 'step' || kind === 'created' ? 'accent' : 'plain'}>
      <div className={classes.line}>
        <span className={classes.phrase}>{phraseOf(registry, event)}</span>
        {kind === 'file' ? (
          <a className={classes.file} href={`/api/v1/files/${encodeURIComponent(event.recordId)}`}>
            {event.label}
          </a>
        ) : elsewhere ? (
          <RecordLink entity={entity} id={event.recordId}>
            {event.label || entity.label}
          </RecordLink>
        ) : null}
        {by}
      </div>
      {visible.length > 0 ? (
        <ul className={classes.changes}>
          {visible.map((c) => (
            <ChangeLine key={c.key} change={c} />
          ))}
        </ul>
      ) : null}
      {changes.length > 5 ? (
        <button type="button" className={classes.more} onClick={() => setAll((x) => !x)}>
          {all ? 'Show fewer' : `Show ${changes.length - 4} more`}
        </button>
      ) : null}
    </Frame>
  )
}

const Activity = ({ activity, by }: { activity: WireRecord; by: ReactNode }) => {
  const { registry } = useApp()
  const l = useLocale()
  const e = registry.find('activity')
  const kind = textOf(activity['kind']) || 'note'
  const due = textOf(activity['dueOn'])
  const status = textOf(activity['status'])
  const done = status === 'done' || Boolean(activity['doneAt'])
  const open = !done && status !== 'cancelled'
  const late = open && due !== '' && due < l.today
  return (
    <Frame
      icon={done && kind === 'task' ? IconCheck : (activityIcons[kind] ?? IconNote)}
      tone={done && kind === 'task' ? 'green' : late ? 'red' : 'blue'}
    >
      <div className={classes.card}>
        <div className={classes.line}>
          <span className={done && kind === 'task' ? classes.struck : classes.phrase}>
            {textOf(activity['subject']) || 'Activity'}
          </span>
          {by}
          <span className={classes.grow} />
          {open && e ? <Complete activity={activity} /> : null}
        </div>
        {textOf(activity['body']) ? <p className={classes.text}>{stripped(textOf(activity['body']))}</p> : null}
        {open && due ? (
          <span className={late ? classes.late : classes.due}>
            {late ? 'Overdue: ' : 'Due '}
            <Day value={due} />
          </span>
        ) : null}
      </div>
    </Frame>
  )
}
const stripped = (s: string): string =>
  s.includes('<') ? s.replace(/<\/p>|<br\s*\/?>/g, '\n').replace(/<[^>]+>/g, '') : s

const Complete = ({ activity }: { activity: WireRecord }) => {
  const { registry } = useApp()
  const e = registry.entity('activity')
  const verb = registry.verb('activity.complete')
  const { run, isPending } = useRunVerb(e)
  return verb ? (
    <ActionIcon
      data-tip={verb.definition.label}
      variant="default"
      size="sm"
      loading={isPending}
      aria-label={`${verb.definition.label}: ${textOf(activity['subject'])}`}
      onClick={() => void run(verb, activity)}
    >
      <IconCheck size={14} />
    </ActionIcon>
  ) : null
}
