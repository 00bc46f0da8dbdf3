// Where the project lies, from its sources as from its build.
import { existsSync } from 'node:fs'
import path from 'node:path'

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder
  return findRoot(path.dirname(folder))
}

export const projectRoot = findRoot(import.meta.dirname)
