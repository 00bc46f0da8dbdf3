// `npm test`: sets up, then checks, unit and integration tests, build, browser tests. `--deep` runs the long ones too.
// The last line says how many passed and failed.
import './lib/node.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { ensurePrograms } from './lib/programs.mjs'
import { runTests } from './lib/vitest.mjs'

const { chromium, pdftotext } = ensurePrograms()
const env = {
  ...(process.argv.includes('--deep') && { THROUGHLINE_DEEP: '1' }),
  ...(chromium && { CHROMIUM_PATH: chromium }),
}

const failure = (reason) => {
  console.error(`✗ ${reason}`)
  return { passed: 0, failed: 1 }
}

async function browserTests() {
  if (!chromium)
    return failure(
      'No Chromium was found and none could be installed: the browser tests did not run. Set CHROMIUM_PATH.',
    )
  if (!pdftotext)
    return failure('pdftotext (poppler-utils) was not found: the browser tests, which read PDFs, did not run.')
  await ensureBuilt()
  return runTests('browser', env)
}

const steps = {
  Install: async () => {
    await ensureInstalled()
    return { passed: 0, failed: 0 }
  },
  Check: async () => (await import('./lib/checks.mjs')).runChecks(),
  'Unit and integration tests': () => runTests('main', env),
  'Browser tests': browserTests,
}

const total = { passed: 0, failed: 0 }
for (const [name, step] of Object.entries(steps)) {
  console.log(`\n${name}`)
  const { passed, failed } = await step().catch((error) => failure(error.message))
  total.passed += passed
  total.failed += failed
}
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
