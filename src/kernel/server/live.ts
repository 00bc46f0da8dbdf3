/** Live updates: what changed, told to the browsers that may see it. Carries no content, so a lost one costs a refresh. */
import { EventEmitter } from 'node:events'
import pg from 'pg'
import type { StoredEvent } from './events.ts'
import { uuidv7 } from './ids.ts'

export type LiveEvent = {
  workspaceId: string
  entity: string
  id: string
  version: number | null
  name: string
  /** owner and team before and after: who could see it before must learn that it left */
  ownerIds: (string | null)[]
  teamIds: (string | null)[]
}

export type Live = {
  publish(workspaceId: string, events: readonly StoredEvent[]): void
  subscribe(workspaceId: string, listener: (e: LiveEvent) => void): () => void
  close(): Promise<void>
}

const channel = 'throughline_live'
const origin = uuidv7()

const sides = (e: StoredEvent, key: 'ownerId' | 'teamId', now: string | null): (string | null)[] => {
  const before = e.changes[key]?.[0]
  return typeof before === 'string' ? [now, before] : [now]
}

/**
 * In this process at once; to the other processes by NOTIFY, sent after commit and at most every 50 ms, because a NOTIFY
 * inside each transaction halves the commits per second.
 */
export const startLive = async (url: string, onError: (error: Error) => void): Promise<Live> => {
  const emitter = new EventEmitter().setMaxListeners(0)
  const client = new pg.Client({ connectionString: url, application_name: 'throughline live' })
  client.on('error', onError)
  await client.connect()
  await client.query(`listen ${channel}`)
  const emit = (list: readonly LiveEvent[]) => {
    for (const e of list) emitter.emit(e.workspaceId, e)
  }
  client.on('notification', (n) => {
    const { from, list } = JSON.parse(n.payload ?? '{}') as { from?: string; list?: LiveEvent[] }
    if (from !== origin && list) emit(list)
  })
  let waiting: LiveEvent[] = []
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> = Promise.resolve()
  const flush = () => {
    timer = undefined
    const payloads: string[] = []
    // NOTIFY carries 8,000 bytes; ten events stay well below.
    while (waiting.length > 0) payloads.push(JSON.stringify({ from: origin, list: waiting.splice(0, 10) }))
    sending = sending
      .then(() => client.query('select pg_notify($1, x) from unnest($2::text[]) as x', [channel, payloads]))
      .then(() => undefined, onError)
  }
  return {
    publish(workspaceId, events) {
      const list = events.map(
        (e): LiveEvent => ({
          workspaceId,
          entity: e.entity,
          id: e.recordId,
          version: e.version,
          name: e.name,
          ownerIds: sides(e, 'ownerId', e.ownerId),
          teamIds: sides(e, 'teamId', e.teamId),
        }),
      )
      emit(list)
      waiting.push(...list)
      timer ??= setTimeout(flush, 50)
    },
    subscribe(workspaceId, listener) {
      emitter.on(workspaceId, listener)
      return () => emitter.off(workspaceId, listener)
    },
    async close() {
      clearTimeout(timer)
      await sending
      await client.end()
    },
  }
}
