// The whole schema: our migrations, the job queue's own, and the functions that are put in place anew at each start.
import { Logger, runMigrations } from 'graphile-worker'
import path from 'node:path'
import type { Database } from '../kernel/server/database/connect.ts'
import { applyRepeatable, migrate } from '../kernel/server/database/migrate.ts'
import { projectRoot } from './paths.ts'

const folder = (name: string) => path.join(projectRoot, 'db', name)

const silent = new Logger(() => () => {})

/**
 * Brings the database up to this release, or up to the migration `upTo`.
 * @returns the names of our migrations applied now
 */
export async function migrateAll(
  { owner, ownerUrl, roles }: Pick<Database, 'owner' | 'ownerUrl' | 'roles'>,
  { upTo }: { upTo?: string } = {},
): Promise<string[]> {
  const applied = await migrate(owner, roles, folder('migrations'), upTo === undefined ? {} : { upTo })
  await runMigrations({ connectionString: ownerUrl, logger: silent })
  await applyRepeatable(owner, roles, folder('after'))
  return applied
}
