/** Live events: `{ entity, id, version }` for every change this person may see, by one stream per browser. */
import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApp } from '../app/AppContext.tsx'
import { refreshLists, refreshScreen } from './freshness.ts'
import { keys } from './keys.ts'
import type { LiveEvent, WireRecord } from './types.ts'
import { isObject, numberOf } from './types.ts'

const parse = (data: unknown): LiveEvent | null => {
  if (typeof data !== 'string') return null
  try {
    const x: unknown = JSON.parse(data)
    return isObject(x) && typeof x.entity === 'string' && typeof x.id === 'string'
      ? { entity: x.entity, id: x.id, version: numberOf(x.version) }
      : null
  } catch {
    return null
  }
}

/** Listens until the answered function is called. `onGap` is told when events may have been missed. */
const listen = (onEvent: (e: LiveEvent) => void, onGap: () => void): (() => void) => {
  const take = (data: unknown): void => {
    const e = parse(data)
    if (e) onEvent(e)
  }
  if (typeof SharedWorker === 'function') {
    try {
      const worker = new SharedWorker(new URL('./live.worker.ts', import.meta.url), {
        type: 'module',
        name: 'throughline-live',
      })
      const bye = () => worker.port.postMessage('bye')
      worker.port.onmessage = (m) => {
        if (!isObject(m.data)) return
        if (m.data.type === 'event') take(m.data.data)
        if (m.data.type === 'reconnected') onGap()
      }
      addEventListener('pagehide', bye)
      return () => {
        removeEventListener('pagehide', bye)
        bye()
        worker.port.close()
      }
    } catch {
      // some browsers have the name but refuse the thing: a stream of our own then
    }
  }
  let lost = false
  const source = new EventSource('/api/v1/events')
  source.onopen = () => {
    if (lost) onGap()
    lost = false
  }
  source.onerror = () => {
    lost = true
  }
  source.onmessage = (e) => take(e.data)
  return () => source.close()
}

const known = (client: QueryClient, plural: string, id: string): number =>
  client
    .getQueriesData<WireRecord>({ queryKey: keys.record(plural, id) })
    .reduce((max, [, r]) => Math.max(max, r?.version ?? -1), -1)

/** Keeps every cached answer fresh while someone is signed in. Bursts are gathered, our own writes are known already. */
export const useLive = (): void => {
  const { registry } = useApp()
  const client = useQueryClient()
  useEffect(() => {
    const waiting = new Map<string, Set<string>>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      timer = undefined
      for (const [entity, ids] of waiting) {
        if (entity === 'notification') {
          void client.invalidateQueries({ queryKey: keys.notifications })
          continue
        }
        const e = registry.find(entity)
        if (!e) continue
        refreshLists(client, e.plural, [...ids])
        void client.invalidateQueries({ queryKey: [e.plural, 'aggregate'] })
        for (const id of ids)
          for (const key of [
            keys.record(e.plural, id),
            keys.timeline(e.plural, id),
            keys.history(e.plural, id),
            keys.files(e.plural, id),
          ])
            void client.invalidateQueries({ queryKey: key })
      }
      void client.invalidateQueries({ queryKey: keys.home })
      waiting.clear()
    }
    const stop = listen(
      (event) => {
        const e = registry.find(event.entity)
        if (e && event.version > 0 && known(client, e.plural, event.id) >= event.version) return
        waiting.set(event.entity, (waiting.get(event.entity) ?? new Set()).add(event.id))
        timer ??= setTimeout(flush, 400)
      },
      () => void refreshScreen(client),
    )
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [client, registry])
}
