// `npm run check`
import './lib/node.mjs'
import { ensureInstalled } from './lib/install.mjs'

await ensureInstalled()
const { runChecks } = await import('./lib/checks.mjs')
const { passed, failed } = await runChecks()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
