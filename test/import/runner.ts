/** Runs one import in a process of its own, for a test that kills it. Arguments: database address, workspace, import. */
import { openDatabase } from '../../src/kernel/server/database/connect.ts'
import { loadConfig } from '../../src/kernel/server/config.ts'
import { createLog } from '../../src/kernel/server/log.ts'
import { runImport } from '../../src/areas/imports/engine/run.ts'
import { createApp } from '../../src/main/app.ts'

const [adminUrl = '', workspaceId = '', importId = ''] = process.argv.slice(2)
const config = loadConfig()
const database = await openDatabase(config, adminUrl)
const app = await createApp(config, database, createLog(config))
await runImport(app, workspaceId, importId)
process.exit(0)
