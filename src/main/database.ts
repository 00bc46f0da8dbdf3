// The database as every command wants it: running, migrated, with safe logins.
import type { Config } from '../kernel/server/config.ts'
import { assertSafeLogins, type Database, openDatabase, prepareLogins } from '../kernel/server/database/connect.ts'
import { startEmbedded } from '../kernel/server/database/embedded.ts'
import type { Log } from '../kernel/server/log.ts'
import { migrateAll } from './migrate.ts'

interface OpenOptions {
  /** False leaves the schema as it is: a backup keeps it, a restore makes its own. */
  readonly migrated?: boolean
}

async function findServer(config: Config, log: Log): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  if (config.databaseUrl) return { adminUrl: config.databaseUrl, stop: async () => {} }
  const server = await startEmbedded({
    dataDir: config.dataDir,
    log: { info: (message) => log.info(message), warn: (message) => log.warn(message) },
  })
  log.info(server.reused ? 'joined the running PostgreSQL' : 'started PostgreSQL')
  return server
}

/**
 * Starts or joins the embedded PostgreSQL (unless DATABASE_URL names another), makes the logins, migrates and opens the
 * pools. `close` undoes it all and shuts the embedded server down when nobody else uses it.
 */
export async function openMainDatabase(
  config: Config,
  log: Log,
  { migrated = true }: OpenOptions = {},
): Promise<Database> {
  const server = await findServer(config, log)
  try {
    await prepareLogins(server.adminUrl, config)
    let closing = false
    const database = await openDatabase(config, server.adminUrl, (error) => {
      // A pool is done before its last connections have said goodbye; a server that stops meanwhile is no loss.
      if (!closing) log.warn({ reason: error.message }, 'database connection lost')
    })
    const close = async () => {
      closing = true
      await database.close()
      await server.stop()
    }
    try {
      if (migrated) {
        const applied = await migrateAll(database)
        if (applied.length > 0) log.info({ applied }, 'migrated the database')
      }
      await assertSafeLogins(database)
    } catch (error) {
      await database.close()
      throw error
    }
    return { ...database, close }
  } catch (error) {
    await server.stop()
    throw error
  }
}
