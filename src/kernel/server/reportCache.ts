/** Figures kept for a minute: a dashboard asks for many at once, and people look at it again and again. */
import type { Actor } from './access.ts'
import type { App } from './app.ts'
import type { Report } from '../report.ts'
import { mostRows, runReport, type ReportResult } from './runReport.ts'

const keptMs = 60_000
const most = 400
type Kept = { at: number; result: Promise<ReportResult> }
const caches = new WeakMap<App, Map<string, Kept>>()

/** Everything that decides what this actor sees is part of the key: a change of rights is a change of figures. */
const keyOf = (actor: Actor, r: Report, params: Record<string, unknown>): string =>
  JSON.stringify([
    actor.workspaceId,
    actor.kind,
    actor.memberId,
    actor.rights,
    actor.fieldRights,
    actor.teamIds,
    r.name,
    params,
  ])

/** As `runReport`, at most a minute old; `at` says how old. Those who ask at once share one run. */
export const keptReport = async (
  app: App,
  actor: Actor,
  r: Report,
  params: Record<string, unknown>,
): Promise<ReportResult> => {
  const cache = caches.get(app) ?? new Map<string, Kept>()
  caches.set(app, cache)
  const key = keyOf(actor, r, params)
  const now = app.now().getTime()
  const known = cache.get(key)
  if (known && now - known.at < keptMs && now >= known.at) return known.result
  const result = runReport(app, actor, r, params, { most: mostRows })
  cache.delete(key)
  cache.set(key, { at: now, result })
  const [oldest] = cache.keys()
  if (cache.size > most && oldest !== undefined) cache.delete(oldest)
  result.catch(() => cache.get(key)?.result === result && cache.delete(key))
  return result
}
