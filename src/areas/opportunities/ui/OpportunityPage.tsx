/** A deal: its stages as the path, what is in it, who is on it. */
import { Button } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useState } from 'react'
import type { NamedVerb } from '../../../kernel/registry.ts'
import { messageOf } from '../../../kernel/ui/api/client.ts'
import { useAct, useRecord } from '../../../kernel/ui/api/hooks.ts'
import { isMoney, stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import type { RecordPageProps } from '../../../kernel/ui/app/areaUi.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import { openCreate } from '../../../kernel/ui/app/uiStore.ts'
import { toast, toastError } from '../../../kernel/ui/feedback/toastStore.ts'
import { FieldDisplay } from '../../../kernel/ui/fields/FieldDisplay.tsx'
import { formatMoney } from '../../../kernel/ui/fields/format.ts'
import { useLocale } from '../../../kernel/ui/fields/locale.ts'
import { Day } from '../../../kernel/ui/fields/When.tsx'
import { rowsOf, titleOf } from '../../../kernel/ui/fields/wire.ts'
import recordClasses from '../../../kernel/ui/record/record.module.css'
import { NextActivity } from '../../../kernel/ui/record/NextPanel.tsx'
import { RecordPage } from '../../../kernel/ui/record/RecordPage.tsx'
import { Path } from '../../../kernel/ui/steps/FlowPath.tsx'
import { opportunity } from '../model.ts'
import { DealMoney } from './DealMoney.tsx'
import { DealLines } from './DealLines.tsx'
import { PeopleOnDeal } from './PeopleOnDeal.tsx'
import { StageHistory } from './StageHistory.tsx'
import shared from '../../../kernel/ui/shared.module.css'
import classes from './opportunities.module.css'
import { useStages } from './stages.ts'
import { VerbDialog } from '../../../kernel/ui/reach.ts'

const Title = ({ record }: { record: WireRecord }) => {
  const l = useLocale()
  return (
    <>
      <h1 className={recordClasses.title}>{titleOf(opportunity, record)}</h1>
      {isMoney(record['amount']) ? <span className={classes.amountTag}>{formatMoney(record['amount'], l)}</span> : null}
      <FieldDisplay field={opportunity.fields.status} name="status" row={record} entity={opportunity} />
    </>
  )
}

/** The stages of the deal's pipeline; a click moves it. Lost asks why. */
const StagePath = ({ record }: { record: WireRecord }) => {
  const { registry } = useApp()
  const { stages } = useStages()
  const act = useAct(opportunity)
  const [asking, setAsking] = useState<NamedVerb | null>(null)
  const current = stages.find((s) => s.id === record['stageId'])
  const own = stages.filter((s) => s.pipelineId === record['pipelineId'])
  // a lost deal ends its road in Lost; for all others that is no goal
  const shown = own.filter((s) =>
    s.type === 'lost' ? current?.type === 'lost' : !(s.type === 'won' && current?.type === 'lost'),
  )
  const pick = async (id: string) => {
    const to = own.find((s) => s.id === id)
    const verb =
      to?.type === 'lost'
        ? registry.verb('opportunity.lose')
        : to?.type === 'onHold'
          ? registry.verb('opportunity.hold')
          : undefined
    if (verb) {
      setAsking(verb)
      return
    }
    try {
      await act.mutateAsync({ id: record.id, verb: 'moveStage', input: { stageId: id } })
      toast(`Moved to ${to?.name ?? 'the stage'}`, {
        tone: 'success',
        ...(current
          ? { undo: () => act.mutateAsync({ id: record.id, verb: 'moveStage', input: { stageId: current.id } }) }
          : {}),
      })
    } catch (error) {
      toastError(messageOf(error))
    }
  }
  const movable = record.can?.includes('opportunity.moveStage') ?? false
  return (
    <>
      <Path
        steps={shown.map((s) => ({ key: s.id, label: s.name, tone: s.tone }))}
        current={stringOf(record['stageId'])}
        since={stringOf(record['enteredStageAt']) || undefined}
        label="Stages"
        onPick={movable ? (id) => void pick(id) : undefined}
      />
      {asking ? <VerbDialog verb={asking} record={record} onClose={() => setAsking(null)} /> : null}
    </>
  )
}

const Banner = ({ record }: { record: WireRecord }) => {
  const { stages } = useStages()
  const current = stages.find((s) => s.id === record['stageId'])
  const hold = stringOf(record['holdReason'])
  const resume = stringOf(record['resumeOn'])
  if (hold)
    return (
      <p className={shared.quiet}>
        On hold: {hold}
        {resume ? (
          <>
            {' '}
            Resume <Day value={resume} />.
          </>
        ) : null}
      </p>
    )
  return current?.guidance ? <p className={shared.quiet}>{current.guidance}</p> : null
}

const inHeader = [
  'status',
  'stageId',
  'pipelineId',
  'amount',
  'weightedAmount',
  'probability',
  'forecastCategory',
  'enteredStageAt',
  'nextActivityOn',
  'holdReason',
  'resumeOn',
]

const OpportunityPage = ({ id }: RecordPageProps) => {
  const { can, registry } = useApp()
  const { data } = useRecord(opportunity, id)
  const status = stringOf(data?.['status'], 'open')
  const quotable = registry.find('quote') !== undefined && can('quote.create')
  return (
    <RecordPage
      entity={opportunity}
      id={id}
      title={(r) => <Title record={r} />}
      path={(r) => <StagePath record={r} />}
      banner={(r) => <Banner record={r} />}
      actions={(r) =>
        quotable && status !== 'lost' && !r['deletedAt'] ? (
          <Button
            size="xs"
            leftSection={<IconFileText size={16} />}
            onClick={() =>
              openCreate('quote', {
                initial: {
                  opportunityId: r.id,
                  accountId: r['accountId'],
                  contactId: r['contactId'],
                  title: r['name'],
                  currency: r['currency'],
                },
              })
            }
          >
            Create quote
          </Button>
        ) : null
      }
      factsLeaveOut={inHeader}
      tabs={(generic, r) => [
        { key: 'timeline', label: 'Timeline', content: generic.find((t) => t.key === 'timeline')?.content ?? null },
        {
          key: 'lines',
          label: 'Products',
          count: rowsOf(r['lines']).length,
          content: <DealLines record={r} />,
        },
        { key: 'stages', label: 'Stages', content: <StageHistory record={r} /> },
        ...generic.filter((t) => !['timeline', 'lines', 'people', 'stageHistory'].includes(t.key)),
      ]}
      aside={(r) => (
        <>
          <NextActivity entity={opportunity} record={r} />
          <PeopleOnDeal record={r} />
          <DealMoney record={r} />
        </>
      )}
    />
  )
}
export default OpportunityPage
