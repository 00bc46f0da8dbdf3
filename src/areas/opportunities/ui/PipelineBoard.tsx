/** The deals of one pipeline by stage: weighted sums in the heads, the pipeline's rules at every drop. */
import { Select } from '@mantine/core'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { useAggregate, useList } from '../../../kernel/ui/api/hooks.ts'
import type { BoardProps } from '../../../kernel/ui/app/areaUi.ts'
import { AskInPlace } from '../../../kernel/ui/board/AskInPlace.tsx'
import { type BoardDrop, BoardPage, type DropAnswer } from '../../../kernel/ui/board/BoardPage.tsx'
import { ErrorState, PageSkeleton } from '../../../kernel/ui/feedback/states.tsx'
import { stringOf, type WireRecord } from '../../../kernel/ui/api/types.ts'
import { openCreate } from '../../../kernel/ui/app/uiStore.ts'
import { defaultDaysAllowed, opportunityVerbs, whyNotMove } from '../rules.ts'
import classes from './opportunities.module.css'
import { isClosed, type ShownStage, useStages } from './stages.ts'

/**
 * The chosen pipeline stands in the address, so that a link shows the same board. Without a choice it is the default
 * one, unless that is empty and another is not: what an import brought is not to be looked for.
 */
const usePipeline = (): [WireRecord | undefined, readonly WireRecord[], (id: string) => void] => {
  const router = useRouter()
  const wanted = useRouterState({ select: (s) => new URLSearchParams(s.location.searchStr).get('pipeline') })
  const { data } = useList('pipeline', { active: true, sort: 'position', limit: 50, total: 'none' })
  const all = data?.data ?? []
  const asked = all.find((p) => p.id === wanted)
  const counts = useAggregate(
    'opportunity',
    { groupBy: 'pipelineId', count: true, 'status[in]': 'open,onHold' },
    { enabled: asked === undefined && all.length > 1 },
  )
  const openIn = (p: WireRecord): number => counts.data?.find((g) => g.key['pipelineId'] === p.id)?.count ?? 0
  const usual = all.find((p) => p['isDefault'] === true) ?? all[0]
  const fullest = all.toSorted((a, b) => openIn(b) - openIn(a))[0]
  const found = usual && openIn(usual) === 0 && fullest && openIn(fullest) > 0 ? fullest : usual
  // Decided once: the board does not change under the hand that moves its last deal.
  const [kept, keep] = useState<string | null>(null)
  const decided = counts.isLoading ? undefined : (all.find((p) => p.id === kept) ?? found)
  if (kept === null && decided) keep(decided.id)
  const chosen = asked ?? decided
  const choose = (id: string) => {
    const q = new URLSearchParams(location.search)
    q.set('pipeline', id)
    router.history.replace(`${location.pathname}?${q}`)
  }
  return [chosen, all, choose]
}

const { lose, hold } = opportunityVerbs.onRecord
const shortLose = {
  lostReasonId: lose.input.lostReasonId,
  competitorId: lose.input.competitorId,
  note: lose.input.note,
}

const answerTo = (policy: string, stages: readonly ShownStage[], { from, to }: BoardDrop): DropAnswer => {
  const [a, b] = [stages.find((s) => s.id === from.key), stages.find((s) => s.id === to.key)]
  if (!a || !b) return undefined
  const no = whyNotMove(policy === 'stepwise' ? 'stepwise' : 'free', stages, a, b)
  if (no) return { refuse: no.message }
  if (b.type === 'lost')
    return {
      ask: (finish) => (
        <AskInPlace title="Why was it lost?" fields={shortLose} submitLabel="Mark as lost" finish={finish} />
      ),
    }
  if (b.type === 'onHold')
    return {
      ask: (finish) => (
        <AskInPlace title="Why is it on hold?" fields={hold.input} submitLabel="Put on hold" finish={finish} />
      ),
    }
  return undefined
}

const PipelineBoard = ({ entity, params, toolbar }: BoardProps) => {
  const [pipeline, pipelines, choose] = usePipeline()
  const { stages, isPending, error } = useStages()
  if (error) return <ErrorState error={error} />
  if (isPending || !pipeline) return <PageSkeleton />
  const own = stages.filter((s) => s.pipelineId === pipeline.id)
  const byId = new Map(own.map((s) => [s.id, s]))
  const columns = own.map((s) => ({
    key: s.id,
    label: s.name,
    tone: s.tone,
    help: [isClosed(s) ? '' : `${s.probability} % probability.`, s.guidance].filter(Boolean).join(' ') || undefined,
    folded: isClosed(s),
  }))
  return (
    <BoardPage
      key={pipeline.id}
      entity={entity}
      groupBy="stageId"
      columns={columns}
      params={{ ...params, pipelineId: pipeline.id }}
      sum="amount"
      weighted="weightedAmount"
      sort="-amount"
      moveVerb="moveStage"
      cardFields={{
        subtitle: 'accountId',
        amount: 'amount',
        since: 'enteredStageAt',
        next: 'nextActivityOn',
        limit: (r) => {
          const s = byId.get(stringOf(r['stageId']))
          return isClosed(s) ? undefined : (s?.daysAllowed ?? defaultDaysAllowed)
        },
      }}
      onDrop={(drop) => answerTo(stringOf(pipeline['policy']), own, drop)}
      onCreate={(column) => openCreate('opportunity', { initial: { pipelineId: pipeline.id, stageId: column.key } })}
      toolbar={
        <div className={classes.toolbar}>
          {pipelines.length > 1 ? (
            <Select
              aria-label="Pipeline"
              className={classes.pipeline}
              data={pipelines.map((p) => ({ value: p.id, label: stringOf(p['name']) }))}
              value={pipeline.id}
              onChange={(id) => id && choose(id)}
              allowDeselect={false}
            />
          ) : null}
          {toolbar}
        </div>
      }
    />
  )
}
export default PipelineBoard
