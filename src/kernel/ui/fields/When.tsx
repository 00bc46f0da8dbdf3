/** Days and instants: relative to read, exact on hover; machine-readable for everything else. */
import { Tooltip } from '@mantine/core'
import { formatDay, formatDayLong, formatInstant, relativeDay, relativeInstant } from './format.ts'
import { useLocale, useNow } from './locale.ts'

export const Day = ({ value, exact }: { value: string; exact?: boolean | undefined }) => {
  const l = useLocale()
  return (
    <Tooltip label={formatDayLong(value, l)} openDelay={300}>
      <time dateTime={value}>{exact ? formatDay(value, l) : relativeDay(value, l)}</time>
    </Tooltip>
  )
}

export const Instant = ({ value, exact }: { value: string; exact?: boolean | undefined }) => {
  const l = useLocale()
  const now = useNow()
  return (
    <Tooltip label={formatInstant(value, l)} openDelay={300}>
      <time dateTime={value}>{exact ? formatInstant(value, l) : relativeInstant(value, l, now)}</time>
    </Tooltip>
  )
}
