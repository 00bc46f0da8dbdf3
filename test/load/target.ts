/** The product running on a load, with people signed in and the database at hand for the bare driver. */
import { readFile } from 'node:fs/promises'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { opportunity } from '../../src/areas/opportunities/model.ts'
import { actorOf } from '../../src/kernel/server/auth.ts'
import { loadConfig } from '../../src/kernel/server/config.ts'
import { loginsOf } from '../../src/kernel/server/database/logins.ts'
import { typeParsers } from '../../src/kernel/server/database/types.ts'
import { createLog } from '../../src/kernel/server/log.ts'
import { compileList, parseListQuery, type Reader } from '../../src/kernel/server/list/index.ts'
import { readerOf } from '../../src/kernel/server/records.ts'
import { loadWorkspace } from '../../src/kernel/server/workspace.ts'
import { createApp } from '../../src/main/app.ts'
import { startEmbedded } from '../../src/kernel/server/database/embedded.ts'
import { openDatabase } from '../../src/kernel/server/database/connect.ts'
import { buildProduct, type Running, startProduct } from '../helpers/process.ts'
import { Client, p50, timed } from './client.ts'
import { type Load, password } from './load.ts'

export type Target = {
  load: Load
  product: Running
  /** until /readyz answered, ms */
  startMs: number
  admin: Client
  teamLead: Client
  salesAgent: Client
  /** the admin, as the list compiler has readers */
  reader: Reader
  /** the list login by the bare driver: one connection, and a pool of 16 */
  bare: pg.Client
  barePool: pg.Pool
  /** the standard page's SQL, prepared as the product sends it */
  page: { name: string; text: string; values: unknown[] }
  /** sends the bare page once; ms */
  barePage: () => Promise<number>
  /** resident memory of the server's process, MB */
  memory: () => Promise<number>
  close: () => Promise<void>
}

/** The list page of the bars: 50 rows, 2 filters, a sort, the total estimated; every field, as the web asks for it. */
export const standardPage = 'status=open&currency=EUR&sort=-amount&limit=50&total=estimate'
/** The same with eight columns: how fast this machine is. */
const barePage = `${standardPage}&fields=name,accountId,stageId,amount,status,expectedCloseDate,ownerId,updatedAt`

export const openTarget = async (dataDir: string, load: Load): Promise<Target> => {
  let product: Running | undefined
  // A warm start finds everything built.
  await buildProduct()
  const startMs = await timed(async () => {
    product = await startProduct(dataDir, { entry: 'scripts/throughline.mjs', env: { NODE_ENV: 'production' } })
  })
  if (!product) throw new Error('the product did not start')
  const running = product
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' })
  const quiet = { info: () => undefined, warn: () => undefined }
  const server = await startEmbedded({ dataDir, log: quiet })
  const database = await openDatabase(config, server.adminUrl)
  const app = await createApp(config, database, createLog(config))
  const user = await database.owner.executeQuery<{ id: string }>(
    CompiledQuery.raw('select id from app_user where email = $1', [load.people.admin]),
  )
  const actor = await actorOf(app, load.workspaceId, user.rows[0]?.id ?? '')
  if (!actor) throw new Error('the load has no admin')
  const list = { connectionString: loginsOf(server.adminUrl, config).urls.list, types: typeParsers() }
  const bare = new pg.Client(list)
  await bare.connect()
  const barePool = new pg.Pool({ ...list, max: 16 })
  const clients = await Promise.all(
    [load.people.admin, load.people.teamLead, load.people.salesAgent].map((email) =>
      new Client(running.url).signIn(email, password),
    ),
  )
  const [admin, teamLead, salesAgent] = clients
  if (!admin || !teamLead || !salesAgent) throw new Error('nobody signed in')
  const reader = readerOf(app, actor, await loadWorkspace(app, load.workspaceId))
  const compiled = (params: string): Target['page'] => {
    const { text, values } = compileList(
      opportunity,
      parseListQuery(opportunity, reader, new URLSearchParams(params)),
      reader,
    )
    return { name: `page ${text.length}`, text, values: [...values] }
  }
  const speed = compiled(barePage)
  return {
    load,
    product: running,
    startMs,
    admin,
    teamLead,
    salesAgent,
    reader,
    page: compiled(standardPage),
    bare,
    barePool,
    barePage: () => timed(() => bare.query(speed)),
    async memory() {
      const status = await readFile(`/proc/${running.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
    },
    async close() {
      for (const c of clients) c.close()
      await bare.end()
      await barePool.end()
      await app.close()
      await database.close()
      await running.stop()
      await server.stop()
    },
  }
}

/** p50 of the bare page now, ms. */
export const sampleBare = async (t: Target, times = 60): Promise<number> => {
  const all: number[] = []
  for (let i = 0; i < times; i++) all.push(await t.barePage())
  return p50(all)
}
