// Starts one PostgreSQL for the whole test run, makes the migrated template that test files clone, and builds the server
// that tests start as a process of its own.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase, prepareLogins } from '../src/kernel/server/database/connect.ts'
import { startEmbedded } from '../src/kernel/server/database/embedded.ts'
import { testConfig, type TestServer } from '../src/kernel/server/database/testing.ts'
import { migrateAll } from '../src/main/migrate.ts'
import { buildProduct } from './helpers/process.ts'

async function makeTemplate(server: TestServer): Promise<undefined> {
  const config = testConfig(server)
  await prepareLogins(server.adminUrl, config)
  const database = await openDatabase(config, server.adminUrl)
  await migrateAll(database).finally(() => database.close())
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'throughline-test-'))
  // mkdtemp admits its owner alone, and PostgreSQL may run as another user.
  await chmod(folder, 0o755)
  const dataDir = path.join(folder, 'data')
  const quiet = { info: () => {}, warn: () => {} }
  const server = await startEmbedded({ dataDir, log: quiet, fast: true })
  const teardown = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const testServer: TestServer = {
    adminUrl: server.adminUrl,
    template: 'throughline',
    dataDir,
    secretKey: 'for tests only, known to everyone who reads this',
  }
  const [failure] = await Promise.all([
    makeTemplate(testServer).catch((error: Error) => error.message),
    buildProduct('server'),
  ])
  project.provide('testServer', failure ? { ...testServer, failure } : testServer)
  return teardown
}
