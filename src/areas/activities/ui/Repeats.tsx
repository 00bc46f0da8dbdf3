/** How an activity comes again, in words. */
import { IconRepeat } from '@tabler/icons-react'
import { numberOf, stringOf, stringOrNull, stringsOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { formatDay } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { type RepeatKind, repeatKinds, type Rule, ruleText, type Weekday } from '../recurrence.ts'
import { weekdays } from '../../../kernel/dates.ts'
import classes from './activities.module.css'

const isKind = (x: string): x is RepeatKind => x in repeatKinds
const isWeekday = (x: string): x is Weekday => x in weekdays

const ruleOf = (row: WireRecord): Rule | undefined => {
  const repeats = stringOf(row.repeats)
  return isKind(repeats)
    ? {
        repeats,
        repeatEvery: numberOf(row.repeatEvery) || null,
        repeatOn: stringsOf(row.repeatOn).filter(isWeekday),
        repeatUntil: stringOrNull(row.repeatUntil),
        repeatTimes: numberOf(row.repeatTimes) || null,
      }
    : undefined
}

/** Nothing for one that does not repeat; `short`: the sign alone, with the words on hover and for screen readers. */
export const Repeats = ({ row, short = false }: { row: WireRecord; short?: boolean }) => {
  const l = useLocale()
  const rule = ruleOf(row)
  if (!rule) return null
  const text = ruleText(rule, (d) => formatDay(d, l))
  return (
    <span data-tip={short ? text : undefined} className={classes.repeats}>
      <IconRepeat size={14} aria-hidden="true" />
      <span className={short ? 'visually-hidden' : undefined}>{text}</span>
    </span>
  )
}
