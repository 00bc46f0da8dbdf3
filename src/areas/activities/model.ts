/** Tasks, calls, meetings, notes and emails: what people do, or are to do, about any record. */
import {
  anyReference,
  choice,
  day,
  entity,
  instant,
  integer,
  json,
  longText,
  multiChoice,
  option,
  reference,
  type Row,
  state,
  text,
} from '../../kernel/entity.ts'
import { weekdays } from '../../kernel/dates.ts'
import { repeatKinds } from './recurrence.ts'

export const activityKinds = {
  task: 'Task',
  call: 'Call',
  meeting: 'Meeting',
  note: 'Note',
  email: 'Email',
} as const

export const activity = entity(
  'activity',
  {
    label: 'Activity',
    labelPlural: 'Activities',
    plural: 'activities',
    title: 'subject',
    subtitle: 'kind',
    timeline: ['about'],
    globalSearch: 'last',
    unique: [['seriesId', 'occurrence']],
    indexes: [
      ['ownerId', 'status', 'dueOn'],
      ['teamId', 'status', 'dueOn'],
      ['ownerId', 'status', 'startsAt'],
    ],
    defaultSort: '-createdAt',
  },
  {
    kind: choice(activityKinds, { required: true, default: 'task', filter: true, sort: true }),
    subject: text({ required: true, search: true, sort: true }),
    body: longText({ label: 'Details' }),
    about: anyReference({ label: 'About', help: 'The record it is mainly about; more can be linked' }),
    dueOn: day({ label: 'Due', filter: true, sort: true }),
    dueAt: instant({ label: 'Due at', help: 'Only where the hour matters' }),
    startsAt: instant({ label: 'Starts', filter: true, sort: true }),
    endsAt: instant({ label: 'Ends' }),
    durationMinutes: integer({ label: 'Minutes' }),
    direction: choice({ in: 'Incoming', out: 'Outgoing' }, { filter: true }),
    outcomeId: option('activityOutcome', { label: 'Outcome' }),
    priority: choice(
      {
        high: { label: 'High', tone: 'red' },
        normal: 'Normal',
        low: 'Low',
      },
      { required: true, default: 'normal', filter: true, sort: true },
    ),
    reminderAt: instant({ label: 'Remind me' }),
    status: state({
      open: { label: 'Open', tone: 'blue' },
      done: { label: 'Done', tone: 'green' },
      cancelled: { label: 'Cancelled', tone: 'grey' },
    }),
    doneAt: instant({ label: 'Done at', readOnly: true, filter: true, sort: true }),
    repeats: choice(repeatKinds, { filter: true }),
    repeatEvery: integer({ label: 'Every', help: 'Every second, third … time; each if left empty' }),
    repeatOn: multiChoice(weekdays, { label: 'On', help: 'Days of the week; that of the day it is due if left empty' }),
    repeatUntil: day({ label: 'Repeats until' }),
    repeatTimes: integer({ label: 'Times in all' }),
    seriesId: text({ readOnly: true, hidden: true, max: 36 }),
    occurrence: integer({ readOnly: true, hidden: true }),
    anchorOn: day({ readOnly: true, hidden: true }),
    anchorOccurrence: integer({ readOnly: true, hidden: true }),
    /** where the following ones differ from this one, because only this one was changed */
    following: json<Record<string, unknown>>()({ readOnly: true, hidden: true }),
  },
)

/** A record an activity concerns, or a person who takes part in it. */
export const activityLink = entity(
  'activityLink',
  {
    label: 'Link',
    labelPlural: 'Links',
    plural: 'activity-links',
    title: 'role',
    partOf: { entity: 'activity', field: 'activityId', as: 'links' },
    timeline: ['target'],
  },
  {
    activityId: reference('activity', { required: true }),
    target: anyReference({ required: true, label: 'Record' }),
    role: choice({ about: 'About', participant: 'Participant' }, { required: true, default: 'about' }),
  },
)

export type Activity = Row<typeof activity>
