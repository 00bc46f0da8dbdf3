/** A board over any entity, by a state, a choice or a reference: drag cards by mouse, touch or keyboard. */
import type { DropResult } from '@hello-pangea/dnd'
import { DragDropContext } from '@hello-pangea/dnd'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { EntityRef } from '../api/hooks.ts'
import { useAggregate, useEntity } from '../api/hooks.ts'
import { keys } from '../api/keys.ts'
import type { ListParams, WireList, WireRecord } from '../api/types.ts'
import type { NamedVerb } from '../../registry.ts'
import { useQueryClient } from '@tanstack/react-query'
import type { InfiniteData } from '@tanstack/react-query'
import { useApp } from '../app/AppContext.tsx'
import { useShortcuts } from '../app/shortcuts.ts'
import { ErrorState } from '../feedback/states.tsx'
import { toastError } from '../feedback/toastStore.ts'
import { useNow } from '../fields/locale.ts'
import classes from './board.module.css'
import type { CardFields } from './Card.tsx'
import { CardContent, daysIn } from './Card.tsx'
import { Column } from './Column.tsx'
import type { BoardColumn } from './columns.ts'
import { figuresOf, useColumns } from './columns.ts'
import { needsInput, stepTo } from './steps.ts'
import { useBoardMove } from './useBoardMove.ts'
import { RecordFormModal, VerbDialog } from '../reach.ts'

export type BoardDrop = { record: WireRecord; from: BoardColumn; to: BoardColumn }
/**
 * What an area says to a drop: nothing (go on), `input` that goes with the move, `refuse` with a sentence, or `ask`: a
 * small form in the place of the card, which ends with `finish(input)` or, to put the card back, `finish(null)`.
 */
export type DropAnswer =
  | undefined
  | { input: Record<string, unknown> }
  | { refuse: string }
  | { ask: (finish: (input: Record<string, unknown> | null) => void) => ReactNode }

type BoardPageProps = {
  entity: EntityRef
  /** the field whose values are the columns */
  groupBy: string
  /** filters of the list, as the API takes them */
  params?: Readonly<Record<string, string>>
  columns?: readonly BoardColumn[]
  /** filters on the records that become columns (`{ pipelineId: … }`) */
  columnScope?: Readonly<Record<string, string>>
  /** changes what the columns say (folds Won and Lost, adds help) */
  mapColumn?: (column: BoardColumn) => BoardColumn
  sum?: string
  weighted?: string
  sort?: string
  /** further parameters of each column's list (`include`) */
  query?: Readonly<Record<string, string>>
  cardFields?: CardFields
  card?: (record: WireRecord, column: BoardColumn) => ReactNode
  /** the verb that moves a record (`moveStage`), given `{ [groupBy]: key }`; a state uses its flow */
  moveVerb?: string
  onDrop?: (drop: BoardDrop) => DropAnswer | Promise<DropAnswer>
  toolbar?: ReactNode
  /** a form of one's own for the plus in a column's head; `false` for none */
  onCreate?: ((column: BoardColumn) => void) | false
  pageSize?: number
}

type Asking = { column: string; index: number; content: ReactNode }
type Dialog = { verb: NamedVerb; drop: BoardDrop }

/** The cards' own keys, for the sheet that shows all. */
const keysOfCards = [
  { keys: 'Tab', label: 'To the next card', group: 'Board' },
  { keys: 'Enter', label: 'Open the card', group: 'Board' },
  { keys: 'Space', label: 'Lift the card, and drop it', group: 'Board' },
  { keys: 'Arrows', label: 'Move the lifted card', group: 'Board' },
]

export const BoardPage = (props: BoardPageProps) => {
  const { groupBy, params = {}, sum, weighted, cardFields = {}, card, moveVerb, onDrop, toolbar, onCreate } = props
  const e = useEntity(props.entity)
  const { registry, can } = useApp()
  const client = useQueryClient()
  const now = useNow()
  useShortcuts(keysOfCards)
  const flow = registry.flowOf(e.name)
  const [folds, setFolds] = useState<Readonly<Record<string, boolean>>>({})
  const [asking, setAsking] = useState<Asking | null>(null)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const [creating, setCreating] = useState<BoardColumn | null>(null)
  const found = useColumns(e, groupBy, props.columns, props.columnScope)
  const columns = props.mapColumn ? found.columns.map(props.mapColumn) : found.columns
  const summed = [sum, weighted].filter((s) => s !== undefined)
  const figures = useAggregate(e, {
    ...params,
    groupBy,
    count: true,
    ...(summed.length > 0 ? { sum: summed.join(',') } : {}),
  })
  const byColumn = figuresOf(figures.data ?? [], groupBy, sum, weighted)
  const part = (key: string): number => (sum ? (byColumn.get(key)?.sum ?? 0) : (byColumn.get(key)?.count ?? 0))
  const whole = columns.reduce((all, c) => all + part(c.key), 0)
  const paramsOf = (column: string): ListParams => ({
    ...params,
    ...props.query,
    [groupBy]: column,
    limit: props.pageSize ?? 40,
    total: 'none',
    ...(props.sort ? { sort: props.sort } : {}),
  })
  const { move, show, settle } = useBoardMove(e, groupBy, paramsOf, moveVerb, async (record, from, to) => {
    const answer = await onDrop?.({ record, from, to })
    return answer !== undefined && 'ask' in answer
  })
  const mayMove =
    flow && flow.field === groupBy
      ? true
      : can(`${e.name}.edit`) || (moveVerb !== undefined && can(`${e.name}.${moveVerb}`))

  const recordOf = (column: string, id: string): WireRecord | undefined =>
    client
      .getQueryData<InfiniteData<WireList>>(keys.infinite(e.plural, paramsOf(column)))
      ?.pages.flatMap((p) => p.data)
      .find((r) => r.id === id)

  const drop = async (result: DropResult) => {
    const { destination, source, draggableId } = result
    if (!destination || destination.droppableId === source.droppableId) return
    const from = columns.find((c) => c.key === source.droppableId)
    const to = columns.find((c) => c.key === destination.droppableId)
    const record = recordOf(source.droppableId, draggableId)
    if (!from || !to || !record) return
    const index = destination.index
    const answer = await onDrop?.({ record, from, to })
    if (answer && 'refuse' in answer) {
      toastError(answer.refuse)
      return
    }
    if (answer && 'ask' in answer) {
      const content = answer.ask((input) => {
        setAsking(null)
        if (input) void move({ record, from, to, index, input })
      })
      setFolds((f) => ({ ...f, [to.key]: false }))
      setAsking({ column: to.key, index, content })
      return
    }
    const input = answer?.input
    const step = flow && flow.field === groupBy ? stepTo(flow, from.key, to.key) : undefined
    const verb = step ? registry.verb(`${e.name}.${step}`) : undefined
    if (verb && !input && (needsInput(verb.definition.input) || verb.definition.confirm)) {
      setDialog({ verb, drop: { record, from, to } })
      return
    }
    await move({ record, from, to, index, input })
  }

  if (found.error) return <ErrorState error={found.error} />
  return (
    <div className={classes.board}>
      {toolbar}
      <DragDropContext
        onDragEnd={(result) => void drop(result)}
        dragHandleUsageInstructions="Press Space to lift the card, the arrow keys to move it, Space to drop it and Escape to put it back."
      >
        <div className={classes.columns}>
          {columns.map((column) => (
            <Column
              key={column.key}
              entity={e}
              column={column}
              params={paramsOf(column.key)}
              figures={byColumn.get(column.key)}
              share={whole > 0 ? part(column.key) / whole : 0}
              hasSum={sum !== undefined}
              hasWeighted={weighted !== undefined}
              folded={folds[column.key] ?? column.folded ?? false}
              onFold={(folded) => setFolds((f) => ({ ...f, [column.key]: folded }))}
              card={(r) => (card ? card(r, column) : <CardContent entity={e} record={r} fields={cardFields} />)}
              stalled={(r) => {
                const limit = cardFields.limit?.(r)
                const days = daysIn(r, cardFields.since, now)
                return limit !== undefined && days !== undefined && days > limit
              }}
              asking={asking?.column === column.key ? asking : null}
              onCreate={
                onCreate === false || e.crud?.create === false || !can(`${e.name}.create`)
                  ? undefined
                  : () => (onCreate ? onCreate(column) : setCreating(column))
              }
              mayMove={mayMove}
            />
          ))}
        </div>
      </DragDropContext>
      {dialog ? (
        <VerbDialog
          verb={dialog.verb}
          record={dialog.drop.record}
          onClose={() => setDialog(null)}
          onDone={() => {
            show({ ...dialog.drop, index: 0 })
            settle(dialog.drop.from.key, dialog.drop.to.key)
          }}
        />
      ) : null}
      {creating ? (
        <RecordFormModal
          entity={e}
          initial={e.fields[groupBy]?.kind === 'state' ? {} : { [groupBy]: creating.key }}
          initialLabels={{ [groupBy]: creating.label }}
          onClose={() => setCreating(null)}
        />
      ) : null}
    </div>
  )
}
