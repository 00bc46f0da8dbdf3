// Starts the packaged PostgreSQL on a folder, or joins the one that already runs there.
import { spawn, spawnSync, type SpawnOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeOnce } from '../config.ts'
import { findBinaries, sharedHome } from './binaries.ts'
import { isHeld, readLock, takeOver } from './postmasterLock.ts'
import { closedTo, findServiceUser, identityOf, isAlive, ownerOf, type SystemUser } from './processes.ts'

interface EmbeddedOptions {
  /** Holds the cluster, its log and its password; made if missing. */
  readonly dataDir: string
  readonly log: { info(message: string): void; warn(message: string): void }
  /** For tests only: gives up crash safety for speed. */
  readonly fast?: boolean
}

export interface EmbeddedServer {
  /** Superuser login on the database `throughline`, which may not exist yet. */
  readonly adminUrl: string
  /** Whether the server was already running. */
  readonly reused: boolean
  /** Leaves the server; the last process to leave shuts it down. */
  stop(): Promise<void>
}

const admin = 'throughline_admin'

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

/** The cluster's place and the user that runs it. `user` is undefined where this process may run it itself. */
interface Site {
  readonly cluster: string
  readonly user: SystemUser | undefined
}

const isRoot = () => process.getuid?.() === 0

function chooseUser(): SystemUser | undefined {
  if (!isRoot()) return undefined
  const user = findServiceUser()
  if (user) return user
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody" to run it. ' +
      'Start as another user, or set DATABASE_URL.',
  )
}

/** An existing cluster keeps its owner: a user "postgres" installed later must not lock us out. */
function existingSite(cluster: string): Site {
  const owner = ownerOf(cluster)
  if (isRoot()) {
    const closed = closedTo(owner, cluster)
    if (closed)
      throw new Error(`${cluster} belongs to ${owner.name}, who may not enter ${closed}. Allow it: chmod o+x ${closed}`)
    return { cluster, user: owner }
  }
  if (process.getuid && owner.uid !== process.getuid()) {
    throw new Error(`${cluster} belongs to ${owner.name}: start as that user or as root, as when it was made.`)
  }
  return { cluster, user: undefined }
}

/** A closed parent (a clone under /root) bars the service user; the cluster then lives in a place of its own. */
function newSite(dataDir: string, log: EmbeddedOptions['log']): Site {
  const user = chooseUser()
  const closed = user && closedTo(user, dataDir)
  if (!user || !closed) return { cluster: path.join(dataDir, 'postgres'), user }
  fs.mkdirSync(sharedHome, { recursive: true, mode: 0o755 })
  const home = fs.mkdtempSync(path.join(sharedHome, 'database-'))
  fs.chmodSync(home, 0o711)
  log.warn(`${closed} is closed to user ${user.name}, who runs PostgreSQL: the database is kept in ${home}`)
  return { cluster: path.join(home, 'postgres'), user }
}

const asUser = (user: SystemUser | undefined): SpawnOptions => ({
  ...(user && { uid: user.uid, gid: user.gid }),
  cwd: '/',
  env: { PATH: process.env.PATH, HOME: os.tmpdir(), LC_ALL: 'C', TZ: 'UTC', SystemRoot: process.env.SystemRoot },
})

/** initdb looks its user up by id and fails without a name; containers run under bare ids. */
function assertUserHasName(user: SystemUser | undefined): void {
  try {
    if (!user) os.userInfo()
  } catch {
    throw new Error(
      `User id ${process.getuid?.()} has no entry in /etc/passwd, which PostgreSQL needs to set up its files. ` +
        'Start as a user with a name, or set DATABASE_URL.',
    )
  }
}

/** Sets up a cluster beside its final place and moves it there whole, so that a killed set-up leaves nothing half-made. */
function initialise({ cluster, user }: Site, password: string, fast: boolean): void {
  assertUserHasName(user)
  const draft = `${cluster}.new-${process.pid}`
  const passwordFile = `${draft}.password`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  fs.writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) for (const made of [draft, passwordFile]) fs.chownSync(made, user.uid, user.gid)
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const login = [`--username=${admin}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const { error, status, stderr } = spawnSync(
    findBinaries(user).program('initdb'),
    [`--pgdata=${draft}`, ...login, ...locale, ...(fast ? ['--no-sync'] : [])],
    { ...asUser(user), stdio: 'pipe', encoding: 'utf8' },
  )
  fs.rmSync(passwordFile)
  if (error || status !== 0) {
    throw new Error(`PostgreSQL could not set up its files in ${cluster}: ${error?.message ?? stderr.trim()}`)
  }
  fs.renameSync(draft, cluster)
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

/** The port of the server that runs on the cluster, once it takes connections; undefined when none does. */
async function runningPort(cluster: string): Promise<number | undefined> {
  for (;;) {
    const lock = readLock(cluster)
    if (!lock || !isHeld(lock, cluster)) return undefined
    if (lock.status === 'ready') return lock.port
    await sleep(10)
  }
}

/** Starts a server; the port it listens on, or undefined when it ended instead of becoming ready. */
async function launch({ cluster, user }: Site, logFile: string, fast: boolean): Promise<number | undefined> {
  const log = fs.openSync(logFile, 'a', 0o600)
  const options = Object.entries({ ...settings, ...(fast && fastSettings), port: String(await freePort()) })
  const server = spawn(
    findBinaries(user).program('postgres'),
    ['-D', cluster, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached, so that Ctrl-C reaches us alone and we close the server after the last transaction.
    { ...asUser(user), stdio: ['ignore', log, log], detached: true },
  )
  fs.closeSync(log)
  const end: { error?: Error; isOver: boolean } = { isOver: false }
  server.once('exit', () => Object.assign(end, { isOver: true }))
  server.once('error', (error) => Object.assign(end, { error, isOver: true }))
  server.unref()
  while (!end.isOver) {
    const lock = readLock(cluster)
    if (lock?.pid === server.pid && lock?.status === 'ready') return lock.port
    await sleep(10)
  }
  if (end.error) throw end.error
  return undefined
}

/** Two processes may start at once, and a killed server's last children may linger: both pass within moments. */
async function launchOrJoin(site: Site, options: EmbeddedOptions): Promise<{ port: number; reused: boolean }> {
  const logFile = path.join(options.dataDir, 'postgres.log')
  const deadline = Date.now() + 15_000
  do {
    const running = await runningPort(site.cluster)
    if (running) return { port: running, reused: true }
    if (readLock(site.cluster)) {
      options.log.warn('PostgreSQL was not shut down properly; it recovers now')
      takeOver(site.cluster)
    }
    const port = await launch(site, logFile, options.fast ?? false)
    if (port) return { port, reused: false }
    await sleep(300)
  } while (Date.now() < deadline)
  throw new Error(`PostgreSQL does not start. The end of ${logFile}:\n${lastLines(logFile)}`)
}

function assertVersion(cluster: string, user: SystemUser | undefined): void {
  const files = fs.readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim()
  const programs = findBinaries(user).version.split('.')[0]
  if (files === programs) return
  throw new Error(
    `${cluster} was made by PostgreSQL ${files}, and this release brings PostgreSQL ${programs}. ` +
      'Make a backup with the release you had, and restore it with this one into a new DATA_DIR.',
  )
}

/** One file per process that uses the server, so that a backup made while it runs does not end it, nor it the backup. */
function join(folder: string): { leave(): boolean } {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const own = path.join(folder, String(process.pid))
  fs.writeFileSync(own, identityOf(process.pid))
  const stillHere = (name: string): boolean => {
    const pid = Number(name)
    return isAlive(pid) && fs.readFileSync(path.join(folder, name), 'utf8') === identityOf(pid)
  }
  return {
    leave() {
      fs.rmSync(own, { force: true })
      return !fs.readdirSync(folder).some(stillHere)
    },
  }
}

async function shutDown(cluster: string): Promise<void> {
  const lock = readLock(cluster)
  if (!lock || !isHeld(lock, cluster)) return
  process.kill(lock.pid, 'SIGINT')
  const deadline = Date.now() + 60_000
  while (isAlive(lock.pid)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${lock.pid}) does not stop`)
    await sleep(10)
  }
}

/**
 * Starts PostgreSQL on DATA_DIR/postgres, or joins the server that runs there already: one left by a killed process,
 * or one that another process of the same installation uses. What a crash left is recovered.
 * @throws Error with a sentence that says what helps, where the server cannot be had
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir, log, fast = false } = options
  fs.mkdirSync(dataDir, { recursive: true })
  const place = path.join(dataDir, 'postgres')
  const isNew = !fs.existsSync(place)
  const site = isNew ? newSite(dataDir, log) : existingSite(fs.realpathSync(place))
  const password = writeOnce(path.join(dataDir, 'postgres.password'), () => randomBytes(24).toString('base64url'))
  if (isNew) {
    initialise(site, password, fast)
    if (site.cluster !== place) fs.symlinkSync(site.cluster, place)
  }
  assertVersion(site.cluster, site.user)
  const membership = join(path.join(dataDir, 'postgres.users'))
  const stop = async () => {
    if (membership.leave()) await shutDown(site.cluster)
  }
  try {
    const { port, reused } = await launchOrJoin(site, options)
    return { adminUrl: `postgres://${admin}:${password}@127.0.0.1:${port}/throughline`, reused, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
