/** Script: writes docs/openapi.json from the definitions; with --check fails when it is not current. */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { apiDocument } from './apiDocument.ts'
import { projectRoot } from './paths.ts'

const file = path.join(projectRoot, 'docs', 'openapi.json')
const text = `${JSON.stringify(apiDocument(), null, 1)}\n`

if (process.argv.includes('--check')) {
  const current = await readFile(file, 'utf8').catch(() => '')
  if (current !== text) {
    console.error('docs/openapi.json is not current: run npm run openapi')
    process.exitCode = 1
  }
} else await writeFile(file, text)
