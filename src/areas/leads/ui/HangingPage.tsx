/** LEAD-11: open leads that nobody has planned anything for. */
import { Button, SegmentedControl } from '@mantine/core'
import { IconCalendarPlus, IconHourglass } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { openCreate } from '../../../kernel/ui/app/uiStore.ts'
import { arrayOf, isObject, objectOf, stringOf } from '../../../kernel/ui/api/types.ts'
import { EmptyState, ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { toast } from '../../../kernel/ui/feedback/toastStore.ts'
import { Person } from '../../../kernel/ui/fields/Person.tsx'
import { RecordLink } from '../../../kernel/ui/fields/RecordLink.tsx'
import { Instant } from '../../../kernel/ui/fields/When.tsx'
import { lead } from '../model.ts'
import { Page } from '../../../kernel/ui/page/Page.tsx'
import classes from './leads.module.css'

const HangingPage = () => {
  const { api, can } = useApp()
  const [whose, setWhose] = useState('mine')
  const { data, error, refetch } = useQuery({
    queryKey: ['leads', 'hanging', whose],
    queryFn: async ({ signal }) =>
      arrayOf(objectOf(await api.fetch('/leads/hanging', { whose }, signal))['data']).filter(isObject),
  })
  return (
    <Page
      title="Leads without next step"
      name="Without next step"
      under={[{ label: 'Leads', to: '/leads' }]}
      actions={
        <SegmentedControl
          aria-label="Whose leads"
          value={whose}
          onChange={setWhose}
          data={[
            { value: 'mine', label: 'Mine' },
            { value: 'team', label: 'My teams' },
            { value: 'all', label: 'Everyone' },
          ]}
        />
      }
    >
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <PageSkeleton rows={6} /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={IconHourglass} title="No lead is left hanging">
          Every open lead has an activity planned or a day to follow up.
        </EmptyState>
      ) : null}
      <ul className={classes.queue}>
        {data?.map((l) => {
          const labels = objectOf(l['labels'])
          const id = stringOf(l['id'])
          const owner = stringOf(labels['ownerId'])
          return (
            <li key={id} className={classes.queueRow}>
              <span className={classes.queueName}>
                <RecordLink entity={lead} id={id}>
                  {stringOf(l['name'], 'A lead')}
                </RecordLink>{' '}
                <span className={classes.faint}>{stringOf(l['company'])}</span>
              </span>
              <span className={classes.faint}>{stringOf(labels['leadStageId'])}</span>
              <span className={classes.faint}>
                {stringOf(l['lastActivityAt']) ? (
                  <>
                    last activity <Instant value={stringOf(l['lastActivityAt'])} />
                  </>
                ) : (
                  <>
                    came in <Instant value={stringOf(l['createdAt'])} />
                  </>
                )}
              </span>
              {owner ? <Person name={owner} compact /> : null}
              {can('activity.create') ? (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconCalendarPlus size={16} />}
                  onClick={() =>
                    openCreate('activity', {
                      initial: { kind: 'task', about: { entity: 'lead', id } },
                      onCreated: () => {
                        toast('Planned', { tone: 'success' })
                        void refetch()
                      },
                    })
                  }
                >
                  Plan next step
                </Button>
              ) : null}
            </li>
          )
        })}
      </ul>
    </Page>
  )
}
export default HangingPage
