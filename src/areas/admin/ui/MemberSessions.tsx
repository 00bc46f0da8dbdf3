/** Where a member is signed in, for an admin, and signing them out of all of it. */
import { Button, Group, Modal } from '@mantine/core'
import { IconDeviceDesktopOff } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { Bone, EmptyState, ErrorState } from '../../../kernel/ui/feedback/states.tsx'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { SessionRow } from './account/SessionRow.tsx'
import { sessionsOf } from './account/sessionList.ts'
import classes from './account/account.module.css'

export const MemberSessions = ({ member, onClose }: { member: WireRecord; onClose: () => void }) => {
  const { api } = useApp()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const name = stringOf(member.name)
  const query = useQuery({
    queryKey: ['members', 'sessions', member.id],
    queryFn: async ({ signal }) => sessionsOf(await api.fetch(`/members/${member.id}/sessions`, {}, signal)),
  })
  const signOut = async () => {
    setBusy(true)
    try {
      await api.act('members', member.id, 'revokeSessions')
      toast(`${name} is signed out everywhere`, { tone: 'success' })
      await client.invalidateQueries({ queryKey: ['members', 'security'] })
      onClose()
    } catch (error) {
      toastError(messageOf(error))
      setBusy(false)
    }
  }
  const rows = query.data ?? []
  return (
    <Modal opened onClose={onClose} title={`Where ${name} is signed in`} size="lg">
      {query.isPending ? <Bone width="60%" /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? (
        <EmptyState icon={IconDeviceDesktopOff} title="Nowhere">
          {name} is not signed in on any device.
        </EmptyState>
      ) : null}
      <ul className={classes.facts}>
        {rows.map((s) => (
          <SessionRow key={s.id} session={s} />
        ))}
      </ul>
      {rows.length > 0 ? (
        <Group justify="flex-end" mt="md">
          <Button color="red" loading={busy} onClick={() => void signOut()}>
            Sign out everywhere
          </Button>
        </Group>
      ) : null}
    </Modal>
  )
}
