// PostgreSQL's own lock file, postmaster.pid: who runs on a data folder, and how to take a dead one's place.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { commandOf, isAlive } from './processes.ts'

interface PostmasterLock {
  readonly pid: number
  readonly port: number
  /** `starting`, `ready`, `stopping`, or empty when the file is not complete yet. */
  readonly status: string
}

const lockFile = (folder: string) => path.join(folder, 'postmaster.pid')

const readLines = (folder: string): string[] | undefined => {
  try {
    return readFileSync(lockFile(folder), 'utf8').split('\n')
  } catch {
    return undefined
  }
}

/** The lock on a data folder, whether its holder lives or not. Lines: pid, folder, start, port, socket, host, shmem, status. */
export function readLock(folder: string): PostmasterLock | undefined {
  const lines = readLines(folder)
  return lines && { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' }
}

/** Whether the lock's holder is a living PostgreSQL on this very folder, and not another process with a recycled id. */
export function isHeld(lock: PostmasterLock, folder: string): boolean {
  if (!isAlive(lock.pid)) return false
  const command = commandOf(lock.pid)
  return command === undefined || command.includes(`-D ${folder} -c `)
}

/**
 * Makes a dead holder's lock ours. PostgreSQL takes over a lock that names its parent process, and still refuses while
 * a backend of the dead server is attached to the shared memory: deleting the file would remove that safeguard.
 */
export function takeOver(folder: string): void {
  const lines = readLines(folder)
  if (lines) writeFileSync(lockFile(folder), [process.pid, ...lines.slice(1)].join('\n'))
}
