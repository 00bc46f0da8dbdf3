/** Puts the running system together: definitions, contributions, database, mail, files, live updates. */
import path from 'node:path'
import type { App } from '../kernel/server/app.ts'
import type { Config } from '../kernel/server/config.ts'
import { assertComplete } from '../kernel/server/contributions.ts'
import type { Database } from '../kernel/server/database/connect.ts'
import { createFileStore } from '../kernel/server/files.ts'
import { startLive } from '../kernel/server/live.ts'
import type { Log } from '../kernel/server/log.ts'
import { createMailer } from '../kernel/server/mail.ts'
import { contributions } from './areas.ts'
import { definitions } from './definitions.ts'

/** `close` ends what the app itself opened; the database belongs to the caller. */
export const createApp = async (
  config: Config,
  database: Database,
  log: Log,
  now: () => Date = () => new Date(),
): Promise<App & { close(): Promise<void> }> => {
  assertComplete(definitions, contributions)
  const live = await startLive(database.ownerUrl, (error) =>
    log.warn({ err: error }, 'live updates between processes are interrupted'),
  )
  const mailer = createMailer({ url: config.smtpUrl })
  return {
    ...contributions,
    config,
    registry: definitions,
    database,
    log,
    live,
    mailer,
    files: createFileStore({ dir: path.join(config.dataDir, 'files') }),
    now,
    workspaces: new Map(),
    async close() {
      mailer.close()
      await live.close()
    },
  }
}
