/** Runs an action over many records: starts the job, follows it to its end, offers to take it back. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Entity } from '../../entity.ts'
import type { BulkSelection } from '../api/client.ts'
import { messageOf } from '../api/client.ts'
import { refresh } from '../api/hooks.ts'
import { arrayOf, numberOf, objectOf, stringOf } from '../api/types.ts'
import { useApp } from '../app/AppContext.tsx'
import { toast, toastError } from '../feedback/toastStore.ts'

type Operation = {
  id: string
  done: number
  failed: number
  total: number
  ended: boolean
  cancelled: boolean
  undoable: boolean
  problem: string
}

const operationOf = (x: unknown): Operation => {
  const o = objectOf(x)
  const status = stringOf(o.status)
  return {
    id: stringOf(o.id),
    done: numberOf(o.done),
    failed: numberOf(o.failed),
    total: numberOf(o.total),
    ended: status !== 'running' && status !== 'undoing',
    cancelled: status === 'cancelled',
    undoable: o.undoable === true,
    problem: stringOf(objectOf(arrayOf(o.problems)[0]).problem),
  }
}

const wait = (ms: number): Promise<void> => new Promise((r) => setTimeout(r, ms))

export const useBulkRun = (e: Entity) => {
  const { api } = useApp()
  const client = useQueryClient()
  const [progress, setProgress] = useState<{ id: string; share: number; text: string } | null>(null)
  const running = useRef(false)

  const follow = async (first: Operation): Promise<Operation> => {
    let o = first
    for (let pause = 250; !o.ended && o.id; pause = Math.min(2000, pause * 1.4)) {
      const past = o.done + o.failed
      setProgress({
        id: o.id,
        share: o.total > 0 ? past / o.total : 0,
        text: o.total > 0 ? `${past.toLocaleString()} of ${o.total.toLocaleString()}` : 'Starting',
      })
      await wait(pause)
      o = operationOf(await api.fetch(`/operations/${o.id}`))
    }
    return o
  }
  const report = (o: Operation, said: string): void => {
    const undo = o.undoable
      ? {
          undo: async () => {
            await follow(operationOf(await api.post(`/operations/${o.id}/undo`)))
            setProgress(null)
            refresh(client, e)
          },
        }
      : {}
    if (o.done === 0 && o.failed > 0) toastError(o.problem || 'None of them could be changed.')
    else if (o.failed > 0) toast(`${said}, but ${o.failed.toLocaleString()} not: ${o.problem}`, undo)
    else toast(o.cancelled ? `Stopped after ${o.done.toLocaleString()}` : said, { tone: 'success', ...undo })
  }
  /** Answers whether it went through; messages say what happened. */
  const run = async (
    selection: BulkSelection,
    action: string,
    input: Record<string, unknown> | undefined,
    said: string,
  ): Promise<boolean> => {
    if (running.current) return false
    running.current = true
    setProgress({ id: '', share: 0, text: 'Starting' })
    try {
      const o = await follow(operationOf(await api.bulk(e.plural, selection, action, input)))
      refresh(client, e)
      report(o, said)
      return true
    } catch (error) {
      toastError(messageOf(error))
      return false
    } finally {
      running.current = false
      setProgress(null)
    }
  }
  /** Stops after the record at hand; what is done stays done, and can be taken back. */
  const cancel = () => {
    if (progress?.id) void api.post(`/operations/${progress.id}/cancel`).catch((x) => toastError(messageOf(x)))
  }
  return { run, progress, cancel }
}
