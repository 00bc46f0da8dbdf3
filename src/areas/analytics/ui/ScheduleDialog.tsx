/** "Schedule by mail": when a report goes out, as what, and to whom. */
import { Alert, Button, Group, Modal, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isAsked, type Report, withDefaults } from '../../../kernel/report.ts'
import { ApiError, messageOf } from '../../../kernel/ui/api/client.ts'
import { refresh, useEntity, useList } from '../../../kernel/ui/api/hooks.ts'
import type { WireRecord } from '../../../kernel/ui/api/types.ts'
import { numberOf, stringOf, stringsOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { toast } from '../../../kernel/ui/feedback/toastStore.ts'
import { formatInstant } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { titleOf } from '../../../kernel/ui/fields/wire.ts'
import { useTopmost } from '../../../kernel/ui/form/topmost.ts'
import { weekdays } from '../../../kernel/dates.ts'
import classes from './schedules.module.css'

type Values = {
  name: string
  cadence: string
  weekday: string
  dayOfMonth: number
  hour: number
  format: string
  recipients: string[]
}

const hours = Array.from({ length: 24 }, (_, h) => ({ value: String(h), label: `${String(h).padStart(2, '0')}:00` }))
const days = Array.from({ length: 31 }, (_, i) => ({
  value: String(i + 1),
  label: i === 30 ? 'Last day' : `Day ${i + 1}`,
}))

type Props = {
  report: Report
  params: Readonly<Record<string, string>>
  /** the one to change; without it a new one is made */
  schedule?: WireRecord
  onClose: () => void
}

export const ScheduleDialog = ({ report, params, onClose, ...props }: Props) => {
  // what the form began with: lists are live, and what someone else saves meanwhile must not be written over
  const [schedule] = useState(props.schedule)
  const close = useTopmost(onClose)
  const { api, me, registry } = useApp()
  const l = useLocale()
  const client = useQueryClient()
  const e = useEntity('reportSchedule')
  const people = useList('member', { limit: 200, active: true, fields: ['name', 'email'], total: 'none', sort: 'name' })
  const [values, setValues] = useState<Values>(() => ({
    name: stringOf(schedule?.name, report.label),
    cadence: stringOf(schedule?.cadence, 'weekly'),
    weekday: stringOf(schedule?.weekday, 'monday'),
    dayOfMonth: numberOf(schedule?.dayOfMonth, 1),
    hour: numberOf(schedule?.hour, 8),
    format: stringOf(schedule?.format, 'pdf'),
    recipients: schedule ? stringsOf(schedule.recipients) : [me.member.id],
  }))
  const set = (change: Partial<Values>) => setValues((v) => ({ ...v, ...change }))
  const save = useMutation({
    mutationFn: () => {
      const input = { ...values, report: report.name, params }
      return schedule ? api.update(e.plural, schedule.id, schedule.version, input) : api.create(e.plural, input)
    },
    onSuccess: (record) => {
      refresh(client, e, record.id)
      const next = stringOf(record.nextAt)
      toast(next ? `It goes out next ${formatInstant(next, l)}` : 'Saved', { tone: 'success' })
      onClose()
    },
  })
  const problem = save.error
  const at = (path: string): string | undefined => (problem instanceof ApiError ? problem.at(path) : undefined)
  const shown = Object.keys(values).some((k) => at(k))
  const fixed = withDefaults(report, params).period === 'between' && isAsked(report, 'from', { period: 'between' })
  const member = registry.entity('member')
  return (
    <Modal
      opened
      onClose={close}
      title={schedule ? `Schedule: ${stringOf(schedule.name)}` : 'Schedule by mail'}
      size={520}
    >
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
          event.preventDefault()
          save.mutate()
        }}
      >
        <TextInput
          label="Subject"
          data-autofocus
          maxLength={120}
          value={values.name}
          error={at('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <div className={classes.when}>
          <Select
            label="How often"
            data={Object.entries(e.fields.cadence?.choices ?? {}).map(([value, c]) => ({ value, label: c.label }))}
            value={values.cadence}
            allowDeselect={false}
            onChange={(v) => set({ cadence: v ?? 'weekly' })}
          />
          {values.cadence === 'weekly' ? (
            <Select
              label="On"
              data={Object.entries(weekdays).map(([value, label]) => ({ value, label }))}
              value={values.weekday}
              allowDeselect={false}
              onChange={(v) => set({ weekday: v ?? 'monday' })}
            />
          ) : null}
          {values.cadence === 'monthly' ? (
            <Select
              label="On"
              data={days}
              value={String(values.dayOfMonth)}
              error={at('dayOfMonth')}
              allowDeselect={false}
              onChange={(v) => set({ dayOfMonth: Number(v ?? 1) })}
            />
          ) : null}
          <Select
            label="At"
            description={me.workspace.timeZone}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={hours}
            value={String(values.hour)}
            error={at('hour')}
            allowDeselect={false}
            onChange={(v) => set({ hour: Number(v ?? 8) })}
          />
        </div>
        <div>
          <div className={classes.label} id="schedule-format">
            File
          </div>
          <SegmentedControl
            size="sm"
            aria-labelledby="schedule-format"
            value={values.format}
            data={Object.entries(e.fields.format?.choices ?? {}).map(([value, c]) => ({ value, label: c.label }))}
            onChange={(format) => set({ format })}
          />
        </div>
        <MultiSelect
          label="To"
          description={values.recipients.length === 0 ? 'Nobody chosen: it goes to you alone.' : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          searchable
          data={(people.data?.data ?? []).map((m) => ({ value: m.id, label: titleOf(member, m) }))}
          value={values.recipients}
          error={at('recipients')}
          onChange={(recipients) => set({ recipients })}
        />
        <p className={classes.note}>
          Counted afresh each time, with your rights: whoever gets it sees the figures as you do.
          {fixed ? ' The days chosen stay the same; a period such as “Last month” moves along.' : ''}
        </p>
        {problem && !shown ? (
          <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert">
            {problem instanceof ApiError && problem.errors.length > 0
              ? problem.errors.map((x) => `${x.path} ${x.message}`).join('; ')
              : messageOf(problem)}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {schedule ? 'Save schedule' : 'Schedule report'}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
