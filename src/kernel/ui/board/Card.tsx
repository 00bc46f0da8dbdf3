/** What a card says unless the area draws its own. */
import { IconCalendarDue, IconClock } from '@tabler/icons-react'
import type { Entity } from '../../entity.ts'
import type { WireRecord } from '../api/types.ts'
import { dayOf, formatDuration, formatMoney, isMoney } from '../fields/format.ts'
import { useLocale, useNow } from '../fields/locale.ts'
import { Person } from '../fields/Person.tsx'
import { RecordLink } from '../fields/RecordLink.tsx'
import { Day } from '../fields/When.tsx'
import { labelsOf, textOf, titleOf } from '../fields/wire.ts'
import classes from './board.module.css'

export type CardFields = {
  /** second line; the entity's subtitle unless told */
  subtitle?: string
  amount?: string
  /** instant since which the record stands in its column */
  since?: string
  /** next activity (instant or day) */
  next?: string
  /** the column's limit in days: beyond it the card gets a red edge */
  limit?: (record: WireRecord) => number | undefined
}

const dayMs = 86_400_000

export const daysIn = (record: WireRecord, since: string | undefined, now: number): number | undefined => {
  const at = since ? textOf(record[since]) : ''
  return at ? Math.floor((now - Date.parse(at)) / dayMs) : undefined
}

export const CardContent = ({ entity, record, fields }: { entity: Entity; record: WireRecord; fields: CardFields }) => {
  const l = useLocale()
  const now = useNow()
  const second = fields.subtitle ?? entity.subtitle
  const subtitle = second ? (labelsOf(record)[second] ?? textOf(record[second])) : ''
  const amount = fields.amount ? record[fields.amount] : undefined
  const since = fields.since ? textOf(record[fields.since]) : ''
  const next = fields.next ? textOf(record[fields.next]) : ''
  const owner = labelsOf(record)['ownerId']
  const nextDay = next ? (next.length > 10 ? dayOf(next, l.timeZone) : next) : ''
  const meta = (
    <>
      {nextDay ? (
        <span className={nextDay < l.today ? classes.lateMeta : classes.meta}>
          <IconCalendarDue size={14} aria-hidden="true" />
          <span className="visually-hidden">Next activity</span>
          <Day value={nextDay} />
        </span>
      ) : null}
      {since ? (
        <span data-tip={`In this column for ${formatDuration(now - Date.parse(since), l)}`} className={classes.meta}>
          <IconClock size={14} aria-hidden="true" />
          <span className="visually-hidden">Days in this column</span>
          {Math.max(0, Math.floor((now - Date.parse(since)) / dayMs))} d
        </span>
      ) : null}
    </>
  )
  return (
    <>
      <div className={classes.cardTitle}>
        <RecordLink entity={entity} id={record.id} className={classes.cardLink ?? ''}>
          {titleOf(entity, record)}
        </RecordLink>
      </div>
      {subtitle ? <div className={classes.cardSub}>{subtitle}</div> : null}
      <div className={classes.cardFoot}>
        {isMoney(amount) ? <span className={classes.cardAmount}>{formatMoney(amount, l)}</span> : null}
        {isMoney(amount) ? null : meta}
        <span className={classes.grow} />
        {owner ? <Person name={owner} compact /> : null}
      </div>
      {isMoney(amount) && (nextDay || since) ? <div className={classes.cardMeta}>{meta}</div> : null}
    </>
  )
}
