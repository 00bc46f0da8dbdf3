/** Activities in short: one line each, with its box to tick. */
import { ActionIcon } from '@mantine/core'
import {
  IconCalendarEvent,
  IconCheck,
  IconCheckbox,
  type Icon,
  IconMail,
  IconNote,
  IconPhone,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { useAct } from '../../../kernel/ui/api/hooks.ts'
import { keys } from '../../../kernel/ui/api/keys.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'

const icons: Readonly<Record<string, Icon>> = {
  task: IconCheckbox,
  call: IconPhone,
  meeting: IconCalendarEvent,
  note: IconNote,
  email: IconMail,
}
export const ActivityIcon = ({ kind, className }: { kind: string; className?: string | undefined }) => {
  const Shown = icons[kind]
  const common = { size: 16, className: className ?? '', 'aria-label': kind }
  return Shown ? <Shown {...common} /> : <IconCheckbox {...common} />
}

/** Ticks an activity off; the message takes it back. */
export const CompleteButton = ({ id, subject }: { id: string; subject: string }) => {
  const { api } = useApp()
  const client = useQueryClient()
  const act = useAct('activity')
  const complete = async () => {
    try {
      await act.mutateAsync({ id, verb: 'complete' })
      toast(`“${subject}” is done`, {
        tone: 'success',
        undo: async () => {
          await api.act('activities', id, 'reopen')
          await Promise.all([
            client.invalidateQueries({ queryKey: keys.all('activities') }),
            client.invalidateQueries({ queryKey: keys.home }),
          ])
        },
      })
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  return (
    <ActionIcon
      data-tip="Complete"
      variant="default"
      size={22}
      radius="xl"
      loading={act.isPending}
      aria-label={`Complete ${subject}`}
      onClick={() => void complete()}
    >
      <IconCheck size={14} />
    </ActionIcon>
  )
}
