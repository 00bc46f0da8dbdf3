// Programs the tests want from the machine: a Chromium to drive and pdftotext to read PDFs with.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(isExecutable)

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const chromiumPlaces = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium']

const findChromium = () =>
  process.env.CHROMIUM_PATH ?? chromiumNames.map(onPath).find(Boolean) ?? chromiumPlaces.find(isExecutable)

const findAll = () => ({ chromium: findChromium(), pdftotext: onPath('pdftotext') })

const aptPackages = { chromium: 'chromium', pdftotext: 'poppler-utils' }

const mayInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version')

/** Where the programs are, after an attempt to install those missing on a Debian that lets us. */
export function ensurePrograms() {
  const found = findAll()
  const missing = Object.keys(found).filter((name) => !found[name])
  if (missing.length === 0 || !mayInstall()) return found
  const packages = missing.map((name) => aptPackages[name])
  console.log(`Installing ${packages.join(' and ')}…`)
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-q'], options)
  spawnSync('apt-get', ['install', '-yq', '--no-install-recommends', ...packages], options)
  return findAll()
}
