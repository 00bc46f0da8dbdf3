// Who uses a server that several processes share: the last to leave may shut it down.
import fs from 'node:fs'
import path from 'node:path'
import { identityOf, isAlive } from './processes.ts'

interface Membership {
  /** Whether nobody else is left. */
  leave(): boolean
}

/** Enters this process in `folder`, one file per process; those of dead processes do not count. */
export function join(folder: string): Membership {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const own = path.join(folder, String(process.pid))
  fs.writeFileSync(own, identityOf(process.pid))
  const isHere = (name: string): boolean => {
    const pid = Number(name)
    return isAlive(pid) && fs.readFileSync(path.join(folder, name), 'utf8') === identityOf(pid)
  }
  return {
    leave() {
      fs.rmSync(own, { force: true })
      return !fs.readdirSync(folder).some(isHere)
    },
  }
}
