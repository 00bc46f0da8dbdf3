/** Work in the background that was tried as often as it may be. */
import { Button } from '@mantine/core'
import { IconMoodHappy, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { arrayOf, numberOf, objectOf, stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { EmptyState, ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { Instant } from '../../../kernel/ui/fields/When.tsx'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './admin.module.css'
import { Frame } from './Frame.tsx'

type Failed = { id: string; name: string; error: string; attempts: number; at: string }
const failedOf = (x: unknown): Failed[] =>
  arrayOf(objectOf(x).data).map((j) => {
    const o = objectOf(j)
    return {
      id: stringOf(o.id),
      name: stringOf(o.name),
      error: stringOf(o.error),
      attempts: numberOf(o.attempts),
      at: stringOf(o.failedAt),
    }
  })

const FailedJobsPage = () => {
  const { api, can } = useApp()
  const client = useQueryClient()
  const query = useQuery({
    queryKey: ['failedJobs'],
    queryFn: async ({ signal }) => failedOf(await api.fetch('/failed-jobs', { limit: 200 }, signal)),
  })
  const retry = useMutation({
    mutationFn: (id: string) => api.post(`/failed-jobs/${id}/retry`),
    onSuccess: () => toast('Started again', { tone: 'success' }),
    onError: (error) => toastError(messageOf(error)),
    onSettled: () => void client.invalidateQueries({ queryKey: ['failedJobs'] }),
  })
  const jobs = query.data ?? []
  return (
    <Frame
      wide
      title="Failed jobs"
      lead="Each was tried several times with growing pauses. Remove the cause, then start it again."
    >
      {query.isPending ? <PageSkeleton rows={4} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && jobs.length === 0 ? (
        <EmptyState icon={IconMoodHappy} title="No job has failed">
          Mails, reminders and everything else in the background did its work.
        </EmptyState>
      ) : null}
      <ul className={classes.tree}>
        {jobs.map((j) => (
          <li key={j.id} className={classes.log}>
            <div className={classes.auditHead}>
              <span className={shared.strong}>{j.name}</span>
              <span className={shared.faint}>{j.attempts === 1 ? '1 try' : `${j.attempts} tries`}</span>
              <span className={shared.grow} />
              <span className={shared.faint}>
                <Instant value={j.at} />
              </span>
              {can('failedJob.retry') ? (
                <Button
                  variant="default"
                  leftSection={<IconRefresh size={16} />}
                  loading={retry.isPending && retry.variables === j.id}
                  onClick={() => retry.mutate(j.id)}
                >
                  Start again
                </Button>
              ) : null}
            </div>
            <details className={classes.details}>
              <summary>{j.error.split('\n')[0]}</summary>
              <pre className={classes.mailText}>{j.error}</pre>
            </details>
          </li>
        ))}
      </ul>
    </Frame>
  )
}
export default FailedJobsPage
