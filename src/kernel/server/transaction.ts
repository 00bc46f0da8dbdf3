/** Opening a transaction as the app login, inside one workspace. */
import { sql } from 'kysely'
import type { Db } from './database/connect.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Runs `work` with row security set to `workspaceId`. A literal SET LOCAL, because a distributed PostgreSQL passes on
 * that and not set_config().
 */
export const inWorkspace = <T>(
  db: Db,
  workspaceId: string,
  work: (tx: Db) => Promise<T>,
  o: { readOnly?: boolean } = {},
): Promise<T> => {
  if (!uuid.test(workspaceId)) throw new Error('workspace id is not a UUID')
  const transaction = db.transaction()
  return (o.readOnly ? transaction.setAccessMode('read only') : transaction).execute(async (tx) => {
    await sql.raw(`set local app.workspace_id = '${workspaceId}'`).execute(tx)
    return work(tx)
  })
}

const retryable = new Set(['40001', '40P01'])
export const sqlState = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** Tries again what PostgreSQL undid only because of a concurrent transaction (serialisation failure, deadlock). */
export const retrying = async <T>(work: () => Promise<T>, tries = 4): Promise<T> => {
  for (let left = tries; ; left--) {
    try {
      return await work()
    } catch (error) {
      if (left <= 1 || !retryable.has(sqlState(error) ?? '')) throw error
    }
  }
}
