// Installs the dependencies when node_modules is not what package-lock.json says.
import { existsSync, readFileSync } from 'node:fs'
import { inProject, mustRun } from './project.mjs'

const packagesOf = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})

/** npm keeps its own record of what it installed; optional packages are those of other platforms. */
function isInstalled() {
  const installed = packagesOf(inProject('node_modules/.package-lock.json'))
  return Object.entries(packagesOf(inProject('package-lock.json'))).every(
    ([place, { version, optional }]) => place === '' || optional || installed[place]?.version === version,
  )
}

export async function ensureInstalled() {
  if (isInstalled()) return
  console.log('Installing the dependencies…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  await mustRun(
    [npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'The dependencies could not be installed. `npm ci` needs the package registry: is this machine online? npm said why above',
  )
}
