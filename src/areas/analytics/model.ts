/** By which a report is sent by mail, again and again. */
import { boolean, choice, entity, instant, integer, json, type Row, text } from '../../kernel/entity.ts'
import { weekdays } from '../../kernel/dates.ts'
import { notices } from '../../kernel/notice.ts'

/** Sent with its owner's rights, so that only the owner says what goes out and to whom. */
export const reportSchedule = entity(
  'reportSchedule',
  {
    label: 'Scheduled report',
    labelPlural: 'Scheduled reports',
    plural: 'report-schedules',
    title: 'name',
    globalSearch: false,
    defaultSort: 'name',
    indexes: [['nextAt']],
  },
  {
    name: text({ required: true, sort: true, filter: true, max: 120 }),
    report: text({ required: true, filter: true, max: 80 }),
    /** as in the report's address */
    params: json<Record<string, string>>()({ required: true, default: {}, hidden: true, label: 'What is shown' }),
    format: choice({ pdf: 'PDF', xlsx: 'Excel', csv: 'CSV' }, { required: true, default: 'pdf' }),
    cadence: choice(
      { daily: 'Every day', weekly: 'Every week', monthly: 'Every month' },
      { label: 'How often', required: true, default: 'weekly', filter: true },
    ),
    weekday: choice(weekdays, { label: 'On', required: true, default: 'monday' }),
    dayOfMonth: integer({
      label: 'On day',
      required: true,
      default: 1,
      help: '31 is the last day of every month',
    }),
    hour: integer({ label: 'At hour', required: true, default: 8, help: '0 to 23, by the clock of the workspace' }),
    recipients: json<string[]>()({
      required: true,
      default: [],
      hidden: true,
      help: 'Ids of users; nobody stands for the owner alone',
    }),
    active: boolean({ required: true, default: true, filter: true }),
    nextAt: instant({ label: 'Next', readOnly: true, sort: true, filter: true }),
    lastSentAt: instant({ label: 'Last sent', readOnly: true, sort: true, filter: true }),
    problem: text({ label: 'Not sent because', readOnly: true, max: 1000 }),
  },
)

export type ReportSchedule = Row<typeof reportSchedule>

export const reportNotices = notices('Reports', {
  reportNotSent: { label: 'A report I planned could not be sent' },
})
