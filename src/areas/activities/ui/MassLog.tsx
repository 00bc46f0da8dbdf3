/** Writes down one call, mail, meeting or note with many records at once. */
import { Alert, Button, Group, Modal, Radio, SegmentedControl } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { refreshScreen } from '../../../kernel/ui/api/freshness.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import type { BulkDialogProps } from '../../../kernel/ui/app/areaUi.ts'
import { toast } from '../../../kernel/ui/feedback/toastStore.ts'
import { isEmpty } from '../../../kernel/ui/fields/wire.ts'
import { FieldGroup } from '../../../kernel/ui/form/FieldGroup.tsx'
import { submitOnKeys } from '../../../kernel/ui/form/submit.ts'
import { Troubles } from '../../../kernel/ui/form/Troubles.tsx'
import { useTyped } from '../../../kernel/ui/form/useTyped.ts'
import { activityVerbs, logTargetsMost } from '../rules.ts'
import classes from './activities.module.css'
import { idsOf, logWith, massLogMost, PartlyLogged } from './massLog.ts'

const { targets: _targets, each: _each, ...fields } = activityVerbs.onCollection.log.input
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  call: ['subject', 'at', 'direction', 'outcomeId', 'durationMinutes', 'body'],
  meeting: ['subject', 'at', 'durationMinutes', 'outcomeId', 'body'],
  email: ['subject', 'at', 'direction', 'body'],
  note: ['subject', 'body'],
}
const kinds = Object.entries(fields.kind.choices ?? {}).map(([value, k]) => ({ value, label: k.label }))

const MassLog = ({ entity, chosen, what, single, onClose, onDone }: BulkDialogProps) => {
  const { api, can } = useApp()
  const client = useQueryClient()
  const [kind, setKind] = useState('call')
  const [each, setEach] = useState(true)
  const { values, labels, errors, trouble, change, lacking, refused } = useTyped({})
  const [busy, setBusy] = useState('')
  // after a call failed: what was made before it, and whom it is still missing with
  const [partly, setPartly] = useState<PartlyLogged | null>(null)
  const shown = fieldsOf[kind] ?? ['subject', 'body']
  const log = async () => {
    if (busy) return
    if (Object.keys(lacking(fields, shown)).length > 0) return
    setBusy('Logging')
    try {
      const apart = each && !single
      const ids = partly?.left ?? (await idsOf(api, entity.plural, chosen, apart ? massLogMost : logTargetsMost))
      const input = Object.fromEntries(shown.flatMap((k) => (isEmpty(values[k]) ? [] : [[k, values[k]]])))
      const now = await logWith(api, entity.name, ids, { ...input, kind, ...(apart ? { each: true } : {}) }, (done) =>
        setBusy(`${done.toLocaleString()} of ${ids.length.toLocaleString()}`),
      )
      const made = [...(partly?.made ?? []), ...now]
      void refreshScreen(client)
      const undo = async () => {
        await api.bulk('activities', { ids: made }, 'delete')
        await refreshScreen(client)
      }
      toast(`${fields.kind.choices?.[kind]?.label ?? 'Activity'} logged with ${what}`, {
        tone: 'success',
        ...(can('activity.delete') ? { undo } : {}),
      })
      onDone()
    } catch (error) {
      if (error instanceof PartlyLogged) {
        const made = [...(partly?.made ?? []), ...error.made]
        setPartly(new PartlyLogged(made, error.left, error.message))
        void refreshScreen(client)
      } else refused(error, shown)
    } finally {
      setBusy('')
    }
  }
  return (
    <Modal opened onClose={onClose} title={`Log activity with ${what}`} size={640} padding="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void log()
        }}
        onKeyDown={submitOnKeys}
      >
        <SegmentedControl
          className={classes.kinds ?? ''}
          size="xs"
          aria-label="Kind of activity"
          value={kind}
          onChange={setKind}
          data={kinds}
        />
        <FieldGroup
          fields={fields}
          sections={[{ fields: shown }]}
          values={values}
          labels={labels}
          errors={errors}
          onChange={change}
        />
        {single || partly ? null : (
          <Radio.Group
            mt="md"
            aria-label="How it is filed"
            value={each ? 'each' : 'all'}
            onChange={(v) => setEach(v === 'each')}
          >
            <Group gap="lg">
              <Radio value="each" label={`One for each ${entity.label.toLowerCase()}`} />
              <Radio value="all" label="One, linked to all of them" />
            </Group>
          </Radio.Group>
        )}
        {partly && !busy ? (
          <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert" mt="md">
            {`Logged with ${partly.made.length.toLocaleString()}, not with the other ${partly.left.length.toLocaleString()}: ${partly.message} “Log activity” goes on with those.`}
          </Alert>
        ) : null}
        <Troubles trouble={trouble} />
        <Group justify="flex-end" gap="sm" mt="lg">
          {busy ? (
            <span role="status" className={classes.count}>
              {busy}
            </span>
          ) : null}
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy !== ''}>
            Log activity
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
export default MassLog
