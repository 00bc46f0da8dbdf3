// What `npm run check` proves without running the product.
import { checkBoundaries, checkPurityBites, checkRulesBite } from './boundaries.mjs'
import { missingPlatforms, readLock } from './lockfile.mjs'
import { packaged, run } from './project.mjs'

const compiler = (config) => packaged('typescript7/bin/tsc', '-p', config)

const program = (command) => async () => ((await run(command)) === 0 ? [] : ['see above'])

const checkLock = async () =>
  Object.keys(missingPlatforms(readLock().packages)).map((place) => `${place} is missing: npm run lock`)

const script = (file) => program(packaged('tsx/dist/cli.mjs', file, '--check'))

/** By name: resolves to the complaints, none if all is well. */
const checks = {
  'types of pure code': program(compiler('tsconfig.pure.json')),
  'types of the server': program(compiler('tsconfig.server.json')),
  'types of the web': program(compiler('tsconfig.web.json')),
  lint: program(packaged('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--format=unix')),
  format: program(packaged('@biomejs/biome/bin/biome', 'format', '--reporter=summary')),
  'lock file names every platform': checkLock,
  boundaries: checkBoundaries,
  'planted violations of boundaries': checkRulesBite,
  'planted impurities': checkPurityBites,
  'migrations make what the definitions ask for': script('src/main/schemaDiff.ts'),
  'API description is current': script('src/main/openapi.ts'),
}

/** Runs all checks, one after the other, and tells how many passed and failed. */
export async function runChecks() {
  const counts = { passed: 0, failed: 0 }
  for (const [name, check] of Object.entries(checks)) {
    const started = performance.now()
    const complaints = await check().catch((error) => [error.message])
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`${complaints.length === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
    for (const complaint of complaints) console.log(`    ${complaint}`)
    counts[complaints.length === 0 ? 'passed' : 'failed'] += 1
  }
  return counts
}
