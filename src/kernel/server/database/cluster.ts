// Where the embedded database's files lie, which user they belong to, and how they are first made.
import { spawnSync, type SpawnOptions } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findBinaries, sharedHome } from './binaries.ts'
import { closedTo, findServiceUser, ownerOf, type SystemUser } from './processes.ts'

/** The superuser of every cluster. */
export const admin = 'throughline_admin'

export interface Cluster {
  readonly folder: string
  /** Who runs it; undefined: whoever runs this process. */
  readonly user: SystemUser | undefined
}

interface ClusterOptions {
  readonly dataDir: string
  readonly password: string
  readonly log: { warn(message: string): void }
  /** Does not wait for the disk. */
  readonly fast: boolean
}

/** How the cluster's programs are run: as its user, in a folder that user may enter, with nothing of our environment. */
export const asUser = (user: SystemUser | undefined): SpawnOptions => ({
  ...(user && { uid: user.uid, gid: user.gid }),
  cwd: '/',
  env: { PATH: process.env.PATH, HOME: os.tmpdir(), LC_ALL: 'C', TZ: 'UTC', SystemRoot: process.env.SystemRoot },
})

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
function existingCluster(folder: string): Cluster {
  const owner = ownerOf(folder)
  if (isRoot()) {
    const closed = closedTo(owner, folder)
    if (!closed) return { folder, user: owner }
    throw new Error(`${folder} belongs to ${owner.name}, who may not enter ${closed}. Allow it: chmod o+x ${closed}`)
  }
  if (process.getuid && owner.uid !== process.getuid()) {
    throw new Error(`${folder} belongs to ${owner.name}: start as that user or as root, as when it was made.`)
  }
  return { folder, user: undefined }
}

/** A closed parent (a clone under /root) bars the user that runs PostgreSQL; the cluster then gets a home of its own. */
function choosePlace({ dataDir, log }: ClusterOptions): Cluster {
  const user = chooseUser()
  const closed = user && closedTo(user, dataDir)
  if (!closed) return { folder: path.join(dataDir, 'postgres'), user }
  fs.mkdirSync(sharedHome, { recursive: true, mode: 0o755 })
  const home = fs.mkdtempSync(path.join(sharedHome, 'database-'))
  fs.chmodSync(home, 0o711)
  log.warn(`${closed} is closed to user ${user.name}, who runs PostgreSQL: the database is kept in ${home}`)
  return { folder: path.join(home, 'postgres'), user }
}

/** initdb looks its user up by id and fails without a name; containers run under bare ids. */
function assertUserHasName(): void {
  try {
    os.userInfo()
  } catch (error) {
    throw new Error(
      `User id ${process.getuid?.()} has no entry in /etc/passwd, which PostgreSQL needs to set up its files. ` +
        'Start as a user with a name, or set DATABASE_URL.',
      { cause: error },
    )
  }
}

function runInitdb(folder: string, user: SystemUser | undefined, { password, fast }: ClusterOptions): void {
  const passwordFile = `${folder}.password`
  fs.writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) fs.chownSync(passwordFile, user.uid, user.gid)
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const login = [`--username=${admin}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const { error, status, stderr } = spawnSync(
    findBinaries(user).program('initdb'),
    [`--pgdata=${folder}`, ...login, ...locale, ...(fast ? ['--no-sync'] : [])],
    { ...asUser(user), stdio: 'pipe', encoding: 'utf8' },
  )
  fs.rmSync(passwordFile)
  if (error || status !== 0)
    throw new Error(`PostgreSQL could not set up its files: ${error?.message ?? stderr.trim()}`)
}

/** Sets the cluster up beside its place and moves it there whole, so that a killed set-up leaves nothing half-made. */
function makeCluster(options: ClusterOptions): Cluster {
  const cluster = choosePlace(options)
  if (!cluster.user) assertUserHasName()
  const draft = `${cluster.folder}.new-${process.pid}`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  if (cluster.user) fs.chownSync(draft, cluster.user.uid, cluster.user.gid)
  runInitdb(draft, cluster.user, options)
  fs.renameSync(draft, cluster.folder)
  const place = path.join(options.dataDir, 'postgres')
  if (cluster.folder !== place) fs.symlinkSync(cluster.folder, place)
  return cluster
}

function assertVersion({ folder, user }: Cluster): void {
  const files = fs.readFileSync(path.join(folder, 'PG_VERSION'), 'utf8').trim()
  const programs = findBinaries(user).version.split('.')[0]
  if (files === programs) return
  throw new Error(
    `${folder} was made by PostgreSQL ${files}, and this release brings PostgreSQL ${programs}. ` +
      'Make a backup with the release you had, and restore it with this one into a new DATA_DIR.',
  )
}

/**
 * The cluster in DATA_DIR/postgres, made if it is not there.
 * @throws Error with a sentence that says what helps, where it cannot be had or used
 */
export function findCluster(options: ClusterOptions): Cluster {
  const place = path.join(options.dataDir, 'postgres')
  const cluster = fs.existsSync(place) ? existingCluster(fs.realpathSync(place)) : makeCluster(options)
  assertVersion(cluster)
  return cluster
}
