// Runs the packaged PostgreSQL on a folder, or joins the one that already runs there.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { writeOnce } from '../config.ts'
import { findBinaries } from './binaries.ts'
import { admin, asUser, type Cluster, findCluster } from './cluster.ts'
import { join } from './membership.ts'
import { isHeld, readLock, takeOver } from './postmasterLock.ts'
import { isAlive } from './processes.ts'

interface EmbeddedOptions {
  /** Holds the cluster, its log and its password; made if missing. */
  readonly dataDir: string
  readonly log: { info(message: string): void; warn(message: string): void }
  /** For tests only: gives up crash safety for speed. */
  readonly fast?: boolean
}

export interface EmbeddedServer {
  /** Superuser login on the database `throughline`, which may not exist yet. Stays the same while we use it. */
  readonly adminUrl: string
  /** Whether the server was already running. */
  readonly reused: boolean
  /** Leaves the server; the last process to leave shuts it down. */
  stop(): Promise<void>
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  // A failed statement may quote a customer's data, which has no place in a log file.
  log_min_error_statement: 'panic',
}

const fastSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' }

interface Running {
  readonly port: number
  /** The server, where we are its parent. */
  readonly child?: ChildProcess
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

const lastLines = (file: string): string => fs.readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n')

const urlOf = (port: number, password: string, database: string) =>
  `postgres://${admin}:${password}@127.0.0.1:${port}/${database}`

/** A server that was just killed still has its lock, its process and its port for a moment, but serves nobody. */
async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(port, password, 'postgres'),
    connectionTimeoutMillis: 2000,
  })
  // A connection that breaks later than expected must not end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** The server that runs on the cluster, once it takes connections; undefined when none does. */
async function findRunning(folder: string, password: string): Promise<Running | undefined> {
  let refusals = 0
  for (;;) {
    const lock = readLock(folder)
    if (!lock || !isHeld(lock, folder)) return undefined
    if (lock.status === 'ready') {
      if (await answers(lock.port, password)) return { port: lock.port }
      refusals += 1
      if (refusals > 100)
        throw new Error(`PostgreSQL (process ${lock.pid}) runs on ${folder} but admits nobody. End it.`)
    }
    await sleep(10)
  }
}

function spawnServer({ folder, user }: Cluster, logFile: string, options: Record<string, string>): ChildProcess {
  const log = fs.openSync(logFile, 'a', 0o600)
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(findBinaries(user).program('postgres'), ['-D', folder, ...flags], {
    ...asUser(user),
    stdio: ['ignore', log, log],
    // Apart from our terminal: Ctrl-C reaches us alone, and the server ends after our last transaction.
    detached: true,
  })
  fs.closeSync(log)
  child.unref()
  return child
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

/** Starts a server; undefined when it ends instead of becoming ready. */
async function launch(
  cluster: Cluster,
  logFile: string,
  options: Record<string, string>,
): Promise<Running | undefined> {
  const child = spawnServer(cluster, logFile, options)
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  while (!hasEnded(child)) {
    if (failure) throw failure
    const lock = readLock(cluster.folder)
    if (lock?.pid === child.pid && lock?.status === 'ready') return { port: lock.port, child }
    await sleep(10)
  }
  return undefined
}

interface Installation {
  readonly cluster: Cluster
  readonly password: string
  readonly options: EmbeddedOptions
}

/** Two processes may start at once, and a killed server's last children may linger: both pass within moments. */
async function launchOrJoin({ cluster, password, options }: Installation, port?: number): Promise<Running> {
  const logFile = path.join(options.dataDir, 'postgres.log')
  const deadline = Date.now() + 15_000
  do {
    const running = await findRunning(cluster.folder, password)
    if (running) return running
    if (readLock(cluster.folder)) {
      options.log.warn('PostgreSQL was not shut down properly; it recovers now')
      takeOver(cluster.folder)
    }
    const address = { port: String(port ?? (await freePort())) }
    const launched = await launch(cluster, logFile, { ...settings, ...(options.fast && fastSettings), ...address })
    if (launched) return launched
    await sleep(300)
  } while (Date.now() < deadline)
  throw new Error(`PostgreSQL does not start. The end of ${logFile}:\n${lastLines(logFile)}`)
}

async function shutDown(folder: string): Promise<void> {
  const lock = readLock(folder)
  if (!lock || !isHeld(lock, folder)) return
  process.kill(lock.pid, 'SIGINT')
  const deadline = Date.now() + 60_000
  while (isAlive(lock.pid)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${lock.pid}) does not stop`)
    await sleep(10)
  }
}

/** Calls `restart` when our server ends although nobody asked it to, at the port where everyone expects it. */
function keepUp(running: Running, restart: (port: number) => Promise<Running>, log: EmbeddedOptions['log']) {
  let isLeaving = false
  const watch = ({ port, child }: Running): void => {
    child?.once('exit', () => {
      if (isLeaving) return
      log.warn('PostgreSQL ended unexpectedly; it is started again')
      restart(port).then(watch, (error: Error) => log.warn(error.message))
    })
  }
  watch(running)
  return {
    letGo: () => {
      isLeaving = true
    },
  }
}

/**
 * Starts PostgreSQL on DATA_DIR/postgres, or joins the server that runs there already: one left by a killed process, or
 * one that another process of the same installation uses. What a crash left is recovered; a server that we started and
 * that ends before we stop it is started again.
 * @throws Error with a sentence that says what helps, where the server cannot be had
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir, log, fast = false } = options
  fs.mkdirSync(dataDir, { recursive: true })
  const password = writeOnce(path.join(dataDir, 'postgres.password'), () => randomBytes(24).toString('base64url'))
  const cluster = findCluster({ dataDir, password, log, fast })
  const membership = join(path.join(dataDir, 'postgres.users'))
  const leave = async () => {
    if (membership.leave()) await shutDown(cluster.folder)
  }
  try {
    const installation = { cluster, password, options }
    const running = await launchOrJoin(installation)
    const guard = keepUp(running, (port) => launchOrJoin(installation, port), log)
    return {
      adminUrl: urlOf(running.port, password, 'throughline'),
      reused: !running.child,
      stop: () => {
        guard.letGo()
        return leave()
      },
    }
  } catch (error) {
    await leave()
    throw error
  }
}
