// What the operating system knows of other processes and of who may go where.
import { readFileSync, statSync, type Stats } from 'node:fs'
import { spawnSync } from 'node:child_process'
import path from 'node:path'

const procFile = (pid: number, name: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return undefined
  }
}

/** Fields of /proc/<pid>/stat after the command's name, which may itself hold blanks and brackets. */
const statFields = (pid: number): string[] | undefined => {
  const stat = procFile(pid, 'stat')
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

const signalReaches = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether the process still does something: a zombie, which only waits to be reaped, does not. */
export function isAlive(pid: number): boolean {
  return pid > 0 && signalReaches(pid) && statFields(pid)?.[0] !== 'Z'
}

/** The command line of a process; undefined where the system will not tell. */
export function commandOf(pid: number): string | undefined {
  const command = procFile(pid, 'cmdline')?.replaceAll('\0', ' ').trim()
  if (command !== undefined || process.platform === 'win32') return command
  const ps = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  return ps.status === 0 ? ps.stdout.trim() : undefined
}

/** Tells a process from a later one that was given the same id. The same for as long as the process lives. */
export function identityOf(pid: number): string {
  return `${pid} ${statFields(pid)?.[19] ?? ''}`.trim()
}

export interface SystemUser {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

const passwordFile = (): SystemUser[] =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid }) => name !== '' && uid > 0)

/** The user that may run PostgreSQL when this process is root, which PostgreSQL refuses to run as. */
export function findServiceUser(known: readonly SystemUser[] = passwordFile()): SystemUser | undefined {
  return known.find(({ name }) => name === 'postgres') ?? known.find(({ name }) => name === 'nobody')
}

/** The user a folder belongs to, even where /etc/passwd does not know it. */
export function ownerOf(folder: string): SystemUser {
  const { uid, gid } = statSync(folder)
  return passwordFile().find((user) => user.uid === uid) ?? { uid, gid, name: `uid ${uid}` }
}

const mayEnter = (stats: Stats, user: SystemUser): boolean => {
  const bit = stats.uid === user.uid ? 0o100 : stats.gid === user.gid ? 0o010 : 0o001
  return (stats.mode & bit) !== 0
}

const withParents = (target: string): string[] => {
  const parent = path.dirname(target)
  return parent === target ? [target] : [...withParents(parent), target]
}

/** The outermost folder on the way to `target` (itself included, if it is there) that `user` may not enter. */
export function closedTo(user: SystemUser, target: string): string | undefined {
  return withParents(target).find((part) => {
    const stats = statSync(part, { throwIfNoEntry: false })
    return stats !== undefined && !mayEnter(stats, user)
  })
}
