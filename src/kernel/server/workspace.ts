/** The workspace as actions need it, with its settings. */
import { sql } from 'kysely'
import { notFound } from '../errors.ts'
import type { App } from './app.ts'
import type { Workspace } from './context.ts'
import { inWorkspace } from './transaction.ts'

type Stored = {
  id: string
  name: string
  base_currency: string
  time_zone: string
  country: string
  locale: string
  demo: boolean
  settings: Record<string, unknown> | null
}

const keptMs = 30_000

/** Kept for 30 s, so that a change made by another process shows soon; this process forgets it at once. */
export const loadWorkspace = async (app: App, id: string): Promise<Workspace> => {
  const known = app.workspaces.get(id)
  if (known && Date.now() - known.at < keptMs) return known.workspace
  const r = await inWorkspace(app.database.app, id, (tx) =>
    sql<Stored>`select w.*, (select jsonb_object_agg(s.key, s.value) from setting s where s.workspace_id = w.id) as settings
      from workspace w where w.id = ${id}`.execute(tx),
  )
  const [row] = r.rows
  if (!row) throw notFound('Workspace')
  const workspace: Workspace = {
    id: row.id,
    name: row.name,
    baseCurrency: row.base_currency,
    timeZone: row.time_zone,
    country: row.country,
    locale: row.locale,
    demo: row.demo,
    settings: row.settings ?? {},
  }
  app.workspaces.set(id, { at: Date.now(), workspace })
  return workspace
}

export const forgetWorkspace = (app: App, id: string): void => void app.workspaces.delete(id)
