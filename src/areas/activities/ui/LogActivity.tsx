/** Quick log: what was done or is to be done, about any record, with only the fields its kind needs. */
import { SegmentedControl } from '@mantine/core'
import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { CreatePageProps } from '../../../kernel/ui/app/areaUi.ts'
import { RecordForm } from '../../../kernel/ui/form/RecordForm.tsx'
import { stringOf } from '../../../kernel/ui/api/types.ts'
import type { Wire } from '../../../kernel/ui/fields/format.ts'
import { activityKinds } from '../model.ts'
import { repeatable } from '../recurrence.ts'
import classes from './activities.module.css'

const repeating = ['repeats', 'repeatEvery', 'repeatOn', 'repeatUntil', 'repeatTimes'] as const
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  task: ['subject', 'about', 'dueOn', 'priority', 'reminderAt', 'ownerId', 'body'],
  call: ['subject', 'about', 'direction', 'outcomeId', 'durationMinutes', 'startsAt', 'body'],
  meeting: ['subject', 'about', 'startsAt', 'endsAt', 'reminderAt', 'ownerId', 'body'],
  note: ['subject', 'about', 'body'],
  email: ['subject', 'about', 'direction', 'body'],
}
const words: Readonly<Record<string, string>> = {
  task: 'Add task',
  call: 'Log call',
  meeting: 'Save meeting',
  note: 'Save note',
  email: 'Log email',
}

/** The rule is asked for where something repeats, the days of the week where it does so weekly. */
const shows = (name: string, values: Wire): boolean =>
  name === 'repeatOn'
    ? values.repeats === 'weekly'
    : name === 'repeats' || !name.startsWith('repeat') || Boolean(values.repeats)

const LogActivity = ({ initial = {}, onClose, onCreated }: CreatePageProps) => {
  const [kind, setKind] = useState(stringOf(initial.kind, 'task'))
  return (
    <Modal opened onClose={onClose} title={words[kind] ?? 'New activity'} size={640} padding="lg">
      <SegmentedControl
        className={classes.kinds ?? ''}
        size="xs"
        aria-label="Kind of activity"
        value={kind}
        onChange={setKind}
        data={Object.entries(activityKinds).map(([value, label]) => ({ value, label }))}
      />
      <RecordForm
        key={kind}
        entity="activity"
        initial={{ ...initial, kind }}
        fixed={{ kind }}
        sections={[
          { fields: fieldsOf[kind] ?? ['subject', 'about', 'body'] },
          ...(repeatable.has(kind) ? [{ label: 'Series', fields: repeating }] : []),
        ]}
        shows={shows}
        sticky
        submitLabel={words[kind] ?? 'Save'}
        onCancel={onClose}
        onSaved={(record) => {
          onCreated?.(record)
          onClose()
        }}
      />
    </Modal>
  )
}
export default LogActivity
