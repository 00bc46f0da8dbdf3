// Builds what changed without starting anything.
import './lib/node.mjs'
import { ensureBuilt } from './lib/build.mjs'

try {
  await ensureBuilt()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
