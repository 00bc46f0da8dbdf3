/** Script: writes docs/openapi.json, docs/flows.md and docs/reports.md from the definitions; with --check fails when one is not current. */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { apiDocument } from './apiDocument.ts'
import { definitions } from './definitions.ts'
import { flowsDocument } from './flowsDocument.ts'
import { projectRoot } from './paths.ts'
import { reportsDocument } from './reportsDocument.ts'

const documents = {
  'openapi.json': `${JSON.stringify(apiDocument(), null, 1)}\n`,
  'flows.md': flowsDocument(definitions),
  'reports.md': reportsDocument(definitions),
}

for (const [name, text] of Object.entries(documents)) {
  const file = path.join(projectRoot, 'docs', name)
  if (process.argv.includes('--check')) {
    const current = await readFile(file, 'utf8').catch(() => '')
    if (current === text) continue
    console.error(`docs/${name} is not current: run npm run openapi`)
    process.exitCode = 1
  } else await writeFile(file, text)
}
