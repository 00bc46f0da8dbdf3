// The commands that care for the database. Each returns the sentence that tells a person what was done.
import path from 'node:path'
import type { Config } from '../kernel/server/config.ts'
import { backup, type BackupSummary, restore } from '../kernel/server/database/backup.ts'
import type { Log } from '../kernel/server/log.ts'
import { openMainDatabase } from './database.ts'
import { migrateAll } from './migrate.ts'

const filesDir = (config: Config) => path.join(config.dataDir, 'files')

const counted = ({ rows, files }: BackupSummary) => `${rows} rows and ${files} files`

export async function migrateCommand(config: Config, log: Log): Promise<string> {
  const database = await openMainDatabase(config, log, { migrated: false })
  try {
    const applied = await migrateAll(database)
    return applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`
  } finally {
    await database.close()
  }
}

export async function backupCommand(config: Config, log: Log, file: string): Promise<string> {
  const database = await openMainDatabase(config, log, { migrated: false })
  try {
    const summary = await backup({ ownerUrl: database.ownerUrl, filesDir: filesDir(config) }, file)
    return `Wrote ${counted(summary)} to ${file}. Keep the secret key (SECRET_KEY or ${config.dataDir}/secret.key) too, apart from it.`
  } finally {
    await database.close()
  }
}

export async function restoreCommand(config: Config, log: Log, file: string): Promise<string> {
  const database = await openMainDatabase(config, log, { migrated: false })
  const migrateTo = (upTo?: string) => migrateAll(database, upTo === undefined ? {} : { upTo })
  try {
    const summary = await restore({ ownerUrl: database.ownerUrl, filesDir: filesDir(config) }, file, migrateTo)
    return `Restored ${counted(summary)}.`
  } finally {
    await database.close()
  }
}
