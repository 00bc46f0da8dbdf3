/** Moves a card: at once on screen, then on the server; a refusal puts it back and says why. */
import type { InfiniteData } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import type { Entity } from '../../entity.ts'
import { labelOf } from '../../entity.ts'
import { ApiError, messageOf } from '../api/client.ts'
import { refreshPages } from '../api/freshness.ts'
import { keys } from '../api/keys.ts'
import type { ListParams, WireList, WireRecord } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { toast, toastError } from '../feedback/toastStore.ts'
import { textOf, titleOf } from '../fields/wire.ts'
import { leadsBack, stepTo } from './steps.ts'
import type { BoardColumn } from './columns.ts'

type Pages = InfiniteData<WireList>
const without = (pages: Pages, id: string): Pages => ({
  ...pages,
  pages: pages.pages.map((p) => ({ ...p, data: p.data.filter((r) => r.id !== id) })),
})
const withCard = (pages: Pages, record: WireRecord, index: number): Pages => {
  let left = index
  let placed = false
  const all = pages.pages.map((p, i) => {
    if (placed) return p
    if (left <= p.data.length || i === pages.pages.length - 1) {
      placed = true
      return { ...p, data: [...p.data.slice(0, left), record, ...p.data.slice(left)] }
    }
    left -= p.data.length
    return p
  })
  return { ...pages, pages: all }
}

type Move = {
  record: WireRecord
  from: BoardColumn
  to: BoardColumn
  /** place in the target column, until the server's order is known */
  index: number
  /** what was asked for in place */
  input?: Record<string, unknown> | undefined
}

export const useBoardMove = (
  e: Entity,
  field: string,
  paramsOf: (column: string) => ListParams,
  moveVerb: string | undefined,
  /** whether the page would ask before such a move: then it cannot be taken back just so */
  asks: (record: WireRecord, from: BoardColumn, to: BoardColumn) => Promise<boolean>,
) => {
  const { api, registry } = useApp()
  const client = useQueryClient()
  const flow = registry.flowOf(e.name)

  const show = ({ record, from, to, index }: Move): void => {
    const moved: WireRecord = { ...record, [field]: to.key, labels: { ...record.labels, [field]: to.label } }
    client.setQueryData<Pages>(keys.infinite(e.plural, paramsOf(from.key)), (p) => p && without(p, record.id))
    client.setQueryData<Pages>(
      keys.infinite(e.plural, paramsOf(to.key)),
      (p) => p && withCard(without(p, record.id), moved, index),
    )
  }
  const settle = (from: string, to: string): void => {
    for (const key of [from, to]) void refreshPages(client, keys.infinite(e.plural, paramsOf(key)))
    void client.invalidateQueries({ queryKey: [e.plural, 'aggregate'] })
    void client.invalidateQueries({
      queryKey: keys.lists(e.plural),
      refetchType: 'none',
      predicate: (q) => !q.isActive(),
    })
    void client.invalidateQueries({ queryKey: keys.records(e.plural), refetchType: 'none' })
    void client.invalidateQueries({ queryKey: keys.home, refetchType: 'none' })
  }
  const send = async (record: WireRecord, from: string, to: string, input: Record<string, unknown> = {}) => {
    if (flow && flow.field === field) {
      const step = stepTo(flow, from, to)
      if (!step) throw new ApiError(409, 'refused', noStep(e, field, from, to))
      return api.act(e.plural, record.id, step, input)
    }
    if (moveVerb) return api.act(e.plural, record.id, moveVerb, { [field]: to, ...input })
    return api.update(e.plural, record.id, record.version, { [field]: to, ...input })
  }

  const move = async (m: Move): Promise<boolean> => {
    const before = [m.from.key, m.to.key].map((k) => {
      const key = keys.infinite(e.plural, paramsOf(k))
      return [key, client.getQueryData(key)] as const
    })
    for (const [key] of before) await client.cancelQueries({ queryKey: key })
    show(m)
    try {
      const after = await send(m.record, m.from.key, m.to.key, m.input)
      settle(m.from.key, m.to.key)
      const [was, is] = flow ? [m.record, after].map((r) => textOf(r[flow.field])) : []
      const back =
        (!flow || leadsBack(flow, was ?? '', is ?? '')) &&
        (!moveVerb || !after.can || after.can.includes(`${e.name}.${moveVerb}`)) &&
        !(await asks(after, m.to, m.from))
      toast(`${titleOf(e, m.record)} moved to ${m.to.label}`, {
        tone: 'success',
        ...(back
          ? {
              undo: async () => {
                await send(after, m.to.key, m.from.key)
                settle(m.from.key, m.to.key)
              },
            }
          : {}),
      })
      return true
    } catch (error) {
      for (const [key, data] of before) client.setQueryData(key, data)
      toastError(messageOf(error))
      return false
    }
  }
  return { move, show, settle }
}

const noStep = (e: Entity, field: string, from: string, to: string): string => {
  const f = e.fields[field]
  const name = (k: string) => f?.choices?.[k]?.label ?? k
  return `${f ? labelOf(field, f) : 'The state'} cannot go from ${name(from)} to ${name(to)}.`
}
