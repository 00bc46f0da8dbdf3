// `npm run lock`: adds to package-lock.json the packages for other platforms. npm leaves out those that its registry did
// not answer for, and `npm ci` then refuses the file, on every machine.
import './lib/node.mjs'
import { writeFileSync } from 'node:fs'
import { missingPlatforms, readLock } from './lib/lockfile.mjs'
import { inProject } from './lib/project.mjs'

const lock = readLock()
const missing = missingPlatforms(lock.packages)
const packages = Object.entries({ ...lock.packages, ...missing }).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
writeFileSync(
  inProject('package-lock.json'),
  `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`,
)
console.log(`Added ${Object.keys(missing).length} packages.`)
