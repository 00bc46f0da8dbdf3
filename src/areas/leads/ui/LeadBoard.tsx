/** Open leads by column. A drop takes the step that leads there, asks what it needs, or says why not. */
import { Select } from '@mantine/core'
import { useState } from 'react'
import { useList } from '../../../kernel/ui/api/hooks.ts'
import { stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'
import type { BoardProps } from '../../../kernel/ui/app/areaUi.ts'
import { openCreate } from '../../../kernel/ui/app/uiStore.ts'
import { AskInPlace } from '../../../kernel/ui/board/AskInPlace.tsx'
import { type BoardDrop, BoardPage, type DropAnswer } from '../../../kernel/ui/board/BoardPage.tsx'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { lead } from '../model.ts'
import { leadFlow, stepBetween } from '../rules.ts'
import classes from './leads.module.css'

const labelOf = (status: string): string => lead.fields.status.choices?.[status]?.label ?? status

const answerTo = (stages: readonly WireRecord[], { from, to, record }: BoardDrop): DropAnswer => {
  const [a, b] = [from.key, to.key].map((k) => stringOf(stages.find((s) => s.id === k)?.['status']))
  const status = stringOf(record['status'], a)
  if (!b || status === b) return undefined
  const step = stepBetween(status, b)
  if (!step)
    return {
      refuse:
        status === 'new'
          ? 'Assign this lead first: drop it on Assigned.'
          : `A lead cannot go from ${labelOf(status)} to ${to.label}. Leads go from New to Assigned to In process; from there they are converted or recycled.`,
    }
  const { note, recontactOn } = leadFlow.steps.recycle.input
  if (step === 'recycle')
    return {
      ask: (finish) => (
        <AskInPlace
          title="When shall we contact them again?"
          fields={{ recontactOn, note }}
          submitLabel="Recycle lead"
          finish={finish}
        />
      ),
    }
  if (step === 'assign' && !record['ownerId'])
    return {
      ask: (finish) => (
        <AskInPlace
          title="Who takes this lead?"
          fields={{ ownerId: leadFlow.steps.assign.input.ownerId }}
          submitLabel="Assign"
          finish={finish}
        />
      ),
    }
  return undefined
}

const LeadBoard = ({ entity, params, toolbar }: BoardProps) => {
  const { me } = useApp()
  const { data, isPending, error } = useList('leadStage', { sort: 'position', limit: 200, total: 'none' })
  const [chosen, setChosen] = useState<string | null>(null)
  if (error) return <ErrorState error={error} />
  if (isPending || !data) return <PageSkeleton />
  const pipelines = [...new Set(data.data.map((s) => stringOf(s['pipeline'])))]
  const pipeline = chosen ?? pipelines[0] ?? ''
  const stages = data.data.filter((s) => s['pipeline'] === pipeline)
  const columns = stages.map((s) => ({
    key: s.id,
    label: stringOf(s['label']),
    tone: toneOf(s),
    help: `Status: ${labelOf(stringOf(s['status']))}`,
    folded: s['status'] === 'recycled',
  }))
  return (
    <BoardPage
      key={pipeline}
      entity={entity}
      groupBy="leadStageId"
      columns={columns}
      // closed leads keep the column they left; they are not on the board
      params={{ 'status[nin]': 'dead,converted', ...params }}
      sort="-createdAt"
      moveVerb="moveStage"
      cardFields={{ subtitle: 'company', since: 'enteredStageAt', next: 'nextActivityOn' }}
      onDrop={(drop) => answerTo(stages, drop)}
      onCreate={() => openCreate('lead', { initial: { ownerId: me.member.id } })}
      toolbar={
        pipelines.length > 1 || toolbar ? (
          <div className={classes.toolbar}>
            {pipelines.length > 1 ? (
              <Select
                aria-label="Pipeline"
                data={pipelines}
                value={pipeline}
                onChange={setChosen}
                allowDeselect={false}
              />
            ) : null}
            {toolbar}
          </div>
        ) : null
      }
    />
  )
}

const tones = ['grey', 'blue', 'amber', 'green', 'red', 'violet'] as const
const toneOf = (s: WireRecord) => tones.find((t) => t === s['tone'])
export default LeadBoard
