/** Pipelines and their stages, and the stages of leads. */
import { SegmentedControl } from '@mantine/core'
import { useList } from '../../../kernel/ui/api/hooks.ts'
import { stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { useUrl } from '../../../kernel/ui/app/url.ts'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { Frame, Section } from './Frame.tsx'
import { RecordsTable } from './RecordsTable.tsx'

const PipelinesPage = () => {
  const { registry } = useApp()
  const { params, change } = useUrl()
  const query = useList('pipeline', { limit: 100, sort: 'position' })
  const pipelines = query.data?.data ?? []
  const at = pipelines.find((p) => p.id === params.pipeline) ?? pipelines[0]
  return (
    <Frame
      wide
      title="Pipelines and stages"
      lead="A pipeline is a way of selling; its stages are the steps a deal takes."
    >
      {query.isPending ? <PageSkeleton rows={6} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      <Section title="Pipelines">
        <RecordsTable
          entity="pipeline"
          columns={['name', 'policy', 'isDefault', 'active']}
          fields={['name', 'policy', 'isDefault', 'active', 'description']}
          addLabel="Add pipeline"
          empty="No pipelines yet."
          sortable
        />
      </Section>
      {at ? (
        <Section
          title={`Stages of ${stringOf(at.name)}`}
          help="In the order a deal takes them. Longer in a stage than its days allowed counts as stalled."
          action={
            pipelines.length > 1 ? (
              <SegmentedControl
                size="xs"
                aria-label="Pipeline"
                value={at.id}
                data={pipelines.map((p) => ({ value: p.id, label: stringOf(p.name) }))}
                onChange={(pipeline) => change({ pipeline })}
              />
            ) : null
          }
        >
          <RecordsTable
            key={at.id}
            entity="stage"
            params={{ pipelineId: at.id }}
            initial={{ pipelineId: at.id }}
            columns={['name', 'type', 'probability', 'forecastCategory', 'daysAllowed']}
            fields={['name', 'type', 'probability', 'forecastCategory', 'daysAllowed', 'tone', 'guidance']}
            addLabel="Add stage"
            empty="No stages yet: a deal needs at least one open, one won and one lost."
            sortable
          />
        </Section>
      ) : null}
      {registry.find('leadStage') ? (
        <Section title="Lead stages" help="The columns of the lead board; each stands for a status.">
          <RecordsTable
            entity="leadStage"
            columns={['label', 'status', 'pipeline']}
            fields={['label', 'status', 'pipeline', 'tone']}
            addLabel="Add lead stage"
            empty="No stages yet."
            sortable
          />
        </Section>
      ) : null}
    </Frame>
  )
}
export default PipelinesPage
