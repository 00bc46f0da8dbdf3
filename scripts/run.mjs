// Runs a TypeScript file of the project: `node scripts/run.mjs <file> [arguments]`.
import './lib/node.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { packaged, run } from './lib/project.mjs'

await ensureInstalled()
process.exitCode = await run(packaged('tsx/dist/cli.mjs', ...process.argv.slice(2)))
