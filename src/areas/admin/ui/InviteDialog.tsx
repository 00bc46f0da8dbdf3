/** Invites someone by mail. */
import { Alert, Button, Group, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ApiError, messageOf } from '../../../kernel/ui/api/client.ts'
import { useActOn } from '../../../kernel/ui/api/hooks.ts'
import { stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { toast } from '../../../kernel/ui/feedback/toastStore.ts'
import { FieldGroup } from '../../../kernel/ui/form/FieldGroup.tsx'
import { errorsByField, missing } from '../../../kernel/ui/form/formState.ts'
import { memberVerbs } from '../rules.ts'

const fields = memberVerbs.onCollection.invite.input
const shown = Object.keys(fields)

export const InviteDialog = ({ onClose }: { onClose: () => void }) => {
  const { me } = useApp()
  const act = useActOn('member')
  const [values, setValues] = useState<Record<string, unknown>>({})
  const [labels, setLabels] = useState<Record<string, string>>({})
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [trouble, setTrouble] = useState<string[]>([])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const lacking = missing(fields, shown, values)
    setErrors(lacking)
    setTrouble([])
    if (Object.keys(lacking).length > 0 || act.isPending) return
    try {
      await act.mutateAsync({ verb: 'invite', input: values })
      toast(
        me.raw.mail === 'on'
          ? `Invitation sent to ${stringOf(values.email)}`
          : `${stringOf(values.name)} is invited; the mail with the link waits in the outbox`,
        { tone: 'success' },
      )
      onClose()
    } catch (error) {
      const found = error instanceof ApiError ? errorsByField(error.errors, shown) : { fields: {}, others: [] }
      setErrors(found.fields)
      setTrouble(Object.keys(found.fields).length > 0 ? found.others : [messageOf(error)])
    }
  }
  return (
    <Modal opened onClose={onClose} title="Invite user" size={560} padding="lg">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <FieldGroup
          fields={fields}
          sections={[{ fields: shown }]}
          values={values}
          labels={labels}
          errors={errors}
          onChange={(name, value, label) => {
            setValues((v) => ({ ...v, [name]: value }))
            if (label !== undefined) setLabels((l) => ({ ...l, [name]: label }))
          }}
        />
        {trouble.length > 0 ? (
          <Alert color="red" variant="light" role="alert" mt="md">
            {trouble.join(' ')}
          </Alert>
        ) : null}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={act.isPending}>
            Send invitation
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
