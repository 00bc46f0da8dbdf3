/** Invites someone by mail. */
import { Button, Group, Modal } from '@mantine/core'
import type { FormEvent } from 'react'
import { useActOn } from '../../../kernel/ui/api/hooks.ts'
import { stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { toast } from '../../../kernel/ui/feedback/toastStore.ts'
import { FieldGroup } from '../../../kernel/ui/form/FieldGroup.tsx'
import { Troubles } from '../../../kernel/ui/form/Troubles.tsx'
import { useTyped } from '../../../kernel/ui/form/useTyped.ts'
import { memberVerbs } from '../rules.ts'

const fields = memberVerbs.onCollection.invite.input
const shown = Object.keys(fields)

export const InviteDialog = ({ onClose }: { onClose: () => void }) => {
  const { me } = useApp()
  const act = useActOn('member')
  const { values, labels, errors, trouble, change, lacking, refused } = useTyped({})
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (Object.keys(lacking(fields, shown)).length > 0 || act.isPending) return
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
      refused(error, shown)
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
          onChange={change}
        />
        <Troubles trouble={trouble} />
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
