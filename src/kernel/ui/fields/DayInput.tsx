/** Days and instants: typed in words (`tomorrow`, `+7`, `12 mar`, `fri`) or picked from a calendar. */
import '@mantine/dates/styles.css'
import { ActionIcon, Popover, TextInput } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useState } from 'react'
import type { InputCommon } from './inputCommon.ts'
import classes from './fields.module.css'
import { addDays, dayOf, formatDay, instantOf, parseDay, parseTime, timeOf } from './format.ts'
import { useLocale } from './locale.ts'

type DayInputProps = InputCommon & { value: string | null; onChange: (value: string | null) => void }

export const DayInput = ({ value, onChange, ...common }: DayInputProps) => {
  const l = useLocale()
  const [typed, setTyped] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const read = typed ? parseDay(typed, l.today, l.locale) : undefined
  const settle = (): boolean => {
    if (typed === null) return true
    if (!typed.trim()) onChange(null)
    else if (read) onChange(read)
    else return false
    setTyped(null)
    return true
  }
  const wrong = typed !== null && typed.trim() !== '' && read === undefined && !open
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      trapFocus={false}
      returnFocus
      withinPortal
      closeOnEscape
      withRoles={false}
    >
      <Popover.Target>
        <TextInput
          {...common}
          // a dialog around it must not take Escape for itself while the calendar is open
          data-mantine-stop-propagation={open || undefined}
          autoComplete="off"
          placeholder={common.placeholder ?? 'tomorrow, +7'}
          value={typed ?? (value ? formatDay(value, l) : '')}
          error={wrong ? 'That is not a day. Try “tomorrow”, “+7” or “12 mar”.' : common.error}
          description={typed && read ? formatDay(read, l) : common.description}
          onFocus={(e) => e.currentTarget.select()}
          onChange={(e) => setTyped(e.currentTarget.value)}
          onBlur={() => settle()}
          onKeyDown={(e) => {
            if (e.key === 'ArrowDown') {
              e.preventDefault()
              if (e.altKey) setOpen(true)
              else onChange(addDays(read ?? value ?? l.today, 1))
              setTyped(null)
            } else if (e.key === 'ArrowUp') {
              e.preventDefault()
              onChange(addDays(read ?? value ?? l.today, -1))
              setTyped(null)
            } else {
              if (e.key === 'Enter' && !settle()) return
              if (e.key === 'Escape' && open) {
                e.stopPropagation()
                setOpen(false)
                return
              }
              common.onKeyDown(e)
            }
          }}
          rightSection={
            <ActionIcon
              aria-label="Pick from the calendar"
              aria-haspopup="dialog"
              aria-expanded={open}
              size="sm"
              disabled={common.disabled}
              tabIndex={-1}
              onMouseDown={(e) => e.preventDefault()}
              onClick={() => setOpen((o) => !o)}
            >
              <IconCalendar size={16} />
            </ActionIcon>
          }
        />
      </Popover.Target>
      <Popover.Dropdown p="xs" role="dialog" aria-label="Calendar">
        <DatePicker
          value={read ?? value}
          defaultDate={read ?? value ?? l.today}
          size="xs"
          highlightToday
          classNames={{ day: classes.day ?? '' }}
          allowDeselect
          ariaLabels={{ previousMonth: 'Previous month', nextMonth: 'Next month' }}
          onChange={(day) => {
            setTyped(null)
            onChange(day)
            setOpen(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

/** A day and a wall-clock time of the workspace's zone. */
export const InstantInput = ({ value, onChange, ...common }: DayInputProps) => {
  const l = useLocale()
  const [typed, setTyped] = useState<string | null>(null)
  const day = value ? dayOf(value, l.timeZone) : null
  const time = value ? timeOf(value, l.timeZone) : '09:00'
  const read = typed ? parseTime(typed) : undefined
  return (
    <div className={classes.pair}>
      <DayInput
        {...common}
        value={day}
        onChange={(d) => onChange(d === null ? null : instantOf(d, time, l.timeZone))}
      />
      <TextInput
        label={common.label ? 'Time' : undefined}
        aria-label={common.label ? undefined : `${common['aria-label'] ?? ''} time`}
        classNames={{ input: classes.figures ?? '' }}
        disabled={common.disabled || !day}
        value={typed ?? (day ? time : '')}
        placeholder="09:00"
        error={typed !== null && typed !== '' && !read ? 'Not a time' : undefined}
        onFocus={(e) => e.currentTarget.select()}
        onChange={(e) => setTyped(e.currentTarget.value)}
        onBlur={() => {
          if (read && day) onChange(instantOf(day, read, l.timeZone))
          setTyped(null)
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && read && day) onChange(instantOf(day, read, l.timeZone))
          common.onKeyDown(e)
        }}
      />
    </div>
  )
}
