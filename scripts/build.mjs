// Builds what changed without starting anything: all of it, or the parts that are named (`server`, `web`).
import './lib/node.mjs'
import { ensureBuilt } from './lib/build.mjs'

try {
  await ensureBuilt(process.argv.length > 2 ? process.argv.slice(2) : undefined)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
