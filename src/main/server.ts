/** Starts the product: database, app, jobs, HTTP, in one process. */
import { furnishDemo } from '../areas/demo/furnish.ts'
import type { Config } from '../kernel/server/config.ts'
import { createLog } from '../kernel/server/log.ts'
import { startWorker } from '../kernel/server/worker.ts'
import { createApp } from './app.ts'
import { openMainDatabase } from './database.ts'
import { createHttp } from './http.ts'

/** `close` stops taking requests, lets running jobs end, and closes the database last. */
export const startServer = async (
  config: Config,
  options: { demo?: boolean; workerOnly?: boolean } = {},
): Promise<{ address: string; close(): Promise<void> }> => {
  const log = createLog(config)
  const database = await openMainDatabase(config, log)
  const closers: (() => Promise<unknown>)[] = [() => database.close()]
  const close = async () => {
    for (const closer of closers.toReversed()) await closer()
  }
  try {
    const app = await createApp(config, database, log)
    closers.push(() => app.close())
    if (options.workerOnly || config.worker === 'inline') {
      const worker = await startWorker(app)
      closers.push(() => worker.stop())
    }
    if (options.demo) await furnishDemo(app)
    if (options.workerOnly) return { address: '', close }
    const server = await createHttp(app)
    closers.push(() => server.close())
    const address = await server.listen({ host: config.host, port: config.port })
    return { address, close }
  } catch (error) {
    await close()
    throw error
  }
}
