/** A command's hold on the system: the app without HTTP and jobs, and the workspace it is about. */
import { sql } from 'kysely'
import type { App } from '../../kernel/server/app.ts'
import type { Config } from '../../kernel/server/config.ts'
import { createLog } from '../../kernel/server/log.ts'
import { createApp } from '../app.ts'
import { openMainDatabase } from '../database.ts'
import { UsageError } from './usage.ts'

/** Opens the app, runs `work` and closes everything, whatever happens. */
export const withApp = async <T>(config: Config, work: (app: App) => Promise<T>): Promise<T> => {
  const log = createLog({ ...config, logLevel: 'warn' })
  const database = await openMainDatabase(config, log)
  try {
    const app = await createApp(config, database, log)
    try {
      return await work(app)
    } finally {
      await app.close()
    }
  } finally {
    await database.close()
  }
}

/** The workspace by name, or the only one. Throws a sentence for the person at the terminal. */
export const chooseWorkspace = async (app: App, name: string | undefined): Promise<string> => {
  const r = await sql<{ id: string; name: string }>`select id, name from workspace order by created_at`.execute(
    app.database.app,
  )
  const found = name === undefined ? r.rows : r.rows.filter((w) => w.name.toLowerCase() === name.toLowerCase())
  const [first, second] = found
  if (!first)
    throw new Error(
      name ? `There is no workspace called ${name}.` : 'There is no workspace yet: start the server and set it up.',
    )
  if (second)
    throw new UsageError(
      `There are several workspaces; name one with --workspace: ${r.rows.map((w) => w.name).join(', ')}`,
    )
  return first.id
}
