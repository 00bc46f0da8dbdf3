/** Where one is signed in; each can be signed out, or all but this one. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../../../../kernel/ui/api/client.ts'
import { numberOf, objectOf } from '../../../../kernel/ui/api/types.ts'
import { useApp } from '../../../../kernel/ui/app/AppContext.tsx'
import { Bone, ErrorState } from '../../../../kernel/ui/feedback/states.tsx'
import { toast, toastError } from '../../../../kernel/ui/feedback/toastStore.ts'
import classes from './account.module.css'
import { Section } from '../Frame.tsx'
import { sessionsKey } from './keys.ts'
import { SessionRow } from './SessionRow.tsx'
import { sessionsOf } from './sessionList.ts'

export const Sessions = () => {
  const { api } = useApp()
  const client = useQueryClient()
  const query = useQuery({
    queryKey: sessionsKey,
    queryFn: async ({ signal }) => sessionsOf(await api.fetch('/me/sessions', {}, signal)),
  })
  const settled = {
    onError: (error: unknown) => toastError(messageOf(error)),
    onSettled: () => void client.invalidateQueries({ queryKey: sessionsKey }),
  }
  const end = useMutation({
    mutationFn: (id: string) => api.delete(`/me/sessions/${id}`),
    onSuccess: () => toast('Signed out there', { tone: 'success' }),
    ...settled,
  })
  const endOthers = useMutation({
    mutationFn: async () => numberOf(objectOf(await api.post('/me/sessions/revokeOthers')).ended),
    onSuccess: (n) => toast(n === 1 ? 'Signed out on 1 device' : `Signed out on ${n} devices`, { tone: 'success' }),
    ...settled,
  })
  const others = query.data?.filter((s) => !s.current) ?? []
  return (
    <Section
      title="Where you are signed in"
      help="If you do not know one of these, sign it out and change your password."
      action={
        others.length > 0 ? (
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out everywhere else
          </Button>
        ) : null
      }
    >
      {query.isPending ? <Bone width="60%" /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      <ul className={classes.facts}>
        {query.data?.map((s) => (
          <SessionRow key={s.id} session={s}>
            {s.current ? null : (
              <Button
                variant="subtle"
                color="gray"
                aria-label={`Sign out ${s.device}`}
                loading={end.isPending && end.variables === s.id}
                onClick={() => end.mutate(s.id)}
              >
                Sign out
              </Button>
            )}
          </SessionRow>
        ))}
      </ul>
    </Section>
  )
}
