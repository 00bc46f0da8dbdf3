// Runs one project of the tests and counts what passed and failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { packaged, run } from './project.mjs'

/** A file that does not load has no failed test of its own and counts as one. */
function readCounts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

/** A run that fails without a failed test (an error that no test awaits) counts as one failure. */
export async function runTests(project, env) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'report-'))
  const report = path.join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run(packaged('vitest/vitest.mjs', 'run', '--project', project, ...reporters), {
    env: { ...process.env, ...env },
  })
  const { passed, failed } = readCounts(report)
  rmSync(folder, { recursive: true })
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) }
}
