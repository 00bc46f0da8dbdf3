/** Days and instants: relative to read, exact on hover; machine-readable for everything else. */
import { formatDay, formatDayLong, formatInstant, relativeDay, relativeInstant } from './format.ts'
import { useLocale, useNow } from './locale.ts'

export const Day = ({ value, exact }: { value: string; exact?: boolean | undefined }) => {
  const l = useLocale()
  return (
    <time data-tip={formatDayLong(value, l)} dateTime={value}>
      {exact ? formatDay(value, l) : relativeDay(value, l)}
    </time>
  )
}

export const Instant = ({ value, exact }: { value: string; exact?: boolean | undefined }) => {
  const l = useLocale()
  const now = useNow()
  return (
    <time data-tip={formatInstant(value, l)} dateTime={value}>
      {exact ? formatInstant(value, l) : relativeInstant(value, l, now)}
    </time>
  )
}
